//! Allocation: which debts a payment or credit note settles. The payer's word comes first; without it, the law's order
//! (BW 6:43): claimable before not yet due, then the oldest, then equally old ones in proportion. Invoices bear no
//! interest here, so none is more burdensome than another, and by due date a claimable debt is always the older one.

use super::{Allocation, OpenItem};
use crate::{ids::*, money::*, refusal::Refusal};
use std::collections::BTreeMap;

impl OpenItem {
    /// Whether it lowers what the customer owes: a payment or a credit note.
    pub fn is_credit(&self) -> bool {
        self.amount.is_negative()
    }
}

/// Settles debts with one credit item: by the payer's designation, or by the law's order over all given debts.
/// What the debts do not need stays open on the credit item. Refuses mixed currencies or customers, and any amount
/// above what is open on either side.
pub fn allocate(
    credit: &OpenItem,
    debts: &[OpenItem],
    wanted: Option<&[(OpenItemId, Money)]>,
) -> Result<Vec<Allocation>, Refusal> {
    let available = available(credit)?;
    for debt in debts {
        check_pair(credit, debt)?;
    }
    match wanted {
        Some(wanted) => designated(credit, available, debts, wanted),
        None => by_law(credit, available, debts),
    }
}

/// What a credit item still has to give, as a positive amount.
fn available(credit: &OpenItem) -> Result<Money, Refusal> {
    if !credit.is_credit() {
        return Err(Refusal::invalid("not_a_credit").with("document", credit.document.to_string()));
    }
    if credit.customer.is_none() {
        return Err(Refusal::state("payment_unidentified").with("amount", credit.amount.negate()));
    }
    Ok(credit.open.negate())
}

fn check_pair(credit: &OpenItem, debt: &OpenItem) -> Result<(), Refusal> {
    if debt.is_credit() {
        return Err(Refusal::invalid("not_a_debt").with("document", debt.document.to_string()));
    }
    if debt.open.currency() != credit.open.currency() {
        let refusal = Refusal::invalid("allocation_currency").with("credit", credit.open.negate());
        return Err(refusal.with("debt", debt.open));
    }
    if debt.customer != credit.customer || debt.entity != credit.entity {
        let refusal = Refusal::invalid("allocation_other_party").with("credit", credit.document.to_string());
        return Err(refusal.with("debt", debt.document.to_string()));
    }
    Ok(())
}

fn designated(
    credit: &OpenItem,
    available: Money,
    debts: &[OpenItem],
    wanted: &[(OpenItemId, Money)],
) -> Result<Vec<Allocation>, Refusal> {
    let mut left = available;
    let mut asked: BTreeMap<OpenItemId, Money> = BTreeMap::new();
    for (row, (id, amount)) in wanted.iter().enumerate() {
        let at = format!("to.{row}.amount");
        let unknown = || Refusal::not_found("open_item_unknown").with("item", id.to_string());
        let debt = debts.iter().find(|debt| debt.id == *id).ok_or_else(unknown)?;
        if !amount.is_positive() {
            return Err(Refusal::invalid("allocation_not_positive").with("amount", *amount).at(at));
        }
        let total = asked.get(id).copied().unwrap_or(Money::zero(amount.currency())).add(*amount);
        let total = total.map_err(|refusal| refusal.at(&at))?;
        if debt.open.sub(total).map_err(|refusal| refusal.at(&at))?.is_negative() {
            let refusal = Refusal::state("allocation_exceeds_debt").with("amount", total).with("open", debt.open);
            return Err(refusal.with("document", debt.document.to_string()).at(at));
        }
        left = left.sub(*amount)?;
        if left.is_negative() {
            let needed = available.sub(left)?;
            return Err(Refusal::state("allocation_exceeds_credit")
                .with("amount", needed)
                .with("open", available)
                .at(at));
        }
        asked.insert(*id, total);
    }
    let settle = |(debt, amount)| Allocation { debt, credit: credit.id, amount };
    Ok(asked.into_iter().map(settle).collect())
}

