//! Sheets of what is being sold: quotes, order confirmations and delivery notes.

use crate::sheet::*;
use domain::{
    catalog::{Charging, PriceModel, Tier},
    crm::Customer,
    document::Document,
    money::{Currency, Money},
    order::{Delivery, Order},
    org::{Entity, Language},
    quote::{LineKind, LineTerms, PaymentPlan, Quote, QuoteLine, QuoteState},
    refusal::Arg,
    tax::VatSubtotal,
};
use text::{format, t, t_with};

/// Who sells to whom.
pub type Between<'a> = (&'a Entity, &'a Customer);

pub fn quote(lang: Language, quote: &Quote, between: Between, contact: Option<&str>, vat: &[VatSubtotal]) -> Sheet {
    let (_, customer) = between;
    let mut sheet = headed(lang, "quote.typ", quote, between);
    sheet.heading = t(lang, "print-quote");
    sheet.subject = Some(quote.title.clone()).filter(|title| !title.trim().is_empty());
    sheet.stamp = matches!(quote.state, QuoteState::Draft).then(|| t(lang, "print-draft"));
    if let Some(name) = contact {
        sheet.recipient.lines.insert(0, t_with(lang, "print-attention", &[("name", Arg::from(name))]));
    }
    sheet.facts = vec![
        fact(t(lang, "print-quote_number"), fixed(&sheet.number)),
        fact(t(lang, "print-quote_date"), fixed(&format::date_long(lang, quote.date))),
        fact(t(lang, "print-valid_until"), fixed(&format::date_long(lang, quote.valid_until))),
        fact(t(lang, "print-customer_number"), &customer.number),
    ];
    sheet.opening = paragraphs(&quote.introduction);
    let terms: Vec<(u32, &LineTerms)> = quote.agreed().map(|line| (line.no, &line.terms)).collect();
    price(lang, &mut sheet, &terms, quote.currency, vat);
    offered_lines(lang, &mut sheet, quote);
    if let Some(percent) = quote.discount.filter(|percent| !percent.value().is_zero()) {
        let percent = [("percent", Arg::from(format::percent(lang, percent)))];
        sheet.mentions.insert(0, t_with(lang, "print-quote_discount", &percent));
    }
    sheet.closing = paragraphs(&quote.notes);
    let until = [("date", Arg::from(format::date_long(lang, quote.valid_until)))];
    sheet.payment = Some(conditions(lang, quote.payment_days, &quote.payment_plan));
    if let Some(payment) = &mut sheet.payment {
        payment.sentence = format!("{} {}", t_with(lang, "print-holds_until", &until), payment.sentence);
    }
    let accepted_by = [("customer", Arg::from(customer.name.as_str()))];
    sheet.signing = Some(Signing {
        heading: t(lang, "print-acceptance"),
        text: Some(t_with(lang, "print-acceptance_text", &accepted_by)),
        parties: vec![Signatory { name: customer.name.clone(), blanks: blanks(lang), ..Signatory::default() }],
        fingerprint: None,
    });
    sheet
}

pub fn order(lang: Language, order: &Order, between: Between, vat: &[VatSubtotal]) -> Sheet {
    let (_, customer) = between;
    let mut sheet = headed(lang, "order.typ", order, between);
    sheet.heading = t(lang, "print-order");
    sheet.subject = Some(order.title.clone()).filter(|title| !title.trim().is_empty());
    sheet.facts = vec![
        fact(t(lang, "print-order_number"), fixed(&order.number)),
        fact(t(lang, "print-order_date"), fixed(&format::date_long(lang, order.date))),
        fact(t(lang, "print-start"), fixed(&format::date_long(lang, order.start))),
        fact(t(lang, "print-customer_number"), &customer.number),
    ];
    sheet.facts.extend(order.purchase_order.as_ref().map(|own| fact(t(lang, "print-your_order"), own)));
    sheet.elsewhere = delivered_at(lang, between);
    let terms: Vec<(u32, &LineTerms)> = order.lines.iter().map(|line| (line.no, &line.terms)).collect();
    price(lang, &mut sheet, &terms, order.currency, vat);
    sheet.payment = Some(conditions(lang, order.payment_days, &order.payment_plan));
    sheet
}

