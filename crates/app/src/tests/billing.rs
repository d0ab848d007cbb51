//! From an order to an invoice in the books, and back.

use super::*;

use crate::{
    billing::BillingRun, delivery::*, invoice::*, order::*, product::ProductCreate, stock::*, subscription::*,
};
use domain::{billing::*, order::*};
use serde_json::json;
use std::collections::BTreeMap;
use store::params;

stories!(
    an_order_in_parts_ends_at_zero_when_all_is_taken_back,
    a_year_of_support_is_billed_and_earned_over_its_months,
    numbers_have_no_gap_after_a_refused_issue,
    a_draft_follows_a_delivery_made_meanwhile,
    a_file_is_made_once_the_document_is_closed,
);

async fn balances(world: &World) -> BTreeMap<String, i64> {
    const SQL: &str = "SELECT account, CAST(SUM(amount) AS BIGINT) FROM posting WHERE org_id = $1 GROUP BY account";
    let rows = world.app.db.read().await.unwrap().rows(SQL, params![world.org]).await.unwrap();
    rows.iter().map(|r| (r.text(0).to_string(), r.int(1))).filter(|(_, sum)| *sum != 0).collect()
}

async fn chairs(world: &World, quantity: &str) -> OrderId {
    let chair = json!({"sku": "CHAIR", "name": "Bureaustoel", "cost": eur(1_500), "standalone_price": eur(3_333)});
    let chair = ProductId(world.run(from::<ProductCreate>(chair)).await.document().id);
    world.run(from::<StockReceive>(json!({"product": chair, "quantity": "20"}))).await;
    let customer = world.customer("Boerderij Vandale").await;
    let order = json!({"customer": customer, "title": "Stoelen", "purchase_order": "PO 7",
        "lines": [{"product": chair, "quantity": quantity}]});
    OrderId(world.run(from::<OrderCreate>(order)).await.document().id)
}

async fn issue(world: &World, draft: Done) -> (InvoiceId, String) {
    let id = InvoiceId(draft.document().id);
    let done = world.run(InvoiceIssue { id, version: None, exchange_rate: None }).await;
    (id, done.outcome.number.unwrap())
}

async fn invoice_order(world: &World, order: OrderId) -> (InvoiceId, String) {
    let draft = world.run(from::<InvoiceCreateFromOrder>(json!({"order": order}))).await;
    issue(world, draft).await
}

async fn an_order_in_parts_ends_at_zero_when_all_is_taken_back(world: World) {
    let order = chairs(&world, "3").await;
    let received = balances(&world).await;
    let deliver = |lines| from::<DeliveryCreate>(json!({"order": order, "lines": lines}));
    let first = world.run(deliver(json!([{"line": 1, "quantity": "1"}]))).await;
    let refusal = world.refused(deliver(json!([{"line": 1, "quantity": "3"}]))).await;
    assert_eq!(refusal.code, "delivery_exceeds_order");
    let (one, number) = invoice_order(&world, order).await;
    assert_eq!(number, "INV-2026-0001");
    let invoice: Invoice = world.get(one).await;
    assert_eq!((invoice.net, invoice.tax), (eur(3_333), eur(700)));
    assert!(invoice.payment_reference.is_some_and(|r| r.starts_with("RF")));

    world.at("2026-03-09").await;
    let second = world.run(from::<DeliveryCreate>(json!({"order": order}))).await;
    let (two, number) = invoice_order(&world, order).await;
    assert_eq!(number, "INV-2026-0002");
    let done: Order = world.get(order).await;
    assert_eq!(done.state.key(), "completed");
    let nothing = world.refused(from::<InvoiceCreateFromOrder>(json!({"order": order}))).await;
    assert_eq!(nothing.code, "invoice_nothing_to_bill");
    let refused = DeliveryReverse { id: DeliveryId(first.document().id), reason: "Retour".into() };
    assert_eq!(world.refused(refused).await.code, "delivery_invoiced");

    for (invoice, number) in [(one, "CN-2026-0001"), (two, "CN-2026-0002")] {
        let credit = json!({"id": invoice, "reason": "Retour"});
        let draft = world.run(from::<InvoiceCredit>(credit.clone())).await;
        assert_eq!(world.refused(from::<InvoiceCredit>(credit)).await.code, "invoice_credited");
        assert_eq!(issue(&world, draft).await.1, number);
        let mut read = world.app.db.read().await.unwrap();
        let items = store::facts::items_of_document(&mut read, world.org, invoice.raw(), false).await.unwrap();
        assert!(items.iter().all(|item| item.open.is_zero()));
    }
    for delivery in [second, first] {
        let id = DeliveryId(delivery.document().id);
        world.run(DeliveryReverse { id, reason: "Retour".into() }).await;
    }
    assert_eq!(balances(&world).await, received);
}

