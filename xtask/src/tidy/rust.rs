//! Just enough of Rust's grammar for the checks: which text is code, which is a string, which lines are tests.

use std::collections::BTreeSet;

/// A string literal.
#[derive(Debug, PartialEq)]
pub struct Literal {
    /// From zero.
    pub line: usize,
    /// Byte positions of the quotes in the text.
    pub start: usize,
    pub end: usize,
    /// Between the quotes, escapes as written.
    pub text: String,
}

/// A Rust file taken apart.
#[derive(Debug, Default)]
pub struct Rust {
    /// The text, byte for byte in place, with comments and the insides of strings and characters blanked.
    pub code: String,
    pub literals: Vec<Literal>,
    /// From zero: lines of items marked `#[cfg(test)]` or `#[test]`.
    pub test_lines: BTreeSet<usize>,
    /// Names of modules declared as `#[cfg(test)] mod name;`.
    pub test_modules: Vec<String>,
}

impl Rust {
    pub fn read(text: &str) -> Rust {
        let mut scanner =
            Scanner { text: text.as_bytes(), code: text.as_bytes().to_vec(), at: 0, literals: Vec::new() };
        scanner.scan();
        let mut rust = Rust {
            // Blanking writes spaces over whole characters, so the bytes stay UTF-8.
            code: String::from_utf8_lossy(&scanner.code).into_owned(),
            literals: scanner.literals,
            ..Rust::default()
        };
        for literal in &mut rust.literals {
            literal.line = line_of(text, literal.start);
            literal.text = text[literal.start + 1..literal.end].to_string();
        }
        rust.find_tests();
        rust
    }

    fn find_tests(&mut self) {
        for mark in ["#[cfg(test)]", "#[cfg(all(test", "#[test]", "#[tokio::test"] {
            for (start, _) in self.code.match_indices(mark) {
                let item = &self.code[start + mark.len()..];
                let end = match item.find(['{', ';']) {
                    Some(at) if item.as_bytes()[at] == b'{' => closing(&self.code, start + mark.len() + at),
                    Some(at) => {
                        self.test_modules
                            .extend(item[..at].trim().rsplit_once("mod ").map(|(_, name)| name.to_string()));
                        start + mark.len() + at
                    }
                    None => self.code.len(),
                };
                self.test_lines.extend(line_of(&self.code, start)..=line_of(&self.code, end));
            }
        }
    }

    /// Byte positions where `word` stands in the code, not as a part of a longer name.
    pub fn positions(&self, word: &str) -> Vec<usize> {
        let is_name = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let bytes = self.code.as_bytes();
        let starts_as_name = word.as_bytes().first().is_some_and(|b| b.is_ascii_alphanumeric());
        let ends_as_name = word.as_bytes().last().is_some_and(|b| b.is_ascii_alphanumeric());
        let whole = |at: &usize| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let continues =
                (starts_as_name && is_name(before)) || (ends_as_name && is_name(bytes.get(at + word.len())));
            !continues
        };
        self.code.match_indices(word).map(|(at, _)| at).filter(whole).collect()
    }

    pub fn line(&self, at: usize) -> usize {
        line_of(&self.code, at)
    }
}

/// The line, from zero, of a byte position.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}

/// The position of the bracket that closes the one at `open`; the end of the code when there is none.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth <= 1 => return at,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

