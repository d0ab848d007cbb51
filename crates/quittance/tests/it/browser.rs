//! The whole way in a browser: from a new customer to an invoice that is paid, with the customer's own pages between.

use crate::{
    chrome::Chrome,
    world::{PASSWORD, Served},
};
use domain::document::Kind;
use store::{document::Query, facts};

const OWNER: &str = "owner@hovenier.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn from_a_new_customer_to_a_paid_invoice() {
    let served = Served::start().await;
    let Some(chrome) = Chrome::start(&served.url).await else { return };
    chrome.goto("/login").await;
    chrome.cookie("language", "en").await;
    chrome.log_in(OWNER, PASSWORD).await;

    let customer = customer(&chrome).await;
    catalogue(&chrome).await;
    let quote = quote(&chrome, &customer).await;
    as_the_customer(&chrome, &quote, "accept").await;
    let contract = contract(&chrome, &quote).await;
    as_the_customer(&chrome, &contract, "sign").await;
    sign_as_seller(&chrome, &contract).await;
    let order = order(&chrome, &contract).await;
    let invoice = delivered_and_invoiced(&chrome, &order).await;
    paid(&chrome, &customer, &invoice).await;

    assert_eq!(chrome.errors().await, Vec::<String>::new(), "the browser complained");
    assert_settled(&served).await;
}

async fn customer(chrome: &Chrome) -> String {
    chrome.goto("/customers").await;
    chrome.press("a[href='/customers/new']").await;
    for (name, value) in [
        ("name", "Bakkerij Jansen B.V."),
        ("email", "administratie@jansen.example"),
        ("address.street", "Kade 12"),
        ("address.postal_code", "3511 AB"),
        ("address.city", "Utrecht"),
        ("address.country", "NL"),
    ] {
        chrome.fill(name, value).await;
    }
    chrome.submit().await;
    assert!(chrome.text().await.contains("Bakkerij Jansen B.V."));
    at(chrome, "/customers/cus_").await
}

/// The page's path, which must begin as given.
async fn at(chrome: &Chrome, start: &str) -> String {
    let path = chrome.path().await;
    assert!(path.starts_with(start), "at {path} instead of {start}: {}", chrome.text().await);
    path
}

async fn catalogue(chrome: &Chrome) {
    chrome.goto("/products/new").await;
    chrome.fill("sku", "MIX-20").await;
    chrome.fill("name", "Deegmenger 20 liter").await;
    chrome.submit().await;
    at(chrome, "/products/prd_").await;
    chrome.goto("/price_books/new").await;
    chrome.fill("name", "Catalogue 2026").await;
    chrome.submit().await;
    at(chrome, "/price_books/pbk_").await;
    chrome.act("set_price").await;
    chrome.refer("product", "Deegmenger").await;
    chrome.fill("price", "1250.50").await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("1,250.50"), "{}", chrome.text().await);
}

/// Two lines: one from the catalogue, one written by hand; then sent.
async fn quote(chrome: &Chrome, customer: &str) -> String {
    chrome.goto(customer).await;
    chrome.press("a[href*='/new/quote.create?customer=']").await;
    chrome.fill("title", "Deegmenger met montage").await;
    chrome.refer("lines.0.product", "Deegmenger").await;
    chrome.fill("lines.0.quantity", "2").await;
    chrome.add_row("lines").await;
    chrome.fill("lines.1.description", "Montage").await;
    chrome.fill("lines.1.quantity", "3").await;
    chrome.fill("lines.1.price", "80").await;
    chrome.submit().await;
    let quote = at(chrome, "/quotes/quo_").await;
    // 2 x 1,250.50 + 3 x 80
    assert!(chrome.text().await.contains("2,741.00"), "{}", chrome.text().await);
    chrome.act("send").await;
    assert_eq!(chrome.path().await, quote);
    assert!(chrome.text().await.contains("Sent"), "{}", chrome.text().await);
    quote
}

/// Opens the customer's link of a document without a login, and accepts or signs.
async fn as_the_customer(chrome: &Chrome, document: &str, action: &str) {
    chrome.goto(document).await;
    chrome.act("link").await;
    let link = at(chrome, "/p/").await;
    chrome.forget().await;
    chrome.goto(&link).await;
    chrome.cookie("language", "en").await;
    chrome.goto(&link).await;
    let form = format!("form[action$='/{action}']");
    chrome.fill("signer_name", "Johan Jansen").await;
    chrome.fill("signer_email", "johan@jansen.example").await;
    chrome.fill("consent", "true").await;
    chrome.press(&format!("{form} button[type=submit]")).await;
    assert!(!chrome.has(&form).await, "it can still be done: {}", chrome.text().await);
    chrome.log_in(OWNER, PASSWORD).await;
}

async fn contract(chrome: &Chrome, quote: &str) -> String {
    chrome.goto(quote).await;
    chrome.press("a[href*='/new/contract.create?quote=']").await;
    chrome.submit().await;
    let contract = at(chrome, "/contracts/con_").await;
    chrome.act("send").await;
    contract
}

async fn sign_as_seller(chrome: &Chrome, contract: &str) {
    chrome.goto(contract).await;
    chrome.act("sign").await;
    chrome.fill("party", "seller").await;
    chrome.fill("name", "Anna de Wit").await;
    chrome.fill("consent", "true").await;
    chrome.submit().await;
    assert!(chrome.text().await.contains("Signed"), "{}", chrome.text().await);
}

async fn order(chrome: &Chrome, contract: &str) -> String {
    chrome.goto(contract).await;
    chrome.press("a[href*='/new/order.create_from_contract?contract=']").await;
    chrome.submit().await;
    at(chrome, "/orders/ord_").await
}

async fn delivered_and_invoiced(chrome: &Chrome, order: &str) -> String {
    chrome.press("a[href*='/new/delivery.create?order=']").await;
    chrome.submit().await;
    at(chrome, "/deliveries/del_").await;
    chrome.goto(order).await;
    chrome.press("a[href*='/new/invoice.create_from_order?order=']").await;
    chrome.submit().await;
    let invoice = at(chrome, "/invoices/inv_").await;
    chrome.act("issue").await;
    assert_eq!(chrome.path().await, invoice);
    // 2,741.00 and 21 % VAT
    assert!(chrome.text().await.contains("3,316.61"), "{}", chrome.text().await);
    invoice
}

async fn paid(chrome: &Chrome, customer: &str, invoice: &str) {
    chrome.goto(customer).await;
    chrome.press("a[href*='/new/payment.create?customer=']").await;
    chrome.fill("amount.amount", "3316.61").await;
    chrome.submit().await;
    at(chrome, "/payments/pay_").await;
    chrome.act("allocate").await;
    chrome.submit().await;
    chrome.goto(invoice).await;
    assert!(chrome.text().await.contains("Paid"), "{}", chrome.text().await);
}

/// Nothing is open any more, by the facts.
async fn assert_settled(served: &Served) {
    let mut conn = served.app.db.read().await.unwrap();
    let query = Query { kind: Some(Kind::Invoice), limit: 10, ..Query::default() };
    let invoices = store::document::list(&mut conn, served.org, &query).await.unwrap();
    assert_eq!(invoices.len(), 1);
    let items = facts::items_of_document(&mut conn, served.org, invoices[0].id, false).await.unwrap();
    assert!(!items.is_empty() && items.iter().all(|i| i.open.minor() == 0), "{items:?}");
}
