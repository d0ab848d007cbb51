//! Taking a document apart without building its JSON as a tree: the text of its head, and of each item of its parts with
//! the values that have columns. A document is written out once, straight into these texts.

use crate::{Result, document::bug};
use domain::{document::Document, ids::*, money::Quantity};
use serde::{
    Deserialize,
    ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer},
};
use std::ops::Range;

type Failure = serde_json::Error;

pub(crate) struct Split {
    /// The body without its parts.
    pub head: String,
    /// Values of the fields that are facets, by name.
    pub facets: Vec<(&'static str, String)>,
    /// In the order of their rows.
    pub parts: Vec<Part>,
}

/// An item of a part, written out.
#[derive(Clone, Debug)]
pub struct Part {
    pub(crate) kind: &'static str,
    pub(crate) pos: i64,
    pub(crate) body: String,
    pub(crate) columns: PartColumns,
}

/// Items of a part written out ahead, for documents that are made without them.
pub fn parts<T: Serialize>(kind: &'static str, items: &[T]) -> Result<Vec<Part>> {
    let all = items.iter().enumerate().map(|(pos, item)| part(kind, pos, item).map_err(|e| bug(kind, e)));
    all.collect()
}

/// An item of a part that stands at a place of its own.
pub(crate) fn item<T: Serialize>(kind: &'static str, pos: i64, item: &T) -> std::result::Result<Part, Failure> {
    Ok(Part { pos, ..part(kind, 0, item)? })
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PartColumns {
    pub product: Option<RawId>,
    pub quantity: Option<i64>,
    pub amount: Option<i64>,
}

pub(crate) fn split<D: Document>(doc: &D) -> Result<Split> {
    let mut object = Object { parts: D::PARTS, watched: D::FACETS, ..Object::default() };
    doc.serialize(&mut object).map_err(|e| bug("document", e))?;
    let text = |(at, value): (usize, Range<usize>)| {
        let value: Option<String> = serde_json::from_slice(&object.out[value]).ok()?;
        Some((D::FACETS[at], value?))
    };
    let facets = std::mem::take(&mut object.seen).into_iter().filter_map(text).collect();
    let mut parts = std::mem::take(&mut object.items);
    parts.sort_by_key(|part| (part.kind, part.pos));
    Ok(Split { head: object.text().map_err(|e| bug("document", e))?, facets, parts })
}

/// Fields of a part that have columns.
const COLUMNS: &[&str] = &["product", "quantity", "net"];

fn part<T: Serialize + ?Sized>(kind: &'static str, pos: usize, item: &T) -> std::result::Result<Part, Failure> {
    let mut object = Object { watched: COLUMNS, out: Vec::with_capacity(512), ..Object::default() };
    let (body, columns) = match item.serialize(&mut object) {
        Ok(()) => {
            let columns = object.columns();
            (object.text()?, columns)
        }
        // Something that is no object has no columns.
        Err(_) => (serde_json::to_string(item)?, PartColumns::default()),
    };
    Ok(Part { kind, pos: i64::try_from(pos).unwrap_or(i64::MAX), body, columns })
}

/// The text of an object as it grows, field by field.
#[derive(Default)]
struct Object {
    out: Vec<u8>,
    /// Fields that are kept apart, item by item.
    parts: &'static [&'static str],
    items: Vec<Part>,
    watched: &'static [&'static str],
    /// Which of the watched fields there were, and where their values stand in the text.
    seen: Vec<(usize, Range<usize>)>,
}

impl Object {
    fn open(&mut self) -> &mut Object {
        self.out.push(b'{');
        self
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: impl Serialize, value: &T) -> std::result::Result<(), Failure> {
        let before = self.out.len();
        if before > 1 {
            self.out.push(b',');
        }
        let start = self.out.len();
        serde_json::to_writer(&mut self.out, &name)?;
        let name = &self.out[start + 1..self.out.len() - 1];
        let place = |names: &[&str]| names.iter().position(|known| known.as_bytes() == name);
        let (part, watched) = (place(self.parts), place(self.watched));
        if let Some(part) = part {
            self.out.truncate(before);
            return value.serialize(Items { kind: self.parts[part], pos: 0, items: &mut self.items });
        }
        self.out.push(b':');
        let start = self.out.len();
        serde_json::to_writer(&mut self.out, value)?;
        self.seen.extend(watched.map(|at| (at, start..self.out.len())));
        Ok(())
    }

    fn columns(&self) -> PartColumns {
        #[derive(Deserialize)]
        struct Net {
            minor: i64,
        }
        let mut columns = PartColumns::default();
        for (at, value) in &self.seen {
            let value = &self.out[value.clone()];
            match at {
                0 => columns.product = serde_json::from_slice::<ProductId>(value).ok().map(|id| id.raw()),
                1 => {
                    columns.quantity = serde_json::from_slice::<Quantity>(value).ok().and_then(|q| q.micros().ok());
                }
                _ => columns.amount = serde_json::from_slice::<Net>(value).ok().map(|net| net.minor),
            }
        }
        columns
    }

    fn text(mut self) -> std::result::Result<String, Failure> {
        self.out.push(b'}');
        String::from_utf8(self.out).map_err(Failure::custom)
    }
}

impl SerializeStruct for &mut Object {
    type Ok = ();
    type Error = Failure;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        self.field(name, value)
    }
    fn end(self) -> Written {
        Ok(())
    }
}