pub fn delivery(lang: Language, delivery: &Delivery, order: &Order, between: Between) -> Sheet {
    let (_, customer) = between;
    let mut sheet = headed(lang, "delivery.typ", delivery, between);
    sheet.heading = t(lang, "print-delivery");
    sheet.facts = vec![
        fact(t(lang, "print-delivery_number"), fixed(&delivery.number)),
        fact(t(lang, "print-delivery_date"), fixed(&format::date_long(lang, delivery.date))),
        fact(t(lang, "print-order_number"), fixed(&order.number)),
        fact(t(lang, "print-customer_number"), &customer.number),
    ];
    sheet.facts.extend(order.purchase_order.as_ref().map(|own| fact(t(lang, "print-your_order"), own)));
    sheet.elsewhere = delivered_at(lang, between);
    sheet.columns = vec![
        column(t(lang, "print-col_no"), false),
        Column { wide: true, ..column(t(lang, "print-col_description"), false) },
        column(t(lang, "print-col_ordered"), true),
        column(t(lang, "print-col_delivered"), true),
    ];
    sheet.rows = delivery
        .lines
        .iter()
        .map(|line| {
            let ordered = order.lines.iter().find(|of| of.no == line.order_line).map(|of| &of.terms);
            let unit = ordered.map(|terms| terms.unit.as_str()).unwrap_or_default();
            let of =
                |quantity| format!("{} {}", format::quantity(lang, quantity), format::unit_for(lang, unit, quantity));
            vec![
                cell(line.no.to_string()),
                described(&line.description),
                cell(ordered.map(|terms| format::quantity(lang, terms.quantity)).unwrap_or_default()),
                cell(fixed(of(line.quantity).trim())),
            ]
        })
        .collect();
    sheet.signing = Some(Signing {
        heading: t(lang, "print-receipt"),
        parties: vec![Signatory { name: customer.name.clone(), blanks: blanks(lang), ..Signatory::default() }],
        ..Signing::default()
    });
    sheet
}

/// What every sheet of a deal begins with.
fn headed(lang: Language, template: &'static str, document: &impl Document, (seller, customer): Between) -> Sheet {
    let head = document.head();
    let mut sheet = Sheet::new(lang, template, head.date.unwrap_or(domain::dates::Date::constant(1970, 1, 1)));
    sheet.identity = document.doc_ref().to_string();
    sheet.number = head.number;
    sheet.sender = sender(lang, seller);
    sheet.recipient = recipient(lang, seller.address.country, &customer.name, &customer.address);
    sheet
}

fn delivered_at(lang: Language, (seller, customer): Between) -> Option<Party> {
    let address = customer.delivery_address.as_ref()?;
    let at = recipient(lang, seller.address.country, &customer.name, address);
    Some(Party { heading: t(lang, "print-delivered_at"), ..at })
}

/// Lines, totals and the sentence about VAT.
pub fn price(lang: Language, sheet: &mut Sheet, lines: &[(u32, &LineTerms)], currency: Currency, vat: &[VatSubtotal]) {
    let discounted = lines.iter().any(|(_, terms)| terms.discount.is_some_and(|d| !d.value().is_zero()));
    sheet.columns = vec![
        column(t(lang, "print-col_no"), false),
        Column { wide: true, ..column(t(lang, "print-col_description"), false) },
        column(t(lang, "print-col_quantity"), true),
        column(in_currency(lang, "print-col_price", currency), true),
    ];
    if discounted {
        sheet.columns.push(column(t(lang, "print-col_discount"), true));
    }
    sheet.columns.push(column(in_currency(lang, "print-col_amount", currency), true));
    sheet.rows = lines.iter().map(|(no, terms)| line(lang, *no, terms, currency, discounted)).collect();
    sheet.totals = totals(lang, lines, currency, vat);
    sheet.mentions.push(if vat.is_empty() {
        t_with(lang, "print-excluding_vat", &[("currency", Arg::from(currency.code()))])
    } else {
        t(lang, "print-vat_estimate")
    });
}

