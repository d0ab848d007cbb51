//! Checks on the code itself: the rules of the design that no compiler knows. Each check is one small function from the
//! tree of files to findings, with a test that feeds it a bad sample; the same checks on this repository are tests too.
//! To add a rule: write the function, add it to [`CHECKS`].

mod banned;
mod crates;
mod messages;
mod pages;
mod places;
mod reach;
mod rust;
mod size;
mod tree;

use crate::workspace::{Result, root};
use tree::{Finding, Tree};

/// A rule: its name, and what finds the places that break it.
type Check = (&'static str, fn(&Tree) -> Vec<Finding>);

const CHECKS: &[Check] = &[
    ("crate arrows", crates::arrows),
    ("order inside domain", crates::domain_order),
    ("SQL only in store", places::sql),
    ("network clients only in gateways", places::network),
    ("clock and random only at the rim", places::clock_and_random),
    ("no floats near money", places::floats),
    ("file length", size::file_length),
    ("function length", size::function_length),
    ("names of the trade", banned::file_names),
    ("no unwrap", banned::unwrap),
    ("nothing unfinished", banned::unfinished),
    ("no foreign places", banned::foreign_places),
    ("no sentences in pages", pages::literal_sentences),
    ("same messages in both languages", messages::languages_agree),
    ("every used message exists", messages::used_keys_exist),
    ("no dead files", reach::dead_files),
];

/// `cargo xtask tidy`: prints what breaks a rule. Ok(false) when something does.
pub fn run() -> Result<bool> {
    let tree = Tree::read(&root())?;
    let mut failures = 0;
    for (name, check) in CHECKS {
        for finding in check(&tree) {
            failures += usize::from(finding.fails);
            let weight = if finding.fails { "" } else { " (note)" };
            println!("{}:{}: {name}{weight}: {}", finding.path, finding.line, finding.message);
        }
    }
    println!("{} rules on {} files, {failures} broken", CHECKS.len(), tree.files.len());
    Ok(failures == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every rule holds in this repository: one test, which prints every place that breaks one.
    fn holds(name: &str) {
        let tree = Tree::read(&root()).unwrap();
        let (_, check) = CHECKS.iter().find(|(known, _)| *known == name).unwrap();
        let broken: Vec<String> = check(&tree)
            .iter()
            .filter(|finding| finding.fails)
            .map(|finding| format!("{}:{}: {}", finding.path, finding.line, finding.message))
            .collect();
        assert!(broken.is_empty(), "{name}:\n{}", broken.join("\n"));
    }

    macro_rules! repository {
        ($($test:ident: $name:literal,)*) => {
            $(#[test] fn $test() { holds($name); })*

            #[test]
            fn every_check_is_run_on_the_repository() {
                let names: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
                assert_eq!(names, [$($name),*]);
            }
        };
    }

    repository! {
        crate_arrows: "crate arrows",
        order_inside_domain: "order inside domain",
        sql_only_in_store: "SQL only in store",
        network_clients_only_in_gateways: "network clients only in gateways",
        clock_and_random_only_at_the_rim: "clock and random only at the rim",
        no_floats_near_money: "no floats near money",
        file_length: "file length",
        function_length: "function length",
        names_of_the_trade: "names of the trade",
        no_unwrap: "no unwrap",
        nothing_unfinished: "nothing unfinished",
        no_foreign_places: "no foreign places",
        no_sentences_in_pages: "no sentences in pages",
        same_messages_in_both_languages: "same messages in both languages",
        every_used_message_exists: "every used message exists",
        no_dead_files: "no dead files",
    }
}
