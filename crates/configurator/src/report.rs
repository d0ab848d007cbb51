//! What the command line prints: facts about a model, answers to a file of queries, and why something is impossible. Every
//! shape here is a promise to scripts that read it.

use crate::completion::EFFORT;
use crate::configurator::Configurator;
use crate::explain::Conflict;
use crate::formula::Part;
use crate::model::{FeatureId, Model};
use crate::number::Number;
use crate::repair::RepairSearch;
use crate::session::{Choice, Session};
use crate::{Void, count};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Steps for a count that a query does not give: enough for what can be counted at all, as far as is known.
const COUNT_UNASKED: u64 = 5_000_000;

/// Facts about a model.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    pub features: usize,
    /// Names of the options in every configuration, sorted.
    pub core: Vec<String>,
    /// Names of the options in none, sorted.
    pub dead: Vec<String>,
    /// How many configurations there are, in digits; None when they cannot be counted within the limit.
    pub configurations: Option<String>,
}

/// A partial configuration, with what is expected of it. Names are those of the file, blanks and commas included.
/// A field that is not listed here is refused: nobody should believe it was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    #[serde(default)]
    pub select: Vec<String>,
    #[serde(default)]
    pub deselect: Vec<String>,
    pub satisfiable: Option<bool>,
    pub forced_selected: Option<usize>,
    pub forced_deselected: Option<usize>,
    pub forced_selected_sha256: Option<String>,
    pub forced_deselected_sha256: Option<String>,
    pub valid_configurations: Option<String>,
}

/// What follows from a partial configuration. Without one, nothing but `satisfiable` is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfiable: Option<bool>,
    /// How many options are selected in every configuration that fits, the chosen ones included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced_selected: Option<usize>,
    /// How many are in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced_deselected: Option<usize>,
    /// SHA-256 of their names, sorted by code point and joined by line feeds, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced_selected_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced_deselected_sha256: Option<String>,
    /// How many configurations fit, in digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_configurations: Option<String>,
}

/// A query answered.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    pub select: Vec<String>,
    pub deselect: Vec<String>,
    #[serde(flatten)]
    pub answer: Answer,
    /// For the forced options, without counting.
    pub milliseconds: f64,
    pub count_milliseconds: f64,
    /// The fields given in the query that came out differently, or that could not be worked out.
    pub differs: Vec<&'static str>,
}

/// All answers to a file of queries.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    pub queries: Vec<Answered>,
    /// How many queries have a field that differs.
    pub different: usize,
}

/// Why something wanted is impossible, and how to get it.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    pub want: String,
    pub possible: bool,
    /// Choices and rules that exclude it together; none can be left out. Empty when it is possible.
    pub conflict: Reasons,
    /// Choices to give up for it, the fewest first.
    pub repairs: Vec<Remedy>,
}

/// Choices and rules.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Reasons {
    pub select: Vec<String>,
    pub deselect: Vec<String>,
    pub rules: Vec<Reason>,
}

/// A rule in words.
#[derive(Clone, Debug, Serialize)]
pub struct Reason {
    /// Where the file states it: the line of the rule, feature or group.
    pub line: u32,
    pub text: String,
}

/// Choices to give up.
#[derive(Clone, Debug, Serialize)]
pub struct Remedy {
    pub drop_select: Vec<String>,
    pub drop_deselect: Vec<String>,
    /// What the cheapest completion then takes in the groups of the options given up.
    pub instead: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_difference: Option<Number>,
}

/// A query that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryError {
    UnknownFeature {
        query: usize,
        name: String,
    },
    /// The file is not a list of queries, or not the one query asked for.
    Malformed(String),
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QueryError::UnknownFeature { query: 0, name } => {
                write!(f, "the model has no feature \"{name}\"; use a name as the model spells it")
            }
            QueryError::UnknownFeature { query, name } => {
                write!(f, "query {query}: the model has no feature \"{name}\"; use a name as the model spells it")
            }
            QueryError::Malformed(problem) => write!(
                f,
                "{problem}; a query is an object with \"select\" and \"deselect\", lists of names, and the fields expected; a file of queries is a list of them"
            ),
        }
    }
}

