//! What a case gives, and what was looked at: a field that nobody reads would make a case mean something else than it says.

use serde_json::{Map, Value};
use std::{cell::RefCell, collections::BTreeSet, ops::Index};

/// The fields of `given`, or of an object in it.
pub struct Given<'a> {
    fields: &'a Map<String, Value>,
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Given<'a> {
    pub fn new(fields: &'a Map<String, Value>) -> Given<'a> {
        Given { fields, read: RefCell::default() }
    }
    /// An object in a list or a field, all of whose fields must be read before the end of `with`.
    pub fn object<T>(value: &Value, place: &str, with: impl FnOnce(&Given) -> T) -> T {
        let given = Given::new(value.as_object().unwrap_or_else(|| panic!("{place} is no object")));
        let found = with(&given);
        let unread = given.unread();
        assert!(unread.is_empty(), "nothing reads {place}.{}", unread.join(", "));
        found
    }
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.read.borrow_mut().insert(name.to_string());
        self.fields.get(name)
    }
    /// Whether it is there; looks, without reading it.
    pub fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|value| !value.is_null())
    }
    /// A text, a number as text, or nothing; a null is nothing.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            other => panic!("{name} is {other}, no text"),
        }
    }
    pub fn list(&self, name: &str) -> Option<&'a Vec<Value>> {
        match self.get(name)? {
            Value::Null => None,
            Value::Array(list) => Some(list),
            other => panic!("{name} is {other}, no list"),
        }
    }
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }
    /// The names of fields that nobody looked at.
    pub fn unread(&self) -> Vec<String> {
        let read = self.read.borrow();
        self.fields.keys().filter(|name| !read.contains(*name)).cloned().collect()
    }
}

static NOTHING: Value = Value::Null;

/// Null when it is not there.
impl Index<&str> for Given<'_> {
    type Output = Value;
    fn index(&self, name: &str) -> &Value {
        self.get(name).unwrap_or(&NOTHING)
    }
}

/// A reader may stop at the first surprise: the runner reports it as a failure of the case.
pub trait OrFail<T> {
    fn or_fail(self) -> T;
}
impl<T> OrFail<T> for Option<T> {
    #[track_caller]
    fn or_fail(self) -> T {
        self.unwrap_or_else(|| panic!("a value is missing, or has another form"))
    }
}
impl<T, E: std::fmt::Display> OrFail<T> for Result<T, E> {
    #[track_caller]
    fn or_fail(self) -> T {
        self.unwrap_or_else(|error| panic!("{error}"))
    }
}
