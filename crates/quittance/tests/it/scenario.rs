//! Stories through the verbs on each database: what is known changes, is taken out of use and comes back; what was begun is
//! called off, counted anew or refused.

use crate::world::{Base, customer, done, on_each_database, refused};
use app::{App, Call};
use domain::{
    document::{DocRef, Document},
    ids::RawId,
};
use serde_json::{Value as Json, json};

on_each_database!(
    what_is_known_can_be_changed,
    customers_go_out_of_use_and_come_back,
    a_person_is_changed_and_erased,
    an_order_of_a_quote_is_called_off,
    stock_is_counted,
    a_refund_is_refused,
    refusals_name_documents_by_number,
    history_is_taken_in_once,
    consumers_abroad_are_taxed_at_home_until_the_threshold,
    vat_in_dollars_stands_in_euros_too,
    what_cannot_be_true_is_refused_at_entry,
    nothing_happened_in_the_future,
    an_order_does_not_start_before_what_was_agreed,
);

async fn begun(base: &Base) -> (App, Call) {
    base.founded("owner@hovenier.example").await
}

async fn read<D: Document>(app: &App, call: &Call, id: RawId) -> D {
    let reader = app::read::Reader { org: call.org, actor: call.actor.clone() };
    app.document(&reader, id).await.unwrap()
}

fn euros(minor: i64) -> Json {
    json!({"minor": minor, "currency": "EUR"})
}

fn priced(description: &str, price: &str) -> Json {
    json!({"description": description, "quantity": "2", "price": {"model": "per_unit", "unit_price": price}})
}

async fn what_is_known_can_be_changed(base: Base) {
    let (app, call) = begun(&base).await;
    let mut company = json!({
        "code": "TWEE", "legal_name": "Tweede B.V.", "currency": "EUR", "language": "nl", "time_zone": "Europe/Amsterdam",
        "payment_days": 14, "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"},
    });
    let entity = done(&app, &call, "entity.create", company.clone()).await;
    company["id"] = json!(entity);
    company["legal_name"] = json!("Derde B.V.");
    done(&app, &call, "entity.edit", company).await;
    assert_eq!(read::<domain::org::Entity>(&app, &call, entity.id).await.legal_name, "Derde B.V.");

    let product = done(&app, &call, "product.create", json!({"sku": "A1", "name": "Schep"})).await;
    done(&app, &call, "product.edit", json!({"id": product, "version": 1, "sku": "A1", "name": "Spade"})).await;
    assert_eq!(read::<domain::catalog::Product>(&app, &call, product.id).await.name, "Spade");
    let stale = json!({"id": product, "version": 1, "sku": "A1", "name": "Hark"});
    assert_eq!(refused(&app, &call, "product.edit", stale).await, "version_stale");

    let wording = json!({"name": "Koop", "language": "nl", "body": "De koper koopt."});
    let template = done(&app, &call, "template.create", wording).await;
    let better = json!({"id": template, "name": "Koop", "language": "nl", "body": "De koper koopt en betaalt."});
    done(&app, &call, "template.edit", better).await;
    done(&app, &call, "template.archive", json!({"id": template})).await;
    done(&app, &call, "template.restore", json!({"id": template})).await;
    assert_eq!(refused(&app, &call, "template.restore", json!({"id": template})).await, "template_not_archived");

    let deal = done(&app, &call, "opportunity.create", json!({"title": "Tuin"})).await;
    let change = json!({"id": deal, "title": "Grote tuin", "expected": euros(500_000)});
    done(&app, &call, "opportunity.edit", change).await;
    let deal: domain::crm::Opportunity = read(&app, &call, deal.id).await;
    assert_eq!((deal.title.as_str(), deal.expected.map(|m| m.minor())), ("Grote tuin", Some(500_000)));
}

async fn customers_go_out_of_use_and_come_back(base: Base) {
    let (app, call) = begun(&base).await;
    let made = done(&app, &call, "customer.create", customer("Klant")).await;
    let mut change = customer("Grote klant");
    change["id"] = json!(made);
    done(&app, &call, "customer.edit", change).await;
    done(&app, &call, "customer.archive", json!({"id": made})).await;
    let quote = json!({"customer": made, "lines": [priced("Werk", "100")]});
    assert_eq!(refused(&app, &call, "quote.create", quote.clone()).await, "customer_archived");
    done(&app, &call, "customer.restore", json!({"id": made})).await;
    done(&app, &call, "quote.create", quote).await;
    done(&app, &call, "comment.create", json!({"document": made, "text": "Terug van weggeweest"})).await;
    let found: domain::crm::Customer = read(&app, &call, made.id).await;
    assert_eq!((found.name.as_str(), found.archived), ("Grote klant", None));
}

