//! The public shape of documents: the body with its id, kind, version and moments around it.

use app::{
    bank_import::{ImportReport, NamedRow},
    read::{AnyDocument, Happening, Listed},
};
use domain::{dates::Date, document::Kind, ids::EntryId, org::Language};
use serde_json::{Value as Json, json};

/// A noun in URLs: documents in the plural, other nouns as they are.
pub fn plural(noun: &str) -> String {
    Kind::from_noun(noun).map_or_else(|| noun.to_string(), Kind::plural)
}

/// The kind whose plural this is.
pub fn kind_of(plural_noun: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|k| plural(k.noun()) == plural_noun)
}

/// The path of a verb, such as `/v1/quotes/{id}/send`, with `{id}` where it acts on a document.
pub fn path_of(verb: &dyn app::verb::AnyVerb) -> String {
    let base = format!("/v1/{}", plural(verb.noun()));
    match (verb.action(), app::verbs::is_on_document(verb)) {
        ("create", _) => base,
        ("edit", _) => format!("{base}/{{id}}"),
        (action, true) => format!("{base}/{{id}}/{action}"),
        (action, false) => format!("{base}/{action}"),
    }
}

/// A step of a trail as the API shows it: the event, who wanted it, and what it did to the books.
pub fn happening(h: &Happening) -> Json {
    let posting = |(entry, date, account, minor, currency): &(EntryId, Date, String, i64, String)| json!({"entry": entry, "date": date, "account": account, "amount": minor, "currency": currency});
    json!({
        "event": h.event, "kind": h.kind, "effective_date": h.effective_date, "recorded_at": h.recorded_at, "body": h.body,
        "intent": {"id": h.intent.id, "seq": h.seq, "verb": h.intent.name, "actor": h.intent.actor, "business_at": h.intent.business_at},
        "postings": h.postings.iter().map(posting).collect::<Vec<_>>(),
    })
}

/// Rows of a file that were not taken, in the words of a language.
pub fn named(rows: &[NamedRow], lang: Language) -> Vec<Json> {
    let row = |row: &NamedRow| json!({"line": row.line, "code": row.reason.code, "message": text::refusal(lang, &row.reason)});
    rows.iter().map(row).collect()
}

/// What came of a bank's file, as the API shows it.
pub fn bank_import(report: &ImportReport, lang: Language) -> Json {
    json!({"object": "import", "taken": report.taken, "allocated": report.allocated, "repeated": report.repeated,
        "named": named(&report.named, lang)})
}

/// A document as the API shows it.
pub fn object(any: &AnyDocument) -> Json {
    let mut shown = json!({"id": any.kind.show(any.id), "object": any.kind.noun(), "version": any.version, "created": any.created_at.micros() / 1_000_000, "updated": any.updated_at.micros() / 1_000_000});
    if let (Json::Object(shown), Json::Object(body)) = (&mut shown, &any.body) {
        for (key, value) in body.iter().filter(|(key, _)| *key != "id") {
            shown.insert(key.clone(), value.clone());
        }
    }
    shown
}

/// A row of a list, when the body was not asked for.
pub fn row(l: &Listed) -> Json {
    json!({
        "id": l.kind.show(l.id), "object": l.kind.noun(), "number": l.number, "title": l.title, "state": l.state, "version": l.version,
        "customer": l.customer, "customer_name": l.customer_name, "owner": l.owner, "date": l.date, "date_due": l.date_due, "amount": l.amount,
    })
}

/// The noun of verbs under this path segment.
pub fn noun_of(segment: &str) -> &str {
    kind_of(segment).map_or(segment, |kind| kind.noun())
}
