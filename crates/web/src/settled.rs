//! What is left to pay of a document, as its page says it.

use crate::{problem::Problem, session::Visitor, ui::Total};
use app::App;
use domain::{
    document::{DocRef, Kind},
    money::Money,
};

/// The state people mean when they ask for an invoice: paid, partly paid or overdue; else the document's own.
pub struct Settled {
    pub state: String,
    /// What is open, for the sums under the lines.
    pub open: Option<Total>,
}

pub async fn settled(visitor: &Visitor, app: &App, document: DocRef, state: &str) -> Result<Settled, Problem> {
    let own = Settled { state: state.to_string(), open: None };
    if document.kind != Kind::Invoice || state != "issued" {
        return Ok(own);
    }
    let found = app.open_of(&visitor.reader(), document).await.map_err(|e| Problem(e.into_refusal(), visitor.lang))?;
    let Some(item) = found else { return Ok(own) };
    let state = match item {
        _ if item.open.minor() == 0 => "paid",
        _ if item.due < visitor.today => "overdue",
        _ if item.open != item.amount => "partly_paid",
        _ => state,
    };
    Ok(Settled { state: state.to_string(), open: Some(total(visitor, item.open)) })
}

fn total(visitor: &Visitor, open: Money) -> Total {
    Total { label: visitor.t("field-open"), amount: text::format::money(visitor.lang, open), strong: true }
}
