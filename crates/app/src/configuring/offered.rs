//! What a customer who configures is shown: every option with where it stands, why one is impossible and how to get it.

use super::*;
use crate::{read::Reader, runner::App};
use configurator::{
    Conflict, RepairSearch,
    model::{GroupKind, Value},
    number::Number,
};

/// Steps of a count that a page waits for.
const COUNT_STEPS: u64 = 20_000;
/// Members of a group that an explanation names; of more it says only how many there are.
const NAMED_MAX: usize = 6;
/// Ways to get an option that are offered.
const REPAIRS_MAX: usize = 3;

/// A choice by the name of its option.
pub type Named = (String, bool);

/// An option.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Offered {
    pub name: String,
    pub label: String,
    /// What the model says about it (the attribute `description`).
    pub description: Option<String>,
    /// Something to choose below, rather than a thing by itself.
    pub heading: bool,
    /// How deep it lies in the tree; the whole product is 0.
    pub depth: u32,
    /// `one` of its group, or `any`.
    pub group: &'static str,
    /// `possible`, `chosen`, `dropped` by the customer, `forced` or `excluded` by what was chosen and the rules.
    pub state: &'static str,
    pub price: Option<String>,
}

/// Why an option is impossible, and how to get it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Impossible {
    pub wanted: Named,
    pub label: String,
    /// Choices and rules that exclude it together; leaving out any one would allow it.
    pub choices: Vec<Named>,
    pub rules: Vec<Reason>,
    pub repairs: Vec<Remedy>,
}

/// A part of the model, for words in any language.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reason {
    /// `root`, `below`, `mandatory`, `least`, `most` or `rule`.
    pub kind: &'static str,
    /// The option, group or rule it is about; empty for a group that is too long to name.
    pub about: String,
    /// What that belongs to.
    pub of: String,
    /// At least, or at most, so many of a group.
    pub count: u32,
}

/// Choices to give up for it, and what that does to the price.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Remedy {
    pub drop: Vec<Named>,
    pub price_difference: Option<String>,
}

/// Where a configuration stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Configuration {
    pub name: String,
    pub options: Vec<Offered>,
    pub choices: Vec<Named>,
    pub impossible: Option<Impossible>,
    /// What the cheapest way of completing it costs, and whether nothing is left to choose.
    pub price: Option<String>,
    /// What that way chooses, besides what was chosen and what follows from it.
    pub completion: Vec<Named>,
    pub complete: bool,
    /// How many configurations fit; absent when they are too many to count.
    pub configurations: Option<String>,
}

impl App {
    /// Where choices lead. Those that do not go with the ones before them are left out, and the first is explained.
    pub async fn configure(&self, reader: &Reader, id: ProductModelId, choices: &[Named]) -> Result<Configuration> {
        // Whoever may read it may configure it, also without seeing what its options cost.
        self.get(reader, domain::document::DocRef { kind: domain::document::Kind::ProductModel, id: id.raw() }).await?;
        let found =
            store::document::load::<ProductModel>(&mut self.db.read().await?, reader.org, id.raw(), false).await?;
        let (model, _) = found.ok_or_else(|| Refusal::not_found("document_missing"))?;
        // The last word on an option counts.
        let is_last = |at: usize| choices[at + 1..].iter().all(|(name, _)| *name != choices[at].0);
        let choices: Vec<Named> = (0..choices.len()).filter(|at| is_last(*at)).map(|at| choices[at].clone()).collect();
        // Working a large model out takes longer than a page's thread should be kept.
        let worked = tokio::task::spawn_blocking(move || configuration(&model.name, worked_out(&model)?, &choices));
        worked.await.unwrap_or_else(|e| Err(store::StoreError::Bug(format!("configuring: {e}")).into()))
    }
}

