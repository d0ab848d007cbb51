//! The parts that the computer can be made of: what each is, costs and needs, as numbers of the model.

use super::join::{Priced, Specs, prices};
use serde_json::Value as Json;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    path::Path,
};

pub struct Part {
    pub name: String,
    pub description: String,
    pub price: String,
    /// The heading it stands under; empty when its kind has none.
    pub group: String,
    pub numbers: Vec<(&'static str, i64)>,
    /// What must go with it: any of these, and the reason in words.
    pub needs: Vec<(Vec<String>, String)>,
}

/// Sockets for which all kinds of parts can be bought.
pub const SOCKETS: &[&str] = &["AM4", "AM5", "LGA 1700", "LGA 1851"];
/// Sizes of boards, the smallest first; a case that takes one takes all before it.
const SIZES: &[&str] = &["Mini-ITX", "Micro ATX", "ATX", "EATX"];

type Parts = Vec<(&'static str, Vec<Part>)>;
type Found = Result<Vec<Part>, Box<dyn Error>>;

pub fn chosen(dir: &Path) -> Result<Parts, Box<dyn Error>> {
    let kinds: [(&str, &str, &str, Read, usize); 8] = [
        ("Processor", "cpu", "CPU", processor, 14),
        ("Motherboard", "motherboard", "Motherboard", board, 16),
        ("Memory", "memory", "RAM", memory, 22),
        ("Storage", "internal-hard-drive", "Storage", drive, 36),
        ("Case", "case", "PCCase", case, 44),
        ("Power supply", "power-supply", "PSU", supply, 36),
        ("Cooler", "cpu-cooler", "CPUCooler", cooler, 36),
        ("Graphics card", "video-card", "GPU", card, 56),
    ];
    let mut all: Parts = Vec::new();
    for (kind, price, spec, read, most) in kinds {
        all.push((kind, taken(dir, price, spec, read, most)?));
    }
    all.push(("Operating system", systems(dir)?));
    Ok(all)
}

/// Reads a part; none when something that a rule asks for is not known.
type Read = fn(&Priced, &Json) -> Option<Part>;

/// The first parts of every group, in the order of the price file. Specifications of one name that differ leave it out.
fn taken(dir: &Path, price: &str, spec: &str, read: Read, most: usize) -> Found {
    let specs = Specs::read(dir, spec)?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut names, mut parts) = (BTreeSet::new(), Vec::new());
    for row in prices(dir, price)? {
        let found = specs.of(&base_name(&row), &said(&row));
        let mut made = found.iter().filter_map(|spec| read(&row, spec));
        let Some(part) = made.next() else { continue };
        let same = made.all(|other| other.numbers == part.numbers && other.group == part.group);
        let count = counts.entry(part.group.clone()).or_default();
        if same && *count < most && names.insert(part.name.to_lowercase()) {
            *count += 1;
            parts.push(part);
        }
    }
    Ok(parts)
}

fn base_name(row: &Priced) -> String {
    // Memory carries its size behind its name.
    let name = text(row, "name");
    match row.contains_key("modules") {
        true => name.rsplit_once(' ').and_then(|(rest, _)| rest.rsplit_once(' ')).map_or(name, |(rest, _)| rest).into(),
        false => name.into(),
    }
}

/// The words in which a specification says what the columns of the price say.
fn said(row: &Priced) -> Vec<String> {
    let given = |name: &str| text(row, name).to_string();
    let mut said: Vec<String> =
        ["color", "type", "side_panel", "chipset", "form_factor", "socket", "interface", "efficiency"]
            .map(given)
            .into();
    let unit = |name: &str, unit: &str| format!("{}{unit}", text(row, name));
    said.extend([unit("wattage", "w"), unit("memory", "gb"), unit("memory", "g"), unit("size", "mm")]);
    said.extend([given("wattage"), given("memory"), given("size"), format!("cl{}", text(row, "cas_latency"))]);
    if let Some((generation, speed)) = text(row, "speed").split_once(',') {
        said.extend([format!("ddr{generation}"), speed.to_string()]);
    }
    if let Some((count, each)) = text(row, "modules").split_once(',') {
        let whole = number(count).unwrap_or(0) * number(each).unwrap_or(0);
        said.extend([format!("{whole}gb"), format!("{count}x{each}gb")]);
    }
    if let Some(gigabytes) = number(text(row, "capacity")) {
        said.extend([format!("{gigabytes}gb"), format!("{}tb", gigabytes / 1000)]);
    }
    said
}

fn text<'a>(row: &'a Priced, name: &str) -> &'a str {
    row.get(name).map_or("", |cell| cell.trim())
}
/// A whole number; none for anything else.
fn number(text: &str) -> Option<i64> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}
fn whole(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| number(&value.as_f64()?.ceil().to_string())).filter(|n| *n > 0)
}

