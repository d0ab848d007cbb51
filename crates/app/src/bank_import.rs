//! Payments from a bank's file. Each row has an identity, under which it is booked once, however often and in whatever
//! files it comes; a credit that names its invoices and pays exactly what is open of them is allocated at once.

use crate::{
    error::{Error, Result},
    payment::{PaymentAllocate, PaymentCreate, PaymentIdentify, Share},
    runner::{App, Call},
};
use documents::bank_csv::{BankFile, BankRow, Reading};
pub use documents::csv::NamedRow;
use domain::{
    document::Kind,
    ids::*,
    money::Money,
    org::Entity,
    payment::{
        Method, OpenItem,
        matching::{CERTAIN, Candidate, Credit, suggest},
    },
    refusal::Refusal,
};
use std::collections::BTreeMap;
use store::{StoreError, document::Query};

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    /// Payments booked now.
    pub taken: u64,
    /// Of all credits in the file, those allocated now.
    pub allocated: u64,
    /// Rows that were booked before.
    pub repeated: u64,
    /// Rows that were left out, each with its line and why.
    pub named: Vec<NamedRow>,
}

/// Open invoices that are looked at for a match.
const CANDIDATES_MAX: u32 = 50_000;

impl App {
    /// Books the credits of a bank's CSV file as payments of an entity, the first one when none is given. Stops only at a
    /// file that is none, or when the database is gone; importing the file again goes on where it stopped.
    pub async fn import_payments(
        &self,
        call: &Call,
        file_name: &str,
        bytes: &[u8],
        entity: Option<EntityId>,
    ) -> Result<ImportReport> {
        call.actor.need("payment.create")?;
        let entity = match entity {
            Some(id) => self.entity(call.org, id).await?,
            None => self.first_entity(call.org).await?,
        };
        let reading = Reading { currency: entity.currency, decimal_sign: None };
        let file = BankFile::open(file_name, bytes, reading)?;
        let candidates =
            store::payments::candidates(&mut self.db.read().await?, call.org, entity.id, CANDIDATES_MAX).await?;
        let mut import = Import { app: self, call, entity: entity.id, candidates, report: ImportReport::default() };
        for row in file {
            match row {
                Err(named) => import.report.named.push(named),
                Ok(row) => {
                    let line = row.line;
                    match import.row(row).await {
                        Ok(()) => {}
                        Err(Error::Refused(reason)) => import.report.named.push(NamedRow { line, reason }),
                        Err(fault) => return Err(fault),
                    }
                }
            }
        }
        Ok(import.report)
    }

    /// The company that stands first: the one that is meant when none is named.
    pub(crate) async fn first_entity(&self, org: OrgId) -> Result<Entity> {
        let query = Query { kind: Some(Kind::Entity), ascending: true, limit: 1, ..Query::default() };
        let first = store::document::list(&mut self.db.read().await?, org, &query).await?;
        let first = first.first().ok_or_else(|| StoreError::Bug(format!("organisation {org} has no entity")))?;
        self.entity(org, EntityId(first.id)).await
    }

    async fn entity(&self, org: OrgId, id: EntityId) -> Result<Entity> {
        let found = store::document::load::<Entity>(&mut self.db.read().await?, org, id.raw(), false).await?;
        let missing = || {
            let kind = domain::refusal::Arg::Word("kind-entity".into());
            Refusal::not_found("document_missing").with("kind", kind).with("id", id.to_string())
        };
        Ok(found.ok_or_else(missing)?.0)
    }
}

struct Import<'i> {
    app: &'i App,
    call: &'i Call,
    entity: EntityId,
    /// Open invoices when the import began, less those that it settled.
    candidates: Vec<Candidate>,
    report: ImportReport,
}

