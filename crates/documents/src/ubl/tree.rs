//! XML as UBL uses it: elements read into a tree, and written in the order of their schema.

use domain::{
    money::{Money, decimal},
    refusal::Refusal,
};
use quick_xml::{
    NsReader, Writer,
    events::{BytesEnd, BytesStart, BytesText, Event},
    name::ResolveResult,
};
use rust_decimal::Decimal;
use std::io;

pub(crate) const AGGREGATE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
pub(crate) const BASIC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// An element with its name without prefix, attributes, text and children.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub text: String,
    children: Vec<Node>,
}
impl Node {
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }
    pub fn child<'a>(&'a self, name: &'a str) -> Option<&'a Node> {
        self.children(name).next()
    }
    pub fn at<'a>(&'a self, path: &[&'a str]) -> Option<&'a Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }
    pub fn text<'a>(&'a self, path: &[&'a str]) -> Option<&'a str> {
        self.at(path).map(|node| node.text.as_str()).filter(|text| !text.is_empty())
    }
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    pub fn required<'a>(&'a self, path: &[&'a str]) -> Result<&'a str, Refusal> {
        let missing = || Refusal::invalid("ubl_missing").with("element", path.join("/"));
        self.text(path).ok_or_else(missing)
    }
    pub fn number<'a>(&'a self, path: &[&'a str]) -> Result<Decimal, Refusal> {
        let given = self.required(path)?;
        let malformed = || Refusal::invalid("ubl_number").with("element", path.join("/")).with("given", given);
        decimal(given).ok_or_else(malformed)
    }
}

/// Deepest nesting read; UBL has less than twenty.
const DEPTH_MAX: usize = 64;

/// Reads the whole file into a tree, refusing document types (and with them entities that grow) and other roots.
pub(crate) fn tree(text: &str, roots: &[(&str, &str)]) -> Result<Node, Refusal> {
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let malformed = |reader: &NsReader<&[u8]>| {
        Refusal::invalid("ubl_malformed").with("position", usize::try_from(reader.error_position()).unwrap_or_default())
    };
    let mut open: Vec<Node> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|_| malformed(&reader))?;
        match event {
            Event::Start(start) => {
                if open.is_empty() {
                    check_root(&reader, &start, roots)?;
                }
                open.push(node(&start).ok_or_else(|| malformed(&reader))?);
                if open.len() > DEPTH_MAX {
                    return Err(malformed(&reader));
                }
            }
            Event::Empty(start) => {
                if open.is_empty() {
                    check_root(&reader, &start, roots)?;
                }
                let empty = node(&start).ok_or_else(|| malformed(&reader))?;
                open.last_mut().ok_or_else(|| malformed(&reader))?.children.push(empty);
            }
            Event::Text(part) => append(&mut open, &part.xml10_content()),
            Event::CData(part) => append(&mut open, &part.xml10_content()),
            Event::GeneralRef(entity) => {
                let resolved = resolve(&entity).ok_or_else(|| malformed(&reader))?;
                append(&mut open, &resolved);
            }
            Event::End(_) => {
                let mut done = open.pop().ok_or_else(|| malformed(&reader))?;
                done.text = done.text.trim().to_string();
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::DocType(_) | Event::Eof => return Err(malformed(&reader)),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn check_root(reader: &NsReader<&[u8]>, start: &BytesStart, roots: &[(&str, &str)]) -> Result<(), Refusal> {
    let (namespace, local) = reader.resolver().resolve_element(start.name());
    let is = |expected: &str| matches!(&namespace, ResolveResult::Bound(ns) if ns.as_ref() == expected);
    let known = roots.iter().any(|(name, expected)| local.as_ref() == *name && is(expected));
    if known { Ok(()) } else { Err(Refusal::invalid("ubl_other_root").with("given", local.as_ref())) }
}

fn node(start: &BytesStart) -> Option<Node> {
    let mut node = Node { name: start.local_name().as_ref().to_string(), ..Node::default() };
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?;
        node.attributes.push((attribute.key.local_name().as_ref().to_string(), value.into_owned()));
    }
    Some(node)
}

fn append(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// `&amp;` and its four sisters, and characters by number; there are no others without a document type.
fn resolve(entity: &quick_xml::events::BytesRef) -> Option<String> {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(&entity.xml10_content()).map(str::to_string)
}

/// A file in the making.
pub(crate) struct Xml {
    pub writer: Writer<Vec<u8>>,
}
impl Default for Xml {
    fn default() -> Xml {
        Xml { writer: Writer::new_with_indent(Vec::new(), b' ', 2) }
    }
}
impl Xml {
    /// What was written; it is always text.
    pub fn into_text(self) -> String {
        String::from_utf8_lossy(&self.writer.into_inner()).into_owned() + "\n"
    }
    /// An element with text; nothing at all when the text is empty.
    pub fn leaf(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.leaf_with(name, None, text)
    }
    pub fn leaf_with(&mut self, name: &str, attribute: Option<(&str, &str)>, text: &str) -> io::Result<()> {
        let text = clean(text);
        if text.is_empty() {
            return Ok(());
        }
        let mut start = BytesStart::new(name);
        start.extend_attributes(attribute);
        self.writer.write_event(Event::Start(start))?;
        self.writer.write_event(Event::Text(BytesText::new(&text)))?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }
    pub fn optional(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        self.leaf(name, text.unwrap_or_default())
    }
    pub fn amount(&mut self, name: &str, amount: Money) -> io::Result<()> {
        self.leaf_with(name, Some(("currencyID", amount.currency().code())), &amount.decimal().to_string())
    }
    pub fn group(&mut self, name: &str, inside: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
        self.writer.write_event(Event::Start(BytesStart::new(name)))?;
        inside(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }
}

/// Characters that XML 1.0 cannot hold are left out.
fn clean(text: &str) -> String {
    let holds = |c: &char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.trim().chars().filter(holds).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}
