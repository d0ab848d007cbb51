//! A model: what can be chosen of a product and which choices go together.
//! Features (options) form a tree of groups; rules and limits join features anywhere in it. A model is made by
//! [`ModelBuilder`] or by a reader and never changes afterwards. Invariants: names are unique; the first feature is the
//! root; a feature's parent has a lower number than the feature.

mod builder;

pub use builder::{ModelBuilder, ModelError};

use crate::expr::Expr;
use crate::number::Number;
use rustc_hash::FxHashMap;

/// A feature of one model, by its place in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FeatureId(pub(crate) u32);

impl FeatureId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A group of one model, by its place in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GroupId(pub(crate) u32);

/// How many members of a group go with a selected parent. A member never goes without its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Every member.
    Mandatory,
    /// Any number of members.
    Optional,
    /// At least one.
    Or,
    /// Exactly one.
    Alternative,
    /// At least `least` and at most `most`; a `most` of `u32::MAX` stands for all of them.
    Count { least: u32, most: u32 },
}

/// Something that can be selected or not.
#[derive(Clone, Debug)]
pub struct Feature {
    pub name: String,
    /// What the customer calls it; the name if nothing else was given.
    pub label: Option<String>,
    /// A heading that is no product by itself.
    pub is_abstract: bool,
    /// None for the root, and for the variables of a DIMACS file, which have no tree.
    pub group: Option<GroupId>,
    pub attributes: Vec<(String, Value)>,
    /// Where the source defines it; 0 when it was built by a program.
    pub line: u32,
}

/// What a feature says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Number(Number),
    Text(String),
    Flag(bool),
    List(Vec<Value>),
    /// Attributes of an attribute.
    Record(Vec<(String, Value)>),
}

#[derive(Clone, Debug)]
pub struct Group {
    pub parent: FeatureId,
    pub kind: GroupKind,
    pub members: Vec<FeatureId>,
    pub line: u32,
}

/// A rule between features, wherever they are in the tree.
#[derive(Clone, Debug)]
pub struct Rule {
    pub expr: Expr,
    /// The rule in words, as an explanation cites it.
    pub text: String,
    /// Where the source states it; 0 when it was built by a program.
    pub line: u32,
}

/// See the module's description.
#[derive(Clone, Debug)]
pub struct Model {
    features: Vec<Feature>,
    groups: Vec<Group>,
    rules: Vec<Rule>,
    names: FxHashMap<String, FeatureId>,
    /// Whether the first feature is the root of a tree and always selected.
    rooted: bool,
}

impl Model {
    pub fn features(&self) -> impl ExactSizeIterator<Item = (FeatureId, &Feature)> {
        self.features.iter().enumerate().map(|(at, feature)| (FeatureId(at as u32), feature))
    }

    pub fn len(&self) -> usize {
        self.features.len()
    }

    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    pub fn feature(&self, id: FeatureId) -> &Feature {
        &self.features[id.index()]
    }

    /// The feature of that name.
    pub fn find(&self, name: &str) -> Option<FeatureId> {
        self.names.get(name).copied()
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0 as usize]
    }

    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The feature that is in every configuration because everything hangs below it.
    pub fn root(&self) -> Option<FeatureId> {
        self.rooted.then_some(FeatureId(0))
    }

    pub fn parent(&self, id: FeatureId) -> Option<FeatureId> {
        self.feature(id).group.map(|group| self.group(group).parent)
    }

    /// The feature in the customer's words.
    pub fn label(&self, id: FeatureId) -> &str {
        let feature = self.feature(id);
        feature.label.as_deref().unwrap_or(&feature.name)
    }

    /// The number a feature carries under `attribute`, if it does.
    pub fn number(&self, id: FeatureId, attribute: &str) -> Option<Number> {
        self.feature(id).attributes.iter().find_map(|(key, value)| match value {
            Value::Number(number) if key == attribute => Some(*number),
            _ => None,
        })
    }

    /// The features that carry a number under `attribute`.
    pub fn weights(&self, attribute: &str) -> Vec<(FeatureId, Number)> {
        self.features().filter_map(|(id, _)| self.number(id, attribute).map(|number| (id, number))).collect()
    }

    /// The sum of an attribute over a configuration.
    pub fn total(&self, attribute: &str, selected: &[FeatureId]) -> Number {
        selected.iter().filter_map(|id| self.number(*id, attribute)).sum()
    }
}
