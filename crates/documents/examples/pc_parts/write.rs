//! The model as UVL text.

use super::parts::{Part, SOCKETS};
use rust_decimal::{Decimal, RoundingStrategy};
use std::{collections::BTreeSet, error::Error, fmt::Write as _};

/// What a part costs its seller, of its price. An assumption: nobody publishes it.
const COST: &str = "0.88";
/// What a board, memory and drives take beside processor and card, in watts; an assumption too.
const REST_WATT: u32 = 75;

type Kinds = [(&'static str, Vec<Part>)];

pub fn model(kinds: &Kinds) -> Result<String, Box<dyn Error>> {
    let mut out = String::from(HEAD);
    out.push_str("features\n\t\"Computer to order\" {abstract}\n");
    for (most, names) in [(true, MANDATORY), (false, OPTIONAL)] {
        writeln!(out, "\t\t{}", if most { "mandatory" } else { "optional" })?;
        for (kind, parts) in kinds.iter().filter(|(kind, _)| names.contains(kind)) {
            section(&mut out, kind, parts)?;
        }
    }
    rules(&mut out, kinds)?;
    Ok(out)
}

const HEAD: &str = "// Made by `cargo run -p documents --example pc_parts`; see SOURCE.md. Prices: PCPartPicker as of 2025-07-23 (MIT),\n// specifications: BuildCores OpenDB (ODC-By 1.0). What stands behind a rule is how it is explained.\n";
const MANDATORY: &[&str] = &["Processor", "Motherboard", "Memory", "Storage", "Case", "Power supply"];
const OPTIONAL: &[&str] = &["Cooler", "Graphics card", "Operating system"];

fn section(out: &mut String, kind: &str, parts: &[Part]) -> Result<(), Box<dyn Error>> {
    writeln!(out, "\t\t\t{} {{abstract}}", quoted(kind))?;
    // Up to three drives.
    writeln!(out, "\t\t\t\t{}", if kind == "Storage" { "[1..3]" } else { "alternative" })?;
    let groups: BTreeSet<&str> = parts.iter().map(|part| part.group.as_str()).collect();
    for group in groups {
        let mut indent = "\t".repeat(5);
        if !group.is_empty() {
            writeln!(out, "{indent}{} {{abstract}}\n{indent}\talternative", quoted(group))?;
            indent.push_str("\t\t");
        }
        for part in parts.iter().filter(|part| part.group == group) {
            writeln!(out, "{indent}{} {{{}}}", quoted(&part.name), attributes(part)?)?;
        }
    }
    Ok(())
}

fn attributes(part: &Part) -> Result<String, Box<dyn Error>> {
    let price: Decimal = part.price.parse()?;
    let cost = (price * COST.parse::<Decimal>()?).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let mut all = format!("price {}, cost {}", price.normalize(), cost.normalize());
    for (name, number) in &part.numbers {
        write!(all, ", {name} {number}")?;
    }
    write!(all, ", description '{}'", part.description.replace('\'', " "))?;
    Ok(all)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "″"))
}

fn rules(out: &mut String, kinds: &Kinds) -> Result<(), Box<dyn Error>> {
    out.push_str("constraints\n");
    let boards = kinds.iter().filter(|(kind, _)| *kind == "Motherboard").flat_map(|(_, parts)| parts);
    let groups: BTreeSet<&str> = boards.map(|part| part.group.as_str()).collect();
    for socket in SOCKETS {
        let boards: Vec<String> =
            groups.iter().filter(|group| group.contains(&format!("{socket} "))).map(|group| quoted(group)).collect();
        let processors = quoted(&format!("Processors for {socket}"));
        writeln!(
            out,
            "\t{processors} => ({}) // A processor for {socket} needs a board with that socket",
            boards.join(" | ")
        )?;
    }
    for group in &groups {
        if let Some((_, kind)) = group.rsplit_once(' ') {
            writeln!(
                out,
                "\t{} => {} // That board takes {kind} memory",
                quoted(group),
                quoted(&format!("{kind} memory"))
            )?;
        }
    }
    for part in kinds.iter().flat_map(|(_, parts)| parts) {
        for (any, why) in &part.needs {
            let any: Vec<String> = any.iter().map(|name| quoted(name)).collect();
            writeln!(out, "\t{} => ({}) // {why}", quoted(&part.name), any.join(" | "))?;
        }
    }
    out.push_str(LIMITS);
    writeln!(
        out,
        "\tsum(watt) + {REST_WATT} <= sum(supply) // The supply must carry processor, card and {REST_WATT} W for the rest"
    )?;
    Ok(())
}

const LIMITS: &str = "\tsum(modules) <= sum(memory_slots) // Every module of memory needs a slot on the board
\tsum(memory_gb) <= sum(memory_most) // The board can address only so much memory
\tsum(m2_drives) <= sum(m2_slots) // Every M.2 drive needs a slot on the board
\tsum(board_size) <= sum(case_size) // The board must fit into the case
\tsum(card_length) <= sum(card_room) // The graphics card must fit into the case
\tsum(cooler_height) <= sum(cooler_room) // The cooler must fit under the case's side
";
