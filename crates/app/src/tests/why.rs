//! Why a figure stands in the books, and payments from a bank's file.

use super::*;

use crate::{delivery::DeliveryCreate, invoice::*, order::*, product::ProductCreate, quote::*, why::Why};
use domain::{document::Kind, payment::Payment, quote::Selection};
use serde_json::json;
use store::params;

stories!(
    a_posting_leads_back_to_the_price_and_to_who_agreed,
    why_asks_for_permission_and_an_id_that_exists,
    a_bank_file_is_booked_once_and_matched,
    an_allocation_by_hand_stays_undone,
);

async fn entry_on(world: &World, account: &str) -> EntryId {
    const SQL: &str = "SELECT entry_id FROM posting WHERE org_id = $1 AND account = $2 ORDER BY entry_id DESC LIMIT 1";
    let mut conn = world.app.db.read().await.unwrap();
    EntryId(conn.row(SQL, params![world.org, account]).await.unwrap().unwrap().id(0))
}

async fn why(world: &World, id: impl ToString) -> Why {
    world.app.why(&world.reader(), Language::En, &id.to_string()).await.unwrap()
}

/// Whether somewhere in the tree a line holds each of these, one under another.
fn has(tree: &Why, words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return true };
    let here = tree.title.contains(first) || tree.detail.contains(first);
    let inside = |words: &[&str]| tree.children.iter().any(|c| has(c, words));
    (here && (rest.is_empty() || inside(rest))) || inside(words)
}

/// Three chairs from a quote that Jan Vandale accepted, delivered and invoiced.
async fn deal(world: &World) -> (QuoteId, InvoiceId) {
    let chair = json!({"sku": "CHAIR", "name": "Bureaustoel", "cost": eur(1_500), "standalone_price": eur(3_000)});
    let chair = ProductId(world.run(from::<ProductCreate>(chair)).await.document().id);
    world.run(from::<crate::stock::StockReceive>(json!({"product": chair, "quantity": "20"}))).await;
    let customer = world.customer("Boerderij Vandale").await;
    let quote = json!({"customer": customer, "title": "Stoelen", "valid_until": "2026-03-31", "lines": [
        {"product": chair, "quantity": "3", "discount": "10", "price": {"model": "per_unit", "unit_price": "30.00"}}]});
    let id = QuoteId(world.run(from::<QuoteCreate>(quote)).await.document().id);
    world.run(QuoteSend { id }).await;
    let accept = QuoteAccept {
        id,
        signer_name: Some("Jan Vandale".into()),
        signer_email: Some("jan@vandale.example".into()),
        consent: true,
        selection: Selection::default(),
    };
    world.run_by(&world.by_link(DocRef { kind: Kind::Quote, id: id.raw() }), accept).await;
    let order = world.run(from::<OrderCreateFromQuote>(json!({"quote": id}))).await.document();
    world.run(from::<DeliveryCreate>(json!({"order": order}))).await;
    let draft = world.run(from::<InvoiceCreateFromOrder>(json!({"order": order}))).await.document();
    world.run(InvoiceIssue { id: InvoiceId(draft.id), version: None, exchange_rate: None }).await;
    (id, InvoiceId(draft.id))
}