fn configuration(name: &str, configurator: Arc<Configurator>, choices: &[Named]) -> Result<Configuration> {
    let price = attribute(&configurator, "price");
    let mut session = Session::new(configurator);
    let mut impossible = None;
    for (name, selected) in choices {
        let unknown = || Refusal::invalid("option_unknown").with("name", name).at("choices");
        let choice = Choice { feature: session.model().find(name).ok_or_else(unknown)?, selected: *selected };
        if let Err(conflict) = session.choose(choice)
            && impossible.is_none()
        {
            impossible = Some(explained(&session, choice, &conflict, price));
        }
    }
    let states = session.states();
    let complete = !states.contains(&State::Possible);
    let prices = price.map(|price| session.model().weights(price)).unwrap_or_default();
    let cheapest = price.and_then(|_| session.cheapest(&prices, EFFORT));
    let open = |id: &FeatureId| states[id.index()] == State::Possible;
    let completion = cheapest.as_ref().map_or_else(Vec::new, |completion| {
        let chosen = leaves(&session, &completion.selected).filter(open);
        chosen.map(|feature| named(&session, Choice { feature, selected: true })).collect()
    });
    Ok(Configuration {
        name: name.to_string(),
        options: options(&session, &states, price),
        choices: session.choices().into_iter().map(|choice| named(&session, choice)).collect(),
        impossible,
        price: cheapest.map(|completion| completion.price.to_string()),
        completion,
        complete,
        configurations: session.count(COUNT_STEPS).map(|count| count.to_string()),
    })
}

fn named(session: &Session, choice: Choice) -> Named {
    (session.model().feature(choice.feature).name.clone(), choice.selected)
}

fn explained(session: &Session, wanted: Choice, conflict: &Conflict, price: Option<&str>) -> Impossible {
    let prices = price.map(|price| session.model().weights(price)).unwrap_or_default();
    let search = RepairSearch { most: REPAIRS_MAX, prices: &prices, effort: EFFORT };
    let remedy = |repair: configurator::Repair| Remedy {
        drop: repair.drop.iter().map(|choice| named(session, *choice)).collect(),
        price_difference: repair.price_difference.map(|difference: Number| difference.to_string()),
    };
    Impossible {
        wanted: named(session, wanted),
        label: session.model().label(wanted.feature).to_string(),
        choices: conflict.choices.iter().map(|choice| named(session, *choice)).collect(),
        rules: conflict.parts.iter().map(|part| reason(session, *part)).collect(),
        repairs: session.repairs(wanted, search).into_iter().map(remedy).collect(),
    }
}

fn reason(session: &Session, part: configurator::Part) -> Reason {
    use configurator::Part;
    let model = session.model();
    let label = |id| model.label(id).to_string();
    let parent = |id| model.parent(id).map_or_else(String::new, label);
    let group = |id| {
        let group = model.group(id);
        let members = match group.members.len() {
            many if many > NAMED_MAX => String::new(),
            _ => group.members.iter().map(|id| model.label(*id)).collect::<Vec<_>>().join(", "),
        };
        let (least, most) = match group.kind {
            GroupKind::Count { least, most } => (least, most),
            _ => (1, 1),
        };
        (members, label(group.parent), least, most)
    };
    let (kind, about, of, count) = match part {
        Part::Root => ("root", model.root().map_or_else(String::new, label), String::new(), 0),
        Part::Below(id) => ("below", label(id), parent(id), 0),
        Part::Mandatory(id) => ("mandatory", label(id), parent(id), 0),
        Part::Least(id) => {
            let (members, parent, least, _) = group(id);
            ("least", members, parent, least)
        }
        Part::Most(id) => {
            let (members, parent, _, most) = group(id);
            ("most", members, parent, most)
        }
        Part::Rule(_) | Part::Need(_) => ("rule", part.text(model), String::new(), 0),
    };
    Reason { kind, about, of, count }
}

fn options(session: &Session, states: &[State], price: Option<&str>) -> Vec<Offered> {
    let model = session.model();
    let mut depths: Vec<u32> = vec![0; model.len()];
    let mut options: Vec<Offered> = Vec::with_capacity(model.len());
    for (id, feature) in model.features() {
        let group = feature.group.map(|group| model.group(group));
        // A parent has a lower number than its children.
        if let Some(group) = group {
            depths[id.index()] = depths[group.parent.index()] + 1;
        }
        let kind = group.map(|group| group.kind);
        options.push(Offered {
            name: feature.name.clone(),
            label: model.label(id).to_string(),
            description: feature.attributes.iter().find_map(|(name, value)| match value {
                Value::Text(text) if name == "description" => Some(text.clone()),
                _ => None,
            }),
            heading: feature.is_abstract,
            depth: depths[id.index()],
            group: if kind == Some(GroupKind::Alternative) { "one" } else { "any" },
            state: match states[id.index()] {
                State::Possible => "possible",
                State::Chosen(true) => "chosen",
                State::Chosen(false) => "dropped",
                State::Forced(true) => "forced",
                State::Forced(false) => "excluded",
            },
            price: price.and_then(|price| model.number(id, price)).map(|number| number.to_string()),
        });
    }
    options
}