async fn a_person_is_changed_and_erased(base: Base) {
    let (app, call) = begun(&base).await;
    let person = done(&app, &call, "person.create", json!({"name": "Piet Bakker"})).await;
    let change = json!({"id": person, "name": "Piet Slager", "email": "piet@klant.example"});
    done(&app, &call, "person.edit", change).await;
    done(&app, &call, "person.erase", json!({"id": person})).await;
    let found: domain::crm::Person = read(&app, &call, person.id).await;
    assert!(found.erased.is_some() && found.email.is_none() && !found.name.contains("Piet"), "{found:?}");
    let mut conn = base.db.read().await.unwrap();
    for sql in [
        "SELECT input FROM intent",
        "SELECT body FROM event",
        "SELECT body FROM document_history",
        "SELECT word FROM search_word",
    ] {
        let rows = conn.rows(sql, &[]).await.unwrap();
        assert!(rows.iter().all(|r| !r.text(0).to_lowercase().contains("piet")), "{sql} still has the name");
    }
}

async fn accepted_quote(app: &App, call: &Call) -> DocRef {
    let customer = done(app, call, "customer.create", customer("Klant")).await;
    let quote = json!({"customer": customer, "lines": [priced("Werk", "100")]});
    let quote = done(app, call, "quote.create", quote).await;
    done(app, call, "quote.send", json!({"id": quote})).await;
    done(app, call, "quote.accept", json!({"id": quote, "signer_name": "Piet Bakker", "consent": true})).await
}

async fn an_order_of_a_quote_is_called_off(base: Base) {
    let (app, call) = begun(&base).await;
    let quote = accepted_quote(&app, &call).await;
    let order = done(&app, &call, "order.create_from_quote", json!({"quote": quote})).await;
    assert_eq!(refused(&app, &call, "order.create_from_quote", json!({"quote": quote})).await, "order_exists");
    done(&app, &call, "order.cancel", json!({"id": order, "reason": "Toch niet"})).await;
    let found: domain::order::Order = read(&app, &call, order.id).await;
    assert_eq!(found.head().state, "cancelled");
    // What was called off may be ordered again.
    done(&app, &call, "order.create_from_quote", json!({"quote": quote})).await;
}

async fn stock_is_counted(base: Base) {
    let (app, call) = begun(&base).await;
    let fields = json!({"sku": "A1", "name": "Schep", "cost": euros(1000)});
    let product = done(&app, &call, "product.create", fields).await;
    done(&app, &call, "stock.receive", json!({"product": product, "quantity": "10"})).await;
    done(&app, &call, "stock.adjust", json!({"product": product, "counted": "7", "reason": "Geteld"})).await;
    let id = domain::ids::ProductId(product.id);
    let level = store::facts::stock_level(&mut base.db.read().await.unwrap(), call.org, id).await.unwrap();
    assert_eq!(level, (7_000_000, 7000));
}

async fn a_refund_is_refused(base: Base) {
    let (app, call) = begun(&base).await;
    let customer = done(&app, &call, "customer.create", customer("Klant")).await;
    let payment = done(&app, &call, "payment.create", json!({"customer": customer, "amount": euros(10_000)})).await;
    let ask = json!({"source": payment, "amount": euros(4_000), "reason": "Te veel"});
    let refund = done(&app, &call, "refund.create", ask).await;
    done(&app, &call, "refund.reject", json!({"id": refund, "reason": "Toch niet"})).await;
    let found: domain::payment::Refund = read(&app, &call, refund.id).await;
    assert_eq!(found.head().state, "rejected");
    // The money is free again.
    let all = json!({"source": payment, "amount": euros(10_000), "reason": "Alles"});
    done(&app, &call, "refund.create", all).await;
}

