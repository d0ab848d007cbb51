//! Organisations and their legal entities. An organisation is a tenant; an entity is the company that quotes, invoices
//! and keeps books: it has its own VAT number, base currency, number series, chart, calendar and language.

use crate::{
    dates::*,
    document::*,
    identifiers::{self, codes},
    ids::*,
    money::*,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

/// An ISO 3166-1 alpha-2 country code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

/// Member states of the European Union, by ISO code (Greece is GR here; its VAT prefix is EL).
const EU: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl Country {
    pub const NL: Country = Country(*b"NL");
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
    pub fn is_eu(&self) -> bool {
        EU.contains(&self.code())
    }
    /// The prefix of its VAT numbers: EL for Greece, else the country code.
    pub fn vat_prefix(&self) -> &str {
        if self.code() == "GR" { "EL" } else { self.code() }
    }
}
impl FromStr for Country {
    type Err = Refusal;
    fn from_str(s: &str) -> Result<Country, Refusal> {
        match s.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Country([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(Refusal::invalid("country_malformed").with("given", s)),
        }
    }
}
impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::{Deserializer, Serializer, de::Error as _};
text_serde!(Country, "country", "a two-letter country code such as NL");

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub postal_code: String,
    pub country: Country,
}

impl Address {
    /// Refuses a country that is not in ISO 3166-1, which no invoice can be sent to (BR-CL-14); `field` is the address's path.
    pub fn check_country(&self, field: &str) -> Result<(), Refusal> {
        if codes::is_country(self.country.code()) {
            return Ok(());
        }
        Err(Refusal::invalid("country_unknown").with("given", self.country.code()).at(format!("{field}.country")))
    }
}

/// The languages Quittance speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Nl,
}
impl Language {
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Nl => "nl",
        }
    }
    pub fn parse(s: &str) -> Option<Language> {
        match s {
            "en" => Some(Language::En),
            "nl" => Some(Language::Nl),
            _ => None,
        }
    }
}

/// A registration number with its ISO 6523 scheme: 0106 for the Dutch KvK, 0190 for an OIN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Registration {
    pub scheme: String,
    pub value: String,
}

impl Registration {
    /// Refuses a scheme that no invoice may name (BR-CL-11), and a scheme without a number.
    pub fn check(&self) -> Result<(), Refusal> {
        required("value", &self.value).map_err(|refusal| refusal.at("registration.value"))?;
        if codes::is_registration_scheme(&self.scheme) {
            return Ok(());
        }
        Err(Refusal::invalid("registration_scheme_unknown").with("given", &self.scheme).at("registration.scheme"))
    }
}

/// Which promotions may stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// All: percentages first, each of what the ones before it left, then amounts.
    #[default]
    PercentagesFirst,
    /// All: amounts first, then percentages of what is left.
    AmountsFirst,
    /// All, by priority.
    Priority,
    /// Only the one that takes most off.
    Best,
    /// Only the first by priority.
    First,
}

/// A legal entity: who quotes, invoices and keeps the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    pub id: EntityId,
    /// Short code, also the start of its document numbers' series.
    pub code: String,
    pub legal_name: String,
    pub address: Address,
    pub vat_number: Option<String>,
    pub registration: Option<Registration>,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// The currency its books are kept in.
    pub currency: Currency,
    pub language: Language,
    /// IANA name, such as `Europe/Amsterdam`.
    pub time_zone: String,
    /// Days a customer has to pay when nothing else was agreed (30 by law between businesses).
    pub payment_days: u32,
    /// Sales to consumers elsewhere in the EU are taxed there from the first euro: the seller gave up the threshold (VAT
    /// Directive art. 59c(3)).
    #[serde(default)]
    pub taxed_at_destination: bool,
    /// Which promotions may stand together on its quotes.
    #[serde(default)]
    pub promotion_stacking: Stacking,
    /// Days before the last day of an offer on which its seller is reminded of it; never without.
    #[serde(default)]
    pub remind_before_expiry: Option<u32>,
    /// Days after which the seller is reminded of an offer that the customer has not opened; never without.
    #[serde(default)]
    pub remind_unviewed: Option<u32>,
    /// Books up to and including this day are closed; late facts go to the next open day.
    pub closed_until: Option<Date>,
}
impl Entity {
    /// Refuses an entity that could not put its name on an invoice.
    pub fn check(&self) -> Result<(), Refusal> {
        for (field, text) in [
            ("code", &self.code),
            ("legal_name", &self.legal_name),
            ("address.street", &self.address.street),
            ("address.city", &self.address.city),
        ] {
            if text.trim().is_empty() {
                return Err(Refusal::invalid("field_missing").with("field", field).at(field));
            }
        }
        if !known_zone(&self.time_zone) {
            return Err(Refusal::invalid("time_zone_unknown").with("given", &self.time_zone).at("time_zone"));
        }
        reminder_days("remind_before_expiry", self.remind_before_expiry)?;
        reminder_days("remind_unviewed", self.remind_unviewed)?;
        self.address.check_country("address")?;
        if let Some(number) = &self.vat_number {
            identifiers::vat_number(number).map_err(|refusal| refusal.at("vat_number"))?;
        }
        if let Some(number) = &self.iban {
            identifiers::iban(number).map_err(|refusal| refusal.at("iban"))?;
        }
        self.registration.as_ref().map_or(Ok(()), Registration::check)
    }
}
/// Most days a reminder is set to.
const REMIND_MAX: u32 = 365;

