//! Pages hold no words of their own: every word a person reads comes from the messages, in both languages.

use super::rust::{Literal, Rust, closing};
use super::tree::{Finding, SourceFile, Tree};

/// Attributes whose value people read or hear.
const SPOKEN_ATTRIBUTES: &[&str] = &["title", "alt", "placeholder", "label", "aria-label", "aria-description"];

/// Names that are the same in every language, those of keys among them.
const NAMES: &[&str] = &["Quittance", "Esc", "Ctrl", "Cmd", "Enter", "Tab"];

/// A literal that a person would read, in a page. `// words: reason` on the line excuses it.
pub fn literal_sentences(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files().filter(|(file, _)| file.is_in(&["crates/web/src/"])) {
        let templates = templates(rust);
        for literal in &rust.literals {
            if file.is_test_line(literal.line) || file.is_excused(literal.line, "words") {
                continue;
            }
            let innermost = templates.iter().rfind(|(start, end)| (start..end).contains(&&literal.start));
            let is_read = match innermost {
                Some((start, _)) => is_read_in(rust, *start, literal),
                None => is_sentence(&literal.text) && !is_for_programmers(file, literal),
            };
            if is_read {
                let advice = format!("\"{}\" is read by people; write a message and t(..) it", literal.text);
                findings.push(file.finding(literal.line, advice));
            }
        }
    }
    findings
}

/// Byte ranges of the bodies of `html! { .. }`, outer ones first.
fn templates(rust: &Rust) -> Vec<(usize, usize)> {
    let bodies = rust.positions("html!").into_iter().filter_map(|at| {
        let open = at + rust.code[at..].find(['{', '(', '['])?;
        Some((open + 1, closing(&rust.code, open)))
    });
    bodies.collect()
}

/// Where a literal stands in a template.
#[derive(Debug, PartialEq)]
enum Place {
    /// Between tags.
    Content,
    /// An argument of an expression between tags.
    Expression,
    /// The value of an attribute, or part of it.
    Attribute(String),
    /// A class, an id, a condition.
    Code,
}

fn is_read_in(rust: &Rust, template: usize, literal: &Literal) -> bool {
    match place(&rust.code, template, literal.start) {
        Place::Content => words(&literal.text).iter().any(|word| !is_code_word(word)),
        Place::Expression => words(&literal.text).len() > 1,
        Place::Attribute(name) if SPOKEN_ATTRIBUTES.contains(&name.as_str()) => {
            words(&literal.text).iter().any(|word| !is_code_word(word)) && !is_key(&literal.text)
        }
        Place::Attribute(_) | Place::Code => false,
    }
}

/// Walks the template up to the literal, remembering what each open bracket belongs to.
fn place(code: &str, template: usize, literal: usize) -> Place {
    let mut open: Vec<Place> = Vec::new();
    for (at, byte) in code.bytes().enumerate().take(literal).skip(template) {
        match byte {
            b'(' | b'{' | b'[' => {
                let outer = open.last().unwrap_or(&Place::Content);
                let inner = match (outer, attribute_before(code, template, at)) {
                    (Place::Attribute(name), _) => Place::Attribute(name.clone()),
                    (_, Some(name)) => Place::Attribute(name),
                    (Place::Code, _) => Place::Code,
                    (Place::Content, None) if byte == b'[' => Place::Code,
                    (Place::Content, None) if byte == b'{' => Place::Content,
                    _ => Place::Expression,
                };
                open.push(inner);
            }
            b')' | b'}' | b']' => drop(open.pop()),
            _ => {}
        }
    }
    let outer = open.pop().unwrap_or(Place::Content);
    if outer != Place::Content {
        return outer;
    }
    let before = code[template..literal].trim_end();
    match attribute_before(code, template, literal) {
        Some(name) => Place::Attribute(name),
        // `.` and `#` make a class and an id; `==` and `!=` compare.
        None if before.ends_with(['.', '#', '=']) => Place::Code,
        None => Place::Content,
    }
}