/// A name and what tells it from its namesakes.
fn named(name: &str, marks: &[&str]) -> String {
    let marks: Vec<&str> = marks.iter().copied().filter(|mark| !mark.is_empty()).collect();
    if marks.is_empty() { name.to_string() } else { format!("{name} ({})", marks.join(", ")) }
}

fn part(row: &Priced, name: String, description: String) -> Part {
    let price = text(row, "price").to_string();
    Part { name, description, price, group: String::new(), numbers: Vec::new(), needs: Vec::new() }
}

fn processor(row: &Priced, spec: &Json) -> Option<Part> {
    let socket = SOCKETS.iter().find(|socket| spec["socket"] == **socket)?;
    let (cores, watt) = (number(text(row, "core_count"))?, whole(&spec["specifications"]["tdp"])?);
    (number(text(row, "tdp"))? == watt).then_some(())?;
    let (has_cooler, graphics) =
        (spec["specifications"]["includesCooler"].as_bool()?, &spec["specifications"]["integratedGraphics"]["model"]);
    let without_graphics = graphics.is_null() || *graphics == "None";
    (without_graphics == text(row, "graphics").is_empty()).then_some(())?;
    let name = text(row, "name").to_string();
    let mut made = part(row, name.clone(), format!("{cores} cores, {watt} W"));
    made.group = format!("Processors for {socket}");
    made.numbers = vec![("watt", watt)];
    if !has_cooler {
        made.needs.push((vec!["Cooler".into()], format!("{name} comes without a cooler")));
    }
    if without_graphics {
        made.needs.push((vec!["Graphics card".into()], format!("{name} has no graphics of its own")));
    }
    Some(made)
}

fn board(row: &Priced, spec: &Json) -> Option<Part> {
    let socket = SOCKETS.iter().find(|socket| spec["socket"] == **socket)?;
    (text(row, "socket").replace(' ', "") == socket.replace(' ', "")).then_some(())?;
    let size = SIZES.iter().position(|size| spec["form_factor"] == **size)?;
    let (kind, slots, most) =
        (spec["memory"]["ram_type"].as_str()?, whole(&spec["memory"]["slots"])?, whole(&spec["memory"]["max"])?);
    let drives = i64::try_from(spec["m2_slots"].as_array()?.len()).ok()?;
    ["DDR4", "DDR5"].contains(&kind).then_some(())?;
    (number(text(row, "memory_slots"))? == slots).then_some(())?;
    let description = format!("{}, {slots} x {kind}, {drives} x M.2", SIZES[size]);
    let mut made = part(row, text(row, "name").to_string(), description);
    made.group = format!("Boards for {socket} and {kind}");
    let size = i64::try_from(size).ok()? + 1;
    made.numbers = vec![("board_size", size), ("memory_slots", slots), ("memory_most", most), ("m2_slots", drives)];
    Some(made)
}

fn memory(row: &Priced, spec: &Json) -> Option<Part> {
    let (generation, speed) = text(row, "speed").split_once(',')?;
    let (count, each) = text(row, "modules").split_once(',')?;
    let (count, each) = (number(count)?, number(each)?);
    let kind = format!("DDR{generation}");
    let agrees = spec["ram_type"] == kind
        && whole(&spec["speed"]) == number(speed)
        && whole(&spec["modules"]["quantity"]) == Some(count)
        && whole(&spec["modules"]["capacity_gb"]) == Some(each)
        && spec["form_factor"] == "288-pin DIMM"
        && spec["registered"] != "Registered";
    (agrees && ["DDR4", "DDR5"].contains(&kind.as_str())).then_some(())?;
    let latency = text(row, "cas_latency");
    let name = named(
        text(row, "name"),
        &[&format!("{count} x {each} GB"), &format!("{speed} CL{latency}"), text(row, "color")],
    );
    let mut made = part(row, name, format!("{kind}, {count} x {each} GB"));
    made.group = format!("{kind} memory");
    made.numbers = vec![("modules", count), ("memory_gb", count * each)];
    Some(made)
}

fn drive(row: &Priced, spec: &Json) -> Option<Part> {
    let gigabytes = number(text(row, "capacity"))?;
    let form = text(row, "form_factor");
    (whole(&spec["capacity"]) == Some(gigabytes) && spec["form_factor"] == form).then_some(())?;
    let size = if gigabytes < 1000 { format!("{gigabytes} GB") } else { format!("{} TB", gigabytes / 1000) };
    let mut made = part(row, format!("{} {size}", text(row, "name")), format!("{form}, {}", text(row, "interface")));
    made.numbers = vec![("m2_drives", i64::from(form.starts_with("M.2")))];
    Some(made)
}

