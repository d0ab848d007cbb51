//! Why something is impossible: a set of choices and parts of the model that exclude each other, from which nothing can be
//! left out. Found in two steps. A solver in which every part has a switch names some conflicting set, usually small. Of
//! that set alone a little problem is made, and members are left out one by one as long as the rest still conflicts.

use crate::formula::{Formula, Part};
use crate::model::{GroupId, GroupKind, Model};
use crate::session::Choice;
use crate::solver::{Lit, Outcome, Solver};
use rustc_hash::FxHashMap;

/// How many conflicts each of the two steps may take. Explanations of products take a handful; members left when they are
/// used up stay in the conflict.
const CONFLICTS: u64 = 100_000;

/// Choices and parts of the model that exclude each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflict {
    /// What was asked for, if it is part of the conflict.
    pub wanted: Option<Choice>,
    /// Choices made before.
    pub choices: Vec<Choice>,
    pub parts: Vec<Part>,
}

/// Finds conflicts in one formula.
#[derive(Clone)]
pub struct Explainer {
    solver: Solver,
    vars: usize,
}

impl Explainer {
    pub fn new(formula: &Formula) -> Explainer {
        let mut solver = formula.guarded_solver();
        let guards: Vec<Lit> = (0..formula.parts.len() as u32).map(|part| formula.guard(part)).collect();
        // If the parts contradict each other already here, the first question finds out.
        let _ = solver.assume_all(&guards);
        Explainer { solver, vars: formula.vars }
    }