/// The lines as they stand on the quote: headings and notes between them, and what may be added with its price beside the
/// totals.
fn offered_lines(lang: Language, sheet: &mut Sheet, quote: &Quote) {
    let plain = |line: &QuoteLine| line.alternative.is_none() && line.customer_quantity.is_none();
    if quote.lines.iter().all(|line| line.kind == LineKind::Item && plain(line)) {
        return;
    }
    let width = sheet.columns.len();
    let discounted = width > 5;
    let words = |text: &str| {
        let mut cells: Vec<Cell> = (0..width).map(|_| cell(String::new())).collect();
        cells[1] = described(text);
        cells
    };
    let row = |line: &QuoteLine| match line.kind {
        LineKind::Heading | LineKind::Note => words(&line.terms.description),
        kind => {
            let mut cells = self::line(lang, line.no, &line.terms, quote.currency, discounted);
            cells[1].details.extend(choice(lang, kind, line));
            cells
        }
    };
    sheet.rows = quote.lines.iter().map(row).collect();
}

/// What the customer can choose about a line: its alternative, whether it is in the total, and other quantities.
fn choice(lang: Language, kind: LineKind, line: &QuoteLine) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(of) = &line.alternative {
        let values = [("group", Arg::from(of.group.as_str())), ("name", Arg::from(of.name.as_str()))];
        let key = if kind.counts() { "print-alternative_counts" } else { "print-alternative" };
        all.push(t_with(lang, key, &values));
    }
    match kind {
        LineKind::Optional => all.push(t(lang, "print-optional")),
        LineKind::Declined => all.push(t(lang, "print-declined")),
        _ => {}
    }
    if let Some(range) = line.customer_quantity {
        let of = |quantity| Arg::from(format::quantity(lang, quantity));
        let values = [("min", of(range.min)), ("max", of(range.max)), ("step", of(range.step()))];
        all.push(t_with(lang, "print-quantity_range", &values));
    }
    all
}

fn line(lang: Language, no: u32, terms: &LineTerms, currency: Currency, discounted: bool) -> Vec<Cell> {
    let mut description = described(&terms.description);
    description.details.extend(format::parts(lang, &terms.parts));
    description.details.extend(charged(lang, terms));
    let unit_price = match &terms.price {
        PriceModel::PerUnit { unit_price } => format::unit_price_bare(lang, *unit_price, currency),
        PriceModel::Graduated { tiers } => {
            let tiers = [("tiers", Arg::from(tier_list(lang, tiers, currency)))];
            description.details.push(t_with(lang, "print-graduated", &tiers));
            t(lang, "print-tiered")
        }
        PriceModel::Volume { tiers } => {
            let tiers = [("tiers", Arg::from(tier_list(lang, tiers, currency)))];
            description.details.push(t_with(lang, "print-volume", &tiers));
            t(lang, "print-tiered")
        }
        other => {
            description.details.push(t(lang, &format!("price_model-{}", other.key())));
            t(lang, "print-tiered")
        }
    };
    let quantity =
        format!("{} {}", format::quantity(lang, terms.quantity), format::unit_for(lang, &terms.unit, terms.quantity));
    let mut cells = vec![cell(no.to_string()), description, cell(fixed(quantity.trim())), cell(unit_price)];
    if discounted {
        let given = terms.discount.filter(|d| !d.value().is_zero());
        cells.push(cell(given.map(|d| format::percent(lang, d)).unwrap_or_default()));
    }
    cells.push(cell(format::amount(lang, terms.net)));
    cells
}

fn tier_list(lang: Language, tiers: &[Tier], currency: Currency) -> String {
    let worded = |tier: &Tier| {
        let price = fixed(&format::unit_price(lang, tier.unit_price, currency));
        match tier.up_to {
            Some(up_to) => {
                let values = [("quantity", Arg::from(format::quantity(lang, up_to))), ("price", Arg::from(price))];
                t_with(lang, "print-tier_up_to", &values)
            }
            None => t_with(lang, "print-tier_above", &[("price", Arg::from(price))]),
        }
    };
    tiers.iter().map(worded).collect::<Vec<_>>().join(" · ")
}

/// How often a recurring line is charged, and for how long.
fn charged(lang: Language, terms: &LineTerms) -> Option<String> {
    let interval = terms.charging.interval()?;
    let every = charging_word(lang, terms.charging);
    let Some(term) = terms.term else { return Some(every) };
    let long = match terms.charging {
        Charging::Yearly => t_with(lang, "count-years", &[("count", Arg::from(term))]),
        _ => {
            let months = i64::from(term) * i64::from(interval.months());
            t_with(lang, "count-months", &[("count", Arg::from(months))])
        }
    };
    Some(format!("{every}, {}", t_with(lang, "print-term", &[("term", Arg::from(long))])))
}

