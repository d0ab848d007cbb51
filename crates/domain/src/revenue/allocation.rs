//! Sharing a transaction price over obligations in proportion to their stand-alone prices (IFRS 15.74-86). Stand-alone
//! prices are those pinned at acceptance (15.88); shares add up to the cent.

use crate::{money::*, refusal::Refusal};

/// Some obligations that are regularly sold together at a price below the sum of their own (IFRS 15.82).
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// Positions in the list of stand-alone prices.
    pub members: Vec<usize>,
    pub price: Money,
}

/// Each obligation's share of `price`. When a bundle explains the whole discount, only its members bear it (15.82);
/// otherwise all do. Refuses negative stand-alone prices, mixed currencies and a bundle that names what is not there.
pub fn share(price: Money, standalone: &[Money], bundle: Option<&Bundle>) -> Result<Vec<Money>, Refusal> {
    let total = Money::sum(price.currency(), standalone.iter().copied())?;
    if let Some(negative) = standalone.iter().find(|p| p.is_negative()) {
        return Err(Refusal::invalid("standalone_negative").with("price", *negative));
    }
    let Some(bundle) = bundle else {
        return Ok(price.allocate(&weights(standalone)));
    };
    let member =
        |i: &usize| standalone.get(*i).copied().ok_or_else(|| Refusal::invalid("bundle_unknown_line").with("line", *i));
    let prices: Vec<Money> = bundle.members.iter().map(member).collect::<Result<_, _>>()?;
    let apart = Money::sum(price.currency(), prices.iter().copied())?;
    if apart.sub(bundle.price)? != total.sub(price)? {
        return Ok(price.allocate(&weights(standalone)));
    }
    let mut shares = standalone.to_vec();
    for (i, part) in bundle.members.iter().zip(bundle.price.allocate(&weights(&prices))) {
        shares[*i] = part;
    }
    Ok(shares)
}

fn weights(prices: &[Money]) -> Vec<u64> {
    prices.iter().map(|p| p.minor().unsigned_abs()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }
    fn check(price: i64, standalone: &[i64], shares: &[i64]) {
        let standalone: Vec<Money> = standalone.iter().map(|m| eur(*m)).collect();
        let got: Vec<i64> = share(eur(price), &standalone, None).unwrap().iter().map(Money::minor).collect();
        assert_eq!(got, shares);
    }

    #[test]
    fn shares_are_proportional_and_add_up() {
        check(9000, &[4000, 5500, 4500], &[2571, 3536, 2893]);
        check(100, &[1, 1, 1], &[34, 33, 33]);
        check(0, &[1, 1], &[0, 0]);
        check(100, &[0, 0], &[50, 50]);
        check(100, &[100, 0], &[100, 0]);
    }

    #[test]
    fn a_bundle_that_does_not_explain_the_discount_changes_nothing() {
        let bundle = Bundle { members: vec![1, 2], price: eur(6000) };
        let got = share(eur(9000), &[eur(4000), eur(5500), eur(4500)], Some(&bundle)).unwrap();
        assert_eq!(got, [eur(2571), eur(3536), eur(2893)]);
        let unknown = Bundle { members: vec![3], price: eur(1) };
        assert_eq!(share(eur(1), &[eur(1)], Some(&unknown)).unwrap_err().code, "bundle_unknown_line");
        assert_eq!(share(eur(1), &[eur(-1)], None).unwrap_err().code, "standalone_negative");
    }
}
