//! The doctor: proves that an organisation's books are whole, or names what leaks and by how much.

use crate::{error::Result, runner::App};
use domain::{
    approval::{Approval, ApprovalRule, Delegation},
    billing::Invoice,
    catalog::*,
    contract::*,
    crm::*,
    document::*,
    exchange::ExchangeRates,
    ids::*,
    order::*,
    org::Entity,
    payment::*,
    quote::{Quote, QuoteTemplate},
};
use serde_json::Value as Json;
pub use store::doctor::{Check, Finding};

impl App {
    /// Runs every check on one moment of the database. All is well when no check but advice has findings.
    pub async fn doctor(&self, org: OrgId) -> Result<Vec<Check>> {
        let mut conn = self.db.read_much().await?;
        self.examined(&mut conn, org).await
    }

    /// The same on what a connection sees, a transaction's own changes among it.
    pub async fn examined(&self, conn: &mut store::Conn, org: OrgId) -> Result<Vec<Check>> {
        let mut checks = store::doctor::examine(conn, org).await?;
        let (mut rows, mut findings) = (0, Vec::new());
        for (kind, id) in store::doctor::documents(conn, org).await? {
            rows += 1;
            let problem = match store::document::load_any(conn, org, id, false).await {
                Ok(Some((any, _))) => loads(kind, any.body).err(),
                Ok(None) => Some("gone".to_string()),
                Err(error) => Some(error.to_string()),
            };
            if let Some(problem) = problem {
                findings.push(Finding { what: format!("{}: {problem}", kind.show(id)), amount: None });
            }
        }
        checks.push(Check { key: "bodies", rows, is_advice: false, findings });
        Ok(checks)
    }
}

fn loads(kind: Kind, body: Json) -> std::result::Result<(), String> {
    fn as_type<D: Document>(body: Json) -> std::result::Result<(), String> {
        serde_json::from_value::<D>(body).map(|_| ()).map_err(|e| e.to_string())
    }
    match kind {
        Kind::Entity => as_type::<Entity>(body),
        Kind::Customer => as_type::<Customer>(body),
        Kind::Person => as_type::<Person>(body),
        Kind::Opportunity => as_type::<Opportunity>(body),
        Kind::Product => as_type::<Product>(body),
        Kind::ProductModel => as_type::<ProductModel>(body),
        Kind::PriceBook => as_type::<PriceBook>(body),
        Kind::Promotion => as_type::<domain::catalog::Promotion>(body),
        Kind::Quote => as_type::<Quote>(body),
        Kind::QuoteTemplate => as_type::<QuoteTemplate>(body),
        Kind::ApprovalRule => as_type::<ApprovalRule>(body),
        Kind::Approval => as_type::<Approval>(body),
        Kind::ExchangeRates => as_type::<ExchangeRates>(body),
        Kind::Delegation => as_type::<Delegation>(body),
        Kind::Template => as_type::<Template>(body),
        Kind::Contract => as_type::<Contract>(body),
        Kind::Order => as_type::<Order>(body),
        Kind::Delivery => as_type::<Delivery>(body),
        Kind::Subscription => as_type::<Subscription>(body),
        Kind::Invoice => as_type::<Invoice>(body),
        Kind::Payment => as_type::<Payment>(body),
        Kind::Refund => as_type::<Refund>(body),
    }
}