struct Scanner<'a> {
    text: &'a [u8],
    code: Vec<u8>,
    at: usize,
    literals: Vec<Literal>,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest_starts_with(&self, word: &[u8]) -> bool {
        self.text[self.at..].starts_with(word)
    }

    fn blank(&mut self, from: usize, to: usize) {
        for byte in &mut self.code[from..to.min(self.text.len())] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    fn scan(&mut self) {
        while self.at < self.text.len() {
            match self.text[self.at] {
                b'/' if self.peek(1) == b'/' => self.line_comment(),
                b'/' if self.peek(1) == b'*' => self.block_comment(),
                b'"' => self.string(),
                b'r' if !self.follows_name() && self.raw_hashes().is_some() => self.raw_string(),
                b'\'' => self.character(),
                _ => self.at += 1,
            }
        }
    }

    fn follows_name(&self) -> bool {
        // `br"` and `cr"` are raw strings too, so one such letter before does not make a name.
        let before = |back: usize| self.at.checked_sub(back).map(|at| self.text[at]).unwrap_or(b' ');
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if matches!(before(1), b'b' | b'c') { is_name(before(2)) } else { is_name(before(1)) }
    }

    fn line_comment(&mut self) {
        let start = self.at;
        while self.at < self.text.len() && self.text[self.at] != b'\n' {
            self.at += 1;
        }
        self.blank(start, self.at);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0;
        while self.at < self.text.len() {
            if self.rest_starts_with(b"/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest_starts_with(b"*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    break;
                }
            } else {
                self.at += 1;
            }
        }
        self.blank(start, self.at);
    }

    fn string(&mut self) {
        let start = self.at;
        self.at += 1;
        while self.at < self.text.len() && self.text[self.at] != b'"' {
            self.at += if self.text[self.at] == b'\\' { 2 } else { 1 };
        }
        self.literal(start, self.at);
        self.at += 1;
    }

    /// How many `#` a raw string here opens with.
    fn raw_hashes(&self) -> Option<usize> {
        let hashes = self.text[self.at + 1..].iter().take_while(|byte| **byte == b'#').count();
        (self.peek(1 + hashes) == b'"').then_some(hashes)
    }

    fn raw_string(&mut self) {
        let hashes = self.raw_hashes().unwrap_or(0);
        let start = self.at + 1 + hashes;
        let end_mark = [&b"\""[..], &vec![b'#'; hashes]].concat();
        self.at = start + 1;
        while self.at < self.text.len() && !self.rest_starts_with(&end_mark) {
            self.at += 1;
        }
        self.literal(start, self.at);
        self.at += end_mark.len();
    }

    fn literal(&mut self, start: usize, end: usize) {
        let end = end.min(self.text.len()).max(start + 1);
        self.blank(start + 1, end);
        self.literals.push(Literal { line: 0, start, end, text: String::new() });
    }

    /// A character, or the tick of a lifetime.
    fn character(&mut self) {
        let start = self.at;
        if self.peek(1) == b'\\' {
            self.at += 3;
            while self.at < self.text.len() && self.text[self.at] != b'\'' {
                self.at += 1;
            }
            self.blank(start + 1, self.at);
            self.at += 1;
            return;
        }
        // One character of up to four bytes, then the closing tick.
        let close = (2..=5).find(|ahead| self.peek(*ahead) == b'\'' && (*ahead == 2 || self.peek(1) >= 0x80));
        match close {
            Some(ahead) => {
                self.blank(start + 1, start + ahead);
                self.at += ahead + 1;
            }
            None => self.at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_not_code() {
        let text = "let a = \"x \\\" y\"; // say \"hi\"\nlet b = r#\"raw \" here\"#; /* /* in */ out */ let c = '\"'; let d: &'a str = \"é\";";
        let rust = Rust::read(text);
        let literals: Vec<(usize, &str)> = rust.literals.iter().map(|l| (l.line, l.text.as_str())).collect();
        assert_eq!(literals, [(0, "x \\\" y"), (1, "raw \" here"), (1, "é")]);
        assert!(!rust.code.contains("say") && !rust.code.contains("in */"));
        assert!(rust.code.contains("let d: &'a str"));
        assert_eq!(rust.code.len(), text.len());
    }

    #[test]
    fn escaped_and_wide_characters_end_where_they_end() {
        let rust = Rust::read("f('\\'', '\\u{e9}', '€', 'x', \"s\")");
        assert_eq!(rust.literals.len(), 1);
        assert!(rust.code.ends_with(')'));
    }

    #[test]
    fn a_name_is_found_whole() {
        let rust = Rust::read("f32 af32 f32x .f32(f32)");
        assert_eq!(rust.positions("f32"), [0, 15, 19]);
    }

    #[test]
    fn brackets_are_matched() {
        assert_eq!(closing("a { b (c) { d } } e", 2), 16);
    }
}
