//! Exchange rates: published by day, pinned on a quote, and used wherever an amount is converted.

use super::*;
use crate::{approval::*, exchange::*, invoice::*, product::ProductCreate, quote::*};
use domain::{billing::Invoice, exchange::ExchangeRates, money::Amount, quote::*};
use serde_json::json;

stories!(
    rates_are_taken_from_the_file_once,
    a_foreign_quote_keeps_its_rate,
    rules_compare_in_the_currency_of_the_books
);

const FILE: &str = "Date,USD,JPY,GBP,\n2026-02-27,1.25,160,0.8,\n2026-02-26,1.2,150,N/A,\n2026-02-20,1.1,N/A,N/A,\n";

fn import(text: &str) -> ExchangeRateImport {
    ExchangeRateImport { text: text.into(), from_day: None, until_day: None }
}
async fn usd_quote(world: &World, lines: serde_json::Value) -> QuoteId {
    let customer = world.customer("Vandale Farms").await;
    let quote = json!({"customer": customer, "currency": "USD", "lines": lines});
    QuoteId(world.run(from::<QuoteCreate>(quote)).await.document().id)
}

async fn rates_are_taken_from_the_file_once(world: World) {
    assert_eq!(world.run(import(FILE)).await.outcome.count, Some(3));
    assert_eq!(world.run(import(FILE)).await.outcome.count, Some(0));
    let corrected = FILE.replace("1.2,150", "1.21,150");
    assert_eq!(world.run(import(&corrected)).await.outcome.count, Some(1));
    let some = ExchangeRateImport { from_day: Some(day("2026-02-27")), ..import(&corrected.replace(",0.8", ",0.81")) };
    assert_eq!(world.run(some).await.outcome.count, Some(1));
    let set = |on: &str, units: &str| {
        from::<ExchangeRateSet>(json!({"on": on, "rates": [{"currency": "USD", "units": units}], "source": "Bank"}))
    };
    let first = world.run(set("2026-03-02", "1.3")).await;
    let again = world.run(set("2026-03-02", "1.31")).await;
    assert_eq!((again.document(), again.outcome.number.as_deref()), (first.document(), Some("EUR 2026-03-02")));
    let rates: ExchangeRates = world.get(first.document().id).await;
    assert_eq!(rates.rates[0].units.to_string(), "1.31");
    assert_eq!(world.events(first.document()).await, ["exchange.published", "exchange.corrected"]);

    assert_eq!(world.refused(set("2026-03-03", "1.3")).await.code, "rates_of_future");
    assert_eq!(world.refused(set("2026-03-02", "0")).await.code, "rate_not_positive");
    let refusal = world.refused(import("Date,USD\n2026-02-27,1.2\nthen,1\n")).await;
    assert_eq!((refusal.code, refusal.param.as_deref()), ("rates_unreadable", Some("text")));
    let refusal = world.refused(import("Date,USD\n2026-03-04,1.2\n")).await;
    assert_eq!((refusal.code, refusal.param.as_deref()), ("rates_of_future", Some("text")));
    let many: String = (0..401).map(|n| format!("{},1.1\n", day("2024-01-01").add_days(n))).collect();
    assert_eq!(world.refused(import(&format!("Date,USD\n{many}"))).await.code, "rates_days_many");
    let seller = world.call_as("sales");
    assert_eq!(world.refused_by(&seller, import(FILE)).await.code, "permission_missing");
    world.replay().await;
}

