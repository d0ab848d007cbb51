//! The feature tree as clauses and limits.

use super::Part;
use super::clauses::Writer;
use crate::model::{GroupId, GroupKind, Model};
use crate::solver::Lit;

/// Writes root, parents and groups.
pub(super) fn write(model: &Model, writer: &mut Writer) {
    if let Some(root) = model.root() {
        writer.part(Part::Root);
        writer.clause(vec![Lit::new(root.index(), true)]);
    }
    for (id, feature) in model.features() {
        let Some(group) = feature.group else { continue };
        let group = model.group(group);
        let (member, parent) = (Lit::new(id.index(), true), Lit::new(group.parent.index(), true));
        writer.part(Part::Below(id));
        writer.clause(vec![!member, parent]);
        if group.kind == GroupKind::Mandatory {
            writer.part(Part::Mandatory(id));
            writer.clause(vec![!parent, member]);
        }
    }
    for (at, group) in model.groups().iter().enumerate() {
        let id = GroupId(at as u32);
        let members: Vec<Lit> = group.members.iter().map(|id| Lit::new(id.index(), true)).collect();
        let (least, most) = bounds(group.kind, members.len());
        let parent = Lit::new(group.parent.index(), true);
        if least > 0 {
            writer.part(Part::Least(id));
            write_least(&members, parent, least, writer);
        }
        if most < members.len() {
            writer.part(Part::Most(id));
            writer.limit(members.iter().map(|lit| (*lit, 1)), most as i128);
        }
    }
}

/// How many members a selected parent takes, apart from what holds for mandatory members one by one.
pub(super) fn bounds(kind: GroupKind, members: usize) -> (usize, usize) {
    match kind {
        GroupKind::Mandatory | GroupKind::Optional => (0, members),
        GroupKind::Or => (1, members),
        GroupKind::Alternative => (1, 1),
        GroupKind::Count { least, most } => (least as usize, most as usize),
    }
}

fn write_least(members: &[Lit], parent: Lit, least: usize, writer: &mut Writer) {
    if least == 1 {
        let mut clause = vec![!parent];
        clause.extend_from_slice(members);
        return writer.clause(clause);
    }
    // With the parent, at most members - least may be missing; without it all are.
    let missing = members.iter().map(|lit| (!*lit, 1)).chain([(parent, least as i128)]);
    writer.limit(missing, members.len() as i128);
}
