//! One cell of a quote: from the request to the durable answer, beside the smallest verb there is (a comment), which pays
//! the same way to the disk; and opening the editor, from nothing in memory to the first rows.

use crate::{
    Failure,
    measure::{Measure, Times, shown},
    world::{World, customer},
};
use app::{App, read::Reader};
use domain::ids::QuoteId;
use serde_json::{Value as Json, json};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const EDIT_MAX: Duration = Duration::from_millis(5);
const OPEN_MAX: Duration = Duration::from_millis(200);

pub async fn measured(lines: usize) -> Result<Vec<Measure>, Failure> {
    let world = World::new().await?;
    let (app, call) = (&world.app, world.call());
    let buyer = app.execute(&call, "customer.create", customer(1)).await?.document();
    let line = |n: usize| {
        json!({"description": format!("Onderdeel {n}"), "quantity": "3",
            "price": {"model": "per_unit", "unit_price": format!("{}.50", 10 + n % 90)}})
    };
    let all: Vec<Json> = (0..lines).map(line).collect();
    let quote = app.execute(&call, "quote.create", json!({"customer": buyer, "lines": all})).await?.document();
    let reader = Reader { org: call.org, actor: call.actor.clone() };

    let mut opening = Times::default();
    for _ in 0..10 {
        let fresh = App::new(app.db.clone(), Arc::new(render::Typst));
        let started = Instant::now();
        fresh.quote_rows(&reader, QuoteId(quote.id), 0, 200).await?;
        opening.push(started.elapsed());
    }
    let (mut cells, mut least) = (Times::default(), Times::default());
    for n in 0..200 {
        let change = json!([{"no": n * 37 % lines + 1, "quantity": (n % 9 + 1).to_string()}]);
        let started = Instant::now();
        app.edit_quote_lines(&call, json!({"id": quote, "changes": change})).await?;
        cells.push(started.elapsed());
        let started = Instant::now();
        app.execute(&call, "comment.create", json!({"document": buyer, "text": "klopt"})).await?;
        least.push(started.elapsed());
    }
    let (cell, comment, opened) = (cells.percentile(50), least.percentile(50), opening.percentile(50));
    let more = cell.saturating_sub(comment);
    let size = format!("{lines} lines");
    Ok(vec![
        Measure {
            raw: shown(comment),
            spread: cells.spread(),
            ..Measure::timed("a cell of a quote, more than a comment".into(), size.clone(), more, EDIT_MAX)
        },
        Measure {
            spread: opening.spread(),
            ..Measure::timed("opening a quote's lines to the first rows".into(), size, opened, OPEN_MAX)
        },
    ])
}