async fn refusals_name_documents_by_number(base: Base) {
    let (app, call) = begun(&base).await;
    let customer = done(&app, &call, "customer.create", customer("Klant")).await;
    let payment = done(&app, &call, "payment.create", json!({"customer": customer, "amount": euros(10_000)})).await;
    let number = read::<domain::payment::Payment>(&app, &call, payment.id).await.number;
    let ask = json!({"source": payment, "amount": euros(20_000), "reason": "Te veel"});
    let refusal = app.execute(&call, "refund.create", ask).await.unwrap_err().into_refusal();
    assert_eq!(refusal.code, "refund_exceeds_credit");
    assert!(refusal.args.contains(&("document", number.as_str().into())), "{refusal}");
}

async fn history_is_taken_in_once(base: Base) {
    let (app, call) = begun(&base).await;
    let sha256 = "ab".repeat(32);
    let file = json!({"file": "orders.csv", "sha256": sha256, "mapping": "online-retail"});
    app.execute(&call, "history.begin", file).await.unwrap();
    let line = json!({"at": 2, "code": "85123A", "text": "LANTERN", "quantity": "6", "price": "2.55"});
    let invoice = json!({
        "number": "536365", "credit": false, "date": "2010-12-01", "second": 30_360, "customer": "17850",
        "country": "GB", "lines": [line],
    });
    let chunk = json!({"sha256": sha256, "currency": "EUR", "to": "3", "invoices": [invoice]});
    app.execute(&call, "history.take", chunk.clone()).await.unwrap();
    assert_eq!(refused(&app, &call, "history.take", chunk).await, "history_moved");
    let reader = app::read::Reader { org: call.org, actor: call.actor.clone() };
    let query = app::read::Query { kind: Some(domain::document::Kind::Invoice), limit: 10, ..Default::default() };
    let invoices = app.list(&reader, query).await.unwrap();
    let found = invoices.rows.first().unwrap();
    assert_eq!((found.number.as_str(), found.amount.map(|m| m.minor())), ("536365", Some(1530)));
}

async fn consumers_abroad_are_taxed_at_home_until_the_threshold(base: Base) {
    let (app, call) = begun(&base).await;
    let buyer = json!({"name": "Lena Vogel", "type": "consumer", "email": "lena@vogel.example",
        "address": {"street": "Hauptstr. 1", "city": "Aachen", "postal_code": "52062", "country": "DE"}});
    let lena = done(&app, &call, "customer.create", buyer).await;
    let sold = async |price: &str| {
        let goods =
            json!([{"description": "Fiets", "quantity": "1", "unit": "C62", "unit_price": price, "supply": "goods"}]);
        let invoice = done(&app, &call, "invoice.create", json!({"customer": lena, "lines": goods})).await;
        done(&app, &call, "invoice.issue", json!({"id": invoice})).await;
        let invoice = read::<domain::billing::Invoice>(&app, &call, invoice.id).await;
        let line = &invoice.lines[0].vat;
        (invoice.id, line.reason.clone(), line.rate.to_string())
    };
    let (first, reason, rate) = sold("9000").await;
    assert_eq!((reason.as_str(), rate.as_str()), ("vat_origin_below_threshold", "21"));
    // With this one it is 10,000 exactly; the next passes it.
    assert_eq!(sold("1000").await.1, "vat_origin_below_threshold");
    let (_, reason, rate) = sold("0.01").await;
    assert_eq!((reason.as_str(), rate.as_str()), ("vat_destination", "19"));
    // What is credited counts no more, as far as its credit note is issued.
    let note = done(&app, &call, "invoice.credit", json!({"id": first, "reason": "Retour"})).await;
    done(&app, &call, "invoice.issue", json!({"id": note})).await;
    assert_eq!(sold("500").await.1, "vat_origin_below_threshold");

    // Who gave up the threshold is taxed there from the first euro.
    let seller = read::<domain::billing::Invoice>(&app, &call, first.raw()).await.entity;
    let seller = read::<domain::org::Entity>(&app, &call, seller.raw()).await;
    let mut fields = serde_json::to_value(&seller).unwrap();
    fields["taxed_at_destination"] = json!(true);
    fields.as_object_mut().unwrap().remove("closed_until");
    done(&app, &call, "entity.edit", fields).await;
    assert_eq!(sold("1").await.1, "vat_destination");
}

