//! Building a model step by step: the readers do it from files, the catalogue from its products.

use super::{Feature, FeatureId, Group, GroupId, GroupKind, Model, Rule, Value};
use crate::expr::{Comparison, Expr};
use crate::number::Number;
use rustc_hash::FxHashMap;
use std::fmt;

/// What cannot be part of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// Another feature, defined on line `first` (0: by a program), has that name.
    DuplicateFeature { name: String, first: u32 },
    /// A group asks for more members than it has, or for more at least than at most.
    ImpossibleCount { parent: String, least: u32, most: u32, members: usize },
    /// A sum would not fit the numbers it is made with.
    NumberTooLarge { name: String, attribute: String },
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::DuplicateFeature { name, first: 0 } => {
                write!(f, "feature \"{name}\" exists already; give one of the two another name")
            }
            ModelError::DuplicateFeature { name, first } => {
                write!(f, "feature \"{name}\" exists already on line {first}; give one of the two another name")
            }
            ModelError::ImpossibleCount { parent, least, most, members } => write!(
                f,
                "the group below \"{parent}\" asks for {least} to {most} of its {members} members; use numbers between 0 and {members}, the smaller first"
            ),
            ModelError::NumberTooLarge { name, attribute } => {
                write!(f, "\"{attribute}\" of feature \"{name}\" is 10^15 or more; use a larger unit")
            }
        }
    }
}

impl std::error::Error for ModelError {}

/// A model in the making. Features are added below features that exist, so a tree has no circles.
#[derive(Debug)]
pub struct ModelBuilder {
    model: Model,
}

impl ModelBuilder {
    /// Starts a model whose root is the product itself.
    pub fn new(root: &str) -> ModelBuilder {
        let mut builder = ModelBuilder::without_tree();
        builder.model.rooted = true;
        builder.push(root, None, 0);
        builder
    }

    /// Starts a model of loose features, as DIMACS has them.
    pub(crate) fn without_tree() -> ModelBuilder {
        let (features, groups, rules) = (Vec::new(), Vec::new(), Vec::new());
        ModelBuilder { model: Model { features, groups, rules, names: FxHashMap::default(), rooted: false } }
    }

    pub fn root(&self) -> FeatureId {
        FeatureId(0)
    }

    /// The feature of that name, if it was added.
    pub fn find(&self, name: &str) -> Option<FeatureId> {
        self.model.find(name)
    }

    /// The model so far.
    pub(crate) fn so_far(&self) -> &Model {
        &self.model
    }

    /// A new, still empty group below `parent`.
    pub fn group(&mut self, parent: FeatureId, kind: GroupKind) -> GroupId {
        self.group_at(parent, kind, 0)
    }

    pub(crate) fn group_at(&mut self, parent: FeatureId, kind: GroupKind, line: u32) -> GroupId {
        self.model.groups.push(Group { parent, kind, members: Vec::new(), line });
        GroupId(self.model.groups.len() as u32 - 1)
    }

    /// A new member of a group. Errors: the name is taken.
    pub fn feature(&mut self, group: GroupId, name: &str) -> Result<FeatureId, ModelError> {
        self.feature_at(group, name, 0)
    }

    pub(crate) fn feature_at(&mut self, group: GroupId, name: &str, line: u32) -> Result<FeatureId, ModelError> {
        self.free_name(name)?;
        let id = self.push(name, Some(group), line);
        self.model.groups[group.0 as usize].members.push(id);
        Ok(id)
    }

    /// A feature that hangs nowhere. Errors: the name is taken.
    pub(crate) fn loose(&mut self, name: &str, line: u32) -> Result<FeatureId, ModelError> {
        self.free_name(name)?;
        Ok(self.push(name, None, line))
    }

    /// An option with values of which exactly one is chosen, such as a colour: a feature below `parent`, with one member per
    /// value. Names are unique in the whole model: where two options have a value "black", name them `Frame black` and
    /// `Saddle black` and give both the label `black`. `required`: the option goes with every selected parent. Errors: one of the names is taken.
    pub fn option(
        &mut self,
        parent: FeatureId,
        name: &str,
        values: &[&str],
        required: bool,
    ) -> Result<Vec<FeatureId>, ModelError> {
        let kind = if required { GroupKind::Mandatory } else { GroupKind::Optional };
        let outer = self.group(parent, kind);
        let option = self.feature(outer, name)?;
        let inner = self.group(option, GroupKind::Alternative);
        values.iter().map(|value| self.feature(inner, value)).collect()
    }

