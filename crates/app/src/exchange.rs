//! Exchange rates: published day by day, and looked up by whoever converts.

use crate::{
    error::Result,
    tx::Tx,
    verb::{Outcome, Verb},
};
use documents::ecb_csv;
use domain::{
    dates::Date,
    document::{Document, Kind},
    exchange::*,
    ids::OrgId,
    money::Currency,
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    Conn, StoreError,
    document::{Query, Sort},
};

/// Most days that are taken at once.
const IMPORT_MAX: usize = 400;

/// Sets down the exchange rates of a day; given again for the same day they take the place of those before. What was
/// converted keeps the rate it was converted at.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExchangeRateSet {
    /// Today when left out.
    pub on: Option<Date>,
    /// Of which one unit is worth the rates; the currency of the books when left out.
    pub base_currency: Option<Currency>,
    /// How many units of each currency one unit of the base is worth.
    pub rates: Vec<PublishedRate>,
    /// Who published them.
    pub source: Option<String>,
}
impl Verb for ExchangeRateSet {
    const NAME: &'static str = "exchange_rate.set";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let base = match self.base_currency {
            Some(base) => base,
            None => tx.entity_or_first(None).await?.currency,
        };
        let today = tx.today_of_org().await?;
        let on = self.on.unwrap_or(today);
        let found = Published { on, base, rates: self.rates, source: self.source };
        let (rates, _) = found.set(tx, today).await?;
        Ok(Outcome::of(rates.doc_ref()).number(rates.head().number))
    }
}

/// Takes over exchange rates from a file of the European Central Bank (its CSV, of one day or of its history). Days that are
/// there already and say the same stay as they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ExchangeRateImport {
    /// The file's text; its first line names the currencies.
    pub text: String,
    /// First day that is taken; all of the file when left out.
    pub from_day: Option<Date>,
    /// Last day that is taken.
    pub until_day: Option<Date>,
}
impl Verb for ExchangeRateImport {
    const NAME: &'static str = "exchange_rate.import";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let days = ecb_csv::read(&self.text, self.from_day, self.until_day).map_err(|refusal| refusal.at("text"))?;
        if days.len() > IMPORT_MAX {
            let refusal = Refusal::invalid("rates_days_many").with("days", days.len()).with("limit", IMPORT_MAX);
            return Err(refusal.at("from_day").into());
        }
        let today = tx.today_of_org().await?;
        let mut taken = 0;
        for (on, rates) in days {
            let found = Published { on, base: Currency::EUR, rates, source: Some("ECB".into()) };
            let (_, new) = found.set(tx, today).await.map_err(|error| error.at("text"))?;
            taken += u64::from(new);
        }
        Ok(Outcome::count(taken))
    }
}

/// Rates as somebody gave them.
struct Published {
    on: Date,
    base: Currency,
    rates: Vec<PublishedRate>,
    source: Option<String>,
}
impl Published {
    /// Saves them unless they are there already; returns whether they were not.
    async fn set(self, tx: &mut Tx<'_>, today: Date) -> Result<(ExchangeRates, bool)> {
        if self.on > today {
            return Err(Refusal::invalid("rates_of_future").with("on", self.on).with("today", today).at("on").into());
        }
        let query = Query {
            kind: Some(Kind::ExchangeRates),
            number: Some(number_of(self.base, self.on)),
            limit: 1,
            ..Query::default()
        };
        let before = match tx.list(&query).await?.first() {
            Some(listed) => Some(tx.load_along::<ExchangeRates>(listed.id).await?),
            None => None,
        };
        let id = before.as_ref().map(|before| before.id);
        let rates = ExchangeRates {
            id: id.unwrap_or_else(|| tx.new_id()),
            date: self.on,
            base_currency: self.base,
            rates: self.rates,
            source: self.source,
        };
        rates.check()?;
        if before.as_ref() == Some(&rates) {
            return Ok((rates, false));
        }
        tx.save(&rates).await?;
        let event = match before {
            None => ExchangeEvent::Published { rates: rates.id },
            Some(_) => ExchangeEvent::Corrected { rates: rates.id },
        };
        tx.emit(event, self.on).await?;
        Ok((rates, true))
    }
}

/// Most lists of rates that are looked at: those of some days, for whatever bases there are.
const LOOKED_AT: u32 = 100;

/// What one unit of a currency is worth in that of the books on a day, by the last rates published until then. `None` when
/// it is that of the books, and when no rate is known or the last is too old.
pub(crate) async fn rate_on(
    conn: &mut Conn,
    org: OrgId,
    (currency, books): (Currency, Currency),
    on: Date,
) -> Result<Option<ExchangeRate>> {
    if currency == books {
        return Ok(None);
    }
    let query = Query {
        kind: Some(Kind::ExchangeRates),
        date_from: Some(on.add_days(-DAYS_MAX)),
        date_until: Some(on),
        sort: Sort::Date,
        limit: LOOKED_AT,
        with_body: true,
        ..Query::default()
    };
    let mut found: Option<(bool, ExchangeRate)> = None;
    for listed in store::document::list(conn, org, &query).await? {
        let body = listed.body.unwrap_or_default();
        let rates: ExchangeRates =
            serde_json::from_str(&body).map_err(|e| StoreError::Bug(format!("exchange rates {}: {e}", listed.id)))?;
        // The latest; of one day, that in units of the books before one that goes another way.
        let own = rates.base_currency == books;
        if let Some(rate) = rates.into_books(currency, books, on)
            && found.is_none_or(|(before, known)| rate.on > known.on || (rate.on == known.on && own && !before))
        {
            found = Some((own, rate));
        }
    }
    Ok(found.map(|(_, rate)| rate))
}
