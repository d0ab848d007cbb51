//! What can be typed. Nouns and actions come from the registry; the flags of a noun are made only when it is named.

use super::fields::{self, Field, Leaf};
use crate::{config, server};
use app::verb::AnyVerb;
use clap::{Arg, ArgAction, ArgMatches, Command};
use domain::document::Kind;
use std::{collections::BTreeSet, ffi::OsString};

pub fn command(arguments: &[OsString]) -> Command {
    let mut command = Command::new("quittance")
        .version(env!("CARGO_PKG_VERSION"))
        .about("From quote to quittance")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            global("database")
                .env("QUITTANCE_DATABASE")
                .value_name("URL")
                .help(format!("sqlite:FILE or postgres://...; {} when left out", config::default_database())),
        )
        .arg(global("json").action(ArgAction::SetTrue).help("Answer in the JSON of the API"))
        .arg(global("organisation").value_name("NAME").help("Needed only when the database holds several"));
    for builtin in builtins() {
        command = command.subcommand(builtin);
    }
    let named = |noun: &str| arguments.iter().any(|a| a == noun || a == dashed(noun).as_str());
    for noun in nouns() {
        let mut of_noun = Command::new(dashed(noun)).about(about(noun)).subcommand_required(true);
        if noun.contains('_') {
            of_noun = of_noun.alias(noun.to_string());
        }
        command = command.subcommand(if named(noun) { with_actions(of_noun, noun) } else { of_noun });
    }
    command
}

fn global(name: &'static str) -> Arg {
    Arg::new(name).long(name).global(true)
}

fn required(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).required(true).help(help)
}

fn optional(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help)
}

/// The flag of the command that was typed for a field such as `lines.2.quantity`: `--lines: 2.quantity`.
pub fn flag_of(command: &Command, matches: &ArgMatches, param: &str) -> Option<String> {
    let (mut command, mut matches) = (command, matches);
    while let Some((name, inner)) = matches.subcommand() {
        (command, matches) = (command.find_subcommand(name)?, inner);
    }
    let flags: Vec<&str> = command.get_arguments().filter_map(Arg::get_long).collect();
    let steps: Vec<&str> = param.split('.').collect();
    let exact = (1..=steps.len()).rev().find_map(|count| {
        let name = dashed(&steps[..count].join("."));
        let rest = steps[count..].join(".");
        let shown = if rest.is_empty() { format!("--{name}") } else { format!("--{name}: {rest}") };
        flags.contains(&name.as_str()).then_some(shown)
    });
    let group = format!("{}.", dashed(param));
    exact.or_else(|| flags.iter().any(|flag| flag.starts_with(&group)).then(|| format!("--{group}*")))
}

/// Commands that are no verbs.
fn builtins() -> Vec<Command> {
    let listen = Arg::new("listen").long("listen").default_value(server::LISTEN).help("Address and port");
    let mut init = Command::new("init")
        .about("Founds an organisation with its first legal entity and its owner's login")
        .arg(required("name", "Name of the organisation"))
        .arg(required("owner-email", "Login of its owner"))
        .arg(required("owner-name", "Name of its owner"))
        .arg(optional("password", "Made up and printed when left out").env("QUITTANCE_PASSWORD").hide_env_values(true));
    if let Some(verb) = app::verbs::find("entity.create") {
        init = with_fields(init, verb);
    }
    let key = Command::new("key")
        .about("Keys for the API")
        .subcommand_required(true)
        .subcommand(
            Command::new("create")
                .about("Makes a key and prints it, this once")
                .arg(required("name", "What it is for"))
                .arg(required("role", "The most it may do"))
                .arg(optional("grants", "Only these verbs, separated by spaces; quote.* for all of a noun")),
        )
        .subcommand(Command::new("list").about("The keys and whether they still work"))
        .subcommand(Command::new("revoke").about("Ends a key").arg(Arg::new("id").required(true)));
    let member = Command::new("member")
        .about("Colleagues and their roles")
        .subcommand_required(true)
        .subcommand(
            Command::new("add")
                .about("Takes in a colleague, with a login when they have none")
                .arg(required("email", "Their login"))
                .arg(required("name", "Their name"))
                .arg(required("role", "What they may do"))
                .arg(optional("team", "Whose documents they share"))
                .arg(optional("password", "Made up and printed when left out")),
        )
        .subcommand(
            Command::new("role")
                .about("Gives a colleague another role")
                .arg(required("email", "Their login"))
                .arg(required("role", "What they may do from now on")),
        )
        .subcommand(Command::new("list").about("Everybody with a role"));
    let serve = Command::new("serve").about("Serves the pages and the API").arg(listen);
    let mut all = vec![serve, init, key, member];
    all.extend(operations());
    all
}

