//! Reports of the books from sums by account and currency: trial balance, balance sheet, and profit and loss. Amounts of
//! different currencies are never added; every report holds one section a currency. Each report checks itself.

use super::{Account, AccountClass};
use crate::{money::*, refusal::Refusal};
use std::collections::BTreeMap;

/// What was posted to an account in one currency: both sides positive or zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccountSum {
    pub account: Account,
    pub debit: Money,
    pub credit: Money,
}
impl AccountSum {
    /// Debits less credits.
    pub fn balance(&self) -> Result<Money, Refusal> {
        self.debit.sub(self.credit)
    }
    pub fn currency(&self) -> Currency {
        self.debit.currency()
    }
}

/// The sums in one currency, by account code, with both totals.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialBalance {
    pub currency: Currency,
    pub rows: Vec<AccountSum>,
    pub debit: Money,
    pub credit: Money,
}
impl TrialBalance {
    /// What the two sides differ by: zero, unless the books were damaged.
    pub fn difference(&self) -> Result<Money, Refusal> {
        self.debit.sub(self.credit)
    }
}

/// Adds up rows (one or more an account and currency) to a trial balance for each currency.
pub fn trial_balances(sums: &[AccountSum]) -> Result<Vec<TrialBalance>, Refusal> {
    let mut sections: BTreeMap<Currency, BTreeMap<Account, AccountSum>> = BTreeMap::new();
    for sum in sums {
        let nothing = Money::zero(sum.currency());
        let empty = AccountSum { account: sum.account, debit: nothing, credit: nothing };
        let row = sections.entry(sum.currency()).or_default().entry(sum.account).or_insert(empty);
        row.debit = row.debit.add(sum.debit)?;
        row.credit = row.credit.add(sum.credit)?;
    }
    sections.into_iter().map(|(currency, rows)| section(currency, rows.into_values().collect())).collect()
}

fn section(currency: Currency, mut rows: Vec<AccountSum>) -> Result<TrialBalance, Refusal> {
    rows.sort_by_key(|row| row.account.code());
    let debit = Money::sum(currency, rows.iter().map(|row| row.debit))?;
    let credit = Money::sum(currency, rows.iter().map(|row| row.credit))?;
    Ok(TrialBalance { currency, rows, debit, credit })
}

/// An account with its balance, positive on the side where it belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Balance {
    pub account: Account,
    pub amount: Money,
}

/// Income less expenses in one currency: of sums over a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfitAndLoss {
    pub currency: Currency,
    pub income: Vec<Balance>,
    pub expenses: Vec<Balance>,
    pub total_income: Money,
    pub total_expenses: Money,
    pub result: Money,
}
impl ProfitAndLoss {
    pub fn of(sums: &TrialBalance) -> Result<ProfitAndLoss, Refusal> {
        let (income, total_income) = balances(sums, AccountClass::Income)?;
        let (expenses, total_expenses) = balances(sums, AccountClass::Expense)?;
        let result = total_income.sub(total_expenses)?;
        Ok(ProfitAndLoss { currency: sums.currency, income, expenses, total_income, total_expenses, result })
    }
}

/// What is owned and owed on a day in one currency: of sums from the beginning until that day. Income and expenses not
/// yet moved to equity stand as the result.
#[derive(Clone, Debug, PartialEq)]
pub struct BalanceSheet {
    pub currency: Currency,
    pub assets: Vec<Balance>,
    pub liabilities: Vec<Balance>,
    pub equity: Vec<Balance>,
    pub total_assets: Money,
    pub total_liabilities: Money,
    pub total_equity: Money,
    pub result: Money,
}
impl BalanceSheet {
    pub fn of(sums: &TrialBalance) -> Result<BalanceSheet, Refusal> {
        let (assets, total_assets) = balances(sums, AccountClass::Asset)?;
        let (liabilities, total_liabilities) = balances(sums, AccountClass::Liability)?;
        let (equity, total_equity) = balances(sums, AccountClass::Equity)?;
        let (currency, result) = (sums.currency, ProfitAndLoss::of(sums)?.result);
        Ok(BalanceSheet {
            currency,
            assets,
            liabilities,
            equity,
            total_assets,
            total_liabilities,
            total_equity,
            result,
        })
    }
    /// Assets less liabilities, equity and result: zero, unless the books were damaged.
    pub fn difference(&self) -> Result<Money, Refusal> {
        self.total_assets.sub(self.total_liabilities)?.sub(self.total_equity)?.sub(self.result)
    }
}

