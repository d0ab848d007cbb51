//! The demo company: 8,800 deals of a fictitious seller, each going its whole way through the same verbs that people use,
//! on its own dates, under a simulated clock.

mod agenda;
mod company;
mod day;
mod state;

use agenda::Agenda;
use app::{App, Call};
use company::Company;
use domain::{dates::Date, ids::OrgId};
use indicatif::ProgressBar;
use std::{collections::BTreeMap, time::Duration, time::Instant};

/// The login of the demo's owner.
pub const LOGIN: &str = "demo@quittance.example";

/// What was built.
#[derive(Clone, Debug)]
pub struct Built {
    pub org: OrgId,
    pub password: String,
    /// How often each verb ran.
    pub verbs: BTreeMap<&'static str, u64>,
    pub took: Duration,
    /// The day on which business time stands.
    pub today: Date,
}

/// Builds the company in a database without organisations, with only the first `deals` when that is given. `bar` counts days.
pub async fn build(app: &App, password: &str, deals: Option<usize>, bar: &ProgressBar) -> app::Result<Built> {
    let began = Instant::now();
    let demo = documents::demo::demo()?;
    let mut plans = demo.plans();
    plans.truncate(deals.unwrap_or(usize::MAX));
    let agenda = Agenda::of(&demo, &plans);
    let last = demo.rules.clock_end;
    let first = agenda.first().unwrap_or(last).add_days(-1);
    let company = Company::found(app, &demo, password, first).await?;
    let org = company.org;
    bar.set_length(u64::try_from(first.days_until(last)).unwrap_or(0));
    let mut run = day::Run::new(app, &demo, &plans, company, agenda);
    let mut day = first.add_days(1);
    while day <= last {
        run.day(day).await?;
        bar.inc(1);
        bar.set_message(day.to_string());
        day = day.add_days(1);
    }
    Ok(Built { org, password: password.to_string(), verbs: run.verbs, took: began.elapsed(), today: last })
}

/// Nine in the morning, universal time: office hours at the seller's.
fn morning(day: Date) -> domain::dates::Timestamp {
    day.start_in("UTC").add_seconds(9 * 3600)
}

/// A call by nobody in particular, as a job makes it.
fn job(org: OrgId) -> Call {
    Call::system(org)
}
