//! Sheets of invoices and credit notes, with every mention the law asks for (art. 35a Wet op de omzetbelasting 1968).

use crate::{deal::*, payment_code, sheet::*};
use domain::{
    billing::{Invoice, InvoiceKind, InvoiceLine, InvoiceState, PartySnapshot},
    document::Document,
    exchange::ExchangeRate,
    org::Language,
    refusal::Arg,
    tax::VatCategory,
};
use std::collections::BTreeSet;
use text::{format, t, t_with};

pub fn invoice(lang: Language, invoice: &Invoice) -> Sheet {
    let credit = invoice.kind.is_credit();
    let home = invoice.seller.address.country;
    let mut sheet = Sheet::new(lang, "invoice.typ", invoice.date_issued);
    sheet.identity = invoice.doc_ref().to_string();
    sheet.heading = if credit { t(lang, "print-credit_note") } else { t(lang, "print-invoice") };
    sheet.number = invoice.number.clone();
    sheet.stamp = matches!(invoice.state, InvoiceState::Draft).then(|| t(lang, "print-draft"));
    sheet.sender = seller(lang, invoice);
    sheet.recipient = recipient(lang, home, &invoice.buyer.name, &invoice.buyer.address);
    sheet.elsewhere = invoice
        .delivery_address
        .as_ref()
        .filter(|address| **address != invoice.buyer.address)
        .map(|at| Party { heading: t(lang, "print-delivered_at"), ..recipient(lang, home, &invoice.buyer.name, at) });
    sheet.facts = facts(lang, invoice);
    lines_and_totals(lang, &mut sheet, invoice);
    sheet.mentions = mentions(lang, invoice);
    sheet.closing = paragraphs(&invoice.notes);
    if invoice.gross.is_positive() && !matches!(invoice.kind, InvoiceKind::Imported { .. }) {
        let transfer = payment_code::transfer(invoice);
        let drawn = transfer.as_ref().and_then(|transfer| Some((transfer, payment_code::svg(transfer)?)));
        sheet.payment = Some(payment(lang, invoice));
        if let (Some(payment), Some((transfer, svg))) = (&mut sheet.payment, drawn) {
            let values =
                [("amount", Arg::from(money(lang, transfer.amount))), ("iban", Arg::from(grouped(transfer.iban)))];
            payment.scan = Some(Scan { label: t(lang, "print-scan"), alt: t_with(lang, "print-scan_alt", &values) });
            sheet.payment_code = Some(svg);
        }
    }
    sheet
}

fn seller(lang: Language, invoice: &Invoice) -> Party {
    let PartySnapshot { name, address, vat_number: vat, registration: register, email } = &invoice.seller;
    let mut marks = registration(lang, register);
    marks.extend(vat_number(lang, vat));
    marks.extend(account(lang, &invoice.iban, &invoice.bic));
    Party {
        name: name.clone(),
        lines: format::address_lines_from(lang, invoice.buyer.address.country, address),
        marks,
        reach: email.iter().cloned().collect(),
        ..Party::default()
    }
}

fn facts(lang: Language, invoice: &Invoice) -> Vec<Fact> {
    let credit = invoice.kind.is_credit();
    let long = |date| fixed(&format::date_long(lang, date));
    let (number, date) = match credit {
        true => (t(lang, "print-credit_note_number"), t(lang, "print-credit_note_date")),
        false => (t(lang, "print-invoice_number"), t(lang, "print-invoice_date")),
    };
    let mut facts = vec![fact(date, long(invoice.date_issued))];
    if !invoice.number.is_empty() {
        facts.insert(0, fact(number, fixed(&invoice.number)));
    }
    if let InvoiceKind::CreditNote { of_number, .. } = &invoice.kind {
        facts.push(fact(t(lang, "print-of_invoice"), fixed(of_number)));
    }
    facts.push(fact(t(lang, "print-date_supplied"), long(invoice.date_supplied)));
    if !credit {
        facts.push(fact(t(lang, "print-due"), long(invoice.date_due())));
    }
    let given = [
        ("print-your_order", &invoice.purchase_order),
        ("print-your_reference", &invoice.buyer_reference),
        ("print-your_vat_number", &invoice.buyer.vat_number),
    ];
    facts.extend(given.into_iter().filter_map(|(key, value)| Some(fact(t(lang, key), value.as_deref()?))));
    facts
}

fn lines_and_totals(lang: Language, sheet: &mut Sheet, invoice: &Invoice) {
    let discounted = invoice.lines.iter().any(|line| !line.discount.is_zero());
    sheet.columns = vec![
        column(t(lang, "print-col_no"), false),
        Column { wide: true, ..column(t(lang, "print-col_description"), false) },
        column(t(lang, "print-col_quantity"), true),
        column(in_currency(lang, "print-col_price", invoice.currency), true),
    ];
    if discounted {
        sheet.columns.push(column(t(lang, "print-col_discount"), true));
    }
    sheet.columns.push(column(t(lang, "print-col_vat"), true));
    sheet.columns.push(column(in_currency(lang, "print-col_amount", invoice.currency), true));
    sheet.rows = invoice.lines.iter().map(|line| line_cells(lang, invoice, line, discounted)).collect();
    let total = |label: String, value, weight| Total { label, value: money(lang, value), weight };
    sheet.totals.push(total(t(lang, "print-total_excluding"), invoice.net, Weight::Plain));
    sheet.totals.extend(invoice.vat.iter().map(|part| vat_total(lang, part)));
    let in_books = invoice.tax_in_books.map(|tax| total(tax_label(lang, invoice), tax, Weight::Plain));
    let label = match invoice.kind.is_credit() {
        true => t(lang, "print-total_credit"),
        false => t(lang, "print-total_due"),
    };
    sheet.totals.push(total(label, invoice.gross, Weight::Sum));
    sheet.totals.extend(in_books);
}