impl SerializeMap for &mut Object {
    type Ok = ();
    type Error = Failure;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Written {
        Err(Failure::custom("a name without its value"))
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Written {
        Err(Failure::custom("a value without its name"))
    }
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(&mut self, name: &K, value: &V) -> Written {
        self.field(name, value)
    }
    fn end(self) -> Written {
        Ok(())
    }
}

/// Takes the items of one part.
struct Items<'a> {
    kind: &'static str,
    pos: usize,
    items: &'a mut Vec<Part>,
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = Failure;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Written {
        self.items.push(part(self.kind, self.pos, item)?);
        self.pos += 1;
        Ok(())
    }
    fn end(self) -> Written {
        Ok(())
    }
}

type Written = std::result::Result<(), Failure>;
type Never = Impossible<(), Failure>;

/// What a serializer that takes one shape says to all others.
macro_rules! other {
    ($($name:ident($($type:ty),*) -> $result:ty);* $(;)?) => { $(
        fn $name(self, $(_: $type),*) -> std::result::Result<$result, Failure> { Err(unexpected()) }
    )* };
}
macro_rules! other_values {
    () => {
        other! {
            serialize_bool(bool) -> (); serialize_i8(i8) -> (); serialize_i16(i16) -> (); serialize_i32(i32) -> ();
            serialize_i64(i64) -> (); serialize_u8(u8) -> (); serialize_u16(u16) -> (); serialize_u32(u32) -> ();
            serialize_u64(u64) -> (); serialize_char(char) -> ();
            serialize_f32(f32) -> (); serialize_f64(f64) -> (); // float: serde asks for these; they are refused
            serialize_str(&str) -> (); serialize_bytes(&[u8]) -> (); serialize_none() -> (); serialize_unit() -> ();
            serialize_unit_struct(&'static str) -> (); serialize_unit_variant(&'static str, u32, &'static str) -> ();
            serialize_tuple(usize) -> Never; serialize_tuple_struct(&'static str, usize) -> Never;
            serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
            serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
        }
        fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
            value.serialize(self)
        }
        fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
            value.serialize(self)
        }
        fn serialize_newtype_variant<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Written {
            Err(unexpected())
        }
    };
}

fn unexpected() -> Failure {
    Failure::custom("a document is an object and its parts are lists")
}

impl Serializer for &mut Object {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Never;
    other_values!();
    fn serialize_seq(self, _: Option<usize>) -> std::result::Result<Never, Failure> {
        Err(unexpected())
    }
    fn serialize_map(self, _: Option<usize>) -> std::result::Result<Self, Failure> {
        Ok(self.open())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> std::result::Result<Self, Failure> {
        Ok(self.open())
    }
}

impl Serializer for Items<'_> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Self;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;
    other_values!();
    fn serialize_seq(self, _: Option<usize>) -> std::result::Result<Self, Failure> {
        Ok(self)
    }
    fn serialize_map(self, _: Option<usize>) -> std::result::Result<Never, Failure> {
        Err(unexpected())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> std::result::Result<Never, Failure> {
        Err(unexpected())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::document::{Head, Kind};
    use serde::Serialize;
    use serde_json::{Value as Json, json};
    use std::collections::BTreeMap;

    #[derive(Clone, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "snake_case")]
    enum Sort {
        Plain { of: String },
    }

    #[derive(Clone, Serialize, Deserialize)]
    struct Paper {
        lines: Vec<Json>,
        #[serde(flatten)]
        sort: Sort,
        sector: Option<String>,
        empty: Vec<u8>,
        rates: BTreeMap<String, u8>,
        notes: Vec<Json>,
    }
    impl Document for Paper {
        const KIND: Kind = Kind::Quote;
        const PARTS: &'static [&'static str] = &["notes", "lines", "absent"];
        const FACETS: &'static [&'static str] = &["of", "sector"];
        fn raw_id(&self) -> RawId {
            RawId::default()
        }
        fn head(&self) -> Head {
            Head::default()
        }
    }

    #[test]
    fn head_and_parts_are_what_the_whole_document_holds() {
        let product = ProductId(RawId::from_moment(1, [3; 10]));
        let line = json!({"text": "a \"b\" – ё", "product": product, "quantity": "1.5", "net": {"minor": 7, "currency": "EUR"}});
        let paper = Paper {
            lines: vec![line.clone(), json!({"product": null, "quantity": "many", "net": 3})],
            sort: Sort::Plain { of: "grain".into() },
            sector: None,
            empty: vec![],
            rates: BTreeMap::from([("low".into(), 9)]),
            notes: vec![json!("first"), json!(2)],
        };
        let split = split(&paper).unwrap();
        assert_eq!(split.head, r#"{"kind":"plain","of":"grain","sector":null,"empty":[],"rates":{"low":9}}"#);
        assert_eq!(split.facets, [("of", "grain".to_string())]);
        let bodies: Vec<_> = split.parts.iter().map(|part| (part.kind, part.pos, part.body.clone())).collect();
        let lines = [line.to_string(), paper.lines[1].to_string()];
        let [first, second] = lines;
        assert_eq!(
            bodies,
            [("lines", 0, first), ("lines", 1, second), ("notes", 0, "\"first\"".into()), ("notes", 1, "2".into())]
        );
        let columns = PartColumns { product: Some(product.raw()), quantity: Some(1_500_000), amount: Some(7) };
        assert_eq!(split.parts[0].columns, columns);
        assert_eq!(split.parts[1].columns, PartColumns::default());
    }
}
