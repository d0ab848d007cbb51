//! Published models with answers from other programs: core, dead, counts and twenty queries each. A handful is kept with the
//! crate; where the whole collection lies beside the repository, the small and middle ones of it are checked too.

use configurator::{Choice, Configurator, Session, read, report};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

fn check_folder(folder: &Path, skip: &[&str]) -> usize {
    let read_text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let truth: Value = serde_json::from_str(&read_text("truth.json")).unwrap();
    let models = truth.as_array().or(truth["models"].as_array()).unwrap();
    let mut checked = 0;
    for facts in models {
        let file = facts["model"].as_str().unwrap();
        if skip.contains(&file) {
            continue;
        }
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let configurator = Configurator::new(read::read(&bytes).unwrap()).unwrap();
        let stats = serde_json::to_value(report::stats(&configurator)).unwrap();
        for (field, expected) in
            [("features", "features"), ("core", "core"), ("dead", "dead"), ("configurations", "valid_configurations")]
        {
            // What the other programs could not count is checked by nobody.
            if field != "configurations" || !facts[expected].is_null() {
                assert_eq!(stats[field], facts[expected], "{file}: {field}");
            }
        }
        let configurator = Arc::new(configurator);
        let queries = report::queries(&read_text(&format!("queries/{}", file.replace(".uvl", ".json")))).unwrap();
        let run = report::run(configurator, &queries).unwrap();
        for (at, answered) in run.queries.iter().enumerate() {
            assert!(answered.differs.is_empty(), "{file}, query {at}: {answered:?}");
        }
        checked += queries.len();
    }
    checked
}

#[test]
fn models_kept_with_the_crate() {
    assert_eq!(check_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data"), &[]), 80);
}

#[test]
fn models_beside_the_repository() {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut folders = above.map(|folder| folder.join("shared/data/configurator/feature_models"));
    let Some(folder) = folders.find(|folder| folder.exists()) else {
        println!("skipped: the collection of feature models is not beside the repository");
        return;
    };
    // These take long without optimisation: with ALL_MODELS set, in a release build.
    let large = [
        "linux_2_6_33.uvl",
        "automotive02_v4.uvl",
        "ecos_mpc50.uvl",
        "embtoolkit.uvl",
        "e_agribusiness.uvl",
        "automotive01.uvl",
    ];
    let skip = if std::env::var_os("ALL_MODELS").is_some() { &[][..] } else { &large };
    assert_eq!(check_folder(&folder, skip), (15 - skip.len()) * 20);
}

#[test]
fn dimacs_says_the_same_as_uvl() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let stats = |name: &str| {
        let model = read::read(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        serde_json::to_value(report::stats(&Configurator::new(model).unwrap())).unwrap()
    };
    assert_eq!(stats("berkeleydb.dimacs.gz"), stats("berkeleydb.uvl"));
}

#[test]
fn reasons_can_be_brief() {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pc_richmond.uvl")).unwrap();
    let mut session = Session::new(Arc::new(Configurator::new(read::read(&bytes).unwrap()).unwrap()));
    let choice = |session: &Session, name: &str| Choice::select(session.model().find(name).unwrap());
    session.choose(choice(&session, "GT1030 MSI Aero")).unwrap();
    let conflict = session.choose(choice(&session, "RX550")).unwrap_err();
    assert_eq!(conflict.sentences(session.model()).len(), 5);
    let expected =
        ["you selected GT1030 MSI Aero", "Graphic card takes only one of Geforce GTX, Quadro, AMD Radeon, Low Profile"];
    assert_eq!(conflict.brief(session.model()), expected);
    let root = choice(&session, "PC RICHMOND F").feature;
    let conflict = session.choose(Choice::deselect(root)).unwrap_err();
    assert_eq!(conflict.brief(session.model()), ["PC RICHMOND F is always included"]);
}
