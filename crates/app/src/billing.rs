//! The billing run: invoices for every subscription period that begins.

use crate::{
    error::{Error, Result},
    invoice::{SERIES, drafted, issued, new_invoice, rate_of},
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    billing::Invoice,
    crm::Customer,
    dates::Date,
    document::{Document, Kind},
    money::{Amount, Currency},
    order::Subscription,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most subscriptions that one run looks at, so that one transaction stays short: run again until it counts zero.
const AT_ONCE: u32 = 1000;

/// Bills subscriptions for the periods that begin on or before a date, and issues the invoices. Counts the invoices; when
/// it counts some, run it again for the rest.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct BillingRun {
    /// Today when left out.
    pub until: Option<Date>,
    /// What foreign currencies are worth in the currency of your books today; for invoices in them on which VAT is due.
    #[serde(default)]
    pub exchange_rates: Vec<CurrencyRate>,
}

/// What one unit of a foreign currency is worth in the currency of the books.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct CurrencyRate {
    pub currency: Currency,
    pub exchange_rate: Amount,
}

impl Verb for BillingRun {
    const NAME: &'static str = "billing.run";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let until = match self.until {
            Some(until) => until,
            None => tx.today_of_org().await?,
        };
        let query = store::document::Query {
            kind: Some(Kind::Subscription),
            states: vec!["active".into(), "cancelled".into()],
            due_until: Some(until),
            sort: store::document::Sort::DateDue,
            ascending: true,
            limit: AT_ONCE,
            ..Default::default()
        };
        let (mut outcome, mut count, mut first_refusal) = (Outcome::default(), 0, None);
        for listed in tx.list(&query).await? {
            let subscription: Subscription = tx.load(listed.id).await?;
            match bill(tx, &subscription, &self.exchange_rates).await {
                Ok(Some(invoice)) => {
                    outcome = outcome.made(invoice.doc_ref());
                    count += 1;
                }
                Ok(None) => {}
                // One customer's missing address does not keep the others' invoices waiting.
                Err(Error::Refused(refusal)) => first_refusal = first_refusal.or(Some(refusal)),
                Err(error) => return Err(error),
            }
        }
        match first_refusal {
            Some(refusal) if count == 0 => Err(refusal.into()),
            _ => Ok(Outcome { count: Some(count), ..outcome }),
        }
    }
}

/// Bills the next period. All that can be refused is refused before anything is written.
async fn bill(tx: &mut Tx<'_>, subscription: &Subscription, rates: &[CurrencyRate]) -> Result<Option<Invoice>> {
    let Some(period) = subscription.next_period() else { return Ok(None) };
    let entity = tx.entity(subscription.entity).await?;
    let buyer: Customer = tx.peek(subscription.customer).await?;
    let today = tx.today(entity.id).await?;
    let new = new_invoice(tx, SERIES, today, None);
    let draft = Invoice::for_subscription(subscription, period, &entity, &buyer, new)?;
    let foreign = rates.iter().filter(|_| draft.currency != entity.currency);
    let rate = foreign.into_iter().find(|known| known.currency == draft.currency).map(|known| known.exchange_rate);
    let rate = rate_of(tx, &draft, entity.currency, rate, today).await?;
    let stated = draft.clone().state_tax_in(entity.currency, rate)?;
    stated.issue("0".into(), today, tx.business_now())?;
    drafted(tx, &draft).await?;
    Ok(Some(issued(tx, draft, rate).await?))
}
