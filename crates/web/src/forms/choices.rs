//! What a customer may choose about a line, as it is typed in one field: `Support: Better`, and `5-50` or `5-50/5`.

use domain::org::Language;
use serde_json::{Value as Json, json};

pub fn alternative_text(value: &Json) -> String {
    match (value.get("group").and_then(Json::as_str), value.get("name").and_then(Json::as_str)) {
        (Some(group), Some(name)) => format!("{group}: {name}"),
        _ => value.as_str().unwrap_or_default().to_string(),
    }
}

/// What has no colon is passed on as it was typed: the verb says how it is written.
pub(super) fn alternative(typed: &str) -> Json {
    match typed.split_once(':') {
        Some((group, name)) => json!({"group": group.trim(), "name": name.trim()}),
        None => json!(typed),
    }
}

pub fn range_text(lang: Language, value: &Json) -> String {
    let figure = |key: &str| value.get(key).and_then(Json::as_str).map(|text| local(lang, text));
    match (figure("min"), figure("max"), figure("step")) {
        (Some(min), Some(max), Some(step)) => format!("{min}-{max}/{step}"),
        (Some(min), Some(max), None) => format!("{min}-{max}"),
        _ => value.as_str().unwrap_or_default().to_string(),
    }
}

fn local(lang: Language, text: &str) -> String {
    if lang == Language::Nl { text.replace('.', ",") } else { text.to_string() }
}

pub(super) fn range(lang: Language, typed: &str) -> Json {
    let figure = |text: &str| text::parse::decimal(lang, text.trim()).map(|figure| figure.to_string());
    let (bounds, step) = typed.split_once('/').map_or((typed, None), |(bounds, step)| (bounds, Some(step)));
    let bounds = bounds.replace('–', "-");
    let read = bounds.split_once('-').and_then(|(min, max)| Some((figure(min)?, figure(max)?)));
    match (read, step.map(figure)) {
        (Some((min, max)), None) => json!({"min": min, "max": max}),
        (Some((min, max)), Some(Some(step))) => json!({"min": min, "max": max, "step": step}),
        _ => json!(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_typed_in_one_field_and_shown_as_typed() {
        let check = |typed: &str, read: Json| {
            assert_eq!(range(Language::Nl, typed), read);
            assert_eq!(range_text(Language::Nl, &read), typed);
        };
        check("5-50", json!({"min": "5", "max": "50"}));
        check("0,5-50/0,5", json!({"min": "0.5", "max": "50", "step": "0.5"}));
        check("veel", json!("veel"));
        check("5-50/x", json!("5-50/x"));
        let better = json!({"group": "Support", "name": "Better"});
        assert_eq!(
            (alternative("Support: Better"), alternative_text(&better)),
            (better, "Support: Better".to_string())
        );
        assert_eq!(alternative("Better"), json!("Better"));
    }
}
