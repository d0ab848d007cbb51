//! The words of a contract: the template with its fields filled in, and the exact text that is signed, which adds what is
//! agreed line by line, so that a signature covers prices too.

use crate::{error::Result, tx::Tx};
use domain::{
    contract::{Contract, Template},
    crm::{Customer, Person},
    document::Kind,
    ids::{RawId, TemplateId},
    org::{Entity, Language},
    quote::{LineTerms, PaymentPlan, Quote, Totals},
    refusal::{Arg, Refusal},
};
use std::collections::BTreeMap;
use text::{format, t, t_with};

const DEFAULT_EN: &str = include_str!("default_en.txt");
const DEFAULT_NL: &str = include_str!("default_nl.txt");

/// The merge fields a template may use.
pub const FIELDS: [&str; 20] = [
    "seller.name",
    "seller.address",
    "seller.city",
    "seller.registration",
    "seller.vat_number",
    "customer.name",
    "customer.number",
    "customer.address",
    "customer.city",
    "customer.registration",
    "customer.vat_number",
    "customer.contact",
    "quote.number",
    "quote.date",
    "contract.number",
    "contract.title",
    "contract.date",
    "contract.start",
    "contract.value",
    "payment.terms",
];

/// The text of a draft, from its template or the built-in one.
pub(super) async fn merged(tx: &mut Tx<'_>, contract: &Contract, quote: &Quote) -> Result<String> {
    let template = match contract.template {
        Some(id) => tx.peek::<Template>(id).await?,
        None => built_in(contract.language),
    };
    if let Some(on) = template.archived {
        let refusal = Refusal::state("template_archived").with("name", &template.name).with("on", on);
        return Err(refusal.at("template").into());
    }
    let entity = tx.entity(contract.entity).await?;
    let customer: Customer = tx.peek(contract.customer).await?;
    let contact = match quote.contact {
        Some(contact) => tx.peek::<Person>(contact).await?.name,
        None => String::new(),
    };
    let fields = fields(template.language, contract, quote, &Parties { entity, customer, contact })?;
    Ok(template.merge(&fields)?)
}

fn built_in(language: Language) -> Template {
    let body = match language {
        Language::En => DEFAULT_EN,
        Language::Nl => DEFAULT_NL,
    };
    let id = TemplateId(RawId::default());
    Template { id, name: t(language, "print-contract"), language, body: body.into(), archived: None }
}

struct Parties {
    entity: Entity,
    customer: Customer,
    contact: String,
}

fn fields(
    lang: Language,
    contract: &Contract,
    quote: &Quote,
    parties: &Parties,
) -> std::result::Result<BTreeMap<String, String>, Refusal> {
    let Parties { entity, customer, contact } = parties;
    let or_none = |text: Option<&String>| text.cloned().unwrap_or_default();
    let value = Totals::of(contract.currency, contract.lines.iter().map(|line| &line.terms))?.contract_value;
    let values: [String; FIELDS.len()] = [
        entity.legal_name.clone(),
        format::address_lines(lang, &entity.address).join(", "),
        entity.address.city.clone(),
        or_none(entity.registration.as_ref().map(|r| &r.value)),
        or_none(entity.vat_number.as_ref()),
        customer.name.clone(),
        customer.number.clone(),
        format::address_lines(lang, &customer.address).join(", "),
        customer.address.city.clone(),
        or_none(customer.registration.as_ref().map(|r| &r.value)),
        or_none(customer.vat_number.as_ref()),
        contact.clone(),
        domain::document::Document::head(quote).number,
        format::date_long(lang, quote.date),
        contract.number.clone(),
        contract.title.clone(),
        format::date_long(lang, contract.date),
        format::date_long(lang, contract.start),
        format::money(lang, value),
        payment_terms(lang, contract),
    ];
    Ok(FIELDS.into_iter().map(String::from).zip(values).collect())
}

fn payment_terms(lang: Language, contract: &Contract) -> String {
    let days = ("days", Arg::from(contract.payment_days));
    match contract.payment_plan {
        PaymentPlan::Full => t_with(lang, "contract-payment_full", &[days]),
        PaymentPlan::Instalments { count } => {
            t_with(lang, "contract-payment_instalments", &[days, ("count", Arg::from(count))])
        }
    }
}

/// What is signed, to the byte: who, the text, and what is agreed.
pub(super) fn signed_text(contract: &Contract) -> String {
    let lang = contract.language;
    let mut text = format!("{} {}\n{}\n\n", text::kind(lang, Kind::Contract), contract.number, contract.title);
    text.push_str(contract.text.trim());
    text.push_str(&format!("\n\n# {}\n\n", t(lang, "print-agreed")));
    for line in &contract.lines {
        text.push_str(&format!("{}. {}\n", line.no, agreed(lang, &line.terms)));
    }
    text
}

fn agreed(lang: Language, terms: &LineTerms) -> String {
    let charging = serde_json::to_value(terms.charging).ok();
    let charging = charging.as_ref().and_then(|c| c.as_str()).map(|c| t(lang, &format!("charging-{c}")));
    let mut args = vec![
        ("quantity", Arg::from(format::quantity(lang, terms.quantity))),
        ("unit", Arg::from(format::unit_for(lang, &terms.unit, terms.quantity))),
        ("description", Arg::from(&terms.description)),
        ("net", Arg::from(terms.net)),
        ("charging", Arg::from(charging.unwrap_or_default())),
    ];
    match terms.term {
        None => t_with(lang, "contract-line", &args),
        Some(term) => {
            args.push(("term", Arg::from(term)));
            t_with(lang, "contract-line_term", &args)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_built_in_texts_ask_for_the_same_fields_and_only_known_ones() {
        let asked = |language| built_in(language).fields().unwrap();
        assert_eq!(asked(Language::En), asked(Language::Nl));
        let known: BTreeSet<String> = FIELDS.into_iter().map(String::from).collect();
        assert!(asked(Language::Nl).is_subset(&known));
        assert_eq!(known.len(), FIELDS.len());
    }
}
