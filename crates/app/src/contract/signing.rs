//! How a contract is signed by both parties, and how it ends.

use super::outcome;
use crate::{
    error::Result,
    person,
    quote::consented,
    roles::Actor,
    tx::Tx,
    verb::{Outcome, Verb},
};
use domain::{
    contract::*,
    dates::Date,
    document::{DocRef, Kind},
    ids::*,
    quote::{AcceptedQuote, Quote, QuoteState},
    refusal::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Signs a contract by name. With the second party's signature it is signed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractSign {
    pub id: ContractId,
    /// For whom; a visitor with a link signs for the customer.
    pub party: Party,
    /// The signer's full name.
    pub name: String,
    pub email: Option<String>,
    /// That the signer agrees to the text as it was sent; must be true.
    pub consent: bool,
    /// Network address the signature comes from; known by itself when signed by link.
    pub address: Option<String>,
}
impl Verb for ContractSign {
    const NAME: &'static str = "contract.sign";
    const PERSONAL: &'static [&'static str] = &["name", "email", "address"];
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let contract: Contract = tx.load(self.id).await?;
        consented(self.consent)?;
        let known = known_signers(tx, &contract, self.party).await?;
        let document_hash = match &contract.state {
            ContractState::Sent { document_hash, .. } => document_hash.clone(),
            // Every other state is refused below, before the hash matters.
            _ => String::new(),
        };
        let customer = (self.party == Party::Customer).then_some(contract.customer);
        let person = person::signer(tx, customer, &known, self.name, self.email).await?;
        let address = match self.address.filter(|address| !address.trim().is_empty()) {
            Some(address) => {
                let org = tx.org();
                let key = store::people::ensure_key(tx.conn(), org, person).await?;
                Some(key.seal(contract.id.raw(), sealed_field(self.party), &address))
            }
            None => None,
        };
        let (party, consent, at) = (self.party, consent_word(self.party).to_string(), tx.now());
        let signature = Signature { party, person, consent, at, address, document_hash: document_hash.clone() };
        let contract = contract.sign(tx.business_now(), signature)?;
        tx.save(&contract).await?;
        let today = tx.today(contract.entity).await?;
        tx.emit(ContractEvent::Signed { contract: contract.id, party, person, document_hash }, today).await?;
        Ok(outcome(&contract).made(DocRef { kind: Kind::Person, id: person.raw() }))
    }
}

/// Word key of the sentence the signer agrees to.
fn consent_word(party: Party) -> &'static str {
    match party {
        Party::Customer => "consent-contract",
        Party::Seller => "consent-contract_seller",
    }
}

/// The two signatures of one person must not be sealed with one nonce.
fn sealed_field(party: Party) -> &'static str {
    match party {
        Party::Customer => "address.customer",
        Party::Seller => "address.seller",
    }
}

/// Who the signer may be among those already known: the link's person, who accepted the quote, its contact, who signed.
async fn known_signers(tx: &mut Tx<'_>, contract: &Contract, party: Party) -> Result<Vec<PersonId>> {
    let by_link = match tx.actor() {
        Actor::Link { .. } if party == Party::Seller => {
            return Err(Refusal::forbidden("link_signs_for_customer").at("party").into());
        }
        Actor::Link { person, .. } => *person,
        _ => None,
    };
    if party == Party::Seller {
        return Ok(Vec::new());
    }
    let quote: Quote = tx.peek(contract.quote).await?;
    let accepted_by = match quote.state {
        QuoteState::Accepted { by, .. } => by,
        _ => None,
    };
    Ok([by_link, accepted_by, quote.contact].into_iter().flatten().collect())
}

/// Notes that the customer will not sign.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractDecline {
    pub id: ContractId,
    pub reason: String,
}
impl Verb for ContractDecline {
    const NAME: &'static str = "contract.decline";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let at = tx.business_now();
        let contract = tx.load::<Contract>(self.id).await?.decline(at, self.reason.clone())?;
        tx.save(&contract).await?;
        release_quote(tx, &contract).await?;
        let today = tx.today(contract.entity).await?;
        tx.emit(ContractEvent::Declined { contract: contract.id, reason: self.reason }, today).await?;
        Ok(outcome(&contract))
    }
}

/// Takes a contract back before both signed; another can be made from the same quote.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractVoid {
    pub id: ContractId,
    pub reason: String,
}
impl Verb for ContractVoid {
    const NAME: &'static str = "contract.void";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let at = tx.business_now();
        let contract = tx.load::<Contract>(self.id).await?.void(at, self.reason.clone())?;
        tx.save(&contract).await?;
        release_quote(tx, &contract).await?;
        let today = tx.today(contract.entity).await?;
        tx.emit(ContractEvent::Voided { contract: contract.id, reason: self.reason }, today).await?;
        Ok(outcome(&contract))
    }
}

/// The accepted quote is free for another contract, or for an order without one.
async fn release_quote(tx: &mut Tx<'_>, contract: &Contract) -> Result<()> {
    let quote: Quote = tx.load_along(contract.quote).await?;
    let released = AcceptedQuote::of(quote)?.without_contract(contract.id);
    tx.save(released.quote()).await
}

/// Ends a signed contract; its orders and subscriptions end by their own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ContractTerminate {
    pub id: ContractId,
    /// The first day without it; today when left out.
    pub on: Option<Date>,
    pub reason: String,
}
impl Verb for ContractTerminate {
    const NAME: &'static str = "contract.terminate";
    async fn run(self, tx: &mut Tx<'_>) -> Result<Outcome> {
        let contract: Contract = tx.load(self.id).await?;
        let today = tx.today(contract.entity).await?;
        let on = self.on.unwrap_or(today);
        let contract = contract.terminate(tx.business_now(), on, self.reason.clone())?;
        tx.save(&contract).await?;
        tx.emit(ContractEvent::Terminated { contract: contract.id, on, reason: self.reason }, today).await?;
        Ok(outcome(&contract))
    }
}
