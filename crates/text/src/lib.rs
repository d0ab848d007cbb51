//! Every word Quittance says, in Dutch and English. Messages are Fluent files under `locales/`, compiled into the program;
//! amounts, dates and numbers are written the way each language writes them before they enter a sentence.
//! A key may be asked with `-`, `_` or `.` between its words: `error-quote_expired` finds `error-quote-expired`.

mod bundle;
pub mod format;
mod outlook;
pub mod parse;
mod value;
mod waterfall;

pub use domain::org::Language;
pub use outlook::outlook;
pub use value::value;
pub use waterfall::{Told, not_applied, price_source, price_step};

use domain::{
    document::Kind,
    refusal::{Arg, Refusal},
};
use std::{
    collections::HashSet,
    sync::{Mutex, OnceLock},
};

/// The message of a key. A missing key is shown as `⟨key⟩`, so that a forgotten word is seen and nothing fails.
pub fn t(lang: Language, key: &str) -> String {
    t_with(lang, key, &[])
}

/// The message of a key with values. Numbers can choose a plural; everything else enters as text in the language's notation.
pub fn t_with(lang: Language, key: &str, args: &[(&str, Arg)]) -> String {
    bundle::of(lang).message(lang, key, args).unwrap_or_else(|| missing(key))
}

/// The sentence of a refusal: what went wrong, with the values, and what to do next.
pub fn refusal(lang: Language, refusal: &Refusal) -> String {
    t_with(lang, &format!("error-{}", refusal.code), &refusal.args)
}

/// The noun of a kind of document: `quote`, `offerte`.
pub fn kind(lang: Language, kind: Kind) -> String {
    t(lang, &format!("kind-{}", kind.noun()))
}

/// The plural noun of a kind of document: `quotes`, `offertes`. Its key is the noun's with an `s`, in every case.
pub fn kinds(lang: Language, kind: Kind) -> String {
    t(lang, &format!("kind-{}s", kind.noun()))
}

/// Whether a message with this key exists.
pub fn has(key: &str) -> bool {
    bundle::of(Language::En).has(key)
}

/// Every key of a language, as it is spelt in its file.
pub fn keys(lang: Language) -> impl Iterator<Item = &'static str> {
    bundle::of(lang).keys()
}

/// What is wrong with the locale files of a language: empty in every release, a test sees to it.
pub fn objections(lang: Language) -> &'static [String] {
    &bundle::of(lang).objections
}

fn missing(key: &str) -> String {
    static SEEN: OnceLock<Mutex<HashSet<String>>> = OnceLock::new();
    if cfg!(debug_assertions)
        && let Ok(mut seen) = SEEN.get_or_init(Mutex::default).lock()
        && seen.insert(key.to_string())
    {
        eprintln!("text: no message `{key}`");
    }
    format!("⟨{key}⟩")
}

#[cfg(test)]
mod tests;
