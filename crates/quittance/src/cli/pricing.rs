//! `quittance quote explain quo_...`: how the prices of a quote came about, and what is left of them.

use super::{
    print,
    reading::{document, reader},
    stop::Stop,
};
use crate::config::Settings;
use app::quote::Waterfall;
use clap::ArgMatches;
use domain::{ids::QuoteId, pricing::PriceStep, quote::Margin};
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