impl std::error::Error for QueryError {}

/// Facts about a model.
pub fn stats(configurator: &Configurator) -> Stats {
    let model = configurator.model();
    let configurations = configurator.count(count::STEPS).map(|count| count.to_string());
    let (core, dead) = (names(model, &configurator.core()), names(model, &configurator.dead()));
    Stats { features: model.len(), core, dead, configurations }
}

/// Facts about a model without configurations: no core, and all of its features are dead.
pub fn stats_of_void(void: &Void) -> Stats {
    let all: Vec<FeatureId> = void.model.features().map(|(id, _)| id).collect();
    let (core, dead) = (Vec::new(), names(&void.model, &all));
    Stats { features: all.len(), core, dead, configurations: Some("0".to_string()) }
}

/// Reads a file of queries. Errors: it is not one.
pub fn queries(json: &str) -> Result<Vec<Query>, QueryError> {
    serde_json::from_str(json).map_err(|error| QueryError::Malformed(error.to_string()))
}

/// Reads one query, alone or as the only one of a list. Errors: it is not one.
pub fn query(json: &str) -> Result<Query, QueryError> {
    if let Ok(query) = serde_json::from_str(json) {
        return Ok(query);
    }
    let mut list = queries(json)?;
    match list.len() {
        1 => Ok(list.remove(0)),
        len => Err(QueryError::Malformed(format!("the file holds {len} queries and one is asked for"))),
    }
}

/// Answers queries. Errors: one names a feature that does not exist.
pub fn run(configurator: Arc<Configurator>, queries: &[Query]) -> Result<Run, QueryError> {
    let start = Session::new(configurator);
    let mut answered = Vec::with_capacity(queries.len());
    for (at, query) in queries.iter().enumerate() {
        let choices = choices(start.model(), query, at + 1)?;
        answered.push(answer(start.clone(), query, &choices));
    }
    let different = answered.iter().filter(|answered| !answered.differs.is_empty()).count();
    Ok(Run { queries: answered, different })
}

fn answer(mut session: Session, query: &Query, choices: &[Choice]) -> Answered {
    let begun = Instant::now(); // clock: the report says how long an answer took
    let satisfiable = choices.iter().all(|choice| session.is_possible(*choice) && session.choose(*choice).is_ok());
    let mut answer = Answer { satisfiable: Some(satisfiable), ..Answer::default() };
    let (mut milliseconds, mut count_milliseconds) = (begun.elapsed(), Duration::ZERO);
    if satisfiable {
        let selected = names(session.model(), &session.selected());
        let excluded = names(session.model(), &session.excluded());
        answer.forced_selected = Some(selected.len());
        answer.forced_deselected = Some(excluded.len());
        answer.forced_selected_sha256 = Some(digest(&selected));
        answer.forced_deselected_sha256 = Some(digest(&excluded));
        milliseconds = begun.elapsed();
        let begun = Instant::now(); // clock: as above
        let steps = if query.valid_configurations.is_some() { count::STEPS } else { COUNT_UNASKED };
        answer.valid_configurations = session.count(steps).map(|count| count.to_string());
        count_milliseconds = begun.elapsed();
    }
    Answered {
        select: query.select.clone(),
        deselect: query.deselect.clone(),
        differs: query.differences(&answer),
        answer,
        milliseconds: in_milliseconds(milliseconds),
        count_milliseconds: in_milliseconds(count_milliseconds),
    }
}