/// Commands on the database as a whole.
fn operations() -> Vec<Command> {
    let file = |help: &'static str| Arg::new("file").required(true).value_name("FILE").help(help);
    let listen = Arg::new("listen").long("listen").default_value(server::LISTEN).help("Address and port");
    let switch =
        |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let groups: Vec<&str> = domain::analytics::Group::ALL.iter().map(|group| group.key()).collect();
    let reports: Vec<&str> = domain::analytics::REPORTS.iter().map(|report| report.key).collect();
    let orders = Command::new("orders")
        .about("Sales history, under its own numbers; a run that was stopped goes on where it was")
        .arg(file("CSV, also packed with gzip"))
        .arg(
            Arg::new("mapping")
                .long("mapping")
                .required(true)
                .value_parser(["online-retail"])
                .help("Layout of the file"),
        );
    let payments = Command::new("payments")
        .about("Money that came in, from a bank's CSV file; a row is booked once, however often it comes")
        .arg(file("CSV as the bank exports it"))
        .arg(optional("entity", "Whose bank account it is; the first company when left out").value_name("ID"));
    let rates = Command::new("rates")
        .about("Exchange rates from a file of the European Central Bank; a day that is there already stays as it is")
        .arg(file("CSV of one day or of the history, plain or gzip"))
        .arg(optional("from-day", "First day that is taken").value_name("DATE"))
        .arg(optional("until-day", "Last day that is taken").value_name("DATE"));
    let products = Command::new("products")
        .about("Products with their prices; a row that is as it was changes nothing")
        .arg(file("CSV or UBL Catalogue"))
        .arg(switch("dry-run", "Say what would be, and write nothing"));
    let given = Command::new("products")
        .about("Products with their prices")
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["csv", "ubl"])
                .default_value("csv")
                .help("How it is written"),
        )
        .arg(optional("output", "To this file; printed when left out").value_name("FILE"));
    let export = Command::new("export").about("Gives files for other systems").subcommand_required(true);
    let import = Command::new("import").about("Takes in files of other systems").subcommand_required(true);
    vec![
        Command::new("demo")
            .about("Builds the demo company in a fresh database and serves it")
            .arg(listen)
            .arg(switch("no-serve", "Stop after the books"))
            .arg(
                Arg::new("deals")
                    .long("deals")
                    .value_name("COUNT")
                    .value_parser(clap::value_parser!(usize))
                    .help("Only the first so many deals"),
            )
            .arg(switch("fresh", "Throw away what the SQLite file holds")),
        import.subcommand(orders).subcommand(payments).subcommand(rates).subcommand(products),
        export.subcommand(given),
        one("why", "Why a figure is what it is: ask about a document, an entry, an event or an intent"),
        Command::new("doctor").about("Proves that the books are whole, or names what leaks"),
        Command::new("report")
            .about("Prints a report")
            .arg(Arg::new("name").required(true).value_parser(reports))
            .arg(optional("as-of", "On this day; today when left out"))
            .arg(optional("by", "How deals are put together").value_parser(groups)),
        super::configuring::command(),
        Command::new("advance")
            .about("Moves business time day by day and runs what falls due")
            .arg(Arg::new("date").required(true).value_name("DATE"))
            .arg(switch("simulate", "Leave real time for good; needed the first time")),
        Command::new("replay")
            .about("Runs all recorded actions again in an empty database and compares")
            .arg(required("into", "URL of the empty database")),
        Command::new("dump").about("Prints every document and fact; two databases with one history print the same"),
        Command::new("rebuild").about("Writes balances, open amounts, stock and search again from facts"),
        Command::new("backup").about("Writes the database as it stands now to a new file").arg(file("Where to")),
        Command::new("restore").about("Puts a backup in place of a database that is not there").arg(file("The backup")),
    ]
}