    /// The minimal conflict of `choices`, `wanted` and the model; None when they go together (or, for a riddle, when it
    /// took too long to see that they do not).
    pub fn conflict(&mut self, formula: &Formula, choices: &[Lit], wanted: Option<Lit>) -> Option<Conflict> {
        let question: Vec<Lit> = wanted.into_iter().chain(choices.iter().copied()).collect();
        let core = match self.solver.search(&question, &[], &mut CONFLICTS.clone()) {
            Outcome::Core(core) => core,
            Outcome::Model | Outcome::Limit => return None,
        };
        let part = |lit: Lit| (lit.var() >= self.vars).then(|| (lit.var() - self.vars) as u32);
        // The later a member is tried, the likelier it stays: what was asked for last, the rules before, and the choices
        // first, the newest of them last.
        let mut members: Vec<Member> =
            choices.iter().filter(|lit| core.contains(lit)).map(|lit| Member::Choice(*lit)).collect();
        let mut parts: Vec<u32> = core.iter().filter_map(|lit| part(*lit)).collect();
        parts.sort_unstable();
        members.extend(parts.into_iter().map(Member::Part));
        members.extend(wanted.filter(|lit| core.contains(lit)).map(Member::Choice));
        let members = Small::new(formula, &members).minimal();
        let mut conflict = Conflict::default();
        for member in members {
            match member {
                Member::Part(part) => conflict.parts.push(formula.parts[part as usize]),
                Member::Choice(lit) if Some(lit) == wanted => conflict.wanted = Some(Choice::of(lit)),
                Member::Choice(lit) => conflict.choices.push(Choice::of(lit)),
            }
        }
        Some(conflict)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Member {
    Choice(Lit),
    Part(u32),
}

/// The conflicting set as a problem of its own, with its variables numbered anew and a switch per member.
struct Small {
    members: Vec<Member>,
    switches: Vec<Lit>,
    solver: Solver,
}

impl Small {
    fn new(formula: &Formula, members: &[Member]) -> Small {
        let mut small = Small { members: members.to_vec(), switches: Vec::new(), solver: Solver::new(0) };
        small.switches = members.iter().map(|_| Lit::new(small.solver.add_var(), true)).collect();
        let switch_of_part: FxHashMap<u32, Lit> = members
            .iter()
            .zip(&small.switches)
            .filter_map(|(member, switch)| match member {
                Member::Part(part) => Some((*part, *switch)),
                Member::Choice(_) => None,
            })
            .collect();
        let mut vars: FxHashMap<usize, usize> = FxHashMap::default();
        let Small { solver, switches, .. } = &mut small;
        let mut renamed = |solver: &mut Solver, lit: Lit| {
            let var = *vars.entry(lit.var()).or_insert_with(|| solver.add_var());
            Lit::new(var, lit.is_positive())
        };
        for (member, switch) in members.iter().zip(switches.iter()) {
            if let Member::Choice(lit) = member {
                let lit = renamed(solver, *lit);
                solver.add_clause(&[lit, !*switch]);
            }
        }
        for (clause, part) in &formula.clauses {
            let Some(switch) = switch_of_part.get(part) else { continue };
            let mut clause: Vec<Lit> = clause.iter().map(|lit| renamed(solver, *lit)).collect();
            clause.push(!*switch);
            solver.add_clause(&clause);
        }
        for (limit, part) in &formula.limits {
            let Some(switch) = switch_of_part.get(part) else { continue };
            let terms: Vec<_> = limit.terms().iter().map(|(lit, weight)| (renamed(solver, *lit), *weight)).collect();
            solver.add_limit(crate::solver::Limit::new(terms, limit.bound()).guarded(*switch));
        }
        small
    }

    /// Leaves members out, in their order, as long as the rest conflicts.
    fn minimal(mut self) -> Vec<Member> {
        let mut in_force: Vec<usize> = (0..self.members.len()).collect();
        let (mut needed, mut conflicts) = (0, CONFLICTS);
        while needed < in_force.len() {
            let without: Vec<usize> =
                in_force.iter().enumerate().filter(|(at, _)| *at != needed).map(|(_, m)| *m).collect();
            let question: Vec<Lit> = without.iter().map(|member| self.switches[*member]).collect();
            match self.solver.search(&question, &[], &mut conflicts) {
                Outcome::Core(core) => {
                    // Members found to be needed are in every core of what is left.
                    in_force = without.into_iter().filter(|member| core.contains(&self.switches[*member])).collect();
                }
                Outcome::Model | Outcome::Limit => needed += 1,
            }
        }
        in_force.into_iter().map(|member| self.members[member]).collect()
    }
}

impl Conflict {
    /// One sentence per choice and rule, in the customer's words, joined by semicolons.
    pub fn in_words(&self, model: &Model) -> String {
        self.sentences(model).join("; ")
    }

    /// The sentences a customer needs: where a rule, a limit or a group is at work, which option belongs to which goes without
    /// saying. Alone these need not exclude what was wanted; [`Conflict::sentences`] do.
    pub fn brief(&self, model: &Model) -> Vec<String> {
        let tells = |part: &&Part| matches!(part, Part::Least(_) | Part::Most(_) | Part::Rule(_) | Part::Need(_));
        let parts: Vec<Part> = self.parts.iter().filter(tells).copied().collect();
        match parts.is_empty() {
            true => self.sentences(model),
            false => Conflict { parts, ..self.clone() }.sentences(model),
        }
    }

    /// One sentence per choice and rule, in the customer's words: the choices first.
    pub fn sentences(&self, model: &Model) -> Vec<String> {
        let chosen = |choice: &Choice| {
            let verb = if choice.selected { "selected" } else { "deselected" };
            format!("you {verb} {}", model.label(choice.feature))
        };
        let choices = self.choices.iter().map(chosen);
        choices.chain(self.parts.iter().map(|part| part.in_words(model))).collect()
    }
}

impl Part {
    /// The part of the model in the customer's words, with its line if the model was read from a file.
    pub fn in_words(&self, model: &Model) -> String {
        match (self, self.line(model)) {
            (Part::Rule(_), line) if line > 0 => format!("line {line}: {}", self.text(model)),
            _ => self.text(model),
        }
    }

    /// Where the file states it; 0 for what a program built.
    pub fn line(&self, model: &Model) -> u32 {
        match *self {
            Part::Root => model.root().map_or(0, |root| model.feature(root).line),
            Part::Below(id) | Part::Mandatory(id) => model.feature(id).line,
            Part::Least(group) | Part::Most(group) => model.group(group).line,
            Part::Rule(at) => model.rules()[at].line,
            Part::Need(_) => 0,
        }
    }

    /// The part of the model in the customer's words.
    pub fn text(&self, model: &Model) -> String {
        let label = |id| model.label(id);
        let parent = |id| model.parent(id).map_or("", |parent| model.label(parent));
        match *self {
            Part::Root => model.root().map_or(String::new(), |root| format!("{} is always included", label(root))),
            Part::Below(id) => format!("{} belongs to {}", label(id), parent(id)),
            Part::Mandatory(id) => format!("{} always includes {}", parent(id), label(id)),
            Part::Least(id) => {
                let bound = match model.group(id).kind {
                    GroupKind::Count { least, .. } => format!("at least {least}"),
                    _ => "at least one".to_string(),
                };
                group_text(model, id, &bound)
            }
            Part::Most(id) => {
                let bound = match model.group(id).kind {
                    GroupKind::Count { most, .. } => format!("at most {most}"),
                    _ => "only one".to_string(),
                };
                group_text(model, id, &bound)
            }
            Part::Rule(at) => model.rules()[at].text.clone(),
            Part::Need(at) => format!("need {}", at + 1),
        }
    }
}

/// Long groups are told by their first members.
fn group_text(model: &Model, id: GroupId, bound: &str) -> String {
    let group = model.group(id);
    let members: Vec<&str> = group.members.iter().take(8).map(|id| model.label(*id)).collect();
    let more = match group.members.len() - members.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} takes {bound} of {}{more}", model.label(group.parent), members.join(", "))
}
