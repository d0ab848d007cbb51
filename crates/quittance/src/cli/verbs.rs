//! `quittance quote send quo_... --field value`

use super::{args, fields, print, stop::Stop, way::Way};
use crate::config::Settings;
use clap::ArgMatches;
use domain::refusal::Refusal;

pub async fn run(settings: &Settings, noun: &str, action: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let name = format!("{}.{}", args::noun_of(noun), args::noun_of(action));
    let verb = app::verbs::find(&name).ok_or_else(|| Refusal::not_found("verb_unknown").with("verb", &name))?;
    let input = fields::input(verb, matches)?;
    let key = matches.get_one::<String>("idempotency-key").cloned();
    let answer = Way::of(settings).await?.run(verb, input, key).await?;
    print::answer(settings, &answer);
    Ok(())
}
