//! What a document's page offers: the states it passes through, the verb that leads on, what follows from it, and which verbs
//! its menu shows. The domain decides what may be done; this only keeps pages short.

use crate::{
    forms,
    lists::href_of,
    session::Visitor,
    ui::{Action, Icon},
};
use app::verb::AnyVerb;
use domain::document::{DocRef, Kind};
use serde_json::Value as Json;

/// The states a kind passes through when all goes well.
pub fn way(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Opportunity => &["prospecting", "engaged", "quoted", "won"],
        Kind::Quote => &["draft", "sent", "accepted"],
        Kind::Contract => &["draft", "sent", "signed"],
        Kind::Order => &["open", "completed"],
        Kind::Invoice => &["draft", "issued", "paid"],
        Kind::Approval => &["waiting", "requested", "approved"],
        Kind::Refund => &["requested", "paid"],
        _ => &[],
    }
}

/// The verb that leads on from a state.
pub fn primary_of(kind: Kind, state: &str) -> Option<&'static str> {
    Some(match (kind, state) {
        (Kind::Opportunity, "prospecting") => "engage",
        (Kind::Quote | Kind::Contract, "draft") => "send",
        (Kind::Quote, "sent") => "accept",
        (Kind::Contract, "sent") => "sign",
        (Kind::Invoice, "draft") => "issue",
        (Kind::Payment, "received") => "allocate",
        (Kind::PriceBook, "draft") => "publish",
        (Kind::Approval | Kind::Refund, "requested") => "approve",
        _ => return None,
    })
}

/// Verbs on other kinds that go on from this document: their noun.action and the field that takes its id.
pub fn follow_ups(kind: Kind, state: &str) -> &'static [(&'static str, &'static str)] {
    match (kind, state) {
        (Kind::Customer, "active") => &[
            ("quote.create", "customer"),
            ("opportunity.create", "customer"),
            ("order.create", "customer"),
            ("payment.create", "customer"),
        ],
        (Kind::Opportunity, "engaged" | "prospecting" | "quoted") => &[("quote.create", "opportunity")],
        (Kind::QuoteTemplate, "active") => &[("quote.create", "template")],
        (Kind::Quote, "accepted") => &[("contract.create", "quote"), ("order.create_from_quote", "quote")],
        (Kind::Contract, "signed") => &[("order.create_from_contract", "contract")],
        (Kind::Order, "open") => &[("delivery.create", "order"), ("invoice.create_from_order", "order")],
        (Kind::Payment, "received") => &[("refund.create", "source")],
        _ => &[],
    }
}

/// Fields that a verb can do without, and asks for in its form when it cannot.
const ASKED_WHEN_NEEDED: &[&str] = &["exchange_rate"];

/// Whether a verb asks for nothing but the document.
pub fn needs_nothing_else(verb: &dyn AnyVerb) -> bool {
    let fields = app::verbs::schema(verb).get("properties").and_then(Json::as_object);
    fields.is_some_and(|f| {
        f.contains_key("id") && f.keys().all(|p| p == "id" || p == "version" || ASKED_WHEN_NEEDED.contains(&p.as_str()))
    })
}

/// Whether a verb can do something in this state. The domain decides; this only keeps menus short.
pub fn is_offered(kind: Kind, state: &str, action: &str) -> bool {
    match (kind, action) {
        (Kind::PriceBook, "archive") => matches!(state, "active" | "draft"),
        (Kind::PriceBook, "prepare") => state == "active",
        (Kind::PriceBook, "publish") => state == "draft",
        (_, "archive" | "erase") => state == "active",
        (_, "restore") => state == "archived",
        (Kind::Opportunity, "engage") => state == "prospecting",
        (Kind::Opportunity, "win") => matches!(state, "engaged" | "quoted"),
        (Kind::Opportunity, "lose") => !matches!(state, "won" | "lost"),
        (Kind::Opportunity, "reopen") => matches!(state, "won" | "lost"),
        (Kind::Quote | Kind::Contract | Kind::Invoice, "edit" | "discard" | "issue") => state == "draft",
        // The customer's page notes it.
        (Kind::Quote, "edit_lines" | "view") => false,
        (Kind::Quote | Kind::Contract, "send") => state == "draft",
        (Kind::Quote, "accept" | "decline" | "expire" | "redeem") => state == "sent",
        (Kind::Quote, "withdraw") => matches!(state, "draft" | "sent"),
        (Kind::Quote, "revise") => !matches!(state, "draft" | "accepted" | "superseded"),
        (Kind::Contract, "sign" | "decline") => state == "sent",
        (Kind::Contract, "void") => matches!(state, "draft" | "sent"),
        (Kind::Contract, "terminate") => state == "signed",
        (Kind::Order, "edit" | "cancel") => state == "open",
        (Kind::Delivery, "reverse") => state == "delivered",
        (Kind::Subscription, "cancel") => state == "active",
        (Kind::Invoice, "credit" | "send") => state == "issued",
        (Kind::Payment, _) => state == "received",
        (Kind::Quote, "request_approval") => state == "draft",
        (Kind::Delegation, "end") => state == "active",
        (Kind::Approval | Kind::Refund, _) => state == "requested",
        _ => true,
    }
}

/// Verbs that cannot be undone, or cost something: asked about first and shown in red.
pub fn is_grave(action: &str) -> bool {
    matches!(
        action,
        "void"
            | "erase"
            | "cancel"
            | "discard"
            | "reverse"
            | "terminate"
            | "withdraw"
            | "decline"
            | "lose"
            | "reject"
            | "archive"
    )
}

pub fn action(visitor: &Visitor, verb: &dyn AnyVerb, document: DocRef) -> Action {
    let label = forms::verb_label(visitor.lang, verb);
    let at = format!("{}/{}", href_of(document.kind, document.id), verb.action());
    let action =
        if needs_nothing_else(verb) { Action::post(label.clone(), at) } else { Action::link(label.clone(), at) };
    let action = if verb.action() == "edit" { action.icon(Icon::Pencil).key('e') } else { action };
    if !is_grave(verb.action()) {
        return action;
    }
    if needs_nothing_else(verb) {
        action.confirm(text::t_with(visitor.lang, "confirm-verb", &[("verb", label.as_str().into())])).danger()
    } else {
        action.danger()
    }
}