async fn a_posting_leads_back_to_the_price_and_to_who_agreed(world: World) {
    let (quote, invoice) = deal(&world).await;
    let entry = entry_on(&world, domain::ledger::Account::Receivables.code()).await;
    let tree = why(&world, entry).await;
    let lines = tree.lines().join("\n");
    for words in [
        &["Journal entry", "Invoice issued", "Issue invoice", "Anna de Wit"][..],
        &["invoice INV-2026-0001", "order", "quote Q-2026-0001"],
        &["Line 1 of invoice INV-2026-0001", "Line 1 of order", "Line 1 of quote Q-2026-0001", "List price"],
        &["Line 1 of quote Q-2026-0001", "Line discount"],
        &["Line 1 of quote Q-2026-0001", "Jan Vandale", "Accept quote", "Customer"],
        &["Line 1 of quote Q-2026-0001", "Send quote", "Anna de Wit"],
    ] {
        assert!(has(&tree, words), "{words:?}\n{lines}");
    }
    assert!(!lines.contains('⟨'), "{lines}");
    assert!(lines.starts_with("Journal entry · ") && lines.contains("\n  1300 "), "{lines}");

    // Forward: from the document, its event and its intent to the same entry.
    let tree = why(&world, invoice).await;
    let event = tree.children.iter().find(|c| c.title == "Invoice issued").unwrap();
    assert!(event.children.iter().any(|c| c.id == Some(entry.to_string())), "{:?}", tree.lines());
    let event = why(&world, event.id.as_ref().unwrap()).await;
    assert!(event.children.iter().any(|c| c.id == Some(entry.to_string())));
    let intent = event.children[0].id.clone().unwrap();
    let intent = why(&world, intent).await;
    assert!(has(&intent, &["Issue invoice", "Invoice issued", "Journal entry"]), "{:?}", intent.lines());
    assert!(has(&why(&world, quote).await, &["quote Q-2026-0001", "List price"]));
    let dutch = world.app.why(&world.reader(), Language::Nl, &entry.to_string()).await.unwrap();
    let lines = dutch.lines().join("\n");
    assert!(has(&dutch, &["Journaalpost", "Catalogusprijs"]) && !lines.contains('⟨'), "{lines}");
}

async fn why_asks_for_permission_and_an_id_that_exists(world: World) {
    let (quote, _) = deal(&world).await;
    let entry = entry_on(&world, domain::ledger::Account::Receivables.code()).await.to_string();
    let check = async |call: Call, id: &str, code: &str| {
        let reader = Reader { org: call.org, actor: call.actor };
        let refusal = world.app.why(&reader, Language::En, id).await.unwrap_err().into_refusal();
        assert_eq!(refusal.code, code, "{id}");
        assert!(!text::refusal(Language::Nl, &refusal).contains('⟨'));
    };
    check(world.call_as("sales"), &entry, "permission_missing").await;
    check(world.neighbour().await, &entry, "why_missing").await;
    check(world.call(), &world.org.to_string(), "why_unknown").await;
    check(world.call(), "nonsense", "id_unknown").await;
    let link = world.by_link(DocRef { kind: Kind::Quote, id: quote.raw() });
    check(link, &quote.to_string(), "permission_missing").await;
}

/// An issued invoice for so many hours of 100.00; its number, its creditor reference and what is to be paid.
async fn invoice(world: &World, customer: CustomerId, hours: u32) -> (InvoiceId, String, String, Money) {
    let create = json!({"customer": customer, "lines": [
        {"description": "Advies", "quantity": hours.to_string(), "unit": "HUR", "unit_price": "100.00", "supply": "service"}]});
    let id = InvoiceId(world.run(from::<InvoiceCreate>(create)).await.document().id);
    world.run(InvoiceIssue { id, version: None, exchange_rate: None }).await;
    let issued: domain::billing::Invoice = world.get(id).await;
    (id, issued.number, issued.payment_reference.unwrap(), issued.gross)
}

async fn open(world: &World, document: RawId) -> i64 {
    let mut conn = world.app.db.read().await.unwrap();
    let items = store::facts::items_of_document(&mut conn, world.org, document, false).await.unwrap();
    items.iter().map(|i| i.open.minor()).sum()
}

fn dutch(money: Money) -> String {
    money.decimal().to_string().replace('.', ",")
}

