//! The life of a quote: draft, sent, then accepted, declined, withdrawn, expired or superseded by a revision.

use super::{Promotions, Quote, QuoteState, Reminding};
use crate::{
    dates::{Date, Timestamp},
    document::required,
    ids::{ContractId, PersonId, QuoteId},
    refusal::{Arg, Refusal},
};

/// A quote that the customer accepted: the proof that `contract` and `order` ask for. Made by [`Quote::accept`] alone, and
/// by [`AcceptedQuote::of`] for one that was accepted before.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptedQuote(Quote);

impl AcceptedQuote {
    /// Refuses a stored quote that is not accepted.
    pub fn of(quote: Quote) -> Result<AcceptedQuote, Refusal> {
        match quote.state {
            QuoteState::Accepted { .. } => Ok(AcceptedQuote(quote)),
            _ => Err(quote.refused("quote_not_accepted")),
        }
    }
    pub fn quote(&self) -> &Quote {
        &self.0
    }
    pub fn into_quote(self) -> Quote {
        self.0
    }
    /// The contract it leads to, once there is one.
    pub fn contract(&self) -> Option<ContractId> {
        match self.0.state {
            QuoteState::Accepted { contract, .. } => contract,
            _ => None,
        }
    }
    /// Notes the contract that was made from it; an accepted quote leads to one contract.
    pub fn with_contract(self, contract: ContractId) -> Result<AcceptedQuote, Refusal> {
        match self.0.state {
            QuoteState::Accepted { at, by, contract: None } => {
                let state = QuoteState::Accepted { at, by, contract: Some(contract) };
                Ok(AcceptedQuote(Quote { state, ..self.0 }))
            }
            _ => Err(self.0.refused("quote_has_contract")),
        }
    }
    /// Lets go of a contract that will not be signed, so that another can be made. Another one's contract stays.
    pub fn without_contract(self, contract: ContractId) -> AcceptedQuote {
        match self.0.state {
            QuoteState::Accepted { at, by, contract: Some(noted) } if noted == contract => {
                let state = QuoteState::Accepted { at, by, contract: None };
                AcceptedQuote(Quote { state, ..self.0 })
            }
            _ => self,
        }
    }
}

