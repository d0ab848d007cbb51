//! UVL text as tokens, one at a time: a hostile file never makes a long list. Lines matter only outside brackets, where a
//! token `Line` with the indentation starts each.

use super::DEEPEST;
use super::error::{Problem, ReadError};
use std::fmt;

/// A piece of UVL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A line begins, indented by so many columns (a tab goes to the next multiple of eight).
    Line(usize),
    /// Letters and digits without quotes.
    Word(&'t str),
    /// Between double quotes: a name.
    Quoted(&'t str),
    /// Between single quotes: a text.
    Text(&'t str),
    Symbol(&'static str),
    End,
}

/// A token with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'t> {
    pub token: Token<'t>,
    pub line: u32,
    pub column: u32,
    /// Where the token starts in the text, and where it ends.
    pub start: usize,
    pub end: usize,
}

/// Longest first: `<=>` is not `<=` and `>`.
const SYMBOLS: &[&str] = &[
    "<=>", "=>", "==", "!=", "<=", ">=", "..", "(", ")", "[", "]", "{", "}", ",", ".", "!", "&", "|", "<", ">", "+",
    "-", "*", "/",
];

/// Reads tokens from a text.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    /// A byte on this line and its column: columns are counted on from there, as a line may hold the whole file.
    counted: (usize, u32),
    /// Open brackets with their places.
    open: Vec<(char, u32, u32)>,
    /// The next token may be a `Line`.
    fresh: bool,
    /// Whether lines are told apart.
    lines: bool,
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str) -> Lexer<'t> {
        Lexer { text, at: 0, line: 1, counted: (0, 1), open: Vec::new(), fresh: true, lines: true }
    }

    /// A lexer over the part of a text from a token read before up to byte `end`, in which lines mean nothing.
    pub fn part(text: &'t str, from: Placed<'t>, end: usize) -> Lexer<'t> {
        let counted = (from.start, from.column);
        let text = &text[..end];
        Lexer { text, at: from.start, line: from.line, counted, open: Vec::new(), fresh: false, lines: false }
    }

    pub fn next(&mut self) -> Result<Placed<'t>, ReadError> {
        self.skip_blank()?;
        let start = self.at;
        let (line, column) = (self.line, self.column());
        let placed = |token, end| Placed { token, line, column, start, end };
        if start == self.text.len() {
            return match self.open.pop() {
                Some((open, line, column)) => Err(Problem::Unclosed(open).at(line, column)),
                None => Ok(placed(Token::End, start)),
            };
        }
        if std::mem::take(&mut self.fresh) && self.lines && self.open.is_empty() {
            return Ok(placed(Token::Line(self.indentation()), start));
        }
        let rest = &self.text[start..];
        let token = match rest.as_bytes()[0] {
            quote @ (b'"' | b'\'') => self.quoted(rest, quote)?,
            _ => match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
                Some(symbol) => self.symbol(symbol)?,
                None => self.word(rest)?,
            },
        };
        Ok(placed(token, self.at))
    }

    fn column(&mut self) -> u32 {
        let (byte, column) = self.counted;
        self.counted = (self.at, column + self.text[byte..self.at].chars().count() as u32);
        self.counted.1
    }

    /// Steps over blanks, ends of lines and comments.
    fn skip_blank(&mut self) -> Result<(), ReadError> {
        loop {
            let rest = &self.text[self.at..];
            match rest.as_bytes() {
                [b'\n', ..] => {
                    self.at += 1;
                    self.line += 1;
                    self.counted = (self.at, 1);
                    self.fresh = true;
                }
                [b' ' | b'\t' | b'\r', ..] => self.at += 1,
                [b'/', b'/', ..] => self.at += rest.find('\n').unwrap_or(rest.len()),
                [b'/', b'*', ..] => {
                    let Some(len) = rest.find("*/") else {
                        return Err(Problem::Expected { expected: "*/", found: "the end of the file".into() }
                            .at(self.line, self.column()));
                    };
                    let comment = &rest[..len];
                    self.line += comment.bytes().filter(|byte| *byte == b'\n').count() as u32;
                    if let Some(last) = comment.rfind('\n') {
                        self.counted = (self.at + last + 1, 1);
                    }
                    self.at += len + 2;
                }
                _ => return Ok(()),
            }
        }
    }

    fn indentation(&self) -> usize {
        let line_start = self.text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        self.text[line_start..self.at].bytes().fold(0, |column, byte| match byte {
            b'\t' => (column / 8 + 1) * 8,
            _ => column + 1,
        })
    }

    fn quoted(&mut self, rest: &'t str, quote: u8) -> Result<Token<'t>, ReadError> {
        let inside = &rest[1..];
        match inside.bytes().position(|byte| byte == quote || byte == b'\n') {
            Some(len) if inside.as_bytes()[len] == quote => {
                self.at += len + 2;
                Ok(if quote == b'"' { Token::Quoted(&inside[..len]) } else { Token::Text(&inside[..len]) })
            }
            _ => Err(Problem::Unclosed(char::from(quote)).at(self.line, self.column())),
        }
    }

    fn symbol(&mut self, symbol: &'static str) -> Result<Token<'t>, ReadError> {
        let (line, column) = (self.line, self.column());
        match symbol {
            "(" | "[" | "{" => {
                if self.open.len() >= DEEPEST {
                    return Err(Problem::TooDeep.at(line, column));
                }
                self.open.extend(symbol.chars().map(|open| (open, line, column)));
            }
            ")" | "]" | "}" => {
                let close = symbol.chars().next().unwrap_or_default();
                match self.open.pop() {
                    None => return Err(Problem::Unopened(close).at(line, column)),
                    Some((open, line, column)) if !matches!((open, close), ('(', ')') | ('[', ']') | ('{', '}')) => {
                        return Err(Problem::Unclosed(open).at(line, column));
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
        self.at += symbol.len();
        Ok(Token::Symbol(symbol))
    }

    fn word(&mut self, rest: &'t str) -> Result<Token<'t>, ReadError> {
        // An apostrophe inside a word belongs to it: UVL allows it there.
        let ends = |c: char| c.is_whitespace() || c.is_control() || "\"()[]{},.!&|=<>+-*/".contains(c);
        let mut len = rest.find(ends).unwrap_or(rest.len());
        if len == 0 {
            let character = rest.chars().next().unwrap_or_default();
            return Err(Problem::Character(character).at(self.line, self.column()));
        }
        // A dot between digits belongs to the number, two dots to a range.
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        if digits(&rest[..len]) == len && rest[len..].starts_with('.') {
            let decimals = digits(&rest[len + 1..]);
            len += if decimals > 0 { decimals + 1 } else { 0 };
        }
        self.at += len;
        Ok(Token::Word(&rest[..len]))
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Line(_) => write!(f, "the end of the line"),
            Token::End => write!(f, "the end of the file"),
            Token::Word(word) | Token::Quoted(word) | Token::Text(word) => {
                let short: String = word.chars().take(60).collect();
                write!(f, "\"{short}\"")
            }
            Token::Symbol(symbol) => write!(f, "{symbol}"),
        }
    }
}
