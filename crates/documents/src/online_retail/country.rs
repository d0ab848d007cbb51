//! The file's names of countries.

use domain::org::Country;

/// The country that a name of the file means. "Unspecified" and "European Community" are none: they get the codes ZZ and
/// EU, which ISO 3166 leaves to users. `None` for a name that does not occur in the file.
pub fn country_code(name: &str) -> Option<Country> {
    const NAMES: &[(&str, &str)] = &[
        ("Australia", "AU"),
        ("Austria", "AT"),
        ("Bahrain", "BH"),
        ("Belgium", "BE"),
        ("Brazil", "BR"),
        ("Canada", "CA"),
        // Jersey stands for the islands: Guernsey has a code of its own, and the file does not tell them apart.
        ("Channel Islands", "JE"),
        ("Cyprus", "CY"),
        ("Czech Republic", "CZ"),
        ("Denmark", "DK"),
        ("EIRE", "IE"),
        ("European Community", "EU"),
        ("Finland", "FI"),
        ("France", "FR"),
        ("Germany", "DE"),
        ("Greece", "GR"),
        ("Hong Kong", "HK"),
        ("Iceland", "IS"),
        ("Israel", "IL"),
        ("Italy", "IT"),
        ("Japan", "JP"),
        ("Lebanon", "LB"),
        ("Lithuania", "LT"),
        ("Malta", "MT"),
        ("Netherlands", "NL"),
        ("Norway", "NO"),
        ("Poland", "PL"),
        ("Portugal", "PT"),
        ("RSA", "ZA"),
        ("Saudi Arabia", "SA"),
        ("Singapore", "SG"),
        ("Spain", "ES"),
        ("Sweden", "SE"),
        ("Switzerland", "CH"),
        ("USA", "US"),
        ("United Arab Emirates", "AE"),
        ("United Kingdom", "GB"),
        ("Unspecified", "ZZ"),
    ];
    NAMES.iter().find(|(known, _)| *known == name).and_then(|(_, code)| code.parse().ok())
}
