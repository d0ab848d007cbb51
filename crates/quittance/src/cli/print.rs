//! Answers on the terminal: aligned text in the user's language, or the API's JSON.

use crate::config::Settings;
use domain::{
    analytics::{self, Cell, ColumnKind, Table},
    dates::Date,
    money::{Currency, Money},
    org::Language,
    refusal::Arg,
};
use indicatif::{ProgressBar, ProgressStyle};
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use std::io::Write;

/// Prints a line on standard output.
macro_rules! line {
    () => { $crate::cli::print::put(format_args!("")) };
    ($($words:tt)*) => { $crate::cli::print::put(format_args!($($words)*)) };
}
pub(crate) use line;

/// A reader that has seen enough, as `head` has, is no reason to fail; anything else that keeps the answer from being
/// written is.
pub fn put(words: std::fmt::Arguments<'_>) {
    match writeln!(std::io::stdout().lock(), "{words}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("{error}");
            std::process::exit(5);
        }
        _ => {}
    }
}

/// A sentence of the `cli-` messages; silent with `--json`.
pub fn say(settings: &Settings, key: &str, values: &[(&'static str, String)]) {
    if !settings.json {
        line!("{}", sentence(settings, key, values));
    }
}

pub fn sentence(settings: &Settings, key: &str, values: &[(&'static str, String)]) -> String {
    let values: Vec<(&str, Arg)> = values.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
    text::t_with(settings.lang, key, &values)
}

/// The word for a field.
pub fn label(settings: &Settings, field: &str) -> String {
    let key = format!("field-{field}");
    if text::has(&key) { text::t(settings.lang, &key) } else { field.to_string() }
}

pub fn state(lang: Language, state: &str) -> String {
    let key = format!("state-{state}");
    if text::has(&key) { text::t(lang, &key) } else { state.to_string() }
}

/// What a verb answered: one line for a document, its fields for anything else.
pub fn answer(settings: &Settings, answer: &Json) {
    if settings.json {
        line!("{answer}");
        return;
    }
    let field = |name: &str| answer.get(name).and_then(Json::as_str).unwrap_or("");
    match answer.get("object").and_then(Json::as_str) {
        Some(noun) => {
            let words = [
                text::t(settings.lang, &format!("kind-{noun}")),
                field("number").to_string(),
                field("name").to_string(),
                field("title").to_string(),
                state_of(settings, answer),
                field("id").to_string(),
            ];
            line!("{}", words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("  "));
        }
        None => {
            let mut answer = answer.clone();
            // Elsewhere a count is one of instalments.
            if let Some(count) = answer.as_object_mut().and_then(|map| map.shift_remove("count")) {
                answer["done"] = count;
            }
            lines(settings, &answer, 0);
        }
    }
}

fn state_of(settings: &Settings, answer: &Json) -> String {
    match answer.get("state") {
        Some(Json::String(name)) => state(settings.lang, name),
        Some(Json::Object(map)) => {
            let known = |value: &&str| text::has(&format!("state-{value}"));
            map.values()
                .filter_map(Json::as_str)
                .find(known)
                .map_or_else(String::new, |name| state(settings.lang, name))
        }
        _ => String::new(),
    }
}

/// All of a document.
pub fn document(settings: &Settings, object: &Json) {
    if settings.json {
        line!("{object}");
    } else {
        lines(settings, object, 0);
    }
}

fn lines(settings: &Settings, json: &Json, indent: usize) {
    let Json::Object(map) = json else {
        line!("{:indent$}{}", "", plain(settings.lang, json));
        return;
    };
    let shown: Vec<(String, &Json)> =
        map.iter().filter(|(_, value)| !is_empty(value)).map(|(name, value)| (label(settings, name), value)).collect();
    let width = shown.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in shown {
        match value {
            Json::Object(inner) if money(inner).is_none() => {
                line!("{:indent$}{name}", "");
                lines(settings, value, indent + 2);
            }
            Json::Array(items) if items.iter().any(Json::is_object) => {
                line!("{:indent$}{name}", "");
                for item in items {
                    line!("{:indent$}  -", "");
                    lines(settings, item, indent + 4);
                }
            }
            _ => line!(
                "{:indent$}{name}{:pad$}  {}",
                "",
                "",
                plain(settings.lang, value),
                pad = width - name.chars().count()
            ),
        }
    }
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn money(map: &Map<String, Json>) -> Option<Money> {
    let currency: Currency = map.get("currency")?.as_str()?.parse().ok()?;
    Some(Money::new(map.get("minor").filter(|_| map.len() == 2)?.as_i64()?, currency))
}

fn plain(lang: Language, value: &Json) -> String {
    match value {
        Json::Object(map) => money(map).map_or_else(|| value.to_string(), |money| text::format::money(lang, money)),
        Json::String(words) => match words.parse::<Date>() {
            Ok(date) if words.len() == 10 => text::format::date(lang, date),
            _ => words.clone(),
        },
        Json::Array(items) => items.iter().map(|item| plain(lang, item)).collect::<Vec<_>>().join(", "),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// Objects as a table of some of their fields, or as a list for `--json`.
pub fn rows(settings: &Settings, columns: &[&str], rows: Vec<Json>) {
    if settings.json {
        line!("{}", json!({"object": "list", "has_more": false, "data": rows}));
        return;
    }
    let cells = |row: &Json| columns.iter().map(|name| plain(settings.lang, &row[*name])).collect();
    let labels: Vec<String> = columns.iter().map(|name| label(settings, name)).collect();
    table(&labels, &rows.iter().map(cells).collect::<Vec<_>>(), &[]);
}

/// Aligned columns, those in `right` to the right.
pub fn table(labels: &[String], rows: &[Vec<String>], right: &[usize]) {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain(labels.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..labels.len()).map(width).collect();
    for row in std::iter::once(labels).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for ((at, cell), width) in row.iter().enumerate().zip(&widths) {
            let pad = " ".repeat(width - cell.chars().count());
            line += &if right.contains(&at) { format!("{pad}{cell}  ") } else { format!("{cell}{pad}  ") };
        }
        line!("{}", line.trim_end());
    }
}

/// A progress bar on standard error; hidden with `--json` and when nobody looks.
pub fn bar(settings: &Settings, length: u64) -> ProgressBar {
    if settings.json {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// A report as a table, or as the API's JSON.
pub fn report(settings: &Settings, table: &Table) {
    if settings.json {
        line!("{}", serde_json::to_string(table).unwrap_or_default());
        return;
    }
    line!("{}", text::t(settings.lang, &format!("report-{}", table.key)));
    let labels: Vec<String> =
        table.columns.iter().map(|column| text::t(settings.lang, &format!("column-{}", column.key))).collect();
    let right: Vec<usize> = (0..table.columns.len())
        .filter(|at| !matches!(table.columns[*at].kind, ColumnKind::Text | ColumnKind::Date))
        .collect();
    let row = |row: &analytics::Row| row.cells.iter().map(|cell| cell_text(settings.lang, cell)).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = table.rows.iter().chain(&table.totals).map(row).collect();
    self::table(&labels, &rows, &right);
}

fn cell_text(lang: Language, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) => words.clone(),
        Cell::Word { word } => {
            let keys = [word.clone(), format!("state-{word}"), format!("column-{word}")];
            keys.iter().find(|key| text::has(key)).map_or_else(|| word.clone(), |key| text::t(lang, key))
        }
        Cell::Money(money) => text::format::money(lang, *money),
        Cell::Count(count) => text::format::decimal(lang, Decimal::from(*count)),
        Cell::Percent(value) => format!("{} %", text::format::decimal(lang, *value)),
        Cell::Days(value) => text::format::decimal(lang, *value),
        Cell::Date(date) => text::format::date(lang, *date),
        Cell::Month(day) => text::format::month_short(lang, *day),
    }
}
