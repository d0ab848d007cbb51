//! Organisations and their legal entities. An organisation is a tenant; an entity is the company that quotes, invoices
//! and keeps books: it has its own VAT number, base currency, number series, chart, calendar and language.

use crate::{dates::*, document::*, ids::*, money::*, refusal::Refusal};
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
        Ok(())
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