/// `VAT in EUR (1 USD = 0.9217 EUR)`: what the law wants beside VAT in another currency.
fn tax_label(lang: Language, invoice: &Invoice) -> String {
    let Some(ExchangeRate { books, rate, .. }) = invoice.exchange_rate else { return t(lang, "print-col_vat") };
    let values = [
        ("books", Arg::from(books.code())),
        ("currency", Arg::from(invoice.currency.code())),
        ("rate", Arg::from(format::decimal(lang, rate.value().normalize()))),
    ];
    t_with(lang, "print-vat_in_books", &values)
}

fn line_cells(lang: Language, invoice: &Invoice, line: &InvoiceLine, discounted: bool) -> Vec<Cell> {
    let mut description = described(&line.description);
    description.details.extend(line.period.map(|period| {
        let days = [("first", Arg::from(period.start)), ("last", Arg::from(period.last_day()))];
        fixed(&t_with(lang, "print-period", &days))
    }));
    let unit = format::unit_for(lang, &line.unit, line.quantity);
    let quantity = format!("{} {unit}", format::quantity(lang, line.quantity));
    let mut cells = vec![
        cell(line.no.to_string()),
        description,
        cell(fixed(quantity.trim())),
        cell(format::unit_price_bare(lang, line.unit_price, invoice.currency)),
    ];
    if discounted {
        let given = (!line.discount.is_zero()).then(|| format::amount(lang, line.discount.negate()));
        cells.push(cell(given.unwrap_or_default()));
    }
    cells.push(cell(match line.vat.category {
        VatCategory::Ae => t(lang, "print-vat_reverse"),
        VatCategory::E => t(lang, "print-vat_exempt"),
        VatCategory::O => t(lang, "print-vat_none"),
        _ => format::percent(lang, line.vat.rate),
    }));
    cells.push(cell(format::amount(lang, line.net)));
    cells
}

fn mentions(lang: Language, invoice: &Invoice) -> Vec<String> {
    let mut mentions = Vec::new();
    match &invoice.kind {
        InvoiceKind::Invoice => {}
        InvoiceKind::CreditNote { of_number, of_date, reason, .. } => {
            let reason = reason.trim().trim_end_matches('.');
            let of = [
                ("number", Arg::from(of_number.as_str())),
                ("date", Arg::from(format::date_long(lang, *of_date))),
                ("reason", Arg::from(reason)),
            ];
            mentions.push(t_with(lang, "print-mention_credit", &of));
        }
        InvoiceKind::Imported { .. } => mentions.push(t(lang, "print-mention_imported")),
    }
    let buyer = invoice.buyer.vat_number.clone().unwrap_or_else(|| t(lang, "print-unknown"));
    let number = [("number", Arg::from(buyer))];
    let categories: BTreeSet<VatCategory> = invoice.lines.iter().map(|line| line.vat.category).collect();
    mentions.extend(categories.into_iter().filter_map(|category| match category {
        VatCategory::S => None,
        VatCategory::Ae => Some(t_with(lang, "print-mention_AE", &number)),
        VatCategory::K => Some(t_with(lang, "print-mention_K", &number)),
        VatCategory::G => Some(t(lang, "print-mention_G")),
        VatCategory::E => Some(t(lang, "print-mention_E")),
        VatCategory::Z => Some(t(lang, "print-mention_Z")),
        // History from another system says so already; it was never taxed here.
        VatCategory::O => {
            let imported = matches!(invoice.kind, InvoiceKind::Imported { .. });
            (!imported).then(|| t(lang, "print-mention_O"))
        }
    }));
    if matches!(invoice.state, InvoiceState::Draft) {
        mentions.push(t(lang, "print-mention_draft"));
    }
    mentions
}

/// What to pay, by when, to which account and under which reference; on a credit note, what becomes of the amount.
fn payment(lang: Language, invoice: &Invoice) -> Payment {
    let heading = t(lang, "print-payment");
    if invoice.kind.is_credit() {
        return Payment { heading, sentence: t(lang, "print-credit_settled"), ..Payment::default() };
    }
    let long = |date| fixed(&format::date_long(lang, date));
    let mut terms = Vec::new();
    let sentence = if invoice.due.len() > 1 {
        for (n, due) in invoice.due.iter().enumerate() {
            let by = [("amount", Arg::from(money(lang, due.amount))), ("date", Arg::from(long(due.date)))];
            let label = t_with(lang, "print-instalment", &[("n", Arg::from(n + 1))]);
            terms.push(fact(label, t_with(lang, "print-pay_term", &by)));
        }
        t_with(lang, "print-pay_in_terms", &[("count", Arg::from(invoice.due.len()))])
    } else {
        let by = [("amount", Arg::from(money(lang, invoice.gross))), ("date", Arg::from(long(invoice.date_due())))];
        t_with(lang, "print-pay_by", &by)
    };
    let reference =
        invoice.payment_reference.as_deref().map(grouped_reference).unwrap_or_else(|| invoice.number.clone());
    let mut facts = Vec::new();
    if let Some(iban) = &invoice.iban {
        facts.push(fact(t(lang, "print-account"), grouped(iban)));
        facts.extend(invoice.bic.iter().map(|bic| fact("BIC".to_string(), bic)));
        facts.push(fact(t(lang, "print-account_holder"), &invoice.seller.name));
    }
    if !reference.is_empty() {
        facts.push(fact(t(lang, "print-reference"), reference));
    }
    Payment { heading, sentence, terms, facts, scan: None }
}

/// ISO 11649 references are written in groups of four; others as they are.
fn grouped_reference(reference: &str) -> String {
    if reference.starts_with("RF") { grouped(reference) } else { fixed(reference) }
}
