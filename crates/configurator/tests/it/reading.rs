//! Files: what UVL and DIMACS may hold, and what is refused, with its place.

use configurator::model::{GroupKind, Value};
use configurator::read::{DEEPEST, read};
use configurator::{Configurator, report};
use std::io::Write;

/// The number of configurations of a model, its features being enough to tell them apart.
#[track_caller]
fn check_count(text: &str, expected: &str) {
    let model = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let configurator = Configurator::new(model).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(report::stats(&configurator).configurations.as_deref(), Some(expected), "{text}");
}

#[track_caller]
fn check_refused(text: &str, expected: &str) {
    match read(text.as_bytes()) {
        Ok(_) => panic!("taken in: {text}"),
        Err(error) => assert_eq!(error.to_string(), expected),
    }
}

fn with_rule(rule: &str) -> String {
    format!(
        "features\n\troot\n\t\toptional\n\t\t\ta {{price 3}}\n\t\t\tb {{price 2}}\n\t\t\tc {{price 0.5}}\nconstraints\n\t{rule}\n"
    )
}

#[test]
fn groups_count_as_they_should() {
    let group = |kind: &str| format!("features\n\troot\n\t\t{kind}\n\t\t\ta\n\t\t\tb\n\t\t\tc\n");
    let counts = [
        ("mandatory", "1"),
        ("optional", "8"),
        ("or", "7"),
        ("alternative", "3"),
        ("[2]", "3"),
        ("[1..2]", "6"),
        ("[0..1]", "4"),
        ("[2..*]", "4"),
        ("[0..3]", "8"),
    ];
    counts.iter().for_each(|(kind, count)| check_count(&group(kind), count));
}

#[test]
fn rules_bind_as_strongly_as_they_should() {
    let counts = [
        ("a & b | c", "5"),
        ("a & (b | c)", "3"),
        ("!a & b", "2"),
        ("!(a & b)", "6"),
        ("!!a", "4"),
        ("a => b => c", "5"),
        ("a => (b => c)", "7"),
        ("a <=> b", "4"),
        ("a => b | c", "7"),
        ("sum(price) <= 3", "5"),
        ("sum(price) < 3", "4"),
        ("sum(price) == 2.5", "1"),
        ("sum(price) != 2.5", "7"),
        ("a.price + b.price - c.price > 2", "4"),
        ("2 * a.price >= 6", "4"),
        ("-a.price < 0", "4"),
        ("a => sum(price) <= 3", "5"),
        ("!(sum(price) >= 3) & !c", "2"),
        ("sum(root, price) >= 5.5", "1"),
    ];
    counts.iter().for_each(|(rule, count)| check_count(&with_rule(rule), count));
}

#[test]
fn names_attributes_and_comments_are_read() {
    let text = "namespace \"Web shop\"\ninclude\n\tArithmetic.*\nfeatures // the tree\n    \"Web shop\" {abstract}\n        optional\n            \"i5-7600K, boxed\" {price 229.50, text 'it''s', flag, list [1, 'two', {deep true}], nested {a -1}}\n            Boolean \u{e4}b\n            one cardinality [1..1]\n            two {constraint two => one}\n            three {constraints [three => one, three => \"Web shop\".two]}\nconstraints\n    /* over\n       lines */ \"i5-7600K, boxed\" =>\n";
    // A rule ends with its line.
    assert!(read(text.as_bytes()).is_err());
    let text =
        text.replace("=>\n", "=> (one |\n    two)\n").replace("'it''s'", "'its'").replace("\"Web shop\".two", "two");
    let model = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    let chip = model.find("i5-7600K, boxed").unwrap();
    assert_eq!(model.number(chip, "price").unwrap().to_string(), "229.5");
    assert_eq!(model.feature(chip).attributes.len(), 5);
    assert!(model.feature(chip).attributes.contains(&("flag".into(), Value::Flag(true))));
    assert!(model.feature(model.root().unwrap()).is_abstract);
    assert_eq!(model.group(model.feature(chip).group.unwrap()).kind, GroupKind::Optional);
    let rules: Vec<_> = model.rules().iter().map(|rule| (rule.line, rule.text.as_str())).collect();
    let expected = [
        (14, "\"i5-7600K, boxed\" => (one |\n    two)"),
        (10, "two => one"),
        (11, "three => one"),
        (11, "three => two"),
    ];
    assert_eq!(rules, expected);
}

