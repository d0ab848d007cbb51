//! The arithmetic of check digits, shared by the numbers of many registers. Callers have checked the characters.

/// The digits of a text, its other characters left out.
pub fn digits(s: &str) -> Vec<u32> {
    s.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Sum of digits times weights, as far as both go.
pub fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

/// The number modulo `modulus`, for numbers of any length; letters count as 10 to 35 (ISO 7064 as IBAN uses it).
pub fn modulo(s: &str, modulus: u32) -> u32 {
    s.chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| if value < 10 { (rest * 10 + value) % modulus } else { (rest * 100 + value) % modulus })
}

/// Luhn's check (ISO/IEC 7812), the check digit last.
pub fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 1 { if d * 2 > 9 { d * 2 - 9 } else { d * 2 } } else { *d })
        .sum();
    sum.is_multiple_of(10)
}

/// ISO 7064 MOD 11,10, the check digit last (German and Croatian numbers).
pub fn mod_11_10(digits: &[u32]) -> bool {
    let mut check = 5;
    for d in digits {
        check = ((if check == 0 { 10 } else { check }) * 2 % 11 + d) % 10;
    }
    check == 1
}

/// GS1: weights 3 and 1 from the right, the check digit last.
pub fn gs1(digits: &[u32]) -> bool {
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 1 { d * 3 } else { *d }).sum();
    sum.is_multiple_of(10)
}

/// The Dutch elfproef: weights 9 to 2 and -1 for the last digit, divisible by 11.
pub fn elfproef(digits: &[u32]) -> bool {
    let Some((last, rest)) = digits.split_last() else { return false };
    let sum = weighted(rest, &[9, 8, 7, 6, 5, 4, 3, 2]);
    sum > 0 && sum % 11 == *last
}
