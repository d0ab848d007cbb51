//! The way of an opportunity: prospecting, engaged, quoted, won or lost. Dates never run backwards, because cycle time and
//! win rates are computed from them.

use super::{Opportunity, Stage};
use crate::{
    dates::Date,
    document::required,
    ids::QuoteId,
    refusal::{Arg, Refusal},
};

impl Opportunity {
    /// Refuses an opportunity without a title, with a negative value, or expected to close before talks began.
    pub fn check(&self) -> Result<(), Refusal> {
        required("title", &self.title)?;
        if let Some(expected) = self.expected.filter(|e| e.is_negative()) {
            return Err(Refusal::invalid("amount_negative").with("amount", expected).at("expected"));
        }
        match self.expected_close {
            Some(close) => self.not_before_engaged(close).map_err(|r| r.at("expected_close")),
            None => Ok(()),
        }
    }
    /// Talks began.
    pub fn engage(self, on: Date) -> Result<Opportunity, Refusal> {
        match self.state {
            Stage::Prospecting => Ok(Opportunity { engaged: Some(on), state: Stage::Engaged { since: on }, ..self }),
            _ => Err(self.refused("opportunity_not_prospecting")),
        }
    }
    /// A quote went out; a later quote takes the place of an earlier one.
    pub fn quoted(self, on: Date, quote: QuoteId) -> Result<Opportunity, Refusal> {
        if self.state.is_closed() {
            return Err(self.closed());
        }
        self.not_before_engaged(on)?;
        let engaged = self.engaged.or(Some(on));
        Ok(Opportunity { engaged, state: Stage::Quoted { since: on, quote }, ..self })
    }
    /// The customer said yes.
    pub fn win(self, on: Date) -> Result<Opportunity, Refusal> {
        match self.state {
            Stage::Engaged { .. } | Stage::Quoted { .. } => {
                self.not_before_engaged(on)?;
                Ok(Opportunity { state: Stage::Won { on }, ..self })
            }
            Stage::Prospecting => Err(self.refused("opportunity_not_engaged")),
            Stage::Won { .. } | Stage::Lost { .. } => Err(self.closed()),
        }
    }
    /// The customer said no, or went silent; the reason is what later deals learn from.
    pub fn lose(self, on: Date, reason: String) -> Result<Opportunity, Refusal> {
        if self.state.is_closed() {
            return Err(self.closed());
        }
        required("reason", &reason)?;
        self.not_before_engaged(on)?;
        Ok(Opportunity { state: Stage::Lost { on, reason }, ..self })
    }
    /// Back to talks, or to prospecting when there never were any.
    pub fn reopen(self) -> Result<Opportunity, Refusal> {
        if !self.state.is_closed() {
            return Err(self.refused("opportunity_not_closed"));
        }
        let state = self.engaged.map_or(Stage::Prospecting, |since| Stage::Engaged { since });
        Ok(Opportunity { state, ..self })
    }

    fn not_before_engaged(&self, on: Date) -> Result<(), Refusal> {
        match self.engaged {
            Some(engaged) if on < engaged => {
                let refusal = Refusal::invalid("opportunity_date_backwards").with("number", &self.number);
                Err(refusal.with("on", on).with("engaged", engaged).at("on"))
            }
            _ => Ok(()),
        }
    }
    fn closed(&self) -> Refusal {
        let on = match &self.state {
            Stage::Won { on } | Stage::Lost { on, .. } => Some(*on),
            _ => None,
        };
        let refusal = self.refused("opportunity_closed");
        on.into_iter().fold(refusal, |refusal, on| refusal.with("on", on))
    }
    fn refused(&self, code: &'static str) -> Refusal {
        Refusal::state(code).with("number", &self.number).with("state", Arg::Word(self.state.key().into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::*, money::*};

    fn d(day: i8) -> Date {
        Date::constant(2026, 3, day)
    }
    fn prospect() -> Opportunity {
        Opportunity {
            id: OpportunityId(RawId::default()),
            number: "O-7".into(),
            title: "Ten chairs".into(),
            customer: None,
            product: None,
            expected: None,
            expected_close: None,
            engaged: None,
            state: Stage::Prospecting,
            owner: None,
            agent: None,
            metadata: Default::default(),
        }
    }
    fn quote() -> QuoteId {
        QuoteId(RawId::default())
    }
    fn won() -> Opportunity {
        prospect().engage(d(2)).unwrap().win(d(5)).unwrap()
    }

    #[test]
    fn each_step_leads_on() {
        let quoted = prospect().engage(d(2)).unwrap().quoted(d(4), quote()).unwrap();
        assert_eq!((quoted.engaged, quoted.state.key()), (Some(d(2)), "quoted"));
        let requoted = quoted.clone().quoted(d(6), quote()).unwrap();
        assert_eq!(requoted.clone().win(d(9)).unwrap().state, Stage::Won { on: d(9) });
        assert_eq!(prospect().quoted(d(4), quote()).unwrap().engaged, Some(d(4)));
        let lost = prospect().lose(d(1), "no budget".into()).unwrap();
        assert_eq!(lost.reopen().unwrap().state, Stage::Prospecting);
        assert_eq!(won().reopen().unwrap().state, Stage::Engaged { since: d(2) });
    }

    #[test]
    fn wrong_steps_are_refused() {
        let check = |found: Result<Opportunity, Refusal>, code: &str| assert_eq!(found.unwrap_err().code, code);
        check(prospect().win(d(5)), "opportunity_not_engaged");
        check(prospect().reopen(), "opportunity_not_closed");
        check(won().engage(d(6)), "opportunity_not_prospecting");
        check(won().win(d(6)), "opportunity_closed");
        check(won().lose(d(6), "price".into()), "opportunity_closed");
        check(won().quoted(d(6), quote()), "opportunity_closed");
        check(prospect().lose(d(6), " ".into()), "value_missing");
        let engaged = prospect().engage(d(5)).unwrap();
        check(engaged.clone().win(d(4)), "opportunity_date_backwards");
        check(engaged.clone().lose(d(4), "price".into()), "opportunity_date_backwards");
        check(engaged.clone().quoted(d(4), quote()), "opportunity_date_backwards");
        assert_eq!(engaged.win(d(5)).unwrap().state.key(), "won");
    }

    #[test]
    fn what_is_expected_makes_sense() {
        let minus = Some(Money::new(-1, Currency::EUR));
        assert_eq!(Opportunity { expected: minus, ..prospect() }.check().unwrap_err().code, "amount_negative");
        let early = Opportunity { engaged: Some(d(5)), expected_close: Some(d(4)), ..prospect() };
        assert_eq!(early.check().unwrap_err().param.as_deref(), Some("expected_close"));
        prospect().check().unwrap();
    }
}