/// Refuses days that no reminder waits for.
fn reminder_days(field: &'static str, days: Option<u32>) -> Result<(), Refusal> {
    match days.filter(|days| !(1..=REMIND_MAX).contains(days)) {
        Some(days) => {
            let refusal = Refusal::invalid("reminder_days_out_of_range").with("days", days);
            Err(refusal.with("limit", REMIND_MAX).at(field))
        }
        None => Ok(()),
    }
}

impl Document for Entity {
    const KIND: Kind = Kind::Entity;
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.code.clone(),
            title: self.legal_name.clone(),
            state: "active",
            entity: Some(self.id),
            ..Head::default()
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OrgEvent {
    Founded {
        name: String,
    },
    EntityCreated {
        entity: EntityId,
    },
    EntityEdited {
        entity: EntityId,
    },
    MemberAdded {
        user: UserId,
        role: String,
    },
    MemberChanged {
        user: UserId,
        role: String,
    },
    MemberRemoved {
        user: UserId,
    },
    KeyCreated {
        key: KeyId,
        role: String,
    },
    KeyRevoked {
        key: KeyId,
    },
    /// Business time was moved; `None` returns to the wall clock.
    ClockSet {
        to: Option<Timestamp>,
    },
    Commented {
        document: DocRef,
        comment: CommentId,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field: &str, value: serde_json::Value, expected: Option<(&str, &str)>) {
        let mut entity = serde_json::json!({
            "id": EntityId(RawId::default()), "code": "NL", "legal_name": "Voorbeeld B.V.", "currency": "EUR", "language": "nl",
            "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"},
            "time_zone": "Europe/Amsterdam", "payment_days": 30,
        });
        *entity.pointer_mut(field).unwrap_or(&mut serde_json::Value::Null) = value.clone();
        if let Some(name) = field.strip_prefix('/').filter(|name| !name.contains('/')) {
            entity[name] = value;
        }
        let refusal = serde_json::from_value::<Entity>(entity).unwrap().check().err();
        assert_eq!(refusal.as_ref().map(|r| (r.code, r.param.as_deref().unwrap_or(""))), expected);
    }

    #[test]
    fn an_entity_can_put_its_name_on_an_invoice() {
        use serde_json::json;
        check("/vat_number", json!("NL004495445B01"), None);
        check("/vat_number", json!("NL001234567B01"), Some(("vat_number_checksum", "vat_number")));
        check("/vat_number", json!("NL1"), Some(("vat_number_form", "vat_number")));
        check("/iban", json!("NL91ABNA0417164301"), Some(("iban_checksum", "iban")));
        check("/registration", json!({"scheme": "0106", "value": "12345678"}), None);
        let scheme = Some(("registration_scheme_unknown", "registration.scheme"));
        check("/registration", json!({"scheme": "kvk", "value": "12345678"}), scheme);
        check("/registration", json!({"scheme": "0106", "value": " "}), Some(("value_missing", "registration.value")));
        check("/address/country", json!("ZZ"), Some(("country_unknown", "address.country")));
        check("/address/city", json!(" "), Some(("field_missing", "address.city")));
        check("/time_zone", json!("Mars/Olympus"), Some(("time_zone_unknown", "time_zone")));
    }
}