fn by_law(credit: &OpenItem, available: Money, debts: &[OpenItem]) -> Result<Vec<Allocation>, Refusal> {
    let mut open: Vec<&OpenItem> = debts.iter().filter(|debt| debt.open.is_positive()).collect();
    open.sort_by_key(|debt| (debt.date_due, debt.id));
    let mut left = available;
    let mut allocations = Vec::new();
    for equally_old in open.chunk_by(|a, b| a.date_due == b.date_due) {
        let total = Money::sum(left.currency(), equally_old.iter().map(|debt| debt.open))?;
        let weights: Vec<u64> = equally_old.iter().map(|debt| debt.open.minor().unsigned_abs()).collect();
        let given = left.min(total)?;
        for (debt, amount) in equally_old.iter().zip(given.allocate(&weights)) {
            if amount.is_positive() {
                allocations.push(Allocation { debt: debt.id, credit: credit.id, amount });
            }
        }
        left = left.sub(given)?;
    }
    Ok(allocations)
}

/// Takes allocations back: one mirrored (negative) allocation for each pair that still stands, of all that were made
/// with a credit item, or of those with one debt. Facts stay; the sum of a pair becomes zero.
pub fn unallocate(made: &[Allocation], debt: Option<OpenItemId>) -> Result<Vec<Allocation>, Refusal> {
    let mut standing: BTreeMap<(OpenItemId, OpenItemId), Money> = BTreeMap::new();
    for a in made.iter().filter(|a| debt.is_none_or(|debt| a.debt == debt)) {
        let sum = standing.entry((a.debt, a.credit)).or_insert(Money::zero(a.amount.currency()));
        *sum = sum.add(a.amount)?;
    }
    let undone: Vec<Allocation> = standing
        .into_iter()
        .filter(|(_, amount)| !amount.is_zero())
        .map(|((debt, credit), amount)| Allocation { debt, credit, amount: amount.negate() })
        .collect();
    if undone.is_empty() { Err(Refusal::state("nothing_allocated")) } else { Ok(undone) }
}