impl Import<'_> {
    async fn row(&mut self, row: BankRow) -> Result<()> {
        if row.amount.is_negative() {
            return Err(Refusal::invalid("bank_row_debit").with("amount", row.amount.abs()).into());
        }
        let org = self.call.org;
        let mut conn = self.app.db.read().await?;
        // The bank's number counts per account, so it is kept together with the account.
        let reference = row.identity.strip_prefix("ref:").unwrap_or(&row.identity).trim_start_matches(':').to_string();
        let booked = store::payments::booked(&mut conn, org, self.entity, &reference).await?;
        let payer = match &row.iban {
            Some(iban) => store::payments::customer_of_iban(&mut conn, org, iban).await?,
            None => None,
        };
        drop(conn);
        let certain = self.certain(&row, payer);
        let customer = certain.as_ref().map(|(customer, _)| *customer).or(payer);
        let payment = match booked {
            Some(payment) => {
                self.report.repeated += 1;
                payment
            }
            None => self.book(&row, reference, customer).await?,
        };
        match certain {
            Some((customer, items)) => self.settle(&row, payment, customer, items).await,
            None => Ok(()),
        }
    }

    /// The customer and open items that this row pays beyond doubt.
    fn certain(&self, row: &BankRow, payer: Option<CustomerId>) -> Option<(CustomerId, Vec<OpenItemId>)> {
        let text = row.description.as_deref().unwrap_or_default();
        let credit = Credit { text, amount: row.amount, customer: payer };
        let best = suggest(credit, &self.candidates).into_iter().next().filter(|s| s.score >= CERTAIN)?;
        let mut whose = self.candidates.iter().filter(|c| best.items.contains(&c.item)).map(|c| c.customer);
        let first = whose.next()??;
        whose.all(|c| c == Some(first)).then_some((first, best.items))
    }

    async fn book(&mut self, row: &BankRow, reference: String, customer: Option<CustomerId>) -> Result<PaymentId> {
        let text: Vec<&str> = [&row.counterparty, &row.description].into_iter().flatten().map(String::as_str).collect();
        let verb = PaymentCreate {
            entity: Some(self.entity),
            customer,
            date: Some(row.date),
            amount: row.amount,
            method: Method::BankTransfer,
            reference: Some(text.join(" · ")).filter(|t| !t.is_empty()),
            bank_reference: Some(reference),
            counterparty_iban: row.iban.clone(),
        };
        let done = self.app.run(&self.keyed(row, "book"), verb).await?;
        if done.repeated {
            self.report.repeated += 1
        } else {
            self.report.taken += 1
        }
        Ok(PaymentId(done.document().id))
    }

    /// Allocates a payment of which nothing was used yet. One that a person took back or gave away stays as it is.
    async fn settle(
        &mut self,
        row: &BankRow,
        payment: PaymentId,
        customer: CustomerId,
        items: Vec<OpenItemId>,
    ) -> Result<()> {
        let org = self.call.org;
        let mut conn = self.app.db.read().await?;
        let own = store::facts::items_of_document(&mut conn, org, payment.raw(), false).await?;
        let debts = store::facts::items_by_id(&mut conn, org, &items).await?;
        drop(conn);
        let unused = |i: &&OpenItem| i.is_credit() && i.open == i.amount && i.customer.is_none_or(|c| c == customer);
        let Some(credit) = own.iter().find(unused) else { return Ok(()) };
        if credit.customer.is_none() {
            let verb = PaymentIdentify { id: payment, customer };
            self.app.run(&self.keyed(row, "identify"), verb).await?;
        }
        let done =
            self.app.run(&self.keyed(row, "allocate"), PaymentAllocate { id: payment, to: shares(&debts)? }).await?;
        if !done.repeated {
            self.report.allocated += 1;
            self.candidates.retain(|c| !items.contains(&c.item));
        }
        Ok(())
    }

    fn keyed(&self, row: &BankRow, step: &str) -> Call {
        self.call.clone().key(format!("bank:{}:{step}:{}", self.entity, row.identity))
    }
}

/// What is open of each invoice; its terms together, because an invoice is what a payment settles.
fn shares(debts: &[OpenItem]) -> Result<Vec<Share>> {
    let mut sums: BTreeMap<RawId, Money> = BTreeMap::new();
    for debt in debts {
        let sum = match sums.get(&debt.document.id) {
            Some(sum) => sum.add(debt.open)?,
            None => debt.open,
        };
        sums.insert(debt.document.id, sum);
    }
    Ok(sums.into_iter().map(|(id, amount)| Share { invoice: InvoiceId(id), amount: Some(amount) }).collect())
}
