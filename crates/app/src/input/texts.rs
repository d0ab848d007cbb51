//! Texts as they are typed: clean, and no longer than their field is for.

use super::{join, label};
use domain::refusal::Refusal;
use serde_json::Value as Json;

/// Fields that hold more than a line of text, with line breaks; all others hold a name, title, number or code.
const LONG: &[&str] = &[
    "body",
    "definition",
    "description",
    "introduction",
    "introduction_en",
    "introduction_nl",
    "metadata",
    "notes",
    "notes_en",
    "notes_nl",
    "reason",
    "reference",
    "text",
];
/// Most characters of a line of text, and of a longer one: a contract of a hundred pages fits.
const LINE_MAX: usize = 200;
const TEXT_MAX: usize = 200_000;
/// Most characters of a condition in CEL, as its reader takes it.
const CONDITION_MAX: usize = 1_000;
/// Most characters of a longer text that is not a contract or its template.
const NOTES_MAX: usize = 10_000;

/// Refuses texts that no page, file or other system could show: control characters, and more than a field is for.
pub(crate) fn check_texts(input: &Json) -> Result<(), Refusal> {
    texts_in(input, "", "")
}

fn texts_in(json: &Json, path: &str, field: &str) -> Result<(), Refusal> {
    match json {
        Json::String(text) => check_text(text, field).map_err(|refusal| refusal.at(path)),
        Json::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| texts_in(item, &join(path, &index.to_string()), field)),
        Json::Object(map) => map.iter().try_for_each(|(key, value)| {
            // Extra fields have names of the user's own.
            let inner = if field == "metadata" { field } else { key };
            if inner == "metadata" {
                check_text(key, inner).map_err(|refusal| refusal.at(path))?;
            }
            texts_in(value, &join(path, key), inner)
        }),
        _ => Ok(()),
    }
}

fn check_text(text: &str, field: &str) -> Result<(), Refusal> {
    let is_long = LONG.contains(&field);
    let refuse = |code| Refusal::invalid(code).with("field", label(field));
    let allowed = |c: char| !c.is_control() || (is_long && matches!(c, '\n' | '\r' | '\t'));
    if let Some(wrong) = text.chars().find(|c| !allowed(*c)) {
        return Err(refuse("text_control").with("code", format!("U+{:04X}", u32::from(wrong))));
    }
    let limit = match field {
        // An import notes where it stands in its file with all that is still open there.
        "body" | "definition" | "text" | "from" | "to" => TEXT_MAX,
        "condition" => CONDITION_MAX,
        _ if is_long => NOTES_MAX,
        _ => LINE_MAX,
    };
    // Counting bytes first spares counting characters of what is short.
    if text.len() > limit && text.chars().count() > limit {
        let length = text.chars().count();
        return Err(refuse("text_too_long").with("length", length).with("limit", limit));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_clean_and_no_longer_than_their_field() {
        let check = |input: Json, expected: Option<(&str, &str)>| {
            let refusal = check_texts(&input).err();
            assert_eq!(refusal.as_ref().map(|r| (r.code, r.param.as_deref().unwrap_or(""))), expected, "{input}");
        };
        let line = |length: usize| "é".repeat(length);
        check(json!({"title": line(200), "notes": "twee\r\nregels\t.", "lines": [{"description": line(201)}]}), None);
        check(json!({"title": line(201)}), Some(("text_too_long", "title")));
        check(json!({"notes": line(10_001)}), Some(("text_too_long", "notes")));
        check(json!({"body": line(10_001)}), None);
        check(json!({"body": line(200_001)}), Some(("text_too_long", "body")));
        check(json!({"title": "a\u{0}b"}), Some(("text_control", "title")));
        check(json!({"title": "a\nb"}), Some(("text_control", "title")));
        check(json!({"notes": "a\u{7}b"}), Some(("text_control", "notes")));
        check(json!({"lines": [{}, {"unit": "\u{1b}"}]}), Some(("text_control", "lines.1.unit")));
        check(json!({"metadata": {"kleur": line(201)}}), None);
        check(json!({"metadata": {"kl\u{0}eur": "rood"}}), Some(("text_control", "metadata")));
    }
}