/// What is open on an item after the allocations that name it.
pub fn open_after(item: &OpenItem, allocations: &[Allocation]) -> Result<Money, Refusal> {
    allocations.iter().try_fold(item.open, |open, a| match () {
        () if a.debt == item.id => open.sub(a.amount),
        () if a.credit == item.id => open.add(a.amount),
        () => Ok(open),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dates::Date, document::*};
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    fn item(n: u32, due: &str, minor: i64) -> OpenItem {
        let raw = RawId::from_moment(1, [1; 10]);
        let date: Date = due.parse().unwrap();
        let kind = if minor < 0 { Kind::Payment } else { Kind::Invoice };
        OpenItem {
            id: raw.derive(n).into(),
            entity: raw.into(),
            customer: Some(raw.into()),
            document: DocRef { kind, id: raw.derive(n) },
            date,
            date_due: date,
            amount: eur(minor),
            open: eur(minor),
        }
    }
    fn amounts(debts: &[OpenItem], allocations: &[Allocation]) -> Vec<i64> {
        let of = |debt: &OpenItem| allocations.iter().filter(|a| a.debt == debt.id).map(|a| a.amount.minor()).sum();
        debts.iter().map(of).collect()
    }
    fn check(credit: i64, debts: &[(&str, i64)], settled: &[i64]) {
        let debts: Vec<OpenItem> = (1..).zip(debts).map(|(n, (due, minor))| item(n, due, *minor)).collect();
        let got = allocate(&item(0, "2026-05-01", -credit), &debts, None).unwrap();
        assert_eq!(amounts(&debts, &got), settled);
    }

    #[test]
    fn without_designation_the_oldest_due_is_paid_first() {
        check(15_000, &[("2026-04-01", 10_000), ("2026-02-01", 20_000)], &[0, 15_000]);
        check(25_000, &[("2026-04-01", 10_000), ("2026-02-01", 20_000)], &[5_000, 20_000]);
        // 100.00 over 100 and 200, equally old: 33.33 and 66.67.
        check(10_000, &[("2026-01-01", 10_000), ("2026-01-01", 20_000)], &[3_333, 6_667]);
        check(1, &[("2026-01-01", 10_000), ("2026-01-01", 10_000)], &[1, 0]);
        // What nobody is owed stays on the payment.
        check(50_000, &[("2026-01-01", 10_000)], &[10_000]);
        check(50_000, &[], &[]);
    }

    #[test]
    fn the_payers_word_comes_first() {
        let debts = [item(1, "2026-01-01", 10_000), item(2, "2026-02-01", 20_000)];
        let credit = item(0, "2026-05-01", -15_000);
        let wanted = |wanted: &[(usize, i64)]| {
            let wanted: Vec<_> = wanted.iter().map(|(i, minor)| (debts[*i].id, eur(*minor))).collect();
            allocate(&credit, &debts, Some(&wanted))
        };
        assert_eq!(amounts(&debts, &wanted(&[(1, 15_000)]).unwrap()), [0, 15_000]);
        assert_eq!(amounts(&debts, &wanted(&[(1, 5_000), (0, 1), (1, 1)]).unwrap()), [1, 5_001]);
        for (rows, code) in [
            (&[(0, 10_001)][..], "allocation_exceeds_debt"),
            (&[(0, 10_000), (0, 1)], "allocation_exceeds_debt"),
            (&[(0, 10_000), (1, 5_001)], "allocation_exceeds_credit"),
            (&[(0, 0)], "allocation_not_positive"),
            (&[(0, -5)], "allocation_not_positive"),
        ] {
            assert_eq!(wanted(rows).unwrap_err().code, code, "{rows:?}");
        }
        let elsewhere = [(item(9, "2026-01-01", 1).id, eur(1))];
        assert_eq!(allocate(&credit, &debts, Some(&elsewhere)).unwrap_err().code, "open_item_unknown");
    }

    #[test]
    fn only_a_credit_settles_only_debts_of_the_same_customer_and_currency() {
        let (credit, debt) = (item(0, "2026-05-01", -100), item(1, "2026-01-01", 100));
        let usd = Money::new(100, "USD".parse().unwrap());
        let other = RawId::from_moment(2, [2; 10]);
        for (credit, debt, code) in [
            (debt.clone(), debt.clone(), "not_a_credit"),
            (credit.clone(), credit.clone(), "not_a_debt"),
            (credit.clone(), OpenItem { amount: usd, open: usd, ..debt.clone() }, "allocation_currency"),
            (credit.clone(), OpenItem { customer: Some(other.into()), ..debt.clone() }, "allocation_other_party"),
            (credit.clone(), OpenItem { entity: other.into(), ..debt.clone() }, "allocation_other_party"),
            (OpenItem { customer: None, ..credit }, debt, "payment_unidentified"),
        ] {
            assert_eq!(allocate(&credit, &[debt], None).unwrap_err().code, code);
        }
    }

    #[test]
    fn an_allocation_is_undone_once() {
        let debts = [item(1, "2026-01-01", 100), item(2, "2026-02-01", 200)];
        let mut made = allocate(&item(0, "2026-05-01", -250), &debts, None).unwrap();
        let undone = unallocate(&made, Some(debts[1].id)).unwrap();
        assert_eq!(undone.iter().map(|a| a.amount).collect::<Vec<_>>(), [eur(-150)]);
        made.extend(undone);
        assert_eq!(unallocate(&made, Some(debts[1].id)).unwrap_err().code, "nothing_allocated");
        made.extend(unallocate(&made, None).unwrap());
        assert!(debts.iter().all(|debt| open_after(debt, &made).unwrap() == debt.open));
    }

    proptest! {
        #[test]
        fn nothing_is_settled_above_what_is_open(
            credit in 0i64..2_000_000, debts in prop::collection::vec((0u8..4, 1i64..1_000_000), 0..12),
        ) {
            let debts: Vec<OpenItem> = (1..).zip(debts).map(|(n, (day, minor))| item(n, &format!("2026-01-0{}", day + 1), minor)).collect();
            let credit = item(0, "2026-05-01", -credit.max(1));
            let made = allocate(&credit, &debts, None).unwrap();
            let owed: i64 = debts.iter().map(|d| d.open.minor()).sum();
            let used: i64 = made.iter().map(|a| a.amount.minor()).sum();
            prop_assert_eq!(used, owed.min(-credit.open.minor()));
            prop_assert!(debts.iter().all(|d| !open_after(d, &made).unwrap().is_negative()));
            prop_assert!(!open_after(&credit, &made).unwrap().is_positive());
        }
    }
}
