//! A small company with a document of every kind, made by verbs, so that every page has something to show.

use crate::world::{Served, done};
use ::app::read::Reader;
use domain::document::{DocRef, Kind};
use serde_json::{Value as Json, json};

pub struct Company {
    /// One document of each kind.
    pub documents: Vec<DocRef>,
    /// The customers' pages: kind and path.
    pub links: Vec<(&'static str, String)>,
    /// A draft that waits for approvals.
    pub guarded: DocRef,
    /// A product that consists of others.
    pub bundle: DocRef,
    /// A product to be configured.
    pub model: DocRef,
}

async fn run(served: &Served, verb: &str, input: Json) -> DocRef {
    done(&served.app, &served.call(), verb, input).await
}

fn buyer(name: &str, street: &str, country: &str) -> Json {
    json!({
        "name": name, "email": "administratie@klant.example", "sector": "retail",
        "address": {"street": street, "city": "Utrecht", "postal_code": "3511 AB", "country": country},
    })
}

pub async fn company(served: &Served) -> Company {
    let customer = run(served, "customer.create", buyer("Bakkerij Jansen B.V.", "Kade 12", "NL")).await;
    for n in 1..=8 {
        run(
            served,
            "customer.create",
            buyer(&format!("Installatiebedrijf Van den Heuvel & Zonen {n}"), "Dorpsstraat 1", "NL"),
        )
        .await;
    }
    let person =
        json!({"customer": customer, "name": "Johan Jansen", "email": "johan@jansen.example", "role": "purchasing"});
    run(served, "person.create", person).await;
    let product = run(
        served,
        "product.create",
        json!({"sku": "MIX-20", "name": "Deegmenger 20 liter", "cost": {"minor": 70_000, "currency": "EUR"}}),
    )
    .await;
    let entries = json!([{"product": product, "price": {"model": "per_unit", "unit_price": "1250.50"}}]);
    run(served, "price_book.create", json!({"name": "Catalogue 2026", "entries": entries})).await;
    let promotion = json!({"name": "Welkom", "code": "WELKOM", "percent": "5", "uses": 100});
    run(served, "promotion.create", promotion).await;
    let hook = json!({"sku": "HAAK", "name": "Kneedhaak", "cost": {"minor": 2_500, "currency": "EUR"}});
    let hook = run(served, "product.create", hook).await;
    let bundle = json!({"sku": "START", "name": "Startpakket bakkerij", "lead_time_days": 12});
    let bundle = run(served, "product.create", bundle).await;
    let parts = json!([{"product": product, "quantity": "1"}, {"product": hook, "quantity": "3"}]);
    let parts = json!({"id": bundle, "parts": parts, "pricing": "fixed", "price": "1310"});
    run(served, "product.set_bundle", parts).await;
    let deal =
        json!({"title": "Nieuwe bakkerij", "customer": customer, "expected": {"minor": 274_100, "currency": "EUR"}});
    run(served, "opportunity.create", deal).await;
    let line = json!({"product": product, "quantity": "2"});
    let template = json!({"name": "Deegmenger met montage", "valid_days": 14, "introduction_nl": "Zoals besproken.", "lines": [line]});
    run(served, "quote_template.create", template).await;
    run(served, "template.create", json!({"name": "Koopovereenkomst", "language": "nl", "body": "De koper koopt."}))
        .await;

    let definition = "features\n\tDeegmenger\n\t\tmandatory\n\t\t\tKom\n\t\t\t\talternative\n\t\t\t\t\t\"20 liter\" {price 900}\n\t\t\t\t\t\"40 liter\" {price 1350.50}\n\
        \t\toptional\n\t\t\t\"Koeling met digitale temperatuurregeling\" {price 410}\nconstraints\n\t\"Koeling met digitale temperatuurregeling\" => \"40 liter\"\n";
    let model = json!({"name": "Deegmenger op maat", "product": product, "definition": definition});
    let model = run(served, "product_model.create", model).await;
    let rates = json!({"rates": [{"currency": "USD", "units": "1.1172"}, {"currency": "GBP", "units": "0.8338"}], "source": "ECB"});
    run(served, "exchange_rate.set", rates).await;
    let mut links = Vec::new();
    let draft = quote(served, customer, product).await;
    let pack = json!({"id": draft, "changes": [{"product": bundle, "quantity": "2"}]});
    run(served, "quote.edit_lines", pack).await;
    let declined = quote(served, customer, product).await;
    run(served, "quote.send", json!({"id": declined})).await;
    run(served, "quote.decline", json!({"id": declined, "reason": "Te duur"})).await;
    let rule = json!({"name": "Hoge korting", "condition": "discount > 5.0", "role": "sales_lead"});
    let later = json!({"name": "Lage marge of lange looptijd", "condition": "discount > 12.0 || term > 36", "role": "finance", "step": 2,
        "escalate_after": 3, "escalate_to": "owner"});
    for rule in [rule, later] {
        run(served, "approval_rule.create", rule).await;
    }
    let lines = json!([{"product": product, "quantity": "2", "discount": "15"}]);
    let guarded = run(served, "quote.create", json!({"customer": customer, "lines": lines})).await;
    run(served, "quote.request_approval", json!({"id": guarded})).await;
    let colleague =
        served.app.add_member(served.org, "lead@hovenier.example", "Lisa", "correct horse battery", "sales_lead", None);
    let reader = Reader { org: served.org, actor: served.call().actor };
    let until = served.app.today(&reader).await.unwrap().add_days(14);
    let away = json!({"to": colleague.await.unwrap(), "until": until, "reason": "Vakantie"});
    run(served, "delegation.create", away).await;
    let sent = quote(served, customer, product).await;
    run(served, "quote.send", json!({"id": sent})).await;
    links.push(("quote", link(served, sent).await));
    let accepted = quote(served, customer, product).await;
    run(served, "quote.send", json!({"id": accepted})).await;
    run(served, "quote.accept", json!({"id": accepted, "signer_name": "Johan Jansen", "consent": true})).await;
    let contract = run(served, "contract.create", json!({"quote": accepted})).await;
    run(served, "contract.send", json!({"id": contract})).await;
    links.push(("contract", link(served, contract).await));
    for (party, name) in [("customer", "Johan Jansen"), ("seller", "Anna de Wit")] {
        let sign = json!({"id": contract, "party": party, "name": name, "consent": true});
        run(served, "contract.sign", sign).await;
    }
    let order = run(served, "order.create_from_contract", json!({"contract": contract})).await;
    invoiced(served, customer, order, &mut links).await;
    assert_ne!(draft, accepted);
    Company { documents: one_of_each(served).await, links, guarded, bundle, model }
}

async fn quote(served: &Served, customer: DocRef, product: DocRef) -> DocRef {
    let lines = json!([
        {"product": product, "quantity": "2"},
        {"description": "Montage en inregelen van de deegmenger op locatie, inclusief voorrijkosten", "quantity": "3", "price": {"model": "per_unit", "unit_price": "80"}},
        {"description": "Onderhoud", "quantity": "1", "price": {"model": "per_unit", "unit_price": "360"}, "discount": "10"},
    ]);
    let input = json!({"customer": customer, "title": "Deegmenger met montage", "lines": lines, "introduction": "Zoals besproken.", "notes": "Levering in overleg."});
    run(served, "quote.create", input).await
}

async fn link(served: &Served, document: DocRef) -> String {
    let days = 60;
    format!("/p/{}", served.app.create_link(served.org, document, None, days).await.unwrap())
}

/// Delivered, invoiced, part of it credited, paid with something over, and that paid back.
async fn invoiced(served: &Served, customer: DocRef, order: DocRef, links: &mut Vec<(&'static str, String)>) {
    run(served, "delivery.create", json!({"order": order})).await;
    let invoice = run(served, "invoice.create_from_order", json!({"order": order})).await;
    run(served, "invoice.issue", json!({"id": invoice})).await;
    links.push(("invoice", link(served, invoice).await));
    let lines = json!([
        {"description": "Onderhoudscontract", "quantity": "1", "price": {"model": "per_unit", "unit_price": "1200"},
         "charging": "yearly"},
    ]);
    let standing = json!({"customer": customer, "title": "Onderhoud", "lines": lines});
    run(served, "order.create", standing).await;
    let amount = json!({"minor": 500_000, "currency": "EUR"});
    let payment = run(served, "payment.create", json!({"customer": customer, "amount": amount})).await;
    run(served, "payment.allocate", json!({"id": payment})).await;
    let back = json!({"source": payment, "amount": {"minor": 10_000, "currency": "EUR"}, "reason": "Te veel betaald"});
    run(served, "refund.create", back).await;
}

async fn one_of_each(served: &Served) -> Vec<DocRef> {
    let mut conn = served.app.db.read().await.unwrap();
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let query = store::document::Query { kind: Some(*kind), limit: 1, ascending: true, ..Default::default() };
        let found = store::document::list(&mut conn, served.org, &query).await.unwrap();
        assert!(!found.is_empty(), "the company has no {}", kind.noun());
        all.push(found[0].doc_ref());
    }
    all
}
