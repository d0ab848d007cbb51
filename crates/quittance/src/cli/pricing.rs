//! `quittance quote explain quo_...`: how the prices of a quote came about, and what is left of them; and
//! `quittance price_book preview pbk_...`: what a list that is prepared would change.

use super::{
    print,
    reading::{document, reader},
    stop::Stop,
};
use crate::config::Settings;
use app::{
    price_book::{Difference, PreviewOf},
    quote::Waterfall,
};
use clap::ArgMatches;
use domain::{
    document::Kind,
    ids::{PriceBookId, QuoteId},
    pricing::PriceStep,
    quote::Margin,
};
use serde_json::json;

pub async fn explain(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let (quote, line) = (document("quote", matches)?, matches.get_one::<u32>("line").copied());
    let waterfall = app.waterfall(&reader, QuoteId(quote.id), line).await?;
    if settings.json {
        print::line!("{}", json!(waterfall));
        return Ok(());
    }
    for line in &waterfall.lines {
        print::line!("{}  {}  {}", line.no, line.description, text::format::money(settings.lang, line.net));
        line.steps.iter().for_each(|step| told(settings, &waterfall, step));
        line.margin.iter().for_each(|margin| left(settings, "  ", margin));
    }
    waterfall.whole.iter().for_each(|step| told(settings, &waterfall, step));
    waterfall.margin.iter().filter(|_| line.is_none()).for_each(|margin| left(settings, "", margin));
    Ok(())
}

fn told(settings: &Settings, waterfall: &Waterfall, step: &PriceStep) {
    let told = text::price_step(settings.lang, step);
    let source = waterfall.source(step).map(|(name, version)| text::price_source(settings.lang, &name, version));
    let source = source.map_or_else(String::new, |source| format!("  [{source}]"));
    if told.idle {
        print::line!("  ({}: {}){source}", told.what, told.how);
    } else {
        let result = text::format::money(settings.lang, step.result);
        print::line!("  {}: {} = {result}{source}", told.what, told.how);
    }
}

fn left(settings: &Settings, indent: &str, margin: &Margin) {
    let percent =
        margin.percent.map_or_else(String::new, |p| format!(" ({})", text::format::percent(settings.lang, p)));
    let amount = text::format::money(settings.lang, margin.margin);
    print::line!("{indent}{}: {amount}{percent}", text::t(settings.lang, "field-margin"));
}

pub async fn preview(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let (app, reader) = reader(settings).await?;
    let book = PriceBookId(document(Kind::PriceBook.noun(), matches)?.id);
    let found = app.price_preview(&reader, book, PreviewOf::default()).await?;
    if settings.json {
        print::line!("{}", json!(found));
        return Ok(());
    }
    let money = |money| text::format::money(settings.lang, money);
    let figures = |d: &Difference| [money(d.before), money(d.after), money(d.difference)];
    let kinds = found.kinds.iter().filter_map(|kind| Some((Kind::from_noun(kind.kind)?, kind)));
    for (of, kind) in kinds {
        let values = [("changed", kind.changed.into()), ("looked", kind.looked_at.into())];
        let count = text::t_with(settings.lang, "prices-preview-count", &values);
        let [before, after, difference] = figures(&kind.amounts);
        print::line!("{}: {count}; {before} -> {after} ({difference})", text::kinds(settings.lang, of));
    }
    let labels = ["number", "customer", "before", "after", "difference", "id"];
    let rows = found.documents.iter().map(|changed| {
        let [before, after, difference] = figures(&changed.amounts);
        let customer = changed.customer_name.clone().unwrap_or_default();
        vec![changed.number.clone(), customer, before, after, difference, changed.document.to_string()]
    });
    print::table(&labels.map(|name| print::label(settings, name)), &rows.collect::<Vec<_>>(), &[2, 3, 4]);
    if found.has_more {
        print::say(settings, "cli-more", &[("count", found.documents.len().to_string())]);
    }
    Ok(())
}