/// Balances of one class that are not zero, turned so that the normal side is positive, and their sum.
fn balances(sums: &TrialBalance, class: AccountClass) -> Result<(Vec<Balance>, Money), Refusal> {
    let mut rows = Vec::new();
    for row in sums.rows.iter().filter(|row| row.account.class() == class) {
        let balance = row.balance()?;
        let amount = if row.account.is_debit() { balance } else { balance.negate() };
        if !amount.is_zero() {
            rows.push(Balance { account: row.account, amount });
        }
    }
    let total = Money::sum(sums.currency, rows.iter().map(|row| row.amount))?;
    Ok((rows, total))
}

#[cfg(test)]
mod tests {
    use super::{Account::*, *};

    fn sum(account: Account, debit: i64, credit: i64) -> AccountSum {
        let eur = |minor| Money::new(minor, Currency::EUR);
        AccountSum { account, debit: eur(debit), credit: eur(credit) }
    }
    /// Sold for 121.00 with 21.00 VAT, paid 50.00, goods cost 40.00, bought with 60.00 of capital.
    fn books() -> Vec<AccountSum> {
        vec![
            sum(Receivables, 12_100, 5_000),
            sum(Revenue, 0, 10_000),
            sum(VatPayable, 0, 2_100),
            sum(Bank, 5_000, 0),
            sum(Bank, 6_000, 6_000),
            sum(Equity, 0, 6_000),
            sum(Inventory, 6_000, 4_000),
            sum(CostOfSales, 4_000, 0),
        ]
    }

    #[test]
    fn the_reports_agree_with_each_other() {
        let sums = trial_balances(&books()).unwrap().remove(0);
        let codes: Vec<&str> = sums.rows.iter().map(|row| row.account.code()).collect();
        assert_eq!(codes, ["0500", "1000", "1300", "1500", "3000", "7000", "8000"]);
        assert_eq!((sums.debit.minor(), sums.difference().unwrap().minor()), (33_100, 0));
        let result = ProfitAndLoss::of(&sums).unwrap();
        assert_eq!(
            (result.total_income.minor(), result.total_expenses.minor(), result.result.minor()),
            (10_000, 4_000, 6_000)
        );
        let sheet = BalanceSheet::of(&sums).unwrap();
        let totals = [sheet.total_assets, sheet.total_liabilities, sheet.total_equity, sheet.result].map(|m| m.minor());
        // 50.00 bank + 71.00 receivables + 20.00 goods = 21.00 VAT + 60.00 capital + 60.00 result.
        assert_eq!((totals, sheet.difference().unwrap().minor()), ([14_100, 2_100, 6_000, 6_000], 0));
    }

    #[test]
    fn damage_shows_as_a_difference() {
        let mut rows = books();
        rows[0].debit = rows[0].debit.add(Money::new(1, Currency::EUR)).unwrap();
        let sums = trial_balances(&rows).unwrap().remove(0);
        assert_eq!(sums.difference().unwrap().minor(), 1);
        assert_eq!(BalanceSheet::of(&sums).unwrap().difference().unwrap().minor(), 1);
    }

    #[test]
    fn currencies_are_kept_apart() {
        let usd = Money::new(100, "USD".parse().unwrap());
        let mut rows = books();
        rows.push(AccountSum { account: Bank, debit: usd, credit: Money::zero(usd.currency()) });
        rows.push(AccountSum { account: Unallocated, debit: Money::zero(usd.currency()), credit: usd });
        let sections = trial_balances(&rows).unwrap();
        assert_eq!(sections.iter().map(|s| s.currency.to_string()).collect::<Vec<_>>(), ["EUR", "USD"]);
        assert_eq!(sections[1].debit, usd);
        assert!(trial_balances(&[]).unwrap().is_empty());
    }
}