    /// What the customer calls the feature.
    pub fn label(&mut self, id: FeatureId, label: &str) -> &mut ModelBuilder {
        self.edit(id).label = Some(label.to_string());
        self
    }

    /// Marks a heading: no product by itself.
    pub fn heading(&mut self, id: FeatureId) -> &mut ModelBuilder {
        self.edit(id).is_abstract = true;
        self
    }

    /// Sets what a feature says about itself; the last value of an attribute counts.
    pub fn attribute(&mut self, id: FeatureId, attribute: &str, value: Value) -> &mut ModelBuilder {
        let attributes = &mut self.edit(id).attributes;
        attributes.retain(|(key, _)| key != attribute);
        attributes.push((attribute.to_string(), value));
        self
    }

    /// A rule, with the words in which an explanation cites it.
    pub fn rule(&mut self, expr: impl Into<Expr>, text: &str) -> &mut ModelBuilder {
        self.rule_at(expr.into(), text.to_string(), 0);
        self
    }

    pub(crate) fn rule_at(&mut self, expr: Expr, text: String, line: u32) {
        self.model.rules.push(Rule { expr, text, line });
    }

    /// Who takes `this` needs `that` too.
    pub fn requires(&mut self, this: FeatureId, that: FeatureId) -> &mut ModelBuilder {
        let text = format!("{} requires {}", self.model.label(this), self.model.label(that));
        self.rule(Expr::from(this).implies(that.into()), &text)
    }

    /// The two never go together.
    pub fn excludes(&mut self, this: FeatureId, that: FeatureId) -> &mut ModelBuilder {
        let text = format!("{} excludes {}", self.model.label(this), self.model.label(that));
        self.rule(!Expr::all([this.into(), that.into()]), &text)
    }

    /// The sum of an attribute over all selected features stays on this side of `bound`. Counts the features added so far.
    pub fn limit(&mut self, attribute: &str, comparison: Comparison, bound: Number, text: &str) -> &mut ModelBuilder {
        let terms = self.model.weights(attribute);
        self.rule(Expr::limit(terms, comparison, bound), text)
    }

    /// Checks the whole. Errors: a group or a number that no configuration can be made with.
    pub fn build(mut self) -> Result<Model, ModelError> {
        for group in &mut self.model.groups {
            if let GroupKind::Count { least, most } = &mut group.kind {
                let members = group.members.len();
                *most = if *most == u32::MAX { members as u32 } else { *most };
                let (least, most) = (*least, *most);
                if least > most || most as usize > members {
                    let parent = self.model.features[group.parent.index()].name.clone();
                    return Err(ModelError::ImpossibleCount { parent, least, most, members });
                }
            }
        }
        for feature in &self.model.features {
            for (attribute, value) in &feature.attributes {
                if matches!(value, Value::Number(number) if !number.fits()) {
                    let (name, attribute) = (feature.name.clone(), attribute.clone());
                    return Err(ModelError::NumberTooLarge { name, attribute });
                }
            }
        }
        Ok(self.model)
    }

    fn edit(&mut self, id: FeatureId) -> &mut Feature {
        &mut self.model.features[id.index()]
    }

    fn free_name(&self, name: &str) -> Result<(), ModelError> {
        match self.model.find(name) {
            Some(first) => {
                let first = self.model.feature(first).line;
                Err(ModelError::DuplicateFeature { name: name.to_string(), first })
            }
            None => Ok(()),
        }
    }

    fn push(&mut self, name: &str, group: Option<GroupId>, line: u32) -> FeatureId {
        let id = FeatureId(self.model.features.len() as u32);
        let (name, attributes) = (name.to_string(), Vec::new());
        self.model.names.insert(name.clone(), id);
        self.model.features.push(Feature { name, label: None, is_abstract: false, group, attributes, line });
        id
    }
}
