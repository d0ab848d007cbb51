//! Code lists of EN 16931.

use std::{collections::HashSet, sync::LazyLock};

fn holds(list: &str, code: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == code)
}

/// UN/ECE Recommendations 20 and 21 (BR-CL-23).
pub fn is_unit(code: &str) -> bool {
    // Asked for every line of every document: a search through all two thousand codes would cost more than the price.
    static UNITS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| include_str!("codes/units.txt").split_ascii_whitespace().collect());
    UNITS.contains(code)
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
