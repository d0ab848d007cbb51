//! The list of readers: one line per family of cases.

use crate::{
    case::{Outcome, Reader},
    identifiers, ledger, pricing, receivables, revenue, tax,
};

/// Every family we know, with what reads it. A family that is not here is skipped, and said to be.
pub const AREAS: &[(&str, &[(&str, Reader)])] = &[
    (
        "identifiers",
        &[
            ("bic", identifiers::bank),
            ("iban", identifiers::account),
            ("vat_numbers", identifiers::vat),
            ("creditor_references", identifiers::reference),
            ("gs1_lei_registers", identifiers::register),
            ("peppol_ids", identifiers::participant),
            ("epc_qr", identifiers::epc),
        ],
    ),
    (
        "ledger",
        &[
            ("invariants", ledger::invariant),
            ("invoice_to_cash", ledger::invoice_to_cash),
            ("credit_refund_dispute", ledger::credit_refund_dispute),
            ("deferral_and_contract", ledger::deferral_and_contract),
            ("deposits", ledger::deposits),
            ("bad_debt", |_| not_built("write-offs are booked without an allowance for losses")),
            ("foreign_currency", |_| not_built("the ledger keeps each currency apart, unconverted")),
        ],
    ),
    (
        "pricing",
        &[
            ("discounts", pricing::read),
            ("graduated", pricing::read),
            ("overage_minimum_commit", pricing::read),
            ("package", pricing::read),
            ("per_unit", pricing::read),
            ("percentage", pricing::read),
            ("rounding", pricing::read),
            ("stairstep", pricing::read),
            ("volume", pricing::read),
        ],
    ),
    (
        "proration",
        &[
            ("fractions", |_| not_built("proration comes with subscriptions")),
            ("intervals", |_| not_built("proration comes with subscriptions")),
            ("month_end_anchor", |_| not_built("proration comes with subscriptions")),
            ("plan_changes", |_| not_built("proration comes with subscriptions")),
            ("trials_and_time", |_| not_built("proration comes with subscriptions")),
        ],
    ),
    (
        "receivables",
        &[
            ("payment_allocation", receivables::payment_allocation),
            ("ageing_and_allowance", receivables::ageing_and_allowance),
            ("payment_terms", receivables::payment_terms),
            ("late_interest", |_| not_built("invoices bear no interest")),
            ("collection_costs", |_| not_built("no collection costs are charged")),
        ],
    ),
    (
        "revenue",
        &[
            ("saas_schedules", revenue::saas_schedules),
            ("allocation", revenue::allocation),
            ("over_time", |_| not_built("no progress by cost; services run by day")),
            ("contract_costs", |_| not_built("no costs to obtain a contract")),
            ("contract_modification", |_| not_built("contracts are not modified yet")),
            ("customer_options", |_| not_built("no options of the customer")),
            ("returns", |_| not_built("no expected returns")),
            ("significant_financing", |_| not_built("no interest in a price")),
            ("special_arrangements", |_| not_built("no agents and no royalties")),
            ("transaction_price", |_| not_built("no variable consideration")),
        ],
    ),
    (
        "tax",
        &[
            ("determination", tax::determination),
            ("category_rules", tax::category),
            ("rounding", tax::rounding),
            ("invoice_totals", tax::invoice),
            ("corrections_and_deposits", tax::correction),
        ],
    ),
];

fn not_built(reason: &str) -> Outcome {
    Outcome::NotBuilt(reason.to_string())
}

/// What reads a family.
pub(crate) fn reader(area: &str, family: &str) -> Option<Reader> {
    let (_, families) = AREAS.iter().find(|(known, _)| *known == area)?;
    families.iter().find(|(known, _)| *known == family).map(|(_, reader)| *reader)
}
