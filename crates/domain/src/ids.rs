//! Identifiers: 128 bits, time-ordered, one type per kind of document, shown with a prefix (`quo_01h...`).
//! They are derived from the intent that made them and a counter, so a replay gives the same ids.

use crate::refusal::Refusal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};
use std::{borrow::Cow, fmt, str::FromStr};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 16 bytes laid out as a UUIDv7: 48 bits of milliseconds, then a counter, then a digest of the intent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RawId([u8; 16]);

impl RawId {
    pub const fn from_bytes(bytes: [u8; 16]) -> RawId {
        RawId(bytes)
    }
    pub fn from_slice(bytes: &[u8]) -> Option<RawId> {
        bytes.try_into().ok().map(RawId)
    }
    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The id of an intent: the moment it was received and 74 random bits.
    pub fn from_moment(millis: i64, random: [u8; 10]) -> RawId {
        let mut b = [0u8; 16];
        b[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        b[6..].copy_from_slice(&random);
        b[6] = 0x70 | (b[6] & 0x0f);
        b[8] = 0x80 | (b[8] & 0x3f);
        RawId(b)
    }

    /// The `counter`-th id made by this intent. Ordered by counter within the intent, and by time between intents.
    pub fn derive(&self, counter: u32) -> RawId {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(counter.to_be_bytes());
        let digest = hash.finalize();
        let mut b = self.0;
        b[6] = 0x70 | ((counter >> 28) as u8 & 0x0f);
        b[7] = (counter >> 20) as u8;
        b[8] = 0x80 | ((counter >> 14) as u8 & 0x3f);
        b[9] = (counter >> 6) as u8;
        b[10] = ((counter << 2) as u8 & 0xfc) | (digest[0] & 0x03);
        b[11..].copy_from_slice(&digest[1..6]);
        RawId(b)
    }
}

impl fmt::Display for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = u128::from_be_bytes(self.0);
        for i in (0..26).rev() {
            let digit = (n >> (i * 5)) as usize & 31;
            f.write_str(std::str::from_utf8(&ALPHABET[digit..=digit]).unwrap_or("?"))?;
        }
        Ok(())
    }
}
impl fmt::Debug for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for RawId {
    type Err = ();
    fn from_str(s: &str) -> Result<RawId, ()> {
        let bytes = s.as_bytes();
        if bytes.len() != 26 || bytes[0] > b'7' {
            return Err(());
        }
        let mut n: u128 = 0;
        for &c in bytes {
            let digit = ALPHABET.iter().position(|&a| a == c).ok_or(())?;
            n = (n << 5) | digit as u128;
        }
        Ok(RawId(n.to_be_bytes()))
    }
}

/// Declares the id type of one kind: `id!(QuoteId, "quo")`.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub RawId);
        impl $name {
            pub const PREFIX: &'static str = $prefix;
            pub fn raw(&self) -> RawId { self.0 }
        }
        impl From<RawId> for $name { fn from(raw: RawId) -> Self { $name(raw) } }
        impl From<$name> for RawId { fn from(id: $name) -> RawId { id.0 } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, concat!($prefix, "_{}"), self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, f) }
        }
        impl FromStr for $name {
            type Err = Refusal;
            fn from_str(s: &str) -> Result<Self, Refusal> { parse($prefix, s).map($name) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let s = Cow::<str>::deserialize(d)?;
                parse($prefix, &s).map($name).map_err(|_| D::Error::custom(format!("`{s}` is not an id of the form {}_...", $prefix)))
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> { stringify!($name).into() }
            fn inline_schema() -> bool { true }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "format": concat!("id:", $prefix)})
            }
        }
    )*
    /// Every prefix in use, for telling the kind of an id from its text.
    pub const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

fn parse(prefix: &'static str, s: &str) -> Result<RawId, Refusal> {
    s.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .and_then(|rest| rest.parse().ok())
        .ok_or_else(|| Refusal::invalid("id_malformed").with("given", s).with("prefix", prefix))
}

/// Splits an id's text into prefix and value, for places that take any kind (`quittance why <id>`).
pub fn parse_any(s: &str) -> Result<(&'static str, RawId), Refusal> {
    s.split_once('_')
        .and_then(|(prefix, rest)| Some((PREFIXES.iter().find(|p| **p == prefix).copied()?, rest.parse().ok()?)))
        .ok_or_else(|| Refusal::invalid("id_unknown").with("given", s))
}

ids! {
    /// An organisation: the tenant; everything but logins belongs to one.
    OrgId = "org",
    /// A person who logs in.
    UserId = "usr",
    /// A legal entity within an organisation.
    EntityId = "ent",
    CustomerId = "cus",
    /// A natural person at a customer; the only place personal data lives.
    PersonId = "per",
    OpportunityId = "opp",
    ProductId = "prd",
    PriceBookId = "pbk",
    /// A discount that is got by its code.
    PromotionId = "prm",
    /// What a configurable product can be made of.
    ProductModelId = "pmd",
    /// The exchange rates of a day.
    ExchangeRatesId = "fxr",
    QuoteId = "quo",
    QuoteTemplateId = "qtp",
    DelegationId = "dlg",
    ApprovalRuleId = "apr",
    /// One rule's question about one quote.
    ApprovalId = "apv",
    /// A text template of a contract.
    TemplateId = "tpl",
    ContractId = "con",
    OrderId = "ord",
    DeliveryId = "del",
    SubscriptionId = "sub",
    /// An invoice or a credit note.
    InvoiceId = "inv",
    PaymentId = "pay",
    RefundId = "rfd",
    IntentId = "itt",
    EventId = "evt",
    /// A journal entry.
    EntryId = "jnl",
    /// An open item of the receivables ledger.
    OpenItemId = "opi",
    AllocationId = "alc",
    /// A recognition schedule.
    ScheduleId = "sch",
    JobId = "job",
    /// A restricted API key.
    KeyId = "key",
    CommentId = "cmt",
    ImportId = "imp",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_agree() {
        let raw = RawId::from_moment(1_700_000_000_000, [7; 10]);
        let id = QuoteId(raw);
        assert_eq!(id.to_string().len(), 30);
        assert_eq!(id.to_string().parse::<QuoteId>().unwrap(), id);
        assert_eq!(parse_any(&id.to_string()).unwrap(), ("quo", raw));
        for bad in ["quo_", "inv_01", "quo_u1234567890123456789012345", "quo_zzzzzzzzzzzzzzzzzzzzzzzzzz", ""] {
            assert_eq!(bad.parse::<QuoteId>().unwrap_err().code, "id_malformed", "{bad}");
        }
    }

    #[test]
    fn derived_ids_are_ordered_distinct_and_repeatable() {
        let intent = RawId::from_moment(1_700_000_000_000, [9; 10]);
        let ids: Vec<RawId> = (0..5000).map(|n| intent.derive(n)).collect();
        assert!(ids.windows(2).all(|w| w[0] < w[1]));
        assert_eq!(ids[4097], intent.derive(4097));
    }
}
