//! Stories by HTTP: what a program that uses the API gets, when all goes well and when it does not.

use crate::world::{Answer, Client, Served, customer};
use app::verbs::VERBS;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

type Headers<'a> = &'a [(&'a str, &'a str)];

async fn post(client: &Client, path: &str, headers: Headers<'_>, body: &Json) -> Answer {
    client.send("POST", path, headers, body.to_string()).await
}

/// A refusal with its status, code and field, and a sentence that has all of its values.
fn assert_refused(answer: &Answer, status: u16, code: &str, param: Option<&str>) {
    assert_eq!((answer.status, answer.code()), (status, code), "{}", answer.body);
    assert_eq!(answer.body["error"]["param"].as_str(), param, "{}", answer.body);
    let message = answer.body["error"]["message"].as_str().unwrap_or("");
    assert!(!message.is_empty() && !message.contains(['⟨', '$']), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_made_read_changed_and_taken_out_of_use() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let made = client.post("/v1/customers", &customer("Hovenier & Zn.")).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!((made.body["object"].as_str(), made.body["version"].as_u64()), (Some("customer"), Some(1)));
    assert!(made.header("request-id").starts_with("itt_"));
    let path = format!("/v1/customers/{}", made.id());

    let read = client.get(&path).await;
    assert_eq!((read.status, read.header("etag")), (200, "\"1\""));
    assert_eq!(read.body["address"]["city"], "Utrecht");

    let changed = client.post(&path, &customer("De Hovenier")).await;
    assert_eq!((changed.status, changed.body["name"].as_str()), (200, Some("De Hovenier")), "{}", changed.body);
    let archived = client.post(&format!("{path}/archive"), &json!({})).await;
    assert_eq!((archived.status, archived.body["version"].as_u64()), (200, Some(3)));
    assert_refused(&client.post(&format!("{path}/archive"), &json!({})).await, 409, "customer_archived", None);

    let trail = client.get(&format!("{path}/trail")).await;
    let kinds: Vec<&str> = trail.body["data"].as_array().unwrap().iter().filter_map(|h| h["kind"].as_str()).collect();
    assert_eq!(kinds, ["crm.customer_created", "crm.customer_edited", "crm.customer_archived"]);
    let history = client.get(&format!("{path}/history")).await;
    assert_eq!(history.body["data"][1]["body"]["head"]["name"], "Hovenier & Zn.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trail_comes_a_stretch_at_a_time() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let made = client.post("/v1/customers", &customer("Klant 0")).await;
    let path = format!("/v1/customers/{}", made.id());
    for n in 1..5 {
        assert_eq!(client.post(&path, &customer(&format!("Klant {n}"))).await.status, 200);
    }
    let (mut before, mut seen) = (String::new(), Vec::new());
    loop {
        let stretch = client.get(&format!("{path}/trail?limit=2{before}")).await;
        let data = stretch.body["data"].as_array().unwrap().clone();
        let event = data[0]["event"].as_str().unwrap().to_string();
        seen.splice(0..0, data.iter().map(|h| h["intent"]["seq"].as_i64().unwrap()));
        if stretch.body["has_more"] == false {
            break;
        }
        before = format!("&ending_before={event}");
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted());
    assert_refused(&client.get(&format!("{path}/trail?limit=0")).await, 400, "parameter_wrong", Some("limit"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_are_read_and_explained() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let buyer = client.post("/v1/customers", &customer("Klant")).await;
    let lines = json!([{"description": "Advies", "quantity": "1", "unit": "HUR", "unit_price": "100"}]);
    let invoice = client.post("/v1/invoices", &json!({"customer": buyer.id(), "lines": lines})).await;
    let issued = client.post(&format!("/v1/invoices/{}/issue", invoice.id()), &json!({})).await;
    assert_eq!(issued.status, 200, "{}", issued.body);

    let reports = client.get("/v1/reports").await;
    assert_eq!(reports.body["data"].as_array().unwrap().len(), domain::analytics::REPORTS.len());
    let balance = client.get("/v1/reports/trial_balance").await;
    assert_eq!(balance.body["table"]["key"], "trial_balance", "{}", balance.body);
    let drill = balance.body["table"]["rows"][0]["drill"].as_str().unwrap().replace("posting?", "/v1/postings?");
    let postings = client.get(&drill).await;
    assert_eq!(postings.body["data"][0]["document"], invoice.id(), "{}", postings.body);
    let items = client.get(&format!("/v1/open_items?customer={}", buyer.id())).await;
    assert_eq!(items.body["data"][0]["open"]["minor"], 12_100, "{}", items.body);
    let why = client.get(&format!("/v1/why/{}", postings.body["data"][0]["entry"].as_str().unwrap())).await;
    assert!(why.body["tree"]["children"].as_array().is_some_and(|c| !c.is_empty()), "{}", why.body);

    for (path, status, code, param) in [
        ("/v1/reports/nothing", 404, "report_unknown", Some("report")),
        ("/v1/reports/win_rate?by=moon", 400, "parameter_wrong", Some("by")),
        ("/v1/reports/ageing?by=agent", 400, "report_group", Some("by")),
        ("/v1/reports/ageing?as_of=2026-02-30", 400, "date_malformed", Some("as_of")),
        ("/v1/postings?account=9", 400, "parameter_wrong", Some("account")),
        ("/v1/postings?month=soon", 400, "parameter_wrong", Some("month")),
        ("/v1/open_items?supplier=x", 400, "parameter_unknown", Some("supplier")),
    ] {
        assert_refused(&client.get(path).await, status, code, param);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quote_is_configured_tried_out_and_held_to_approval() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let definition = "features\n\tPC\n\t\talternative\n\t\t\tMini {price 100}\n\t\t\tFull {price 180}\n";
    let model = client.post("/v1/product_models", &json!({"name": "PC", "definition": definition})).await;
    let at = format!("/v1/product_models/{}/configure", model.id());
    let chosen = client.get(&format!("{at}?in=Mini&in=Full")).await;
    assert_eq!(chosen.body["impossible"]["choices"], json!([["Mini", true]]), "{}", chosen.body);
    assert_eq!(chosen.body["impossible"]["repairs"][0]["price_difference"], "80");
    assert_refused(&client.get(&format!("{at}?in=Huge")).await, 400, "option_unknown", Some("choices"));
    assert_refused(&client.get(&format!("{at}?with=Full")).await, 400, "parameter_unknown", Some("with"));

    let buyer = client.post("/v1/customers", &customer("Klant")).await;
    let rule = json!({"name": "Korting", "condition": "discount > 10.0", "role": "finance"});
    let rule = client.post("/v1/approval_rules", &rule).await;
    assert_eq!(rule.status, 201, "{}", rule.body);
    let draft = json!({"customer": buyer.id(), "discount": "12.5"});
    let quote = client.post("/v1/quotes", &draft).await;
    let path = format!("/v1/quotes/{}", quote.id());
    let added = json!({"model": model.id(), "select": ["Full"], "quantity": "2"});
    let added = client.post(&format!("{path}/add_configuration"), &added).await;
    assert_eq!(added.body["lines"][0]["net"]["minor"], 31_500, "{}", added.body);
    let outlook = client.get(&format!("{path}/outlook")).await;
    assert_eq!((&outlook.body["clear"], &outlook.body["needed"][0]["role"]), (&json!(false), &json!("finance")));
    assert_eq!(outlook.body["nobody_at"], "10");
    let line = json!({"description": "Advies", "quantity": "1", "price": {"model": "per_unit", "unit_price": "100"}});
    let tried = json!({"id": quote.id(), "customer": buyer.id(), "discount": "5", "lines": [line]});
    let tried = client.post("/v1/quotes/preview", &tried).await;
    assert_eq!(
        (&tried.body["totals"]["one_off"]["minor"], &tried.body["outlook"]["needed"]),
        (&json!(9_500), &json!([]))
    );
    assert_eq!(client.get(&path).await.body["version"], added.body["version"]);
    assert_refused(&client.post(&format!("{path}/send"), &json!({})).await, 409, "quote_needs_approval", None);
    let asked = client.post(&format!("{path}/request_approval"), &json!({})).await;
    let approval = asked.header("quittance-made").to_string();
    // A key is no person.
    let approve = client.post(&format!("/v1/approvals/{approval}/approve"), &json!({})).await;
    assert_refused(&approve, 403, "approval_needs_person", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_file_is_booked_once_by_program_and_by_page() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let file = "Datum;Bedrag;Volgnr;Omschrijving\n2026-03-02;100,00;7;Factuur\n2026-03-03;x;8;Factuur\n";
    let csv: Headers = &[("content-type", "text/csv")];
    let taken = client.send("POST", "/v1/payments/import", csv, file.into()).await;
    assert_eq!((taken.status, &taken.body["taken"]), (200, &json!(1)), "{}", taken.body);
    assert_eq!(taken.body["named"][0]["line"], 3, "{}", taken.body);
    let again = client.send("POST", "/v1/payments/import", csv, file.into()).await;
    assert_eq!((&again.body["taken"], &again.body["repeated"]), (&json!(0), &json!(1)), "{}", again.body);
    let wrong = client.send("POST", "/v1/payments/import", csv, "Naam;Kleur\nA;rood\n".into()).await;
    assert_eq!(wrong.status, 400, "{}", wrong.body);
    let reader = served.client("sales", None).await;
    assert_eq!(reader.send("POST", "/v1/payments/import", csv, file.into()).await.status, 403);

    // The page takes the same file, from who shows the token of the session.
    let session = served.app.open_session(served.org, served.owner).await.unwrap();
    let cookie = format!("{}={}", web::session::SESSION_COOKIE, session.token);
    let page = Client::new(&served.url, None);
    let form = |token: &str| {
        format!(
            "--x\r\ncontent-disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n--x\r\ncontent-disposition: form-data; \
             name=\"file\"; filename=\"bank.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
        )
        .replace("_csrf", web::ui::CSRF_FIELD)
    };
    let headers: Headers = &[("cookie", &cookie), ("content-type", "multipart/form-data; boundary=x")];
    let forged = page.send("POST", "/payments/import", headers, form("guess")).await;
    assert_eq!(forged.status, 403);
    let shown = page.send("POST", "/payments/import", headers, form(&session.csrf)).await;
    let text = shown.body.as_str().unwrap_or_default();
    assert!(shown.status == 200 && text.contains("bank.csv") && text.contains('3'), "{text}");
    assert_eq!(client.get("/v1/payments").await.body["data"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_is_done_once() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let once: Headers = &[("idempotency-key", "order 17")];
    let first = post(&client, "/v1/customers", once, &customer("Klant")).await;
    // The same request, though its JSON is written in another order.
    let other_order =
        r#"{"address":{"country":"NL","postal_code":"3511 AB","city":"Utrecht","street":"Kade 1"},"name":"Klant"}"#;
    let second = client.send("POST", "/v1/customers", once, other_order.into()).await;
    assert_eq!((first.status, second.status), (201, 200));
    assert_eq!((second.id(), second.header("idempotent-replayed")), (first.id(), "true"));
    assert_eq!(second.header("request-id"), first.header("request-id"));
    let third = post(&client, "/v1/customers", once, &customer("Iemand anders")).await;
    assert_refused(&third, 409, "idempotency_key_reused", None);
    assert_eq!(client.get("/v1/customers").await.body["data"].as_array().unwrap().len(), 1);
    let long = "x".repeat(256);
    let fourth = post(&client, "/v1/customers", &[("idempotency-key", &long)], &customer("Klant")).await;
    assert_refused(&fourth, 400, "idempotency_key_length", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_to_what_somebody_else_changed_is_refused() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let made = client.post("/v1/customers", &customer("Klant")).await;
    let path = format!("/v1/customers/{}", made.id());
    let seen: Headers = &[("if-match", "\"1\"")];
    assert_eq!(post(&client, &path, seen, &customer("Eerste")).await.status, 200);
    assert_refused(&post(&client, &path, seen, &customer("Tweede")).await, 409, "version_stale", None);
    let wrong = post(&client, &path, &[("if-match", "soon")], &customer("Derde")).await;
    assert_refused(&wrong, 400, "parameter_wrong", None);
    // Not only edits: each verb on a document is about the version that was seen.
    let archive = format!("{path}/archive");
    assert_refused(&post(&client, &archive, seen, &json!({})).await, 409, "version_stale", None);
    assert_eq!(client.get(&path).await.body["name"], "Eerste");
    let now: Headers = &[("if-match", "\"2\""), ("idempotency-key", "once")];
    assert_eq!(post(&client, &archive, now, &json!({})).await.status, 200);
    assert_eq!(post(&client, &archive, now, &json!({})).await.header("idempotent-replayed"), "true");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_request_is_told_what_is_wrong() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let raw = |body: &str| client.send("POST", "/v1/customers", &[], body.to_string());
    assert_refused(&raw("{\"name\": ").await, 400, "body_not_json", None);
    assert_refused(&raw("[]").await, 400, "body_not_object", None);
    assert_refused(&raw("{}").await, 400, "field_missing", Some("name"));

    let with = |field: &str, value: Json| {
        let mut body = customer("Klant");
        body[field] = value;
        body
    };
    let cases = [
        (with("payment_days", json!("soon")), "field_wrong", "payment_days"),
        (with("type", json!("wizard")), "field_choice", "type"),
        (with("nonsense", json!(1)), "field_unknown", "nonsense"),
        (with("address", json!({"town": "Utrecht"})), "field_unknown", "address.town"),
        (with("credit_limit", json!({"minor": "ten", "currency": "EUR"})), "field_wrong", "credit_limit.minor"),
        (
            with("address", json!({"street": 5, "city": "U", "postal_code": "1", "country": "NL"})),
            "field_wrong",
            "address.street",
        ),
        (
            with("address", json!({"street": "Kade 1", "postal_code": "1", "country": "NL"})),
            "field_missing",
            "address.city",
        ),
        (with("name", json!("  ")), "value_missing", "name"),
    ];
    for (body, code, param) in cases {
        assert_refused(&client.post("/v1/customers", &body).await, 400, code, Some(param));
    }
    let large = json!({"id": "cus_1", "name": "x"});
    assert_refused(&client.post("/v1/customers/cus_1", &large).await, 404, "verb_unknown", None);
    assert_refused(&client.get("/v1/customers/quo_00000000000000000000000001").await, 400, "id_malformed", None);
    assert_refused(&client.get("/v1/customers/cus_00000000000000000000000001").await, 404, "document_missing", None);
    assert_refused(&client.get("/v1/wizards").await, 404, "route_unknown", None);
    assert_refused(&client.get("/v1/a/b/c/d/e").await, 404, "route_unknown", None);
    assert_eq!(client.get("/v1/customers").await.body["data"], json!([]), "something was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_come_in_pages_with_their_documents_expanded() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let mut customers = Vec::new();
    for n in 0..25 {
        let made = client.post("/v1/customers", &customer(&format!("Klant {n:02}"))).await;
        customers.push(made.id());
    }
    customers.reverse();
    let ids = |answer: &Answer| -> Vec<String> {
        answer.body["data"].as_array().unwrap().iter().filter_map(|d| d["id"].as_str().map(Into::into)).collect()
    };
    let first = client.get("/v1/customers").await;
    assert_eq!((ids(&first), &first.body["has_more"]), (customers[..10].to_vec(), &json!(true)));
    let second = client.get(&format!("/v1/customers?starting_after={}&limit=15", customers[9])).await;
    assert_eq!((ids(&second), &second.body["has_more"]), (customers[10..].to_vec(), &json!(false)));
    let back = client.get(&format!("/v1/customers?ending_before={}&limit=4", customers[10])).await;
    assert_eq!((ids(&back), &back.body["has_more"]), (customers[6..10].to_vec(), &json!(true)));
    let named = client.get("/v1/customers?sort=title&limit=2").await;
    assert_eq!(named.body["data"][0]["name"], "Klant 00");
    let found = client.get("/v1/customers?q=klant%2007").await;
    assert_eq!(found.body["data"][0]["name"], "Klant 07");

    let person = client.post("/v1/persons", &json!({"customer": customers[0], "name": "Piet Bakker"})).await;
    let shown = client.get(&format!("/v1/persons/{}?expand[]=customer", person.id())).await;
    assert_eq!(shown.body["customer"]["name"], "Klant 24", "{}", shown.body);
    let unknown = client.get(&format!("/v1/persons/{}?expand[]=foo", person.id())).await;
    assert_refused(&unknown, 400, "parameter_wrong", Some("expand[]"));
    let listed = client.get("/v1/persons?expand[]=data.customer").await;
    assert_eq!(listed.body["data"][0]["customer"]["object"], "customer");

    for (query, code, param) in [
        ("limit=0", "parameter_wrong", Some("limit")),
        ("limit=101", "parameter_wrong", Some("limit")),
        ("limit=ten", "parameter_wrong", Some("limit")),
        ("sort=colour", "parameter_wrong", Some("sort")),
        ("colour=red", "parameter_unknown", Some("colour")),
        ("state=nonsense", "parameter_wrong", Some("state")),
        ("state=active,nonsense", "parameter_wrong", Some("state")),
        ("expand[]=foo", "parameter_wrong", Some("expand[]")),
    ] {
        assert_refused(&client.get(&format!("/v1/customers?{query}")).await, 400, code, param);
    }
    for query in ["starting_after=nobody", "customer=quo_1", "date_from=2026-02-30"] {
        assert_eq!(client.get(&format!("/v1/customers?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_open_what_they_are_for_and_nothing_else() {
    let served = Served::start().await;
    let nobody = Client::new(&served.url, None);
    assert_refused(&nobody.get("/v1/customers").await, 401, "key_needed", None);
    assert_refused(&nobody.post("/v1/customers", &customer("Klant")).await, 401, "key_needed", None);
    let wrong = Client::new(&served.url, Some("qk_nonsense"));
    assert_refused(&wrong.get("/v1/customers").await, 401, "key_wrong", None);

    let narrow = served.client("owner", Some("customer.read person.create")).await;
    assert_eq!(narrow.get("/v1/customers").await.status, 200);
    assert_refused(&narrow.post("/v1/customers", &customer("Klant")).await, 403, "permission_missing", None);
    assert_refused(&narrow.get("/v1/persons").await, 403, "permission_missing", None);
    // Who may make a thing and not see it gets what was done, not the thing.
    let made = narrow.post("/v1/persons", &json!({"name": "Piet Bakker", "email": "piet@klant.example"})).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert!(made.body["id"].as_str().is_some_and(|id| id.starts_with("per_")) && made.body.get("name").is_none());

    let (id, text) = served.app.create_key(served.org, "passing", "owner", None).await.unwrap();
    let passing = Client::new(&served.url, Some(&text));
    assert_eq!(passing.get("/v1/customers").await.status, 200);
    served.app.revoke_key(served.org, id).await.unwrap();
    assert_refused(&passing.get("/v1/customers").await, 401, "key_wrong", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn sentences_come_in_the_callers_language() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let say = |language: &'static str| {
        let client = client.clone();
        async move {
            let headers = [("accept-language", language)];
            let answer = client.send("POST", "/v1/customers", &headers, json!({"name": 5}).to_string()).await;
            answer.body["error"]["message"].as_str().unwrap().to_string()
        }
    };
    let (dutch, english) = (say("nl-NL,nl;q=0.9,en;q=0.8").await, say("en-GB").await);
    assert_ne!(dutch, english);
    assert_eq!(say("fr-FR,fr;q=0.9,nl;q=0.5").await, dutch);
    assert_eq!(say("fr").await, english);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_can_be_erased_and_is_then_gone_everywhere() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let made = client.post("/v1/persons", &json!({"name": "Piet Bakker", "email": "piet@klant.example"})).await;
    let path = format!("/v1/persons/{}", made.id());
    client.post(&path, &json!({"name": "Piet de Bakker", "email": "piet@klant.example"})).await;
    let erased = client.post(&format!("{path}/erase"), &json!({})).await;
    assert_eq!(erased.status, 200, "{}", erased.body);
    for path in [path.clone(), format!("{path}/trail"), format!("{path}/history"), "/v1/search?q=bakker".into()] {
        let shown = client.get(&path).await.body.to_string().to_lowercase();
        assert!(!shown.contains("bakker") && !shown.contains("piet@"), "{path} still shows {shown}");
    }
    let file = served.app.db.path().unwrap().clone();
    let mut conn = served.app.db.read().await.unwrap();
    let rows = conn.rows("SELECT input, outcome FROM intent", &[]).await.unwrap();
    assert!(rows.iter().all(|r| !format!("{r:?}").contains("Bakker")), "an intent in {} still has it", file.display());
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_are_said_and_read() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let made = client.post("/v1/customers", &customer("Klant")).await;
    let said = client.post("/v1/comment", &json!({"document": made.id(), "text": "Belt morgen terug"})).await;
    assert_eq!(said.status / 100, 2, "{}", said.body);
    let read = client.get(&format!("/v1/customers/{}/comments", made.id())).await;
    assert_eq!(read.body["data"][0]["text"], "Belt morgen terug");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_openapi_and_lists_every_verb() {
    let served = Served::start().await;
    let answer = Client::new(&served.url, None).get("/v1/openapi.json").await;
    assert_eq!(answer.status, 200);
    let api = &answer.body;
    assert_eq!(api["openapi"], "3.1.0");
    assert!(api["info"]["title"].is_string() && api["info"]["version"].is_string());
    let mut operations = BTreeSet::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        assert!(path.starts_with("/v1/"), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no name"));
            assert!(operations.insert(name.to_string()), "{name} is there twice");
            assert!(operation["responses"]["2XX"].is_object(), "{name}");
            let described: BTreeSet<&str> = operation["parameters"]
                .as_array()
                .map(|all| all.iter().filter(|p| p["in"] == "path").filter_map(|p| p["name"].as_str()).collect())
                .unwrap_or_default();
            let in_path: BTreeSet<&str> =
                path.split(['{', '}']).enumerate().filter(|(n, _)| n % 2 == 1).map(|(_, part)| part).collect();
            assert_eq!(described, in_path, "{method} {path}");
            check_references(api, operation, name);
        }
    }
    for verb in VERBS {
        assert!(operations.contains(verb.name()), "{} is not described", verb.name());
    }
}

/// Every reference leads somewhere in the document.
fn check_references(api: &Json, part: &Json, name: &str) {
    match part {
        Json::Object(map) => {
            if let Some(to) = map.get("$ref").and_then(Json::as_str) {
                let found = to.strip_prefix('#').and_then(|pointer| api.pointer(pointer));
                assert!(found.is_some(), "{name} refers to {to}");
            }
            map.values().for_each(|v| check_references(api, v, name));
        }
        Json::Array(items) => items.iter().for_each(|v| check_references(api, v, name)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_names_the_field_as_it_was_sent() {
    let served = Served::start().await;
    let client = served.owner_client().await;
    let buyer = client.post("/v1/customers", &customer("Klant")).await;
    let lines = json!([{"description": "Advies", "quantity": "2", "unit": "HUR", "unit_price": "100"}]);
    let invoice = client.post("/v1/invoices", &json!({"customer": buyer.id(), "lines": lines})).await;
    let path = format!("/v1/invoices/{}", invoice.id());
    assert_eq!(client.post(&format!("{path}/issue"), &json!({})).await.status, 200);
    let credit = |line: Json| {
        let (client, path) = (client.clone(), format!("{path}/credit"));
        async move { client.post(&path, &json!({"reason": "Retour", "lines": [line]})).await }
    };
    let many = credit(json!({"line": 1, "quantity": "3"})).await;
    assert_refused(&many, 400, "credit_exceeds_quantity", Some("lines.0.quantity"));
    let other = credit(json!({"line": 7, "quantity": "1"})).await;
    assert_refused(&other, 400, "invoice_line_unknown", Some("lines.0.line"));
    let dollars = credit(json!({"line": 1, "amount": {"minor": 100, "currency": "USD"}})).await;
    assert_refused(&dollars, 400, "currency_mixed", Some("lines.0.amount"));

    let amount = |minor: i64| json!({"minor": minor, "currency": "EUR"});
    let paid = client.post("/v1/payments", &json!({"customer": buyer.id(), "amount": amount(50_000)})).await;
    let to = json!([{"invoice": invoice.id(), "amount": amount(40_000)}]);
    let answer = client.post(&format!("/v1/payments/{}/allocate", paid.id()), &json!({"to": to})).await;
    assert_refused(&answer, 409, "allocation_exceeds_debt", Some("to.0.amount"));
}