async fn vat_in_dollars_stands_in_euros_too(base: Base) {
    let (app, call) = begun(&base).await;
    let customer = done(&app, &call, "customer.create", customer("Klant")).await;
    let lines =
        json!([{"description": "Werk", "quantity": "1", "unit": "HUR", "unit_price": "100", "supply": "service"}]);
    let draft = |currency: &str| json!({"customer": customer, "currency": currency, "lines": lines});
    assert_eq!(refused(&app, &call, "invoice.create", draft("XXX")).await, "field_wrong");
    let invoice = done(&app, &call, "invoice.create", draft("USD")).await;
    assert_eq!(refused(&app, &call, "invoice.issue", json!({"id": invoice})).await, "exchange_rate_missing");
    done(&app, &call, "invoice.issue", json!({"id": invoice, "exchange_rate": "0.9217"})).await;
    let note = done(&app, &call, "invoice.credit", json!({"id": invoice, "reason": "Retour"})).await;
    done(&app, &call, "invoice.issue", json!({"id": note})).await;
    for id in [invoice.id, note.id] {
        let found: domain::billing::Invoice = read(&app, &call, id).await;
        // 21.00 x 0.9217
        assert_eq!(found.tax_in_books.map(|tax| tax.to_string()), Some("19.36 EUR".into()));
        let ubl = documents::ubl::write(&found).unwrap();
        assert!(ubl.contains("<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>"), "{ubl}");
    }

    // A subscription in dollars is billed when the rate is given, and leaves nothing behind when it is not.
    let line = json!({"description": "Dienst", "quantity": "1", "unit": "MON", "supply": "service", "charging": "monthly",
        "recognition": "straight_line", "price": {"model": "per_unit", "unit_price": "10"}});
    done(
        &app,
        &call,
        "order.create",
        json!({"customer": customer, "title": "Dienst", "currency": "USD", "lines": [line]}),
    )
    .await;
    assert_eq!(refused(&app, &call, "billing.run", json!({})).await, "exchange_rate_missing");
    let rates = json!({"exchange_rates": [{"currency": "USD", "exchange_rate": "0.92"}]});
    let run = app.execute(&call, "billing.run", rates).await.unwrap();
    assert_eq!(run.outcome.count, Some(1));
}

async fn what_cannot_be_true_is_refused_at_entry(base: Base) {
    let (app, call) = begun(&base).await;
    let mut abroad = customer("Klant");
    abroad["address"]["country"] = json!("ZZ");
    assert_eq!(refused(&app, &call, "customer.create", abroad).await, "country_unknown");
    assert_eq!(refused(&app, &call, "customer.create", customer("a\u{0}b")).await, "text_control");
    assert_eq!(refused(&app, &call, "customer.create", customer(&"x".repeat(201))).await, "text_too_long");
    let company = |vat: &str, scheme: &str| {
        json!({"code": "TWEE", "legal_name": "Tweede B.V.", "currency": "EUR", "language": "nl", "payment_days": 14,
            "time_zone": "Europe/Amsterdam", "vat_number": vat, "registration": {"scheme": scheme, "value": "12345678"},
            "address": {"street": "Kade 1", "city": "Utrecht", "postal_code": "3511 AB", "country": "NL"}})
    };
    let good = "NL004495445B01";
    let wrong = company("NL001234567B01", "0106");
    assert_eq!(refused(&app, &call, "entity.create", wrong).await, "vat_number_checksum");
    assert_eq!(refused(&app, &call, "entity.create", company(good, "kvk")).await, "registration_scheme_unknown");
    let mut change = company(good, "0106");
    change["id"] = json!(done(&app, &call, "entity.create", change.clone()).await);
    change["registration"]["scheme"] = json!("kvk");
    assert_eq!(refused(&app, &call, "entity.edit", change).await, "registration_scheme_unknown");

    let product = json!({"sku": "A1", "name": "Schep", "unit": "stuks"});
    assert_eq!(refused(&app, &call, "product.create", product).await, "unit_unknown");
    let product = done(&app, &call, "product.create", json!({"sku": "A1", "name": "Schep"})).await;
    let cheap = json!({"product": product, "quantity": "5", "unit_cost": euros(-1000)});
    assert_eq!(refused(&app, &call, "stock.receive", cheap).await, "amount_negative");
    let client = done(&app, &call, "customer.create", customer("Klant")).await;
    let mut line = priced("Werk", "100");
    line["unit"] = json!("uren");
    let quote = json!({"customer": client, "lines": [line.clone()]});
    assert_eq!(refused(&app, &call, "quote.create", quote).await, "unit_unknown");
    let order = json!({"customer": client, "title": "Werk", "lines": [line]});
    assert_eq!(refused(&app, &call, "order.create", order).await, "unit_unknown");

    // Nobody is not somebody who accepts.
    let quote = done(&app, &call, "quote.create", json!({"customer": client, "lines": [priced("Werk", "100")]})).await;
    done(&app, &call, "quote.send", json!({"id": quote})).await;
    let nobody = json!({"id": quote, "consent": true});
    assert_eq!(refused(&app, &call, "quote.accept", nobody).await, "value_missing");
}

