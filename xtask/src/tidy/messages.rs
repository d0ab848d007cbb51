//! The words: both languages say everything, with the same values, and nothing is asked for that nobody wrote.

use super::rust::{Rust, closing};
use super::tree::{Finding, SourceFile, Tree};
use std::collections::{BTreeMap, BTreeSet};

const LOCALES: &str = "crates/text/locales/";
const LANGUAGES: &[&str] = &["en", "nl"];

/// Functions and methods whose first or second argument is the key of a message.
const SPEAKERS: &[&str] = &["t", "t_with", "tr"];

/// A message or term of a Fluent file.
struct Message<'a> {
    file: &'a SourceFile,
    /// From zero.
    line: usize,
    key: String,
    variables: BTreeSet<String>,
}

/// Each key stands once in each language, with the same variables.
pub fn languages_agree(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_language: Vec<BTreeMap<String, Message>> = Vec::new();
    for language in LANGUAGES {
        let mut messages: BTreeMap<String, Message> = BTreeMap::new();
        for message in messages_in(tree, language) {
            if let Some(first) = messages.get(&message.key) {
                let place = format!("{}:{}", first.file.path, first.line + 1);
                findings.push(message.file.finding(message.line, format!("{} is also in {place}", message.key)));
            } else {
                messages.insert(message.key.clone(), message);
            }
        }
        by_language.push(messages);
    }
    for (here, language) in by_language.iter().enumerate() {
        for (there, other) in by_language.iter().enumerate().filter(|(there, _)| *there != here) {
            for (key, message) in language {
                match other.get(key) {
                    None => {
                        let missing = format!("{key} is missing in `{}`", LANGUAGES[there]);
                        findings.push(message.file.finding(message.line, missing));
                    }
                    Some(translation) if here < there && translation.variables != message.variables => {
                        let (one, two) = (listed(&message.variables), listed(&translation.variables));
                        let differ = format!("{key} shows {one} here and {two} in `{}`", LANGUAGES[there]);
                        findings.push(message.file.finding(message.line, differ));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    findings
}

fn listed(variables: &BTreeSet<String>) -> String {
    match variables.is_empty() {
        true => "no value".to_string(),
        false => variables.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(" "),
    }
}

fn messages_in<'a>(tree: &'a Tree, language: &str) -> Vec<Message<'a>> {
    let folder = format!("{LOCALES}{language}/");
    let files = tree.files.iter().filter(|file| file.path.starts_with(&folder) && file.path.ends_with(".ftl"));
    files.flat_map(messages).collect()
}

/// The messages of one file. A line that starts in the first column with a name and `=` begins one; what is indented
/// belongs to it.
fn messages(file: &SourceFile) -> Vec<Message<'_>> {
    let mut found: Vec<Message> = Vec::new();
    for (line, text) in file.text.lines().enumerate() {
        if let Some((key, _)) = text.split_once('=').filter(|(key, _)| is_key(key.trim_end())) {
            let key = key.trim_end().to_string();
            found.push(Message { file, line, key, variables: BTreeSet::new() });
        }
        let starts_indented = text.starts_with([' ', '\t', '}', '[', '*', '.']);
        let begins = found.last().is_some_and(|message| message.line == line);
        if let Some(message) = found.last_mut().filter(|_| begins || starts_indented) {
            message.variables.extend(variables(text));
        }
    }
    found
}

fn is_key(text: &str) -> bool {
    let name = text.strip_prefix('-').unwrap_or(text);
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Names behind a `$` inside braces.
fn variables(text: &str) -> Vec<String> {
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    text.split('{').skip(1).flat_map(|part| part.split('$').skip(1)).map(name).filter(|name| !name.is_empty()).collect()
}

/// Every key written in a call, and the sentence of every refusal's code, exists.
pub fn used_keys_exist(tree: &Tree) -> Vec<Finding> {
    let known: BTreeSet<String> =
        LANGUAGES.iter().flat_map(|language| messages_in(tree, language)).map(|message| spelt(&message.key)).collect();
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files().filter(|(file, _)| file.is_in(&["crates/"])) {
        let asked = SPEAKERS.iter().flat_map(|name| spoken_keys(rust, name));
        let refused = refusal_codes(rust).into_iter().map(|(line, code)| (line, format!("error-{code}")));
        for (line, key) in asked.chain(refused) {
            if !file.is_test_line(line) && !known.contains(&spelt(&key)) {
                findings.push(file.finding(line, format!("no message `{key}` in {LOCALES}")));
            }
        }
    }
    findings
}

/// Codes are written with underscores, keys mostly with dashes.
fn spelt(key: &str) -> String {
    key.replace('_', "-")
}

/// Lines and keys of the calls `name(.., "key", ..)` that write the key out.
fn spoken_keys(rust: &Rust, name: &str) -> Vec<(usize, String)> {
    let mut keys = Vec::new();
    for at in rust.positions(&format!("{name}(")) {
        if rust.code[..at].trim_end().ends_with("fn") {
            continue;
        }
        let first_two = arguments(&rust.code, at + name.len()).into_iter().take(2);
        keys.extend(
            first_two.filter_map(|(start, end)| whole_literal(rust, start, end)).filter(|(_, key)| is_key(key)),
        );
    }
    keys
}

/// Lines and codes of `Refusal::kind("code")` and `Refusal::new(kind, "code")`.
fn refusal_codes(rust: &Rust) -> Vec<(usize, String)> {
    let mut codes = Vec::new();
    for at in rust.positions("Refusal::") {
        let start = at + "Refusal::".len();
        let name: String = rust.code[start..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        if name.is_empty() || !rust.code[start + name.len()..].starts_with('(') {
            continue;
        }
        let arguments = arguments(&rust.code, start + name.len());
        codes.extend(arguments.into_iter().find_map(|(start, end)| whole_literal(rust, start, end)));
    }
    codes
}

/// Byte ranges of the arguments of the call whose bracket opens at `open`.
fn arguments(code: &str, open: usize) -> Vec<(usize, usize)> {
    let end = closing(code, open);
    let mut found = Vec::new();
    let (mut start, mut depth) = (open + 1, 0usize);
    for (at, byte) in code.bytes().enumerate().take(end).skip(open + 1) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                found.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((start, end));
    found
}

/// The literal that is all there is between two positions.
fn whole_literal(rust: &Rust, start: usize, end: usize) -> Option<(usize, String)> {
    let range = rust.code.get(start..end)?;
    let from = start + (range.len() - range.trim_start().len());
    let literal = rust.literals.iter().find(|literal| literal.start == from)?;
    (literal.end + 1 == start + range.trim_end().len()).then(|| (literal.line, literal.text.clone()))
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    const EN: &str = "crates/text/locales/en/errors.ftl";
    const NL: &str = "crates/text/locales/nl/errors.ftl";

    #[test]
    fn both_languages_say_everything() {
        let select = "line = { $count ->\n    [one] one line\n   *[other] { $count } lines, { $total }\n}\n";
        let keuze = "line = { $count ->\n    [one] \u{e9}\u{e9}n regel\n   *[other] { $count } regels, { $total }\n}\n";
        check(
            languages_agree,
            &[
                &[(EN, "# words\nyes = yes\n-brand = Quittance\n"), (NL, "yes = ja\n-brand = Quittance\n")],
                &[(EN, select), (NL, keuze)],
            ],
            &[
                &[(EN, "yes = yes\nno = no\n"), (NL, "yes = ja\n")],
                &[(EN, "yes = yes\n"), (NL, "yes = ja\nno = nee\n")],
                &[(EN, "paid = paid { $amount }\n"), (NL, "paid = betaald { $bedrag }\n")],
                &[(EN, "paid = paid\n    { NUMBER($amount) }\n"), (NL, "paid = betaald\n")],
                &[(EN, "yes = yes\nyes = sure\n"), (NL, "yes = ja\n")],
            ],
        );
    }

    #[test]
    fn nothing_is_asked_for_that_nobody_wrote() {
        const PAGE: &str = "crates/web/src/a.rs";
        let words = [(EN, "yes = yes\nerror-already-paid = paid\n"), (NL, "yes = ja\nerror-already-paid = betaald\n")];
        let with = |code: &'static str| [words[0], words[1], (PAGE, code)];
        check(
            used_keys_exist,
            &[
                &with("t(lang, \"yes\"); ctx.t(\"yes\"); set(\"no\"); t(lang, &format!(\"state-{x}\"));\n"),
                &with("Refusal::state(\"already_paid\").with(\"amount\", 1);\n"),
                &with("#[test]\nfn a() {\n    Refusal::state(\"made_up\");\n}\n"),
            ],
            &[
                &with("ctx.t(\"nope\");\n"),
                &with("text::t(\n    lang,\n    \"nope\",\n);\n"),
                &with("Refusal::state(\"never_heard\");\n"),
                &with("Refusal::new(Kind::State, \"never_heard\");\n"),
            ],
        );
    }
}
