//! The life of a contract: made from an accepted quote, sent, signed by both parties, and how it ends.

use super::{Contract, ContractLine, ContractState, Party, Signature};
use crate::{
    dates::{Date, Timestamp},
    document::{Document, LineRef, required},
    ids::{ContractId, TemplateId},
    quote::AcceptedQuote,
    refusal::{Arg, Refusal},
};

/// What a contract has that its quote does not say.
#[derive(Clone, Debug)]
pub struct NewContract {
    pub id: ContractId,
    pub number: String,
    pub template: Option<TemplateId>,
    /// The template's text with all fields filled in.
    pub text: String,
    pub date: Date,
    /// First day of the term.
    pub start: Date,
}

/// A contract that both parties signed: the proof that `order` asks for. Made by [`Contract::signed`] alone.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedContract(Contract);
impl SignedContract {
    pub fn contract(&self) -> &Contract {
        &self.0
    }
    pub fn into_contract(self) -> Contract {
        self.0
    }
}

impl Contract {
    /// A draft with the accepted terms, line by line. Refuses a quote that already led to another contract.
    pub fn from_quote(accepted: &AcceptedQuote, new: NewContract) -> Result<Contract, Refusal> {
        let quote = accepted.quote();
        if accepted.contract().is_some_and(|contract| contract != new.id) {
            return Err(Refusal::state("quote_has_contract").with("number", &quote.number));
        }
        required("number", &new.number)?;
        required("text", &new.text)?;
        let lines = quote.agreed().map(|line| ContractLine {
            no: line.no,
            source: LineRef { document: quote.doc_ref(), line: line.no },
            terms: line.terms.clone(),
        });
        Ok(Contract {
            id: new.id,
            number: new.number,
            entity: quote.entity,
            customer: quote.customer,
            quote: quote.id,
            template: new.template,
            title: quote.title.clone(),
            language: quote.language,
            currency: quote.currency,
            date: new.date,
            start: new.start,
            payment_days: quote.payment_days,
            payment_plan: quote.payment_plan.clone(),
            text: new.text,
            lines: lines.collect(),
            state: ContractState::Draft,
            signatures: Vec::new(),
            owner: quote.owner,
        })
    }
    /// Refuses unless it is a draft: what was sent for signature stands as sent.
    pub fn editable(&self) -> Result<(), Refusal> {
        match self.state {
            ContractState::Draft => Ok(()),
            _ => Err(self.refused("contract_not_draft")),
        }
    }
    /// Fixes the text as the bytes with this SHA-256 (64 hex digits), which is what will be signed.
    pub fn send(self, at: Timestamp, document_hash: String) -> Result<Contract, Refusal> {
        self.editable()?;
        required("text", &self.text)?;
        if document_hash.len() != 64 || !document_hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Refusal::invalid("hash_malformed").with("given", document_hash).at("document_hash"));
        }
        Ok(Contract { state: ContractState::Sent { at, document_hash }, ..self })
    }
    /// Adds a signature; the second party's makes it signed. Refuses a signature to other bytes than were sent. `at` is
    /// business time, as the contract's states carry it; a signature keeps the moment by the system's clock.
    pub fn sign(mut self, at: Timestamp, signature: Signature) -> Result<Contract, Refusal> {
        let (at_sent, document_hash) = match &self.state {
            ContractState::Sent { at, document_hash } => (*at, document_hash.clone()),
            ContractState::Signed { at, .. } => return Err(self.refused("contract_signed").with("at", *at)),
            ContractState::Draft => return Err(self.refused("contract_not_sent")),
            _ => return Err(self.refused("contract_closed")),
        };
        required("consent", &signature.consent)?;
        if !signature.document_hash.eq_ignore_ascii_case(&document_hash) {
            let refusal = self.refused("contract_hash_differs").with("given", &signature.document_hash);
            return Err(refusal.with("sent", document_hash).at("document_hash"));
        }
        if let Some(first) = self.signatures.iter().find(|s| s.party == signature.party) {
            return Err(self.refused("contract_party_signed").with("party", party(first.party)).with("at", first.at));
        }
        if at < at_sent {
            return Err(self.refused("contract_signed_early").with("at", at).with("sent", at_sent));
        }
        self.signatures.push(signature);
        let signed_by = |party| self.signatures.iter().any(|s| s.party == party);
        if signed_by(Party::Customer) && signed_by(Party::Seller) {
            self.state = ContractState::Signed { at, document_hash };
        }
        Ok(self)
    }
    /// The proof that both signed; refuses in every other state.
    pub fn signed(self) -> Result<SignedContract, Refusal> {
        match self.state {
            ContractState::Signed { .. } => Ok(SignedContract(self)),
            _ => Err(self.refused("contract_not_signed")),
        }
    }
    /// The customer will not sign.
    pub fn decline(self, at: Timestamp, reason: String) -> Result<Contract, Refusal> {
        match self.state {
            ContractState::Sent { .. } => {}
            ContractState::Draft => return Err(self.refused("contract_not_sent")),
            ContractState::Signed { at, .. } => return Err(self.refused("contract_signed").with("at", at)),
            _ => return Err(self.refused("contract_closed")),
        }
        required("reason", &reason)?;
        Ok(Contract { state: ContractState::Declined { at, reason }, ..self })
    }
    /// The seller takes it back before both signed.
    pub fn void(self, at: Timestamp, reason: String) -> Result<Contract, Refusal> {
        match self.state {
            ContractState::Draft | ContractState::Sent { .. } => {}
            ContractState::Signed { at, .. } => return Err(self.refused("contract_signed").with("at", at)),
            _ => return Err(self.refused("contract_closed")),
        }
        required("reason", &reason)?;
        Ok(Contract { state: ContractState::Voided { at, reason }, ..self })
    }
    /// Ends a signed contract on a day, which is the first without it; its orders and subscriptions end by their own verbs.
    pub fn terminate(self, at: Timestamp, on: Date, reason: String) -> Result<Contract, Refusal> {
        match self.state {
            ContractState::Signed { .. } => {}
            ContractState::Terminated { .. } => return Err(self.refused("contract_closed")),
            _ => return Err(self.refused("contract_not_signed")),
        }
        required("reason", &reason)?;
        if on < self.start {
            return Err(self.refused("contract_ends_early").with("on", on).with("start", self.start).at("on"));
        }
        Ok(Contract { state: ContractState::Terminated { at, on, reason }, ..self })
    }
    fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()))
    }
}

fn party(party: Party) -> Arg {
    Arg::Word(match party {
        Party::Customer => "party-customer".into(),
        Party::Seller => "party-seller".into(),
    })
}