/// Why something wanted (or, with `selected` false, wanted out) is impossible under a query, and how to get it. Errors: the
/// query or `want` names a feature that does not exist.
pub fn why(configurator: &Configurator, query: &Query, want: &str, selected: bool) -> Result<Why, QueryError> {
    let model = configurator.model();
    let choices = choices(model, query, 0)?;
    let feature = find(model, want, 0)?;
    let wanted = Choice { feature, selected };
    let prices = ["price", "Price", "cost", "Cost"].map(|price| model.weights(price));
    let prices = prices.iter().find(|prices| !prices.is_empty()).map_or(&[][..], Vec::as_slice);
    let conflict = configurator.conflict(&choices, Some(wanted));
    let search = RepairSearch { most: 5, prices, effort: EFFORT };
    let repairs = match conflict {
        Some(_) => configurator.repairs(&choices, Some(wanted), search),
        None => Vec::new(),
    };
    Ok(Why {
        want: want.to_string(),
        possible: conflict.is_none(),
        conflict: conflict.map(|conflict| Reasons::of(&conflict, model)).unwrap_or_default(),
        repairs: repairs
            .into_iter()
            .map(|repair| Remedy {
                drop_select: chosen(model, &repair.drop, true),
                drop_deselect: chosen(model, &repair.drop, false),
                instead: names(model, &repair.instead),
                price_difference: repair.price_difference,
            })
            .collect(),
    })
}

impl Query {
    /// The fields given here that `found` has otherwise.
    fn differences(&self, found: &Answer) -> Vec<&'static str> {
        let fields = [
            ("satisfiable", differs(&self.satisfiable, &found.satisfiable)),
            ("forced_selected", differs(&self.forced_selected, &found.forced_selected)),
            ("forced_deselected", differs(&self.forced_deselected, &found.forced_deselected)),
            ("forced_selected_sha256", differs(&self.forced_selected_sha256, &found.forced_selected_sha256)),
            ("forced_deselected_sha256", differs(&self.forced_deselected_sha256, &found.forced_deselected_sha256)),
            ("valid_configurations", differs(&self.valid_configurations, &found.valid_configurations)),
        ];
        fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }
}

fn differs<T: PartialEq>(given: &Option<T>, found: &Option<T>) -> bool {
    given.is_some() && given != found
}

impl Reasons {
    /// A conflict with names instead of numbers.
    pub fn of(conflict: &Conflict, model: &Model) -> Reasons {
        let reason = |part: &Part| Reason { line: part.line(model), text: part.text(model) };
        Reasons {
            select: chosen(model, &conflict.choices, true),
            deselect: chosen(model, &conflict.choices, false),
            rules: conflict.parts.iter().map(reason).collect(),
        }
    }
}

fn choices(model: &Model, query: &Query, number: usize) -> Result<Vec<Choice>, QueryError> {
    let select = query.select.iter().map(|name| Ok(Choice::select(find(model, name, number)?)));
    let deselect = query.deselect.iter().map(|name| Ok(Choice::deselect(find(model, name, number)?)));
    select.chain(deselect).collect()
}

fn find(model: &Model, name: &str, query: usize) -> Result<FeatureId, QueryError> {
    model.find(name).ok_or_else(|| QueryError::UnknownFeature { query, name: name.to_string() })
}

fn names(model: &Model, ids: &[FeatureId]) -> Vec<String> {
    let mut names: Vec<String> = ids.iter().map(|id| model.feature(*id).name.clone()).collect();
    names.sort_unstable();
    names
}

fn chosen(model: &Model, choices: &[Choice], selected: bool) -> Vec<String> {
    let chosen = choices.iter().filter(|choice| choice.selected == selected);
    chosen.map(|choice| model.feature(choice.feature).name.clone()).collect()
}

fn digest(names: &[String]) -> String {
    hex::encode(Sha256::digest(names.join("\n")))
}

/// To the microsecond.
fn in_milliseconds(time: Duration) -> f64 {
    let micros = time.as_micros();
    format!("{}.{:03}", micros / 1000, micros % 1000).parse().unwrap_or_default()
}
