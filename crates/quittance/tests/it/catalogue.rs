//! The catalogue as a file: tried out, taken in, taken in again, given back; by page, API and command line.

use crate::{
    program::printed,
    world::{Base, Client, Served, done},
};
use serde_json::{Value as Json, json};

const FILE: &str = "sku;name;unit;price;per;lead time;cost\nMIX-20;Deegmenger;C62;1250.50;;5;700\nBLOEM;Bloem;KGM;91.50;100;;\n\
    FOUT;Zonder eenheid;stuk;1;;;\nMIX-20;Nog eens;C62;1;;;\nGRATIS;Onder nul;C62;-1;;;\n";
type Headers<'a> = &'a [(&'a str, &'a str)];
const CSV: Headers = &[("content-type", "text/csv")];

fn counts(answer: &Json) -> [i64; 4] {
    ["added", "changed", "same", "prices"].map(|name| answer[name].as_i64().unwrap())
}
fn named(answer: &Json) -> Vec<(i64, String)> {
    let rows = answer["named"].as_array().unwrap().iter();
    rows.map(|row| (row["line"].as_i64().unwrap(), row["code"].as_str().unwrap().to_string())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_is_taken_in_once_and_given_back() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let send = async |path: &str, body: &str| client.send("POST", path, CSV, body.to_string()).await;
    let tried = send("/v1/products/import?dry_run=true", FILE).await;
    let wrong = [(4, "unit_unknown"), (5, "catalogue_sku_twice"), (6, "price_negative")];
    let wrong: Vec<(i64, String)> = wrong.iter().map(|(line, code)| (*line, code.to_string())).collect();
    assert_eq!((counts(&tried.body), named(&tried.body)), ([2, 0, 0, 2], wrong.clone()), "{}", tried.body);
    assert_eq!(client.get("/v1/products").await.body["data"], json!([]), "a dry run writes nothing");
    let taken = send("/v1/products/import", FILE).await;
    assert_eq!((counts(&taken.body), named(&taken.body)), ([2, 0, 0, 2], wrong));
    let again = send("/v1/products/import", FILE).await;
    assert_eq!(counts(&again.body), [0, 0, 2, 0], "{}", again.body);
    assert_eq!(client.get("/v1/price_books").await.body["data"].as_array().unwrap().len(), 1);

    for format in ["csv", "ubl"] {
        let given = client.get(&format!("/v1/products/export?format={format}")).await;
        let text = given.body.as_str().unwrap().to_string();
        assert!(text.contains("MIX-20") && text.contains("91.5"), "{text}");
        let back = send("/v1/products/import", &text).await;
        assert_eq!((counts(&back.body), named(&back.body)), ([0, 0, 2, 0], vec![]), "{format}: {}", back.body);
        // The same in an empty database, and the file that comes of that is the same file.
        let other = Served::start().await;
        let there = other.owner_client().await;
        let all = there.send("POST", "/v1/products/import", CSV, text.clone()).await;
        assert_eq!(counts(&all.body), [2, 0, 0, 2], "{format}: {}", all.body);
        let copy = there.get(&format!("/v1/products/export?format={format}")).await;
        assert_eq!(copy.body.as_str().unwrap(), text, "{format}");
    }

    // One thing changed, one archived; what is left out stays.
    let change = "sku,price,archived\nMIX-20,1300,\nBLOEM,,yes\n";
    assert_eq!(counts(&send("/v1/products/import", change).await.body), [0, 1, 1, 1]);
    let given = client.get("/v1/products/export").await;
    let lines: Vec<&str> = given.body.as_str().unwrap().lines().collect();
    assert!(lines[1].starts_with("BLOEM,Bloem,") && lines[1].ends_with(",yes"), "{lines:?}");
    assert!(lines[2].starts_with("MIX-20,Deegmenger,") && lines[2].contains(",1300,"), "{lines:?}");
    let reader = served.client("auditor", None).await;
    assert_eq!(reader.send("POST", "/v1/products/import", CSV, FILE.into()).await.status, 403);
    let seller = served.client("sales", None).await;
    let shown = seller.get("/v1/products/export").await;
    assert!(!shown.body.as_str().unwrap().contains("700"), "costs are not for everybody");
    assert_eq!(send("/v1/products/import", "Naam;Kleur\nA;rood\n").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_a_catalogue_and_names_what_it_left_out() {
    let served = Served::start().await;
    let session = served.app.open_session(served.org, served.owner).await.unwrap();
    let cookie = format!("{}={}", web::session::SESSION_COOKIE, session.token);
    let page = Client::new(&served.url, None);
    let form = |dry: &str| {
        let part = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"lijst.csv\"\r\ncontent-type: text/csv\r\n\r\n{FILE}\r\n--x--\r\n"
        );
        format!("{}{}{file}", part(web::ui::CSRF_FIELD, &session.csrf), part("dry_run", dry))
    };
    let headers: Headers = &[("cookie", &cookie), ("content-type", "multipart/form-data; boundary=x")];
    let products = async || {
        let reader = ::app::read::Reader { org: served.org, actor: served.call().actor };
        let query = ::app::read::Query { kind: Some(domain::document::Kind::Product), ..Default::default() };
        served.app.count(&reader, query).await.unwrap()
    };
    let shown = page.send("POST", "/products/import", headers, form("true")).await;
    assert!(shown.status == 200 && shown.body.as_str().unwrap().contains("MIX-20"), "{:?}", shown.body);
    assert_eq!(products().await, 0);
    let shown = page.send("POST", "/products/import", headers, form("false")).await;
    assert_eq!((shown.status, products().await), (200, 2));
    let file = page.send("GET", "/products/export?format=ubl", &[("cookie", &cookie)], String::new()).await;
    assert!(
        file.header("content-disposition").contains("products.xml") && file.body.as_str().unwrap().contains("BLOEM")
    );
}

/// The published examples of the Peppol catalogue, where they are at hand.
#[tokio::test(flavor = "multi_thread")]
async fn published_catalogues_are_taken_in() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = folder.map(|above| above.join("shared/data/documents/orders_ubl")).find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        println!("SKIPPED: ../shared/data/documents/orders_ubl is not here");
        return;
    };
    let served = Served::start().await;
    let call = served.call();
    let old = done(&served.app, &call, "product.create", json!({"sku": "MNTR012", "name": "Papier"})).await;
    for (file, expected) in [("UBL-Catalogue_Example.xml", (1, 1, 2)), ("UBL-Catalogue_Example2.xml", (4, 0, 3))] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let report = served.app.import_products(&call, file, &bytes, false).await.unwrap();
        assert_eq!((report.added, report.changed, report.prices), expected, "{file}: {report:?}");
        assert_eq!(report.named, vec![], "{file}");
        let again = served.app.import_products(&call, file, &bytes, false).await.unwrap();
        assert_eq!((again.added, again.changed, again.prices), (0, 0, 0), "{file}");
    }
    let reader = ::app::read::Reader { org: call.org, actor: call.actor.clone() };
    let paper: domain::catalog::Product = served.app.document(&reader, old.id).await.unwrap();
    assert_eq!(paper.name, "Copy paper");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_takes_and_gives_products() {
    let base = Base::sqlite().await;
    base.founded("owner@hovenier.example").await;
    let folder = tempfile::tempdir().unwrap();
    let (file, back) = (folder.path().join("lijst.csv"), folder.path().join("terug.xml"));
    std::fs::write(&file, FILE).unwrap();
    let (file, back) = (file.to_str().unwrap(), back.to_str().unwrap());
    let taking = |arguments: &[&str]| {
        let said = printed(&base.url, &[&["import", "products"], arguments, &["--json"]].concat());
        serde_json::from_slice::<Json>(&said).unwrap()
    };
    let tried = taking(&[file, "--dry-run"]);
    let taken = taking(&[file]);
    assert_eq!((counts(&tried), counts(&taken)), ([2, 0, 0, 2], [2, 0, 0, 2]));
    printed(&base.url, &["export", "products", "--format", "ubl", "--output", back]);
    assert!(std::fs::read_to_string(back).unwrap().contains("<cbc:ID>BLOEM</cbc:ID>"));
    assert_eq!(counts(&taking(&[back])), [0, 0, 2, 0]);
}
