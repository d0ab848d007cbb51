//! A price list that is being prepared, looked at against everything that is open: quotes of three lines each.

use crate::{
    Failure,
    measure::{Measure, Times},
    world::{World, customer},
};
use app::{price_book::PreviewOf, read::Reader};
use domain::ids::PriceBookId;
use serde_json::json;
use std::time::{Duration, Instant};

/// For a page that is looked at while prices are made.
const PREVIEW_MAX: Duration = Duration::from_secs(2);

pub async fn measured(quotes: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let (app, call) = (&world.app, world.call());
    let mut entries = Vec::new();
    for n in 0..50 {
        let product = json!({"sku": format!("P-{n}"), "name": format!("Onderdeel {n}")});
        let product = app.execute(&call, "product.create", product).await?.document();
        entries
            .push(json!({"product": product, "price": {"model": "per_unit", "unit_price": format!("{}.50", n + 10)}}));
    }
    let list = json!({"name": "Lijst", "valid_from": "2026-01-01", "entries": entries});
    let list = app.execute(&call, "price_book.create", list).await?.document();
    let mut buyers = Vec::new();
    for n in 0..100 {
        buyers.push(app.execute(&call, "customer.create", customer(n)).await?.document());
    }
    for n in 0..quotes {
        let line = |more: usize| json!({"product": entries[(n + more * 17) % 50]["product"], "quantity": "3"});
        let quote = json!({"customer": buyers[n % 100], "lines": [line(0), line(1), line(2)]});
        app.execute(&call, "quote.create", quote).await?;
    }
    let next = json!({"id": list, "change_percent": "3.5", "valid_from": "2099-01-01"});
    let next = PriceBookId(app.execute(&call, "price_book.prepare", next).await?.document().id);
    let reader = Reader { org: call.org, actor: call.actor.clone() };
    let mut times = Times::default();
    for _ in 0..5 {
        let started = Instant::now();
        let found = app.price_preview(&reader, next, PreviewOf::default()).await?;
        times.push(started.elapsed());
        if found.count != quotes {
            return Err(format!("{} of {quotes} quotes would change", found.count).into());
        }
    }
    let took = times.percentile(50);
    let what = "a prepared price list over all open quotes".into();
    Ok(vec![Measure { spread: times.spread(), ..Measure::timed(what, format!("{quotes} quotes"), took, PREVIEW_MAX) }])
}