/// The attribute that `name=` right before `at` gives a value to.
fn attribute_before(code: &str, template: usize, at: usize) -> Option<String> {
    let before = code[template..at].trim_end().strip_suffix('=')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '@');
    let start = before.rfind(|c: char| !is_name(c)).map_or(0, |at| at + 1);
    (start < before.len()).then(|| before[start..].to_string())
}

/// The words of a text: letters only, two at least, placeholders left out.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let pieces = plain.split_whitespace().map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
    let is_word = |word: &&str| word.chars().count() > 1 && word.chars().all(|c| c.is_alphabetic() || c == '\'');
    pieces.filter(is_word).map(String::from).collect()
}

/// EUR, PDF, and names.
fn is_code_word(word: &str) -> bool {
    word.chars().all(char::is_uppercase) || NAMES.contains(&word)
}

fn is_key(text: &str) -> bool {
    text.contains('-') && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Outside a template: begins with a capital and goes on in small words.
fn is_sentence(text: &str) -> bool {
    let mut pieces = text.split_whitespace();
    let starts_like_one = pieces.next().is_some_and(|first| {
        first.chars().next().is_some_and(char::is_uppercase) && first.chars().skip(1).all(char::is_lowercase)
    });
    let goes_on =
        pieces.next().is_some_and(|second| second.chars().count() > 1 && second.chars().all(char::is_lowercase));
    starts_like_one && goes_on
}

/// Logs, panics and attributes are read by the people who run or write the program.
fn is_for_programmers(file: &SourceFile, literal: &Literal) -> bool {
    const MARKS: &[&str] = &["tracing::", "expect(", "panic!", "assert", "unreachable!", "#["];
    let line = file.text.lines().nth(literal.line).unwrap_or_default();
    MARKS.iter().any(|mark| line.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::super::tree::check;
    use super::*;

    fn page(body: &str) -> String {
        format!("fn a() -> Markup {{\n    html! {{ {body} }}\n}}\n")
    }

    #[test]
    fn pages_hold_no_words() {
        const PATH: &str = "crates/web/src/a.rs";
        let good = [
            "p { (t(lang, \"quote-title\")) }",
            "p class=\"btn btn primary\" { (x) }",
            "p class=(if a { \"btn big\" } else { \"btn small\" }) {}",
            "p.\"big class\"[a == \"one two\"] { \"(\" (x) \")\" }",
            "p class={ \"btn big \" (x) } title=(t(lang, \"quote-title\")) {}",
            "td { \"EUR\" } td { \"\u{2014}\" } a { \"Quittance\" }",
            "@if x == \"one two\" { br; }",
            "p { \"Made with care\" } // words: a quotation",
        ];
        let bad = [
            "p { \"Open invoices\" }",
            "p { \"Total\" }",
            "p title=\"Open invoices\" {}",
            "input placeholder=(format!(\"Search {x} here\"));",
            "p { (panel(\"Open invoices\", x)) }",
            "@match x { A => \"all paid\", B => (y) }",
            "@if x == \"a\" { span { \"is overdue\" } }",
        ];
        let good: Vec<String> = good.iter().map(|body| page(body)).collect();
        let bad: Vec<String> = bad.iter().map(|body| page(body)).collect();
        for text in &good {
            check(literal_sentences, &[&[(PATH, text)]], &[]);
        }
        for text in &bad {
            check(literal_sentences, &[], &[&[(PATH, text)]]);
        }
    }

    #[test]
    fn a_heading_passed_to_a_page_is_a_sentence_too() {
        check(
            literal_sentences,
            &[
                &[(
                    "crates/web/src/a.rs",
                    "tracing::info!(\"Server started now\");\nf(\"text/html; charset=utf-8\");\n",
                )],
                &[("crates/api/src/a.rs", "f(\"Open invoices of today\");\n")],
            ],
            &[&[("crates/web/src/a.rs", "page(lang, \"Open invoices\", body)\n")]],
        );
    }
}
