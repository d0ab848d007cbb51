//! Entries made by hand: what the accountant types, one amount a line, on one side.

use super::{Account, Posting};
use crate::{document::DocRef, ids::CustomerId, money::Money, refusal::Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of an entry as it is typed: either a debit or a credit, above zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntryLine {
    pub account: Account,
    #[serde(default)]
    pub debit: Option<Money>,
    #[serde(default)]
    pub credit: Option<Money>,
    #[serde(default)]
    pub customer: Option<CustomerId>,
    #[serde(default)]
    pub document: Option<DocRef>,
}

impl Account {
    /// Whether its balance is the sum of facts kept elsewhere (open items, schedules, movements, deliveries), so that
    /// only their events may move it. An entry by hand would let the ledger and those facts drift apart.
    pub fn is_controlled(self) -> bool {
        use Account::*;
        matches!(self, Receivables | Unbilled | Unallocated | Deferred | Inventory)
    }
}

/// The postings of an entry made by hand. Refuses a line with two sides, none, or a negative amount, and controlled
/// accounts; whether the entry balances is for `Entry::new`.
pub fn postings(lines: &[EntryLine]) -> Result<Vec<Posting>, Refusal> {
    lines.iter().enumerate().map(|(row, line)| posting(row, line)).collect()
}

fn posting(row: usize, line: &EntryLine) -> Result<Posting, Refusal> {
    let at = |field: &str| format!("lines.{row}.{field}");
    if line.account.is_controlled() {
        let refusal = Refusal::invalid("account_controlled").with("account", line.account.code());
        return Err(refusal.at(at("account")));
    }
    let negative = [line.debit, line.credit].into_iter().flatten().find(Money::is_negative);
    if let Some(amount) = negative {
        return Err(Refusal::invalid("entry_negative").with("amount", amount).at(at("debit")));
    }
    let given = |side: Option<Money>| side.filter(|amount| !amount.is_zero());
    let posting = match (given(line.debit), given(line.credit)) {
        (Some(amount), None) => Posting::debit(line.account, amount),
        (None, Some(amount)) => Posting::credit(line.account, amount),
        (Some(debit), Some(credit)) => {
            let refusal = Refusal::invalid("entry_both_sides").with("line", row + 1).with("debit", debit);
            return Err(refusal.with("credit", credit).at(at("credit")));
        }
        (None, None) => return Err(Refusal::invalid("entry_no_amount").with("line", row + 1).at(at("debit"))),
    };
    Ok(Posting { customer: line.customer, document: line.document, ..posting })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn line(account: Account, debit: i64, credit: i64) -> EntryLine {
        let amount = |minor| Some(Money::new(minor, Currency::EUR));
        EntryLine { account, debit: amount(debit), credit: amount(credit), customer: None, document: None }
    }

    #[test]
    fn each_line_has_one_side_and_a_free_account() {
        for (bad, code, param) in [
            (line(Account::Bank, 10, 10), "entry_both_sides", "lines.0.credit"),
            (line(Account::Bank, 0, 0), "entry_no_amount", "lines.0.debit"),
            (line(Account::Bank, -10, 0), "entry_negative", "lines.0.debit"),
            (line(Account::Receivables, 10, 0), "account_controlled", "lines.0.account"),
        ] {
            let refusal = postings(&[bad]).unwrap_err();
            assert_eq!((refusal.code, refusal.param.as_deref()), (code, Some(param)));
        }
        let good = postings(&[line(Account::Bank, 10, 0), line(Account::Equity, 0, 10)]).unwrap();
        assert_eq!(good.iter().map(|p| p.amount.minor()).collect::<Vec<_>>(), [10, -10]);
    }
}