async fn nothing_happened_in_the_future(base: Base) {
    let (app, call) = begun(&base).await;
    let later = "2199-01-01";
    let client = done(&app, &call, "customer.create", customer("Klant")).await;
    let goods = json!({"description": "Schep", "quantity": "2", "unit": "C62", "supply": "goods",
        "price": {"model": "per_unit", "unit_price": "100"}});
    let order = json!({"customer": client, "title": "Scheppen", "lines": [goods], "start": later});
    let mut late = order.clone();
    late["date"] = json!(later);
    assert_eq!(refused(&app, &call, "order.create", late).await, "date_in_future");
    // What is planned may lie ahead.
    let order = done(&app, &call, "order.create", order).await;
    let delivery = json!({"order": order, "date": later});
    assert_eq!(refused(&app, &call, "delivery.create", delivery).await, "date_in_future");
    let product = done(&app, &call, "product.create", json!({"sku": "A1", "name": "Schep"})).await;
    let received = json!({"product": product, "quantity": "5", "date": later});
    assert_eq!(refused(&app, &call, "stock.receive", received).await, "date_in_future");
    let entry = json!({"date": later, "reason": "Kapitaal", "lines": [
        {"account": "1000", "debit": euros(100)}, {"account": "0500", "credit": euros(100)}]});
    assert_eq!(refused(&app, &call, "ledger.enter", entry).await, "date_in_future");
    let payment = json!({"customer": client, "amount": euros(100), "date": later});
    assert_eq!(refused(&app, &call, "payment.create", payment).await, "date_in_future");
    let line = json!({"description": "Werk", "quantity": "1", "unit": "HUR", "unit_price": "100", "supply": "service"});
    let invoice = json!({"customer": client, "supplied": later, "lines": [line]});
    let invoice = done(&app, &call, "invoice.create", invoice).await;
    assert_eq!(refused(&app, &call, "invoice.issue", json!({"id": invoice})).await, "date_in_future");
}

async fn an_order_does_not_start_before_what_was_agreed(base: Base) {
    let (app, call) = begun(&base).await;
    let quote = accepted_quote(&app, &call).await;
    let early = json!({"quote": quote, "start": "1990-01-01"});
    assert_eq!(refused(&app, &call, "order.create_from_quote", early).await, "order_start_early");
    let order = done(&app, &call, "order.create_from_quote", json!({"quote": quote})).await;
    let earlier = json!({"id": order, "start": "1990-01-01"});
    assert_eq!(refused(&app, &call, "order.edit", earlier).await, "order_start_early");
    done(&app, &call, "order.edit", json!({"id": order, "start": "2199-01-01"})).await;

    let quote = accepted_quote(&app, &call).await;
    let contract = done(&app, &call, "contract.create", json!({"quote": quote, "start": "2199-01-01"})).await;
    done(&app, &call, "contract.send", json!({"id": contract})).await;
    for side in ["customer", "seller"] {
        let sign = json!({"id": contract, "party": side, "name": "Piet Bakker", "consent": true});
        done(&app, &call, "contract.sign", sign).await;
    }
    let early = json!({"contract": contract, "start": "2198-12-31"});
    assert_eq!(refused(&app, &call, "order.create_from_contract", early).await, "order_start_early");
    done(&app, &call, "order.create_from_contract", json!({"contract": contract})).await;

    let client = done(&app, &call, "customer.create", customer("Klant")).await;
    let direct = json!({"customer": client, "title": "Werk", "start": "1990-01-01", "lines": [priced("Werk", "100")]});
    assert_eq!(refused(&app, &call, "order.create", direct).await, "order_start_early");
}
