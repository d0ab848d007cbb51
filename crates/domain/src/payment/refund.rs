//! Money that goes wrong or goes back: reversing a payment, and refunds. A refund is asked for by one person and approved
//! by another, because it is the shortest way for money to leave the business.

use super::{OpenItem, Payment, PaymentState, Refund, RefundState};
use crate::{dates::*, document::*, ids::*, money::*, refusal::Refusal};

impl Payment {
    /// Takes a payment back that bounced or was entered by mistake. What was allocated from it must be undone first, so
    /// that the invoices it paid are open again; `item` is its open item.
    pub fn reverse(self, item: &OpenItem, reason: &str, at: Timestamp) -> Result<Payment, Refusal> {
        if let PaymentState::Reversed { at, .. } = self.state {
            return Err(Refusal::state("payment_reversed").with("payment", &self.number).with("at", at));
        }
        if item.open != item.amount {
            let used = item.open.sub(item.amount)?;
            let refusal = Refusal::state("payment_in_use").with("payment", &self.number).with("used", used);
            return Err(refusal);
        }
        let reason = given(reason)?;
        Ok(Payment { state: PaymentState::Reversed { at, reason }, ..self })
    }
}

/// A refund before anybody asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct RefundDraft {
    pub id: RefundId,
    pub number: String,
    pub amount: Money,
    pub reason: String,
    pub date: Date,
}

impl Refund {
    /// Asks for money to go back out of a credit: a payment that was too much, or a credit note. Refuses more than the
    /// credit still holds.
    pub fn request(
        draft: RefundDraft,
        credit: &OpenItem,
        by: Option<UserId>,
        at: Timestamp,
    ) -> Result<Refund, Refusal> {
        let RefundDraft { id, number, amount, date, .. } = draft;
        let reason = given(&draft.reason)?;
        let Some(customer) = credit.customer else {
            return Err(Refusal::state("payment_unidentified").with("amount", credit.amount.negate()));
        };
        check_credit(amount, credit)?;
        let state = RefundState::Requested { at, by };
        let (entity, source) = (credit.entity, credit.document);
        Ok(Refund { id, number, entity, customer, source, date, amount, reason, state })
    }

    /// Approves and pays the refund. Refuses the person who asked for it, and an approver nobody can name; and again
    /// more than the credit still holds, because it may have been used since.
    pub fn approve(self, credit: &OpenItem, by: Option<UserId>, on: Date, at: Timestamp) -> Result<Refund, Refusal> {
        let asked_by = self.asked_by()?;
        let Some(approver) = by else {
            return Err(Refusal::forbidden("refund_approver_unknown").with("refund", &self.number));
        };
        if asked_by == Some(approver) {
            let refusal = Refusal::forbidden("refund_own_request").with("refund", &self.number);
            return Err(refusal.with("amount", self.amount));
        }
        if credit.document != self.source {
            return Err(Refusal::invalid("not_a_credit").with("document", credit.document.to_string()));
        }
        check_credit(self.amount, credit)?;
        Ok(Refund { state: RefundState::Paid { at, by, on }, ..self })
    }

    /// Turns the request down. Whoever asked may withdraw it this way too.
    pub fn reject(self, by: Option<UserId>, reason: &str, at: Timestamp) -> Result<Refund, Refusal> {
        self.asked_by()?;
        let reason = given(reason)?;
        Ok(Refund { state: RefundState::Rejected { at, by, reason }, ..self })
    }

    /// Who asked; refuses a refund that was decided.
    fn asked_by(&self) -> Result<Option<UserId>, Refusal> {
        match &self.state {
            RefundState::Requested { by, .. } => Ok(*by),
            RefundState::Paid { on, .. } => {
                Err(Refusal::state("refund_paid").with("refund", &self.number).with("on", *on))
            }
            RefundState::Rejected { reason, .. } => {
                Err(Refusal::state("refund_rejected").with("refund", &self.number).with("reason", reason))
            }
        }
    }
}

fn check_credit(amount: Money, credit: &OpenItem) -> Result<(), Refusal> {
    let document = credit.document.to_string();
    if !credit.is_credit() || !matches!(credit.document.kind, Kind::Payment | Kind::Invoice) {
        return Err(Refusal::invalid("not_a_credit").with("document", document));
    }
    if !amount.is_positive() {
        return Err(Refusal::invalid("refund_not_positive").with("amount", amount).at("amount"));
    }
    let open = credit.open.negate();
    if open.sub(amount)?.is_negative() {
        let refusal = Refusal::state("refund_exceeds_credit").with("amount", amount).with("open", open);
        return Err(refusal.with("document", document).at("amount"));
    }
    Ok(())
}