impl Quote {
    /// Refuses unless it is a draft: what was sent stands as sent.
    pub fn editable(&self) -> Result<(), Refusal> {
        match self.state {
            QuoteState::Draft => Ok(()),
            _ => Err(self.refused("quote_not_draft")),
        }
    }
    /// Whether a customer could have seen it: only what is sent has the steps of its prices.
    pub fn was_sent(&self) -> bool {
        !self.waterfall.is_empty()
    }
    /// Refuses a quote that offers nothing.
    pub fn not_empty(&self) -> Result<(), Refusal> {
        if self.lines.iter().any(|line| line.kind.is_priced()) {
            return Ok(());
        }
        Err(self.refused("quote_empty").at("lines"))
    }
    /// Prices it for the last time and fixes it, with the steps of every price.
    pub fn send(mut self, at: Timestamp, today: Date) -> Result<Quote, Refusal> {
        self.editable()?;
        self.not_empty()?;
        self.valid_on(today)?;
        self.price()?;
        self.check_alternatives()?;
        self.waterfall = self.explain()?;
        let pending = Some(Reminding::Pending);
        Ok(Quote { state: QuoteState::Sent { at }, expiry_reminder: pending, view_reminder: pending, ..self })
    }
    /// The customer says yes, by the last day of its validity. Pins the stand-alone prices (IFRS 15.88).
    pub fn accept(mut self, at: Timestamp, today: Date, by: Option<PersonId>) -> Result<AcceptedQuote, Refusal> {
        match self.state {
            QuoteState::Sent { .. } => self.valid_on(today)?,
            QuoteState::Draft => return Err(self.refused("quote_not_sent")),
            QuoteState::Accepted { at, .. } => return Err(self.refused("quote_accepted").with("at", at)),
            QuoteState::Expired { .. } => return Err(self.expired()),
            _ => return Err(self.refused("quote_closed")),
        }
        if self.agreed().next().is_none() {
            return Err(self.refused("quote_nothing_chosen").at("options"));
        }
        for line in self.lines.iter_mut().filter(|line| line.kind.is_priced()) {
            line.terms.pin_standalone(self.currency)?;
        }
        Ok(AcceptedQuote(Quote { state: QuoteState::Accepted { at, by, contract: None }, ..self }))
    }
    /// The customer gives a code, whose promotion is the last of `promotions`: they are taken off anew, and nothing else
    /// changes. Refused when it takes nothing off, or leaves the customer worse off.
    pub fn redeem(mut self, promotions: Promotions, today: Date) -> Result<Quote, Refusal> {
        self.open()?;
        self.valid_on(today)?;
        promotions.check()?;
        let before = self.net();
        self.promotions = promotions;
        self.price_all()?;
        self.waterfall = self.explain()?;
        let Some(given) = self.promotions.offers.last() else { return Ok(self) };
        if let Some(reason) = &given.not_applied {
            let why = Arg::Word(format!("coupon-{}", reason.key()));
            return Err(self
                .refused("promotion_not_applied")
                .with("code", &given.terms.code)
                .with("why", why)
                .at("code"));
        }
        if self.net().minor() >= before.minor() {
            return Err(self.refused("promotion_no_gain").with("code", &given.terms.code).at("code"));
        }
        Ok(self)
    }
    /// The customer says no.
    pub fn decline(self, at: Timestamp, reason: String) -> Result<Quote, Refusal> {
        self.open()?;
        required("reason", &reason)?;
        Ok(Quote { state: QuoteState::Declined { at, reason }, ..self })
    }
    /// The seller takes it back; a draft is thrown away by this too.
    pub fn withdraw(self, at: Timestamp, reason: String) -> Result<Quote, Refusal> {
        if !matches!(self.state, QuoteState::Draft) {
            self.open()?;
        }
        required("reason", &reason)?;
        Ok(Quote { state: QuoteState::Withdrawn { at, reason }, ..self })
    }
    /// Its validity ran out without an answer.
    pub fn expire(self, at: Timestamp, today: Date) -> Result<Quote, Refusal> {
        self.open()?;
        if today <= self.valid_until {
            return Err(self.refused("quote_still_valid").with("valid_until", self.valid_until));
        }
        Ok(Quote { state: QuoteState::Expired { at }, ..self })
    }
    /// Makes the next revision, a draft that is valid for as many days as this one was, and closes this one.
    pub fn revise(&self, new: QuoteId, at: Timestamp, today: Date) -> Result<(Quote, Quote), Refusal> {
        match self.state {
            QuoteState::Draft => return Err(self.refused("quote_still_draft")),
            QuoteState::Accepted { at, .. } => return Err(self.refused("quote_accepted").with("at", at)),
            QuoteState::Superseded { .. } => return Err(self.refused("quote_closed")),
            _ => {}
        }
        let superseded = Quote { state: QuoteState::Superseded { at, by: new }, ..self.clone() };
        let draft = Quote {
            id: new,
            revision: self.revision.saturating_add(1),
            revises: Some(self.id),
            date: today,
            valid_until: today.add_days(self.date.days_until(self.valid_until)),
            state: QuoteState::Draft,
            waterfall: Vec::new(),
            views: None,
            expiry_reminder: None,
            view_reminder: None,
            ..self.clone()
        };
        Ok((superseded, draft))
    }

    /// Refuses unless it waits for the customer's answer.
    pub(super) fn open(&self) -> Result<(), Refusal> {
        match self.state {
            QuoteState::Sent { .. } => Ok(()),
            QuoteState::Draft => Err(self.refused("quote_not_sent")),
            QuoteState::Accepted { at, .. } => Err(self.refused("quote_accepted").with("at", at)),
            _ => Err(self.refused("quote_closed")),
        }
    }
    fn valid_on(&self, today: Date) -> Result<(), Refusal> {
        if today <= self.valid_until { Ok(()) } else { Err(self.expired()) }
    }
    fn expired(&self) -> Refusal {
        self.refused("quote_expired").with("valid_until", self.valid_until)
    }
    pub(super) fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()))
    }
}