fn case(row: &Priced, spec: &Json) -> Option<Part> {
    let takes: Vec<&str> =
        spec["supported_motherboard_form_factors"].as_array()?.iter().filter_map(Json::as_str).collect();
    let largest = SIZES.iter().rposition(|size| takes.contains(size))?;
    SIZES[..largest].iter().all(|size| takes.contains(size)).then_some(())?;
    let (card, height) = (whole(&spec["max_video_card_length"])?, whole(&spec["max_cpu_cooler_height"])?);
    let supplies = spec["supported_power_supply_form_factors"].as_array().map_or(0, Vec::len);
    let takes_atx = spec["supported_power_supply_form_factors"].as_array()?.iter().any(|form| form == "ATX");
    (takes_atx || supplies == 0 && text(row, "type").contains("ATX")).then_some(())?;
    // One that brings its supply would need no other.
    text(row, "psu").is_empty().then_some(())?;
    let description = format!("up to {}, cards to {card} mm, coolers to {height} mm", SIZES[largest]);
    let mut made = part(row, named(text(row, "name"), &[text(row, "color")]), description);
    let largest = i64::try_from(largest).ok()? + 1;
    made.numbers = vec![("case_size", largest), ("card_room", card), ("cooler_room", height)];
    Some(made)
}

fn supply(row: &Priced, spec: &Json) -> Option<Part> {
    let watt = number(text(row, "wattage"))?;
    (whole(&spec["wattage"]) == Some(watt) && spec["form_factor"] == "ATX" && text(row, "type") == "ATX")
        .then_some(())?;
    let name = named(text(row, "name"), &[&format!("{watt} W"), text(row, "color")]);
    let mut made = part(row, name, format!("{watt} W, {}", spec["efficiency_rating"].as_str().unwrap_or("ATX")));
    made.numbers = vec![("supply", watt)];
    Some(made)
}

fn cooler(row: &Priced, spec: &Json) -> Option<Part> {
    let fits: Vec<&str> = spec["cpu_sockets"].as_array()?.iter().filter_map(Json::as_str).collect();
    let fits: Vec<&str> = SOCKETS.iter().copied().filter(|socket| fits.contains(socket)).collect();
    (!fits.is_empty()).then_some(())?;
    let (height, is_water) = (whole(&spec["height"])?, spec["water_cooled"].as_bool()?);
    (is_water != text(row, "size").is_empty()).then_some(())?;
    let name = named(text(row, "name"), &[text(row, "color")]);
    let kind = if is_water { format!("water, {} mm", text(row, "size")) } else { "air".to_string() };
    let mut made = part(row, name.clone(), format!("{kind}, {height} mm high, {}", fits.join(", ")));
    made.numbers = vec![("cooler_height", height)];
    if fits.len() < SOCKETS.len() {
        let any = fits.iter().map(|socket| format!("Processors for {socket}")).collect();
        made.needs.push((any, format!("{name} fits {} only", fits.join(", "))));
    }
    Some(made)
}

fn card(row: &Priced, spec: &Json) -> Option<Part> {
    let (length, watt, memory) = (whole(&spec["length"])?, whole(&spec["tdp"])?, number(text(row, "memory"))?);
    let squeezed = |text: &str| text.to_lowercase().replace(' ', "");
    let chipset = text(row, "chipset");
    let agrees = squeezed(chipset) == squeezed(spec["chipset"].as_str()?)
        && (number(text(row, "length"))? - length).abs() <= 1
        && whole(&spec["memory"]) == Some(memory);
    agrees.then_some(())?;
    let name = named(&format!("{} {chipset} {memory} GB", text(row, "name")), &[text(row, "color")]);
    let mut made = part(row, name, format!("{length} mm, {watt} W"));
    made.numbers = vec![("card_length", length), ("watt", watt)];
    Some(made)
}

/// Nothing about them has to fit.
fn systems(dir: &Path) -> Found {
    let mut names = BTreeSet::new();
    let mut rows = prices(dir, "os")?;
    rows.retain(|row| names.insert(text(row, "name").to_string()));
    let mode = |row: &Priced| format!("{} bit", text(row, "mode").replace(',', "/"));
    Ok(rows.iter().map(|row| part(row, text(row, "name").to_string(), mode(row))).collect())
}