fn given(reason: &str) -> Result<String, Refusal> {
    match reason.trim() {
        "" => Err(Refusal::invalid("reason_missing").at("reason")),
        reason => Ok(reason.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::Method;

    const NOW: Timestamp = Timestamp(1_000_000);
    fn raw(n: u32) -> RawId {
        RawId::from_moment(1, [1; 10]).derive(n)
    }
    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    fn day() -> Date {
        Date::constant(2026, 3, 31)
    }
    fn credit(open: i64) -> OpenItem {
        OpenItem {
            id: raw(1).into(),
            entity: raw(2).into(),
            customer: Some(raw(3).into()),
            document: DocRef { kind: Kind::Payment, id: raw(4) },
            date: day(),
            date_due: day(),
            amount: eur(-10_000),
            open: eur(-open),
        }
    }
    fn payment() -> Payment {
        Payment {
            id: raw(4).into(),
            number: "P-1".into(),
            entity: raw(2).into(),
            customer: Some(raw(3).into()),
            date: day(),
            amount: eur(10_000),
            method: Method::BankTransfer,
            reference: None,
            bank_reference: None,
            counterparty_iban: None,
            state: PaymentState::Received,
        }
    }
    fn user(n: u32) -> Option<UserId> {
        Some(raw(n).into())
    }
    fn request(amount: i64, open: i64) -> Result<Refund, Refusal> {
        let draft = RefundDraft {
            id: raw(5).into(),
            number: "R-1".into(),
            amount: eur(amount),
            reason: "paid twice".into(),
            date: day(),
        };
        Refund::request(draft, &credit(open), user(10), NOW)
    }

    #[test]
    fn a_payment_is_reversed_once_and_only_when_unused() {
        let code = |p: Result<Payment, Refusal>| p.unwrap_err().code;
        assert_eq!(code(payment().reverse(&credit(4_000), "bounced", NOW)), "payment_in_use");
        assert_eq!(code(payment().reverse(&credit(10_000), "  ", NOW)), "reason_missing");
        let reversed = payment().reverse(&credit(10_000), "bounced", NOW).unwrap();
        assert_eq!(reversed.state.key(), "reversed");
        assert_eq!(code(reversed.reverse(&credit(10_000), "bounced", NOW)), "payment_reversed");
    }

    #[test]
    fn nobody_approves_a_refund_they_asked_for() {
        let approve = |by, open| request(4_000, 4_000).unwrap().approve(&credit(open), by, day(), NOW);
        let refusal = approve(user(10), 4_000).unwrap_err();
        assert_eq!((refusal.code, refusal.kind), ("refund_own_request", crate::refusal::RefusalKind::Forbidden));
        assert_eq!(approve(None, 4_000).unwrap_err().code, "refund_approver_unknown");
        assert_eq!(approve(user(11), 3_999).unwrap_err().code, "refund_exceeds_credit");
        let paid = approve(user(11), 4_000).unwrap();
        assert_eq!(paid.state, RefundState::Paid { at: NOW, by: user(11), on: day() });
        assert_eq!(paid.clone().approve(&credit(4_000), user(11), day(), NOW).unwrap_err().code, "refund_paid");
        assert_eq!(paid.reject(user(11), "too late", NOW).unwrap_err().code, "refund_paid");
        let rejected = request(4_000, 4_000).unwrap().reject(user(10), "mistake", NOW).unwrap();
        assert_eq!(rejected.approve(&credit(4_000), user(11), day(), NOW).unwrap_err().code, "refund_rejected");
    }

    #[test]
    fn a_refund_takes_no_more_than_the_credit_holds() {
        for (amount, open, code) in [
            (4_001, 4_000, "refund_exceeds_credit"),
            (1, 0, "refund_exceeds_credit"),
            (0, 4_000, "refund_not_positive"),
            (-1, 4_000, "refund_not_positive"),
        ] {
            assert_eq!(request(amount, open).unwrap_err().code, code, "{amount} of {open}");
        }
        assert_eq!(request(4_000, 4_000).unwrap().source, credit(0).document);
    }
}