async fn a_year_of_support_is_billed_and_earned_over_its_months(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let line = json!({"description": "Ondersteuning", "quantity": "1", "unit": "ANN", "supply": "service", "charging": "yearly",
        "recognition": "straight_line", "price": {"model": "per_unit", "unit_price": "1200.00"}});
    let order = json!({"customer": customer, "title": "Ondersteuning", "start": "2026-03-15", "lines": [line]});
    let order = world.run(from::<OrderCreate>(order)).await;
    let subscription = SubscriptionId(order.outcome.made[0].id);
    let edit = OrderEdit {
        id: OrderId(order.document().id),
        version: None,
        purchase_order: None,
        start: Some(day("2026-04-01")),
    };
    world.run(edit.clone()).await;
    assert_eq!(world.run(BillingRun { until: None, exchange_rates: vec![] }).await.outcome.count, Some(0));

    world.at("2026-04-01").await;
    let run = world.run(BillingRun { until: None, exchange_rates: vec![] }).await.outcome;
    assert_eq!(run.count, Some(1));
    assert_eq!(world.run(BillingRun { until: None, exchange_rates: vec![] }).await.outcome.count, Some(0));
    let invoice: Invoice = world.get(run.made[0].id).await;
    assert_eq!((invoice.number.as_str(), invoice.gross), ("INV-2026-0001", eur(145_200)));
    let mut read = world.app.db.read().await.unwrap();
    let schedules = store::facts::schedules_of(&mut read, world.org, invoice.id.raw()).await.unwrap();
    assert_eq!((schedules.len(), schedules[0].0.lines.len(), schedules[0].0.amount), (1, 12, eur(120_000)));
    let edit = OrderEdit { start: Some(day("2026-05-01")), ..edit };
    assert_eq!(world.refused(edit).await.code, "order_touched");

    let early = SubscriptionCancel { id: subscription, from: day("2026-12-01"), reason: "Stopt".into() };
    assert_eq!(world.refused(early).await.code, "subscription_billed");
    let cancel = SubscriptionCancel { id: subscription, from: day("2027-04-01"), reason: "Stopt".into() };
    world.run(cancel).await;
    world.at("2026-06-15").await;
    let draft = world.run(InvoiceCredit { id: invoice.id, reason: "Stopt".into(), lines: None }).await;
    issue(&world, draft).await;
    let schedules = store::facts::schedules_of(&mut read, world.org, invoice.id.raw()).await.unwrap();
    // April and May (61 of 365 days) had fallen due; they came out of revenue, and the rest is earned no more.
    assert_eq!(schedules[0].0.remaining_after(day("2026-06-15")).unwrap(), eur(0));
    assert_eq!(balances(&world).await, BTreeMap::from([account("deferred", -20_055), account("revenue", 20_055)]));
}

fn account(of: &str, sum: i64) -> (String, i64) {
    let account = match of {
        "deferred" => domain::ledger::Account::Deferred,
        _ => domain::ledger::Account::Revenue,
    };
    (account.code().to_string(), sum)
}

