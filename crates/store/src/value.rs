//! Values that go to and come from the database: whole numbers, text and bytes, each of which may be absent.

use domain::{
    dates::{Date, Timestamp},
    ids::RawId,
};

/// A parameter or a cell. Absence keeps its type, because PostgreSQL wants to know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Blob(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($from:ty => $variant:ident($make:expr)),* $(,)?) => { $(
        impl From<$from> for Value { fn from(v: $from) -> Value { Value::$variant(Some($make(v))) } }
        impl From<Option<$from>> for Value { fn from(v: Option<$from>) -> Value { Value::$variant(v.map($make)) } }
    )* };
}
value_from! {
    i64 => Int(std::convert::identity),
    u32 => Int(i64::from),
    bool => Int(i64::from),
    Timestamp => Int(|t: Timestamp| t.micros()),
    &str => Text(str::to_string),
    String => Text(std::convert::identity),
    Date => Text(|d: Date| d.to_string()),
    Vec<u8> => Blob(std::convert::identity),
    &[u8] => Blob(<[u8]>::to_vec),
    RawId => Blob(|id: RawId| id.bytes().to_vec()),
}
macro_rules! value_from_id { ($($id:ident),* $(,)?) => { $(
    impl From<domain::ids::$id> for Value { fn from(v: domain::ids::$id) -> Value { Value::from(v.raw()) } }
    impl From<Option<domain::ids::$id>> for Value { fn from(v: Option<domain::ids::$id>) -> Value { Value::from(v.map(|v| v.raw())) } }
)* } }
value_from_id!(
    OrgId,
    UserId,
    EntityId,
    CustomerId,
    PersonId,
    ProductId,
    IntentId,
    EventId,
    EntryId,
    OpenItemId,
    AllocationId,
    ScheduleId,
    JobId,
    KeyId,
    CommentId,
    InvoiceId,
    PaymentId
);

/// A row of a result, its cells in the order of the SELECT.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(pub Vec<Value>);

/// Panics when a cell is not what the statement selects: a broken invariant of this crate, not of the data.
impl Row {
    pub fn opt_int(&self, i: usize) -> Option<i64> {
        match &self.0[i] {
            Value::Int(n) => *n,
            other => panic!("cell {i} holds {other:?}, the statement promised a number"),
        }
    }
    pub fn int(&self, i: usize) -> i64 {
        self.opt_int(i).unwrap_or_else(|| panic!("cell {i} is absent, the statement promised a number"))
    }
    pub fn opt_text(&self, i: usize) -> Option<&str> {
        match &self.0[i] {
            Value::Text(s) => s.as_deref(),
            other => panic!("cell {i} holds {other:?}, the statement promised text"),
        }
    }
    pub fn text(&self, i: usize) -> &str {
        self.opt_text(i).unwrap_or_else(|| panic!("cell {i} is absent, the statement promised text"))
    }
    pub fn opt_blob(&self, i: usize) -> Option<&[u8]> {
        match &self.0[i] {
            Value::Blob(b) => b.as_deref(),
            other => panic!("cell {i} holds {other:?}, the statement promised bytes"),
        }
    }
    pub fn blob(&self, i: usize) -> &[u8] {
        self.opt_blob(i).unwrap_or_else(|| panic!("cell {i} is absent, the statement promised bytes"))
    }
    pub fn opt_id(&self, i: usize) -> Option<RawId> {
        self.opt_blob(i).and_then(RawId::from_slice)
    }
    pub fn id(&self, i: usize) -> RawId {
        self.opt_id(i).unwrap_or_else(|| panic!("cell {i} is not 16 bytes, the statement promised an id"))
    }
    pub fn opt_date(&self, i: usize) -> Option<Date> {
        self.opt_text(i).and_then(|s| s.parse().ok())
    }
    pub fn date(&self, i: usize) -> Date {
        self.opt_date(i).unwrap_or_else(|| panic!("cell {i} is not a date, the statement promised one"))
    }
    pub fn timestamp(&self, i: usize) -> Timestamp {
        Timestamp::from_micros(self.int(i))
    }
}

/// `params![org, id, "draft"]`: a list of values.
#[macro_export]
macro_rules! params {
    ($($v:expr),* $(,)?) => { &[$($crate::Value::from($v)),*] };
}
/// The same as a vector, for rows of a bulk insert.
#[macro_export]
macro_rules! row {
    ($($v:expr),* $(,)?) => { vec![$($crate::Value::from($v)),*] };
}