async fn a_bank_file_is_booked_once_and_matched(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let one = invoice(&world, customer, 1).await;
    let two = invoice(&world, customer, 2).await;
    let three = invoice(&world, customer, 3).await;
    let row = |name: &str, amount: &str, side: &str, text: &str| {
        format!(
            "\"20260302\";\"{name}\";\"NL61DEMO0098748749\";\"\";\"OV\";\"{side}\";\"{amount}\";\"Overschrijving\";\"{text}\"\r\n"
        )
    };
    let head = "\"Datum\";\"Naam / Omschrijving\";\"Rekening\";\"Tegenrekening\";\"Code\";\"Af Bij\";\"Bedrag (EUR)\";\"Mutatiesoort\";\"Mededelingen\"\r\n";
    let file = [
        head.to_string(),
        row("Vandale", &dutch(one.3), "Bij", &one.2),
        row("Vandale", &dutch(two.3), "Bij", &format!("betaling factuur {} dank", two.1)),
        row("Vandale", "400,00", "Bij", &format!("factuur {}", three.1)),
        row("Onbekend", "12,34", "Bij", "contributie"),
        row("Huur", "950,50", "Af", "maart"),
        row("Vandale", "veel", "Bij", "?"),
    ]
    .concat();
    let call = world.call_as("finance");
    let import = || world.app.import_payments(&call, "maart.csv", file.as_bytes(), None);
    let report = import().await.unwrap();
    assert_eq!((report.taken, report.allocated, report.repeated), (4, 2, 0), "{report:?}");
    let named: Vec<(u64, &str)> = report.named.iter().map(|n| (n.line, n.reason.code)).collect();
    assert_eq!(named.iter().map(|n| n.0).collect::<Vec<_>>(), [6, 7]);
    assert_eq!(named[0].1, "bank_row_debit");
    for row in &report.named {
        assert!(!text::refusal(Language::Nl, &row.reason).contains(['⟨', '{']), "{row:?}");
    }
    assert_eq!((open(&world, one.0.raw()).await, open(&world, two.0.raw()).await), (0, 0));
    // 400.00 for an invoice of 363.00 waits for a person.
    assert_eq!(open(&world, three.0.raw()).await, three.3.minor());

    let again = import().await.unwrap();
    assert_eq!((again.taken, again.allocated, again.repeated), (0, 0, 4), "{again:?}");
    let query = store::document::Query { kind: Some(Kind::Payment), limit: 10, ..Default::default() };
    let payments = world.app.list(&world.reader(), query).await.unwrap().rows;
    assert_eq!(payments.len(), 4);
    let owners = payments.iter().filter(|p| p.customer == Some(customer)).count();
    assert_eq!(owners, 2);
    let seller = world.call_as("sales");
    let refused = world.app.import_payments(&seller, "maart.csv", file.as_bytes(), None).await.unwrap_err();
    assert_eq!(refused.into_refusal().code, "permission_missing");
}

async fn an_allocation_by_hand_stays_undone(world: World) {
    let customer = world.customer("Boerderij Vandale").await;
    let (id, _, reference, gross) = invoice(&world, customer, 1).await;
    let file = format!("Datum;Bedrag;Volgnr;Omschrijving\n2026-03-02;{};7;{reference}\n", dutch(gross));
    let call = world.call();
    let import = || world.app.import_payments(&call, "maart.csv", file.as_bytes(), None);
    let first = import().await.unwrap();
    assert_eq!((first.taken, first.allocated), (1, 1), "{first:?}");
    let query = store::document::Query { kind: Some(Kind::Payment), limit: 10, ..Default::default() };
    let paid = PaymentId(world.app.list(&world.reader(), query).await.unwrap().rows[0].id);
    let payment: Payment = world.get(paid).await;
    assert_eq!((payment.customer, payment.bank_reference.as_deref()), (Some(customer), Some("7")));
    world.run(crate::payment::PaymentUnallocate { id: paid }).await;
    assert_eq!(open(&world, id.raw()).await, gross.minor());
    let again = import().await.unwrap();
    assert_eq!((again.taken, again.allocated, again.repeated), (0, 0, 1), "{again:?}");
    assert_eq!(open(&world, id.raw()).await, gross.minor());
    world.run(crate::payment::PaymentAllocate { id: paid, to: vec![] }).await;
    assert_eq!((open(&world, id.raw()).await, open(&world, paid.raw()).await), (0, 0));
}
