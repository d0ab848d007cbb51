//! UVL: an indented tree of features and groups below `features`, rules below `constraints`.
//! Sections `namespace` and `include` (language levels) are accepted; `imports` would need other files and are refused.

use super::error::{Problem, ReadError};
use super::lexer::{Lexer, Placed, Token};
use super::{MOST_FEATURES, rules};
use crate::model::{FeatureId, GroupId, GroupKind, Model, ModelBuilder, Value};

pub(super) fn read(text: &str) -> Result<Model, ReadError> {
    let mut parser = Parser::new(text);
    parser.sections()?;
    if !parser.has_features {
        return Err(Problem::NoFeatures.at(0, 0));
    }
    parser.rules_inside_features()?;
    parser.builder.build().map_err(|error| Problem::Model(error).at(0, 0))
}

/// A line of the tree that others may hang below.
#[derive(Clone, Copy)]
enum Node {
    Feature(FeatureId),
    Group(GroupId),
}

/// Reads tokens one ahead and builds the model.
pub(super) struct Parser<'t> {
    whole: &'t str,
    lexer: Lexer<'t>,
    ahead: Option<Placed<'t>>,
    pub builder: ModelBuilder,
    namespace: Option<String>,
    has_features: bool,
    pub operands: usize,
    /// Where rules stand inside braces, and where they end: they may name features that come later.
    inner_rules: Vec<(Placed<'t>, usize)>,
    /// Where the last token taken ends.
    end: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str) -> Parser<'t> {
        Parser {
            whole: text,
            lexer: Lexer::new(text),
            ahead: None,
            builder: ModelBuilder::without_tree(),
            namespace: None,
            has_features: false,
            operands: 0,
            inner_rules: Vec::new(),
            end: 0,
        }
    }

    pub fn peek(&mut self) -> Result<Placed<'t>, ReadError> {
        match self.ahead {
            Some(placed) => Ok(placed),
            None => {
                let placed = self.lexer.next()?;
                self.ahead = Some(placed);
                Ok(placed)
            }
        }
    }

    pub fn take(&mut self) -> Result<Placed<'t>, ReadError> {
        let placed = self.peek()?;
        self.ahead = None;
        self.end = placed.end;
        Ok(placed)
    }

    pub fn expected(&self, placed: Placed<'_>, expected: &'static str) -> ReadError {
        Problem::Expected { expected, found: placed.token.to_string() }.at(placed.line, placed.column)
    }

    pub fn refuse(&self, placed: Placed<'_>, what: String, remedy: &'static str) -> ReadError {
        Problem::Unsupported { what, remedy }.at(placed.line, placed.column)
    }

    pub fn expect(&mut self, symbol: &'static str) -> Result<Placed<'t>, ReadError> {
        let placed = self.take()?;
        match placed.token == Token::Symbol(symbol) {
            true => Ok(placed),
            false => Err(self.expected(placed, symbol)),
        }
    }

    pub fn name(&mut self, expected: &'static str) -> Result<Placed<'t>, ReadError> {
        let placed = self.take()?;
        match placed.token {
            Token::Word(_) | Token::Quoted(_) => Ok(placed),
            _ => Err(self.expected(placed, expected)),
        }
    }

    /// The names joined by dots that begin with `first`.
    pub fn path(&mut self, first: Placed<'t>) -> Result<Vec<&'t str>, ReadError> {
        let mut path = vec![word(first.token)];
        while self.peek()?.token == Token::Symbol(".") {
            self.take()?;
            let next = self.name("a name behind the dot")?;
            path.push(word(next.token));
        }
        Ok(path)
    }

    /// The feature of that path, with or without the model's own namespace before it.
    pub fn find(&self, path: &[&str]) -> Option<FeatureId> {
        let joined = path.join(".");
        self.builder.find(&joined).or_else(|| {
            let rest = joined.strip_prefix(self.namespace.as_deref()?)?.strip_prefix('.')?;
            self.builder.find(rest)
        })
    }

    fn sections(&mut self) -> Result<(), ReadError> {
        loop {
            let line = self.take()?;
            match line.token {
                Token::End => return Ok(()),
                Token::Line(0) => {}
                Token::Line(_) => return Err(Problem::Indentation.at(line.line, line.column)),
                _ => return Err(self.expected(line, "a new line")),
            }
            let heading = self.take()?;
            match heading.token {
                Token::Word("namespace") => {
                    let name = self.name("a name")?;
                    self.namespace = Some(self.path(name)?.join("."));
                }
                Token::Word("include") => self.skip_section()?,
                Token::Word("imports") => {
                    let what = "importing other models".to_string();
                    return Err(self.refuse(heading, what, "put their features and rules into this file"));
                }
                Token::Word("features") if !self.has_features => self.features()?,
                Token::Word("constraints") if self.has_features => self.constraints()?,
                _ => {
                    return Err(self.expected(
                        heading,
                        "\"namespace\", \"include\", \"features\" once, or \"constraints\" after them",
                    ));
                }
            }
        }
    }

    /// Language levels say what the file uses; what is not supported is refused where it is used.
    fn skip_section(&mut self) -> Result<(), ReadError> {
        while !matches!(self.peek()?.token, Token::Line(0) | Token::End) {
            self.take()?;
        }
        Ok(())
    }

    fn features(&mut self) -> Result<(), ReadError> {
        let mut above: Vec<(usize, Node)> = Vec::new();
        loop {
            let line = self.peek()?;
            let Token::Line(indent) = line.token else { break };
            if indent == 0 {
                break;
            }
            self.take()?;
            let mut outdented = false;
            while above.last().is_some_and(|(column, _)| *column > indent) {
                above.pop();
                outdented = true;
            }
            match above.last() {
                Some((column, _)) if *column == indent => {
                    above.pop();
                }
                _ if outdented => return Err(Problem::Indentation.at(line.line, line.column)),
                _ => {}
            }
            let node = self.node(above.last().map(|(_, node)| *node))?;
            above.push((indent, node));
            let end = self.peek()?;
            if !matches!(end.token, Token::Line(_) | Token::End) {
                return Err(self.expected(end, "the end of the line"));
            }
        }
        let line = self.peek()?;
        if !self.has_features {
            return Err(Problem::NoFeatures.at(line.line, line.column));
        }
        Ok(())
    }

    fn node(&mut self, above: Option<Node>) -> Result<Node, ReadError> {
        match above {
            None if self.has_features => {
                let placed = self.peek()?;
                let what = "a second root".to_string();
                Err(self.refuse(placed, what, "put a common feature above both"))
            }
            None => self.feature(None),
            Some(Node::Group(group)) => self.feature(Some(group)),
            Some(Node::Feature(parent)) => self.group(parent),
        }
    }

    fn group(&mut self, parent: FeatureId) -> Result<Node, ReadError> {
        let placed = self.take()?;
        let kind = match placed.token {
            Token::Word("mandatory") => GroupKind::Mandatory,
            Token::Word("optional") => GroupKind::Optional,
            Token::Word("or") => GroupKind::Or,
            Token::Word("alternative") => GroupKind::Alternative,
            Token::Symbol("[") => {
                let (least, most) = self.range()?;
                GroupKind::Count { least, most: most.unwrap_or(u32::MAX) }
            }
            _ => return Err(self.expected(placed, "mandatory, optional, or, alternative or [LEAST..MOST]")),
        };
        Ok(Node::Group(self.builder.group_at(parent, kind, placed.line)))
    }

    /// The rest of `[n]`, `[n..m]` or `[n..*]`.
    fn range(&mut self) -> Result<(u32, Option<u32>), ReadError> {
        let least = self.whole_number()?;
        let mut most = Some(least);
        if self.peek()?.token == Token::Symbol("..") {
            self.take()?;
            most = match self.peek()?.token {
                Token::Symbol("*") => {
                    self.take()?;
                    None
                }
                _ => Some(self.whole_number()?),
            };
        }
        self.expect("]")?;
        Ok((least, most))
    }

    fn whole_number(&mut self) -> Result<u32, ReadError> {
        let placed = self.take()?;
        match placed.token {
            Token::Word(word) if word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() < 9 => {
                Ok(word.parse().unwrap_or_default())
            }
            _ => Err(self.expected(placed, "a whole number")),
        }
    }

    fn feature(&mut self, group: Option<GroupId>) -> Result<Node, ReadError> {
        let mut placed = self.name("a feature")?;
        if let Token::Word(kind @ ("Boolean" | "Integer" | "Real" | "String")) = placed.token
            && matches!(self.peek()?.token, Token::Word(_) | Token::Quoted(_))
        {
            if kind != "Boolean" {
                let name = word(self.peek()?.token);
                let what = format!("feature \"{name}\" of type {kind}");
                return Err(self.refuse(placed, what, "make its values members of an alternative group"));
            }
            placed = self.take()?;
        }
        let name = word(placed.token);
        if name.is_empty() {
            return Err(self.expected(placed, "a name that is not empty"));
        }
        let added = match group {
            Some(group) => self.builder.feature_at(group, name, placed.line),
            None => {
                self.builder = ModelBuilder::new(name);
                self.has_features = true;
                Ok(self.builder.root())
            }
        };
        let id = added.map_err(|error| Problem::Model(error).at(placed.line, placed.column))?;
        if self.builder.so_far().len() > MOST_FEATURES {
            return Err(Problem::TooManyFeatures.at(placed.line, placed.column));
        }
        self.cardinality(name)?;
        if self.peek()?.token == Token::Symbol("{") {
            for (attribute, value) in self.record(0)? {
                match (attribute.as_str(), &value) {
                    ("abstract", Value::Flag(false)) => {}
                    ("abstract", _) => {
                        self.builder.heading(id);
                    }
                    ("label", Value::Text(label)) => {
                        self.builder.label(id, label);
                    }
                    _ => {
                        self.builder.attribute(id, &attribute, value);
                    }
                }
            }
        }
        Ok(Node::Feature(id))
    }

    /// `cardinality [1..1]` is what every feature has; more copies of a feature would be another product of the same kind.
    fn cardinality(&mut self, name: &str) -> Result<(), ReadError> {
        let placed = self.peek()?;
        if placed.token != Token::Word("cardinality") {
            return Ok(());
        }
        self.take()?;
        self.expect("[")?;
        match self.range()? {
            (1, Some(1)) => Ok(()),
            _ => {
                let what = format!("selecting feature \"{name}\" several times (cardinality)");
                Err(self.refuse(placed, what, "write the copies as features of their own"))
            }
        }
    }

    /// Attributes between braces. `depth` is how many braces and brackets are open around.
    fn record(&mut self, depth: usize) -> Result<Vec<(String, Value)>, ReadError> {
        self.expect("{")?;
        let mut record = Vec::new();
        loop {
            let placed = self.take()?;
            let key = match placed.token {
                Token::Symbol("}") => return Ok(record),
                Token::Word("constraint") => {
                    self.remember_rule()?;
                    continue;
                }
                Token::Word("constraints") => {
                    self.remember_rules()?;
                    continue;
                }
                Token::Symbol(",") => continue,
                Token::Word(key) | Token::Quoted(key) => key,
                _ => return Err(self.expected(placed, "an attribute or }")),
            };
            let value = match self.peek()?.token {
                Token::Symbol("," | "}") => Value::Flag(true),
                _ => self.value(depth + 1)?,
            };
            record.push((key.to_string(), value));
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, ReadError> {
        let placed = self.peek()?;
        Ok(match placed.token {
            Token::Symbol("{") => Value::Record(self.record(depth)?),
            Token::Symbol("[") => {
                self.take()?;
                let mut list = Vec::new();
                while self.peek()?.token != Token::Symbol("]") {
                    list.push(self.value(depth + 1)?);
                    if self.peek()?.token == Token::Symbol(",") {
                        self.take()?;
                    }
                }
                self.take()?;
                Value::List(list)
            }
            Token::Symbol("-") => {
                self.take()?;
                let digits = self.name("a number")?;
                Value::Number(-rules::number(digits, word(digits.token))?)
            }
            Token::Word("true" | "false") => Value::Flag(word(self.take()?.token) == "true"),
            Token::Word(text) if text.starts_with(|c: char| c.is_ascii_digit()) => {
                self.take()?;
                Value::Number(rules::number(placed, text)?)
            }
            Token::Word(text) | Token::Quoted(text) | Token::Text(text) => {
                self.take()?;
                Value::Text(text.to_string())
            }
            _ => return Err(self.expected(placed, "a value")),
        })
    }

    fn remember_rules(&mut self) -> Result<(), ReadError> {
        self.expect("[")?;
        while self.peek()?.token != Token::Symbol("]") {
            self.remember_rule()?;
            if self.peek()?.token == Token::Symbol(",") {
                self.take()?;
            }
        }
        self.take()?;
        Ok(())
    }

    /// Keeps the place of a rule between braces and steps over it.
    fn remember_rule(&mut self) -> Result<(), ReadError> {
        let start = self.peek()?;
        let mut open = 0;
        loop {
            match self.peek()?.token {
                Token::Symbol("(") => open += 1,
                Token::Symbol(")") => open -= 1,
                Token::Symbol("," | "]" | "}") if open == 0 => {
                    self.inner_rules.push((start, self.end));
                    return Ok(());
                }
                _ => {}
            }
            self.take()?;
        }
    }

    fn rules_inside_features(&mut self) -> Result<(), ReadError> {
        for (start, end) in std::mem::take(&mut self.inner_rules) {
            self.lexer = Lexer::part(self.whole, start, end.max(start.start));
            self.ahead = None;
            self.rule(start)?;
            let rest = self.peek()?;
            if rest.token != Token::End {
                return Err(self.expected(rest, "an operator (& | => <=>) or the end of the rule"));
            }
        }
        Ok(())
    }

    fn constraints(&mut self) -> Result<(), ReadError> {
        loop {
            let line = self.peek()?;
            if matches!(line.token, Token::Line(0) | Token::End) {
                return Ok(());
            }
            if !matches!(line.token, Token::Line(_)) {
                return Err(self.expected(line, "an operator (& | => <=>) or the end of the line"));
            }
            self.take()?;
            let start = self.peek()?;
            self.rule(start)?;
        }
    }

    fn rule(&mut self, start: Placed<'t>) -> Result<(), ReadError> {
        let expr = rules::rule(self)?;
        // A comment behind a rule says it in words.
        let behind = self.whole[self.end..].lines().next().and_then(|rest| rest.trim().strip_prefix("//"));
        let words = behind.map(str::trim).filter(|words| !words.is_empty());
        let text = words.unwrap_or(&self.whole[start.start..self.end]).to_string();
        self.builder.rule_at(expr, text, start.line);
        Ok(())
    }
}

fn word<'t>(token: Token<'t>) -> &'t str {
    match token {
        Token::Word(word) | Token::Quoted(word) | Token::Text(word) => word,
        Token::Symbol(symbol) => symbol,
        Token::Line(_) | Token::End => "",
    }
}
