//! The reports of the ledger as tables: trial balance, balance sheet, profit and loss.

use super::{Cell, ColumnKind::*, Facts, Question, Row, Table, columns, drill};
use crate::{
    ledger::{Account, report::*},
    money as amounts,
    refusal::Refusal,
};

pub fn trial_balance(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let (mut rows, mut totals) = (Vec::new(), Vec::new());
    for section in trial_balances(&facts.books)? {
        for sum in &section.rows {
            let amounts = [sum.debit, sum.credit, sum.balance()?].map(Cell::Money);
            let cells = account(sum.account).into_iter().chain(amounts).collect();
            rows.push(Row { cells, drill: postings(question, sum.account) });
        }
        let amounts = [section.debit, section.credit, section.difference()?].map(Cell::Money);
        let cells = [Cell::Empty, Cell::word("row_total")].into_iter().chain(amounts).collect();
        totals.push(Row { cells, drill: None });
    }
    let shown = [("account", Text), ("account_name", Text), ("debit", Money), ("credit", Money), ("balance", Money)];
    Ok(Table { key: "trial_balance", columns: columns(&shown), rows, totals })
}

pub fn balance_sheet(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let (mut rows, mut totals) = (Vec::new(), Vec::new());
    for section in trial_balances(&facts.books)? {
        let sheet = BalanceSheet::of(&section)?;
        block(&mut rows, question, "asset", &sheet.assets, sheet.total_assets);
        block(&mut rows, question, "liability", &sheet.liabilities, sheet.total_liabilities);
        block(&mut rows, question, "equity", &sheet.equity, sheet.total_equity);
        rows.push(sum("row_result", sheet.result));
        totals.push(sum("row_difference", sheet.difference()?));
    }
    Ok(Table { key: "balance_sheet", columns: columns(&SHOWN), rows, totals })
}

pub fn profit_and_loss(question: &Question, facts: &Facts) -> Result<Table, Refusal> {
    let (mut rows, mut totals) = (Vec::new(), Vec::new());
    for section in trial_balances(&facts.books)? {
        let report = ProfitAndLoss::of(&section)?;
        block(&mut rows, question, "income", &report.income, report.total_income);
        block(&mut rows, question, "expense", &report.expenses, report.total_expenses);
        totals.push(sum("row_result", report.result));
    }
    Ok(Table { key: "profit_and_loss", columns: columns(&SHOWN), rows, totals })
}

const SHOWN: [(&str, super::ColumnKind); 3] = [("account", Text), ("account_name", Text), ("amount", Money)];

/// The accounts of one class and, below them, their sum under the name of the class.
fn block(rows: &mut Vec<Row>, question: &Question, class: &str, balances: &[Balance], total: amounts::Money) {
    for balance in balances {
        let cells = account(balance.account).into_iter().chain([Cell::Money(balance.amount)]).collect();
        rows.push(Row { cells, drill: postings(question, balance.account) });
    }
    if !balances.is_empty() {
        rows.push(sum(&format!("account_class-{class}"), total));
    }
}

fn sum(word: &str, amount: amounts::Money) -> Row {
    Row { cells: vec![Cell::Empty, Cell::word(word), Cell::Money(amount)], drill: None }
}

fn account(account: Account) -> [Cell; 2] {
    [Cell::Text(account.code().to_string()), Cell::word(format!("account-{}", account.code()))]
}

fn postings(question: &Question, account: Account) -> Option<String> {
    let (from, until) = match question.period {
        Some(period) => (period.start.to_string(), period.last_day().to_string()),
        None => (String::new(), question.as_of.to_string()),
    };
    let mut filters = vec![("account", account.code()), ("until", until.as_str())];
    if !from.is_empty() {
        filters.push(("from", from.as_str()));
    }
    drill("posting", &filters)
}
