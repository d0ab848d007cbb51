//! Code lists of EN 16931.

fn holds(list: &str, code: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == code)
}

/// UN/ECE Recommendations 20 and 21 (BR-CL-23).
pub fn is_unit(code: &str) -> bool {
    holds(include_str!("codes/units.txt"), code)
}

/// ISO 3166-1 (BR-CL-14).
pub fn is_country(code: &str) -> bool {
    holds(include_str!("codes/countries.txt"), code)
}

/// ISO 6523, for registration numbers (BR-CL-11).
pub fn is_registration_scheme(code: &str) -> bool {
    holds(include_str!("codes/schemes.txt"), code)
}

/// EAS, for electronic addresses (BR-CL-25).
pub fn is_electronic_address_scheme(code: &str) -> bool {
    holds(include_str!("codes/addresses.txt"), code)
}