/// Every noun with a verb or a list.
fn nouns() -> Vec<&'static str> {
    let verbs = app::verbs::VERBS.iter().map(|verb| verb.noun());
    let taken: BTreeSet<String> = builtins().iter().map(|c| c.get_name().to_string()).collect();
    let mut seen = BTreeSet::new();
    let all = Kind::ALL.iter().map(|kind| kind.noun()).chain(verbs);
    all.filter(|noun| !taken.contains(*noun) && seen.insert(*noun)).collect()
}

/// The noun a typed word stands for.
pub fn noun_of(typed: &str) -> String {
    typed.replace('-', "_")
}

fn about(noun: &str) -> String {
    let actions: Vec<String> = app::verbs::of_noun(noun).map(|verb| dashed(verb.action())).collect();
    let reading = if Kind::from_noun(noun).is_some() { "list, show, trail" } else { "" };
    [reading, &actions.join(", ")].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ")
}

fn with_actions(mut command: Command, noun: &str) -> Command {
    if Kind::from_noun(noun).is_some() {
        command = command.subcommand(list()).subcommand(one("show", "Shows one")).subcommand(
            one("trail", "What happened to one, who caused it, and what it did to the books")
                .arg(Arg::new("before").long("before").value_name("EVENT").help("Only what happened before an event")),
        );
    }
    if noun == Kind::Quote.noun() {
        let from = Arg::new("from")
            .long("from")
            .value_name("ID")
            .help("The quote to compare with; the revision before it when left out");
        command = command
            .subcommand(one("diff", "How it differs from another one, or from the revision before it").arg(from));
        command = command.subcommand(one("outlook", "Whose approval it needs before it may go out"));
        let line = Arg::new("line").long("line").value_name("NUMBER").value_parser(clap::value_parser!(u32));
        let explain = one("explain", "How its prices came about, step by step");
        command = command.subcommand(explain.arg(line.help("Only the line with this number")));
    }
    if noun == Kind::PriceBook.noun() {
        command = command.subcommand(one("preview", "What a prepared list would change of all that is open"));
    }
    for verb in app::verbs::of_noun(noun) {
        command = command.subcommand(of_verb(verb));
    }
    command
}

fn one(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).arg(Arg::new("id").required(true).value_name("ID"))
}

fn list() -> Command {
    Command::new("list")
        .about("Lists them, newest first")
        .arg(optional("state", "In this state; may be repeated").action(ArgAction::Append))
        .arg(optional("customer", "Of this customer"))
        .arg(optional("q", "With words that begin like these"))
        .arg(
            optional("where", "Narrowed as a report's drill is, such as agent=Moosa or month=2026-03; may be repeated")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append),
        )
        .arg(optional("sort", "created, number, title, date, date_due, amount or customer; -amount for largest first"))
        .arg(optional("after", "From behind this id on"))
        .arg(
            optional("limit", "At most so many")
                .default_value("50")
                .value_parser(clap::value_parser!(u32).range(1..=10_000)),
        )
}

fn of_verb(verb: &'static dyn AnyVerb) -> Command {
    let schema = app::verbs::schema(verb);
    let about = schema.get("description").and_then(|d| d.as_str()).unwrap_or("").to_string();
    let mut command = Command::new(dashed(verb.action())).about(about);
    if verb.action().contains('_') {
        command = command.alias(verb.action().to_string());
    }
    if app::verbs::is_on_document(verb) {
        command = command.arg(Arg::new("id").required(true).value_name("ID"));
    }
    with_fields(command, verb)
        .arg(optional("input", "All fields as JSON, or - to read it from standard input").value_name("JSON"))
        .arg(optional("idempotency-key", "The same key with the same fields is done once").value_name("KEY"))
}

fn with_fields(mut command: Command, verb: &dyn AnyVerb) -> Command {
    for field in fields::of(verb).into_iter().filter(|field| field.path != "id") {
        command = command.arg(flag(field));
    }
    command
}

fn flag(field: Field) -> Arg {
    let mut arg = Arg::new(field.id()).long(dashed(&field.path)).help(field.help).value_name(field.leaf.word());
    if field.path.contains('_') {
        arg = arg.alias(field.path);
    }
    match field.leaf {
        Leaf::Boolean => arg.num_args(0..=1).default_missing_value("true"),
        Leaf::List => arg.action(ArgAction::Append),
        _ => arg.allow_hyphen_values(true),
    }
}

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}
