//! What a quote needs before it may go out, in a sentence.

use crate::{format, t, t_with};
use domain::{
    approval::{Needed, Outlook, Standing},
    org::Language,
};

/// "Needs sales lead, then finance; at 11.8 % discount nobody".
pub fn outlook(lang: Language, outlook: &Outlook) -> String {
    let to_come: Vec<&Needed> = outlook.to_come().collect();
    if to_come.is_empty() {
        return t(lang, if outlook.needed.is_empty() { "approval-nobody" } else { "approval-all-given" });
    }
    let mut steps: Vec<(u32, Vec<String>)> = Vec::new();
    for needed in &to_come {
        let name = t(lang, &format!("role-{}", needed.role)).to_lowercase();
        match steps.last_mut().filter(|(step, _)| *step == needed.step) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => steps.push((needed.step, vec![name])),
        }
    }
    let and = format!(" {} ", t(lang, "approval-and"));
    let then = format!(", {} ", t(lang, "approval-then"));
    let who = steps.iter().map(|(_, names)| names.join(&and)).collect::<Vec<_>>().join(&then);
    let needs = t_with(lang, "approval-needs", &[("who", who.into())]);
    let is_unasked = to_come.iter().any(|needed| needed.standing == Standing::Missing);
    match outlook.nobody_at.filter(|_| is_unasked) {
        None => needs,
        Some(at) => {
            let at = format::decimal(lang, at);
            format!("{needs}; {}", t_with(lang, "approval-nobody-at", &[("percent", at.into())]))
        }
    }
}
