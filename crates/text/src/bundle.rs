//! The Fluent messages of one language, parsed once and shared by all threads.

use crate::format;
use domain::{org::Language, refusal::Arg};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_decimal::prelude::ToPrimitive;
use std::{collections::HashMap, sync::OnceLock};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The locale files: name, English text, Dutch text.
        pub const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../locales/en/", $name, ".ftl")),
            include_str!(concat!("../locales/nl/", $name, ".ftl")),
        )),*];
    };
}
files! {
    "common", "ui", "states", "fields", "countries", "units", "documents", "pages", "reports", "site", "cli",
    "errors_sales", "errors_billing", "errors_books", "errors_app", "errors_import", "pricing", "promotions", "offering", "grid",
    "catalogue",
    "offers",
}

pub struct Bundle {
    fluent: FluentBundle<FluentResource>,
    /// From the key with dashes only to the key as its file spells it.
    spelt: HashMap<String, &'static str>,
    /// What the parser or the bundle objected to; empty unless a locale file is wrong.
    pub objections: Vec<String>,
}

/// The bundle of a language, built on first use.
pub fn of(lang: Language) -> &'static Bundle {
    static EN: OnceLock<Bundle> = OnceLock::new();
    static NL: OnceLock<Bundle> = OnceLock::new();
    match lang {
        Language::En => EN.get_or_init(|| Bundle::new(Language::En)),
        Language::Nl => NL.get_or_init(|| Bundle::new(Language::Nl)),
    }
}

impl Bundle {
    fn new(lang: Language) -> Bundle {
        let locale = lang.code().parse().unwrap_or_default();
        let mut fluent = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are for mixing directions of writing; both languages run from left to right.
        fluent.set_use_isolating(false);
        fluent.set_formatter(Some(match lang {
            Language::En => |value, _| count(Language::En, value),
            Language::Nl => |value, _| count(Language::Nl, value),
        }));
        let (mut spelt, mut objections) = (HashMap::new(), Vec::new());
        for (name, en, nl) in FILES {
            let source: &'static str = if lang == Language::En { en } else { nl };
            for key in source.lines().filter_map(key_of) {
                if spelt.insert(dashed(key), key).is_some() {
                    objections.push(format!("{name}.ftl: `{key}` stands twice"));
                }
            }
            let resource = FluentResource::try_new(source.to_string()).unwrap_or_else(|(usable, errors)| {
                objections.extend(errors.iter().map(|e| format!("{name}.ftl: {e}")));
                usable
            });
            if let Err(errors) = fluent.add_resource(resource) {
                objections.extend(errors.iter().map(|e| format!("{name}.ftl: {e}")));
            }
        }
        if cfg!(debug_assertions) {
            objections.iter().for_each(|o| eprintln!("text ({}): {o}", lang.code()));
        }
        Bundle { fluent, spelt, objections }
    }

    pub fn has(&self, key: &str) -> bool {
        self.spelt.contains_key(&dashed(key))
    }

    pub fn keys(&'static self) -> impl Iterator<Item = &'static str> {
        self.spelt.values().copied()
    }

    /// The message, or `None` when no file has it. A value that the message wants and did not get shows as its name.
    pub fn message(&self, lang: Language, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        let pattern = self.fluent.get_message(self.spelt.get(&dashed(key))?)?.value()?;
        let args: FluentArgs = args.iter().map(|(name, arg)| (name.to_string(), self.value(lang, arg))).collect();
        let text = self.fluent.format_pattern(pattern, Some(&args), &mut Vec::new());
        Some(text.into_owned())
    }

    fn value(&self, lang: Language, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) => text.clone().into(),
            Arg::Number(n) => (*n).into(),
            Arg::Decimal(d) => match d.to_i64().filter(|_| d.is_integer()) {
                Some(n) => n.into(),
                None => format::decimal(lang, *d).into(),
            },
            Arg::Money(money) => format::money(lang, *money).into(),
            Arg::Date(date) => format::date(lang, *date).into(),
            // A refusal knows no zone; universal time is said to be so.
            Arg::Timestamp(at) => format!("{} UTC", format::timestamp(lang, "UTC", *at)).into(),
            Arg::Word(key) => self.word(lang, key).into(),
        }
    }

    /// A word by its key; a bare `draft` or `valid_until` is looked for among states, fields and kinds.
    fn word(&self, lang: Language, key: &str) -> String {
        let prefixes = ["", "state-", "field-", "kind-"];
        let found = prefixes.iter().find_map(|prefix| self.message(lang, &format!("{prefix}{key}"), &[]));
        found.unwrap_or_else(|| key.to_string())
    }
}

/// Counts are grouped from five digits on, so that a year stays a year.
fn count(lang: Language, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let text = number.as_string();
    let digits = text.trim_start_matches('-');
    let long = digits.len() >= 5 && digits.bytes().all(|b| b.is_ascii_digit());
    long.then(|| format::decimal(lang, text.parse().unwrap_or_default()))
}

fn dashed(key: &str) -> String {
    key.replace(['_', '.'], "-")
}

/// The key a line of a Fluent file begins, if it begins a message.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_key.then_some(key)
}