async fn numbers_have_no_gap_after_a_refused_issue(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let lines =
        json!([{"description": "Advies", "quantity": "2", "unit": "HUR", "unit_price": "80.00", "supply": "service"}]);
    let create = json!({"customer": customer, "lines": lines});
    let first = world.run(from::<InvoiceCreate>(create.clone())).await;
    let broken = world.run(from::<InvoiceCreate>(create.clone())).await;
    let id = InvoiceId(broken.document().id);
    assert_eq!(issue(&world, first).await.1, "INV-2026-0001");
    // A draft may come below zero for a while; an invoice does not.
    let lines =
        json!([{"description": "Advies", "quantity": "-2", "unit": "HUR", "unit_price": "80.00", "supply": "service"}]);
    world.run(from::<InvoiceEdit>(json!({"id": id, "lines": lines}))).await;
    let refusal = world.refused(InvoiceIssue { id, version: None, exchange_rate: None }).await;
    assert_eq!(refusal.code, "invoice_negative");
    let third = world.run(from::<InvoiceCreate>(create)).await;
    assert_eq!(issue(&world, third).await.1, "INV-2026-0002");
    world.run(InvoiceDiscard { id }).await;
    assert_eq!(world.refused(InvoiceSend { id }).await.code, "invoice_not_issued");
    assert_eq!(world.refused(InvoiceIssue { id, version: None, exchange_rate: None }).await.code, "invoice_discarded");
}

async fn a_draft_follows_a_delivery_made_meanwhile(world: World) {
    let order = chairs(&world, "3").await;
    let before = balances(&world).await;
    let draft = world.run(from::<InvoiceCreateFromOrder>(json!({"order": order, "ahead": true}))).await;
    world.run(from::<DeliveryCreate>(json!({"order": order, "lines": [{"line": 1, "quantity": "2"}]}))).await;
    let (id, _) = issue(&world, draft).await;
    let invoice: Invoice = world.get(id).await;
    assert_eq!(
        invoice.lines.iter().map(|l| l.earned.clone()).collect::<Vec<_>>(),
        [Earned::Unbilled, Earned::OnDelivery]
    );
    world.run(from::<DeliveryCreate>(json!({"order": order}))).await;
    let after = balances(&world).await;
    let code = |a: domain::ledger::Account| a.code().to_string();
    assert_eq!(
        after.get(&code(domain::ledger::Account::Deferred)),
        before.get(&code(domain::ledger::Account::Deferred))
    );
    assert_eq!(after.get(&code(domain::ledger::Account::Revenue)), Some(&-9_999));
    assert!(world.events(invoice.doc_ref()).await.contains(&"billing.issued".to_string()));
}

async fn a_file_is_made_once_the_document_is_closed(world: World) {
    let order = chairs(&world, "3").await;
    let draft = world.run(from::<InvoiceCreateFromOrder>(json!({"order": order, "ahead": true}))).await;
    let (document, reader) = (draft.document(), world.reader());
    let (media, name, _) = world.app.file(&reader, document, "pdf").await.unwrap();
    assert_eq!((media.as_str(), name), ("application/pdf", format!("{document}.pdf")));
    assert_eq!(world.app.file(&reader, document, "ubl").await.unwrap_err().into_refusal().code, "einvoice_missing");
    let stored = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    issue(&world, draft).await;
    for _ in 0..2 {
        let (_, name, bytes) = world.app.file(&reader, document, "pdf").await.unwrap();
        assert_eq!(
            (name.as_str(), stored(bytes)),
            ("INV-2026-0001.pdf", "%PDF-unprinted INV-2026-0001 nl".to_string())
        );
    }
    let (_, name, xml) = world.app.file(&reader, document, "ubl").await.unwrap();
    assert_eq!((name.as_str(), stored(xml).contains("INV-2026-0001")), ("INV-2026-0001.xml", true));
    let mut read = world.app.db.read().await.unwrap();
    assert!(store::state::file(&mut read, world.org, document.id, "pdf").await.unwrap().is_some());
    assert_eq!(world.app.file(&reader, document, "doc").await.unwrap_err().into_refusal().code, "file_unknown");
}
