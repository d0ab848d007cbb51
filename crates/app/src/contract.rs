//! Verbs on contracts: made from an accepted quote here, signed or ended in `signing`.

mod signing;
mod wording;

pub use signing::*;
pub use wording::FIELDS;

use crate::{
    error::Result,
    order,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    contract::*,
    dates::Date,
    document::{Document, required},
    ids::*,
    quote::{AcceptedQuote, Quote},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Makes a contract from an accepted quote: its lines, and a text from a template with everything filled in.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractCreate {
    pub quote: QuoteId,
    /// Your own text; the built-in agreement in the quote's language when left out.
    pub template: Option<TemplateId>,
    /// The quote's title when left out.
    pub title: Option<String>,
    /// First day of the term; today when left out.
    pub start: Option<Date>,
}
impl Verb for ContractCreate {
    const NAME: &'static str = "contract.create";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let quote: Quote = tx.load(self.quote).await?;
        order::refuse_second(tx, &quote).await?;
        let accepted = AcceptedQuote::of(quote)?;
        let quote = accepted.quote();
        if accepted.contract().is_some() {
            return Err(Refusal::state("quote_has_contract").with("number", &quote.number).into());
        }
        let entity = tx.entity(quote.entity).await?;
        let today = tx.today(entity.id).await?;
        let new = NewContract {
            id: tx.new_id(),
            number: tx.number(&entity, "CT", today).await?,
            template: self.template,
            text: "-".into(),
            date: today,
            start: self.start.unwrap_or(today),
        };
        let mut contract = Contract::from_quote(&accepted, new)?;
        contract.title = self.title.unwrap_or(contract.title);
        required("title", &contract.title)?;
        contract.text = wording::merged(tx, &contract, accepted.quote()).await?;
        let accepted = accepted.with_contract(contract.id)?;
        tx.save(accepted.quote()).await?;
        tx.save(&contract).await?;
        tx.emit(ContractEvent::Created { contract: contract.id }, today).await?;
        Ok(outcome(&contract))
    }
}

/// Changes a draft. What was agreed in the quote stays: only title, first day and text can change.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractEdit {
    pub id: ContractId,
    /// The version you saw; refused when somebody changed it since.
    pub version: Option<u32>,
    pub title: String,
    /// First day of the term.
    pub start: Date,
    /// The text; made anew from the template when left out.
    pub text: Option<String>,
}
impl Verb for ContractEdit {
    const NAME: &'static str = "contract.edit";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let before: Contract = tx.load_version(self.id, self.version).await?;
        before.editable()?;
        required("title", &self.title)?;
        let mut contract = Contract { title: self.title, start: self.start, ..before };
        contract.text = match self.text {
            Some(text) => text,
            None => {
                let quote: Quote = tx.peek(contract.quote).await?;
                wording::merged(tx, &contract, &quote).await?
            }
        };
        required("text", &contract.text)?;
        tx.save(&contract).await?;
        let today = tx.today(contract.entity).await?;
        tx.emit(ContractEvent::Edited { contract: contract.id }, today).await?;
        Ok(outcome(&contract))
    }
}

/// Sends a contract for signature. The text and what is agreed are kept as the exact bytes that will be signed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractSend {
    pub id: ContractId,
}
impl Verb for ContractSend {
    const NAME: &'static str = "contract.send";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let contract: Contract = tx.load(self.id).await?;
        let bytes = wording::signed_text(&contract).into_bytes();
        let sha256 = Sha256::digest(&bytes);
        let document_hash = hex::encode(sha256);
        let contract = contract.send(tx.business_now(), document_hash.clone())?;
        let (org, now) = (tx.org(), tx.now());
        store::state::put_blob(tx.conn(), org, &sha256, SIGNED_TYPE, &bytes, now).await?;
        store::state::put_file(tx.conn(), org, contract.id.raw(), SIGNED_FILE, &sha256, now).await?;
        tx.save(&contract).await?;
        let today = tx.today(contract.entity).await?;
        tx.emit(ContractEvent::Sent { contract: contract.id, document_hash }, today).await?;
        Ok(outcome(&contract))
    }
}

/// The file with the exact bytes that are signed.
pub const SIGNED_FILE: &str = "contract.txt";
const SIGNED_TYPE: &str = "text/plain; charset=utf-8";

fn outcome(contract: &Contract) -> Outcome {
    Outcome::of(contract.doc_ref()).number(&contract.number)
}