async fn a_foreign_quote_keeps_its_rate(world: World) {
    let product = json!({"sku": "DAK-1", "name": "Dak", "cost": eur(40_00)});
    let product = world.run(from::<ProductCreate>(product)).await.document();
    let line = json!([{"product": product, "quantity": "2", "price": {"model": "per_unit", "unit_price": "100.00"}}]);
    let before = usd_quote(&world, line.clone()).await;
    let quote: Quote = world.get(before).await;
    assert_eq!((quote.exchange, quote.lines[0].terms.cost), (None, None), "nobody knows the rate");

    world.run(import(FILE)).await;
    let id = usd_quote(&world, line.clone()).await;
    let quote: Quote = world.get(id).await;
    let rate = quote.exchange.unwrap();
    assert_eq!((rate.rate.to_string().as_str(), rate.on), ("0.8", Some(day("2026-02-27"))));
    // 40.00 / 0.8
    assert_eq!(quote.lines[0].terms.cost, Some(Money::new(5_000, "USD".parse().unwrap())));

    // Lists of other bases, of a later day too, do not hide it; one in units of the books comes first.
    for base in ["GBP", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "CHF", "JPY"] {
        let other = json!({"on": "2026-03-01", "base_currency": base, "rates": [{"currency": "CAD", "units": "2"}]});
        world.run(from::<ExchangeRateSet>(other)).await;
    }
    let turned = json!({"on": "2026-02-27", "base_currency": "USD", "rates": [{"currency": "EUR", "units": "0.9"}]});
    world.run(from::<ExchangeRateSet>(turned)).await;
    let again = usd_quote(&world, line.clone()).await;
    assert_eq!(world.get::<Quote>(again).await.exchange, Some(rate));

    // A later rate is of later quotes; a revision is one.
    world.run(QuoteSend { id }).await;
    world.at("2026-03-06").await;
    let set = json!({"on": "2026-03-05", "rates": [{"currency": "USD", "units": "1.6"}]});
    world.run(from::<ExchangeRateSet>(set)).await;
    assert_eq!(world.get::<Quote>(id).await.exchange, Some(rate));
    let revision = QuoteId(world.run(QuoteRevise { id }).await.document().id);
    assert_eq!(world.get::<Quote>(revision).await.exchange.unwrap().rate.to_string(), "0.625");

    // The VAT of an invoice in dollars is stated in euros at the rate of its day of supply.
    let lines =
        json!([{"description": "Advies", "quantity": "1", "unit": "HUR", "unit_price": "100.00", "supply": "service"}]);
    let customer = world.customer("Dollarbedrijf").await;
    let draft = json!({"customer": customer, "currency": "USD", "lines": lines});
    let draft = InvoiceId(world.run(from::<InvoiceCreate>(draft)).await.document().id);
    world.run(InvoiceIssue { id: draft, version: None, exchange_rate: None }).await;
    let invoice: Invoice = world.get(draft).await;
    // 21.00 x 0.625
    assert_eq!((invoice.tax.minor(), invoice.tax_in_books), (2_100, Some(eur(1_313))));
    // After ten days without rates somebody has to say it.
    world.at("2026-03-20").await;
    let late = json!({"customer": customer, "currency": "USD", "lines": lines});
    let late = InvoiceId(world.run(from::<InvoiceCreate>(late)).await.document().id);
    let issue = |exchange_rate: Option<Amount>| InvoiceIssue { id: late, version: None, exchange_rate };
    assert_eq!(world.refused(issue(None)).await.code, "exchange_rate_missing");
    world.run(issue(Some("0.7".parse().unwrap()))).await;
    world.replay().await;
}

async fn rules_compare_in_the_currency_of_the_books(world: World) {
    let rule = json!({"name": "Groot", "role": "sales_lead", "condition": "total > 1000"});
    world.run(from::<ApprovalRuleCreate>(rule)).await;
    let line = |amount: &str| json!([{"description": "Dak", "quantity": "1", "price": {"model": "per_unit", "unit_price": amount}}]);
    // Without a rate nobody knows what it comes to: it is asked.
    let small = usd_quote(&world, line("10.00")).await;
    assert_eq!(world.run(QuoteRequestApproval { id: small }).await.outcome.made.len(), 1);
    world.run(import(FILE)).await;
    let small = usd_quote(&world, line("1250.00")).await;
    world.run(QuoteSend { id: small }).await;
    let large = usd_quote(&world, line("1250.02")).await;
    assert_eq!(world.refused(QuoteSend { id: large }).await.code, "quote_needs_approval");
}