#[test]
fn bad_rules_are_refused_with_their_place() {
    check_refused(
        "",
        "no features found; a UVL model has a line \"features\" with the root below it, a DIMACS file a line \"p cnf VARIABLES CLAUSES\"",
    );
    check_refused(
        &with_rule("a => d"),
        "line 8, column 7: there is no feature \"d\"; add it below \"features\" or correct the name",
    );
    check_refused(&with_rule("(a | b"), "line 8, column 2: ( is never closed; add the closing )");
    check_refused(&with_rule("a | b)"), "line 8, column 7: ) closes nothing; remove it or add its opening");
    check_refused(
        &with_rule("a b"),
        "line 8, column 4: an operator (& | => <=>) or the end of the line expected, \"b\" found",
    );
    check_refused(
        &with_rule("a &"),
        "line 9, column 1: an option, a number, \"!\" or \"(\" expected, the end of the file found",
    );
    check_refused(
        &with_rule("a + b"),
        "line 8, column 4: numbers on both sides (FEATURE.ATTRIBUTE, sum(ATTRIBUTE) or digits) expected, an option found",
    );
    check_refused(
        &with_rule("sum(price)"),
        "line 9, column 1: a comparison (<=, >=, ==, <, >, !=) expected, the end of the file found",
    );
    check_refused(
        &with_rule("sum(weight) > 1"),
        "line 8, column 6: no feature has a number \"weight\"; add it between braces behind the features it counts",
    );
    check_refused(
        &with_rule("a.weight > 1"),
        "line 8, column 2: feature \"a\" has no number \"weight\"; add it between braces behind the feature",
    );
    check_refused(
        &with_rule("avg(price) > 1"),
        "line 8, column 2: the function avg() is not supported; only sum(ATTRIBUTE) and sum(FEATURE, ATTRIBUTE) are, as they stay linear",
    );
    check_refused(
        &with_rule("a.price * b.price > 1"),
        "line 8, column 10: multiplying what depends on options on both sides is not supported; keep a plain number on one side",
    );
    check_refused(
        &with_rule("a.price / 2 > 1"),
        "line 8, column 10: division is not supported; multiply the other side instead",
    );
    check_refused(
        &with_rule("a.price > 1000000000000000"),
        "line 8, column 12: 1000000000000000 is 10^15 or more; use a larger unit",
    );
}

#[test]
fn bad_trees_are_refused_with_their_place() {
    let tree = |lines: &str| format!("features\n\troot\n\t\toptional\n{lines}");
    check_refused(&with_rule("\"a"), "line 8, column 2: \" is never closed; add the closing \"");
    check_refused(
        &tree("\t\t\ta\n\t\t\ta\n"),
        "line 5, column 4: feature \"a\" exists already on line 4; give one of the two another name",
    );
    check_refused(
        &tree("\t\t\ta\n\t\t  b\n"),
        "line 5, column 5: the line is indented like no line above it; start it below the line it belongs beside",
    );
    check_refused(
        &tree("\t\t\ta\n\t\t\t\tb\n"),
        "line 5, column 5: mandatory, optional, or, alternative or [LEAST..MOST] expected, \"b\" found",
    );
    check_refused(
        &tree("\t\t\tInteger a\n"),
        "line 4, column 4: feature \"a\" of type Integer is not supported; make its values members of an alternative group",
    );
    check_refused(
        &tree("\t\t\ta cardinality [0..3]\n"),
        "line 4, column 6: selecting feature \"a\" several times (cardinality) is not supported; write the copies as features of their own",
    );
    check_refused(
        &tree("\t\t\ta {price 1e3}\n"),
        "line 4, column 13: 1e3 is not a number; write digits with a dot before the decimals",
    );
    check_refused(
        "features\n\ta\n\tb\n",
        "line 3, column 2: a second root is not supported; put a common feature above both",
    );
    check_refused(
        "features\n\ta\n\t\t[3..2]\n\t\t\tb\n",
        "the group below \"a\" asks for 3 to 2 of its 1 members; use numbers between 0 and 1, the smaller first",
    );
    check_refused(
        "imports\n\tother\nfeatures\n\ta\n",
        "line 1, column 1: importing other models is not supported; put their features and rules into this file",
    );
    check_refused(
        "features\n\ta\u{1}\n",
        "line 2, column 3: '\\u{1}' means nothing here; write names that hold it between double quotes",
    );
}

#[test]
fn bad_dimacs_is_refused_with_its_place() {
    check_count("c 1 a\nc 2 b c, d\np cnf 3 2\n1 -2 0\n-3\n0\n", "3");
    check_refused(
        "p cnf 2 1\n1 -3 0\n",
        "line 2, column 3: -3 is outside the 2 variables of the line \"p cnf\"; raise that number or correct the clause",
    );
    check_refused("p cnf 2 1\n1 x 0\n", "line 2, column 3: a whole number expected, \"x\" found");
    check_refused("p cnf 2 1\n1 2\n", "line 2: the last clause has no end; close it with 0");
    check_refused(
        "p cnf 2 2\n1 2 0\n",
        "line 1, column 1: the line \"p cnf\" announces 2 clauses and 1 follow; correct it or complete the file",
    );
    check_refused(
        "c 1 a\nc 2 a\np cnf 2 0\n",
        "line 2, column 1: feature \"a\" exists already on line 1; give one of the two another name",
    );
    check_refused(
        "c nothing\n1 2 0\n",
        "line 2, column 1: no features found; a UVL model has a line \"features\" with the root below it, a DIMACS file a line \"p cnf VARIABLES CLAUSES\"",
    );
    check_refused("p cnf 99999999999 0\n", "line 1, column 1: the model has more than 500000 features; split it");
}

