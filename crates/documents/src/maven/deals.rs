//! The pipeline file: one row per deal.

use super::{
    Lists, NamedRow,
    lists::{dollars, once, respelt},
};
use crate::csv::{Column, DateOrder, Row, Table};
use domain::{dates::Date, money::Money, refusal::Refusal};
use std::{
    collections::{HashMap, HashSet},
    io::Read,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DealStage {
    Prospecting,
    Engaging,
    Won,
    Lost,
}
impl DealStage {
    pub fn is_closed(self) -> bool {
        matches!(self, DealStage::Won | DealStage::Lost)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Deal {
    /// Line of the file.
    pub line: u64,
    pub opportunity_id: String,
    pub agent: String,
    pub product: String,
    /// Unknown for many open deals.
    pub account: Option<String>,
    pub stage: DealStage,
    /// Absent while prospecting.
    pub engaged: Option<Date>,
    /// Present on closed deals.
    pub closed: Option<Date>,
    /// What it was sold for; zero on a lost deal, absent on an open one.
    pub value: Option<Money>,
}

/// Faults of the file that were mended, or that are no faults once understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// "GTXPro" taken as "GTX Pro".
    pub products_respelt: usize,
    pub open_without_account: usize,
    pub prospecting_without_engage_date: usize,
}

/// The deals that were taken, the rows that were not, and what was mended on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    pub deals: Vec<Deal>,
    pub named: Vec<NamedRow>,
    pub mended: Mended,
}

const COLUMNS: &[Column] = &[
    Column::required("opportunity_id", &[]),
    Column::required("sales_agent", &[]),
    Column::required("product", &[]),
    Column::required("account", &[]),
    Column::required("deal_stage", &["stage"]),
    Column::required("engage_date", &[]),
    Column::required("close_date", &[]),
    Column::required("close_value", &[]),
];
const ID: usize = 0;
const AGENT: usize = 1;
const PRODUCT: usize = 2;
const ACCOUNT: usize = 3;
const STAGE: usize = 4;
const ENGAGED: usize = 5;
const CLOSED: usize = 6;
const VALUE: usize = 7;

/// The names that deals may refer to.
struct Known<'a> {
    agents: HashSet<&'a str>,
    products: HashSet<&'a str>,
    accounts: HashSet<&'a str>,
}

/// Reads the pipeline. A row is named when it refers to what is not in `lists`, or when its stage, dates and value
/// do not fit together.
pub fn read_deals(file: &str, source: impl Read, lists: &Lists) -> Result<Pipeline, Refusal> {
    let known = Known {
        agents: lists.agents.iter().map(|a| a.name.as_str()).collect(),
        products: lists.products.iter().map(|p| p.name.as_str()).collect(),
        accounts: lists.accounts.iter().map(|a| a.name.as_str()).collect(),
    };
    let mut table = Table::open(file, COLUMNS, source)?;
    let mut pipeline = Pipeline { deals: Vec::new(), named: Vec::new(), mended: Mended::default() };
    let mut lines = HashMap::new();
    loop {
        let line = table.position().line;
        let read = match table.next_row() {
            Ok(None) => return Ok(pipeline),
            Ok(Some(row)) => once(&row, ID, &mut lines).and_then(|()| read_deal(&row, &known)),
            Err(reason) => Err(reason),
        };
        match read {
            Ok((deal, respelt)) => {
                pipeline.mended.products_respelt += usize::from(respelt);
                pipeline.mended.open_without_account += usize::from(deal.account.is_none());
                pipeline.mended.prospecting_without_engage_date +=
                    usize::from(deal.stage == DealStage::Prospecting && deal.engaged.is_none());
                pipeline.deals.push(deal);
            }
            Err(reason) => pipeline.named.push(NamedRow { line, reason }),
        }
    }
}

/// The deal, and whether its product had to be respelt.
fn read_deal(row: &Row, known: &Known) -> Result<(Deal, bool), Refusal> {
    let stage = read_stage(row)?;
    let (product, respelt) = respelt(row.required(PRODUCT)?);
    if !known.products.contains(product) {
        return Err(unknown(row, PRODUCT, "products.csv"));
    }
    let agent = row.required(AGENT)?;
    if !known.agents.contains(agent) {
        return Err(unknown(row, AGENT, "sales_teams.csv"));
    }
    let account = row.text(ACCOUNT);
    if account.is_some_and(|name| !known.accounts.contains(name)) {
        return Err(unknown(row, ACCOUNT, "accounts.csv"));
    }
    let deal = Deal {
        line: row.line(),
        opportunity_id: row.required(ID)?.to_string(),
        agent: agent.to_string(),
        product: product.to_string(),
        account: account.map(String::from),
        stage,
        engaged: row.optional_date(ENGAGED, DateOrder::MonthFirst)?,
        closed: row.optional_date(CLOSED, DateOrder::MonthFirst)?,
        value: row.text(VALUE).map(|_| dollars(row, VALUE)).transpose()?,
    };
    check_stage(row, &deal)?;
    Ok((deal, respelt))
}

fn read_stage(row: &Row) -> Result<DealStage, Refusal> {
    match row.required(STAGE)? {
        "Prospecting" => Ok(DealStage::Prospecting),
        "Engaging" => Ok(DealStage::Engaging),
        "Won" => Ok(DealStage::Won),
        "Lost" => Ok(DealStage::Lost),
        _ => {
            let refusal = Refusal::invalid("csv_value").with("known", "Prospecting, Engaging, Won, Lost");
            Err(row.refuse(refusal, STAGE))
        }
    }
}

fn unknown(row: &Row, column: usize, list: &str) -> Refusal {
    row.refuse(Refusal::invalid("csv_unknown").with("list", list), column)
}

/// A closed deal has its account, both dates in order, and its value; an engaged one has its first date.
fn check_stage(row: &Row, deal: &Deal) -> Result<(), Refusal> {
    let needs = |column: usize| {
        let refusal = Refusal::invalid("deal_date_missing").with("stage", row.cell(STAGE));
        Err(row.refuse(refusal, column))
    };
    if deal.engaged.is_none() && deal.stage != DealStage::Prospecting {
        return needs(ENGAGED);
    }
    if !deal.stage.is_closed() {
        return Ok(());
    }
    let (Some(engaged), Some(closed)) = (deal.engaged, deal.closed) else { return needs(CLOSED) };
    if closed < engaged {
        let refusal = Refusal::invalid("deal_dates_reversed").with("closed", closed).with("engaged", engaged);
        return Err(row.refuse(refusal, CLOSED));
    }
    if deal.account.is_none() {
        return Err(row.refuse(Refusal::invalid("deal_account_missing"), ACCOUNT));
    }
    if deal.value.is_none() {
        return needs(VALUE);
    }
    Ok(())
}