fn charging_word(lang: Language, charging: Charging) -> String {
    match charging {
        Charging::OneOff => t(lang, "charging-one_off"),
        Charging::Monthly => t(lang, "charging-monthly"),
        Charging::Quarterly => t(lang, "charging-quarterly"),
        Charging::Yearly => t(lang, "charging-yearly"),
    }
}

/// Sums by how often they are charged, then all together, VAT, and the value of the whole term when one is agreed.
fn totals(lang: Language, lines: &[(u32, &LineTerms)], currency: Currency, vat: &[VatSubtotal]) -> Vec<Total> {
    let sum = |of: &dyn Fn(&LineTerms) -> i64| Money::new(lines.iter().map(|(_, terms)| of(terms)).sum(), currency);
    let net = sum(&|terms| terms.net.minor());
    let total = |label: String, value: Money, weight| Total { label, value: money(lang, value), weight };
    let recurring = lines.iter().any(|(_, terms)| terms.charging != Charging::OneOff);
    let mut totals = Vec::new();
    if recurring {
        for charging in [Charging::OneOff, Charging::Monthly, Charging::Quarterly, Charging::Yearly] {
            if lines.iter().any(|(_, terms)| terms.charging == charging) {
                let part = sum(&|terms| if terms.charging == charging { terms.net.minor() } else { 0 });
                totals.push(total(charging_word(lang, charging), part, Weight::Quiet));
            }
        }
    }
    let label = if recurring { t(lang, "print-total_first") } else { t(lang, "print-total_excluding") };
    totals.push(total(label, net, if vat.is_empty() { Weight::Sum } else { Weight::Plain }));
    if !vat.is_empty() {
        totals.extend(vat.iter().map(|part| vat_total(lang, part)));
        let tax: i64 = vat.iter().map(|part| part.tax.minor()).sum();
        let gross = Money::new(net.minor().saturating_add(tax), currency);
        totals.push(total(t(lang, "print-total_including"), gross, Weight::Sum));
    }
    let agreed = lines.iter().all(|(_, terms)| terms.charging == Charging::OneOff || terms.term.is_some());
    if recurring && agreed {
        let whole = sum(&|terms| terms.net.minor().saturating_mul(i64::from(terms.term.unwrap_or(1))));
        totals.push(total(t(lang, "print-total_term"), whole, Weight::Quiet));
    }
    totals
}

/// One rate of VAT: what it is taken over and what it comes to.
pub fn vat_total(lang: Language, part: &VatSubtotal) -> Total {
    let (rate, base) = (Arg::from(format::percent(lang, part.rate)), Arg::from(money(lang, part.base)));
    let label = if part.category == domain::tax::VatCategory::S {
        t_with(lang, "print-vat_over", &[("rate", rate), ("base", base)])
    } else {
        let category = Arg::from(t(lang, &format!("vat_category-{}", part.category.code())));
        t_with(lang, "print-vat_over_category", &[("category", category), ("rate", rate), ("base", base)])
    };
    Total { label, value: money(lang, part.tax), weight: Weight::Plain }
}

/// When and how to pay what will be invoiced.
fn conditions(lang: Language, days: u32, plan: &PaymentPlan) -> Payment {
    let days = ("days", Arg::from(days));
    let sentence = match plan {
        PaymentPlan::Full => t_with(lang, "print-payment_days", &[days]),
        PaymentPlan::Instalments { count } => {
            t_with(lang, "print-payment_instalments", &[("count", Arg::from(*count)), days])
        }
    };
    Payment { heading: t(lang, "print-conditions"), sentence, ..Payment::default() }
}

pub fn column(label: String, figures: bool) -> Column {
    Column { label, figures, wide: false, width: None }
}

pub fn cell(text: String) -> Cell {
    Cell { text, details: Vec::new() }
}

/// A description: its first line is the name, the others explain.
pub fn described(description: &str) -> Cell {
    let mut lines = lines(description).into_iter();
    Cell { text: lines.next().unwrap_or_default(), details: lines.collect() }
}