#[test]
fn hostile_files_are_refused_and_cost_nothing() {
    let deep = |open: &str, count: usize| with_rule(&format!("{}a", open.repeat(count)));
    let too_deep = format!("the rule nests deeper than {DEEPEST} levels; write it as several rules");
    check_refused(&deep("(", 1_000_000), &format!("line 8, column {}: {too_deep}", DEEPEST + 2));
    let chain = vec!["a"; 100_000];
    assert!(read(with_rule(&chain.join(" => ")).as_bytes()).unwrap_err().to_string().ends_with(&too_deep));
    check_count(&with_rule(&chain.join(" & ")), "4");
    check_count(&deep("!", 100_000), "4");
    // As deep as allowed, on a test's small stack: a & (b | (a & (b | ... a ))) is a.
    let levels = DEEPEST / 2 - 2;
    check_count(&with_rule(&format!("{}a{}", "a & (b | (".repeat(levels / 2), "))".repeat(levels / 2))), "4");
    check_count(&with_rule(&format!("{}a{}", "(b <=> ".repeat(levels), ")".repeat(levels))), "4");
    check_refused(
        &format!("features\n\ta {}", "{a ".repeat(100_000)),
        &format!("line 2, column {}: {too_deep}", 4 + 3 * DEEPEST),
    );
    // A deep tree is a long one, no more.
    let steps = (0..300).map(|at| format!("{0}f{at}\n {0}mandatory\n", " ".repeat(2 * at + 1)));
    check_count(&format!("features\n{}{}last\n", steps.collect::<String>(), " ".repeat(601)), "1");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let blanks = vec![b'\n'; 1 << 20];
    (0..100).for_each(|_| packed.write_all(&blanks).unwrap());
    let packed = packed.finish().unwrap();
    assert_eq!(read(&packed).unwrap_err().to_string(), "the text is larger than 32 MiB; split the model");
    assert!(read(&packed[..200]).is_err());
    assert_eq!(
        read(b"features\n\t\xff\n").unwrap_err().to_string(),
        "line 2: the text is not UTF-8; save it in that encoding"
    );
}

#[test]
fn contradictions_are_named_at_import() {
    let void = |rules: &str| {
        let text =
            format!("features\n\troot\n\t\tmandatory\n\t\t\ta\n\t\toptional\n\t\t\tb\n\t\t\tc\nconstraints\n{rules}");
        Configurator::new(read(text.as_bytes()).unwrap()).err().map(|void| void.to_string())
    };
    let conflict = |sentences: &str| Some(format!("the model has no valid configuration; change one of: {sentences}"));
    assert_eq!(void("\ta => b\n"), None);
    assert_eq!(void("\tb => c\n\tb & !b\n"), conflict("line 10: b & !b"));
    assert_eq!(
        void("\ta => b\n\tc | b\n\t!b\n"),
        conflict("root is always included; root always includes a; line 9: a => b; line 11: !b")
    );
}

/// Whatever happens to a file on its way, reading it ends in a model or in a refusal.
#[test]
fn damaged_files_never_stop_the_program() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let rounds = std::env::var("DAMAGE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(40);
    let rules = with_rule("a => (sum(price) <= 3 | !(b & c)) // why\n\t2 * a.price - 1 >= b.price <=> \"c\"");
    let uvl = std::fs::read(folder.join("pc_richmond.uvl")).unwrap();
    let dimacs = b"c 1 a\nc 2 b\nc 3 c\np cnf 3 3\n1 -2 0 2 3 0\n-1 -3 0\n".to_vec();
    let packed = std::fs::read(folder.join("berkeleydb.dimacs.gz")).unwrap();
    let mut dice = crate::random::Dice(99);
    for original in [rules.into_bytes(), uvl, dimacs, packed] {
        for _ in 0..rounds {
            let mut bytes = original.clone();
            for _ in 0..1 + dice.below(4) {
                let at = dice.below(bytes.len());
                let other = dice.below(original.len());
                match dice.below(5) {
                    0 => bytes[at] = dice.below(256) as u8,
                    1 => bytes.truncate(at + 1),
                    2 => bytes.insert(at, dice.pick(b"()[]{}!&|=<>.,\"'\t\n /*-+09a\xc3")),
                    3 => drop(bytes.remove(at)),
                    _ => bytes.extend_from_slice(&original[other..original.len().min(other + 40)]),
                }
                if bytes.is_empty() {
                    break;
                }
            }
            if let Ok(model) = read(&bytes)
                && let Err(error) = Configurator::new(model)
            {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}
