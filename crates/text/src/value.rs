//! Values of documents as people read them, wherever they came from: amounts, figures, dates, words of enumerations.

use crate::{Language, format, has, t};
use domain::{
    dates::Date,
    money::{Amount, Money, Percent, Quantity},
};
use serde_json::Value as Json;

/// A field's value; nothing where there is none.
pub fn value(lang: Language, field: &str, value: &Json) -> String {
    let read = |text: &str| -> Option<String> {
        Some(match field {
            "quantity" | "min" | "max" | "step" => format::quantity(lang, parsed::<Quantity>(text)?),
            "discount" => format::percent(lang, parsed::<Percent>(text)?),
            "unit_price" => format::decimal(lang, parsed::<Amount>(text)?.value()),
            _ => format::date(lang, parsed::<Date>(text)?),
        })
    };
    match value {
        Json::Null => "–".into(),
        Json::Bool(yes) => t(lang, if *yes { "yes" } else { "no" }),
        Json::Number(number) => number.to_string(),
        Json::String(text) => {
            let key = format!("{field}-{text}");
            read(text).unwrap_or_else(|| if has(&key) { t(lang, &key) } else { text.clone() })
        }
        Json::Object(of) if of.contains_key("minor") => {
            serde_json::from_value::<Money>(value.clone()).map(|amount| format::money(lang, amount)).unwrap_or_default()
        }
        Json::Object(of) => {
            let part = |key: &str| of.get(key).map(|inner| self::value(lang, key, inner));
            let text = |key: &str| of.get(key).and_then(Json::as_str).unwrap_or_default();
            match field {
                "alternative" => format!("{}: {}", text("group"), text("name")),
                "customer_quantity" => {
                    let step = part("step").map(|step| format!("/{step}")).unwrap_or_default();
                    format!("{}-{}{step}", part("min").unwrap_or_default(), part("max").unwrap_or_default())
                }
                "payment_plan" => {
                    let count = of.get("count").map(|count| format!(" ({count})")).unwrap_or_default();
                    format!("{}{count}", t(lang, &format!("payment_plan-{}", text("plan"))))
                }
                "price" => part("unit_price").unwrap_or_else(|| t(lang, &format!("model-{}", text("model")))),
                _ => value.to_string(),
            }
        }
        Json::Array(all) => all.iter().map(|one| self::value(lang, field, one)).collect::<Vec<_>>().join(", "),
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_written_as_people_read_them() {
        let check = |field: &str, given: Json, nl: &str| assert_eq!(value(Language::Nl, field, &given), nl);
        check("quantity", json!("1250.5"), "1.250,5");
        check("discount", json!("2.5"), "2,5%");
        let amount = Money::new(125_050, "EUR".parse().unwrap());
        check("net", json!(amount), &format::money(Language::Nl, amount));
        check("customer_quantity", json!({"min": "0.5", "max": "50"}), "0,5-50");
        check("alternative", json!({"group": "Onderhoud", "name": "Beter"}), "Onderhoud: Beter");
        check("kind", json!("optional"), "Optioneel");
        check("notes", Json::Null, "–");
    }
}
