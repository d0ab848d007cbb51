//! Templates: texts with merge fields such as `{customer.name}`. A brace that is meant as a brace is written twice.

use super::Template;
use crate::{dates::Date, document::required, refusal::Refusal};
use std::collections::{BTreeMap, BTreeSet};

enum Piece<'a> {
    Text(&'a str),
    Field(&'a str),
}

impl Template {
    /// Refuses a template without name or text, or with a brace that is never closed.
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        required("body", &self.body)?;
        self.pieces().map(|_| ())
    }
    /// The names of the fields it asks for.
    pub fn fields(&self) -> Result<BTreeSet<String>, Refusal> {
        let name = |piece: &Piece| if let Piece::Field(name) = piece { Some(name.to_string()) } else { None };
        Ok(self.pieces()?.iter().filter_map(name).collect())
    }
    /// The text with every field filled in. A value is taken as it is: braces in a customer's name merge nothing.
    pub fn merge(&self, fields: &BTreeMap<String, String>) -> Result<String, Refusal> {
        let mut text = String::with_capacity(self.body.len());
        for piece in self.pieces()? {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Field(name) => text.push_str(fields.get(name).ok_or_else(|| {
                    let refusal = Refusal::invalid("template_field_unknown").with("template", &self.name);
                    refusal.with("field", name).at("body")
                })?),
            }
        }
        Ok(text)
    }
    pub fn archive(self, today: Date) -> Result<Template, Refusal> {
        match self.archived {
            Some(on) => Err(Refusal::state("template_archived").with("name", &self.name).with("on", on)),
            None => Ok(Template { archived: Some(today), ..self }),
        }
    }
    /// Takes it back into use.
    pub fn restore(self) -> Result<Template, Refusal> {
        match self.archived {
            Some(_) => Ok(Template { archived: None, ..self }),
            None => Err(Refusal::state("template_not_archived").with("name", &self.name)),
        }
    }

    fn pieces(&self) -> Result<Vec<Piece<'_>>, Refusal> {
        let mut pieces = Vec::new();
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            pieces.push(Piece::Text(&rest[..at]));
            let brace = &rest[at..];
            if brace.starts_with("{{") || brace.starts_with("}}") {
                pieces.push(Piece::Text(&brace[..1]));
                rest = &brace[2..];
                continue;
            }
            let name = brace.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let (name, after) = name.filter(|(name, _)| !name.contains(['{', '\n'])).ok_or_else(|| {
                let line = self.body[..self.body.len() - brace.len()].matches('\n').count() + 1;
                Refusal::invalid("template_brace_open").with("template", &self.name).with("line", line).at("body")
            })?;
            pieces.push(Piece::Field(name.trim()));
            rest = after;
        }
        pieces.push(Piece::Text(rest));
        Ok(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::*, org::Language};

    fn merge(body: &str) -> Result<String, (&'static str, Vec<String>)> {
        let template = Template {
            id: TemplateId(RawId::default()),
            name: "Supply".into(),
            language: Language::En,
            body: body.into(),
            archived: None,
        };
        let fields = [("customer.name", "Vandale {x} BV"), ("total", "1,200.00 EUR")];
        let fields = fields.into_iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
        template.merge(&fields).map_err(|r| (r.code, r.args.iter().map(|(_, arg)| format!("{arg:?}")).collect()))
    }

    #[test]
    fn fields_are_filled_in() {
        let check = |body: &str, expected: &str| assert_eq!(merge(body).unwrap(), expected);
        check("no fields", "no fields");
        check("{customer.name} pays { total }.", "Vandale {x} BV pays 1,200.00 EUR.");
        check("a {{brace}} and é{total}", "a {brace} and é1,200.00 EUR");
        check("", "");
    }

    #[test]
    fn what_cannot_be_filled_in_is_named() {
        let (code, args) = merge("{customer.nam}").unwrap_err();
        assert_eq!((code, args[1].as_str()), ("template_field_unknown", "Text(\"customer.nam\")"));
        for (body, line) in [("one\n{total", 2), ("total}", 1), ("{to{tal}", 1), ("{to\ntal}", 1), ("{", 1)] {
            let (code, args) = merge(body).unwrap_err();
            assert_eq!((code, args[1].clone()), ("template_brace_open", format!("Number({line})")), "{body}");
        }
    }
}
