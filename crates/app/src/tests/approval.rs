//! Approvals: asked for by the seller, answered by somebody else, before a quote goes out.

use super::*;

use crate::{approval::*, quote::*};
use domain::{approval::*, document::Kind, quote::*, refusal::RefusalKind};
use serde_json::json;

stories!(
    a_quote_goes_out_when_everybody_approved,
    a_worse_quote_is_asked_about_again,
    a_question_is_turned_down_passed_on_or_overtaken,
    a_preview_keeps_nothing,
    everybody_is_told_the_same_and_nobody_the_cost,
    a_question_nobody_asks_any_more_makes_way,
    only_who_may_decide_is_asked,
);

/// The owner sells; a sales lead and somebody of finance decide.
struct Team {
    lead: Call,
    finance: Call,
}

async fn team(world: &World) -> Team {
    let mut calls = Vec::new();
    for role in ["sales_lead", "finance"] {
        let email = format!("{role}@hovenier.example");
        let id = world.app.add_member(world.org, &email, role, "een lang wachtwoord", role, None).await.unwrap();
        calls.push(Call::new(world.org, Actor::User { id, team: None, grants: Grants::of_role(role) }));
    }
    let [lead, finance] = <[Call; 2]>::try_from(calls).unwrap_or_else(|_| panic!("two calls"));
    for (name, step, role, condition) in [
        ("Hoge korting", 1, "sales_lead", "discount > 10"),
        ("Zeer hoge korting", 2, "finance", "discount > 20 || margin < 15"),
    ] {
        let rule = json!({"name": name, "step": step, "role": role, "condition": condition,
            "escalate_after": 3, "escalate_to": "owner"});
        world.run(from::<ApprovalRuleCreate>(rule)).await;
    }
    Team { lead, finance }
}

async fn quote(world: &World, discount: &str) -> QuoteId {
    let customer = world.customer("Boerderij Vandale").await;
    let line = json!({"description": "Schuur", "quantity": "2", "price": {"model": "per_unit", "unit_price": "500.00"},
        "cost": eur(30_000)});
    let quote = json!({"customer": customer, "discount": discount, "lines": [line]});
    QuoteId(world.run(from::<QuoteCreate>(quote)).await.document().id)
}
/// The same quote at another discount.
async fn discounted(world: &World, id: QuoteId, discount: &str) {
    let stored: Quote = world.get(id).await;
    let mut quote = serde_json::to_value(&stored).unwrap();
    for known in ["number", "revision", "entity", "revises", "date", "state"] {
        quote.as_object_mut().unwrap().remove(known);
    }
    for line in quote["lines"].as_array_mut().unwrap() {
        line.as_object_mut().unwrap().remove("net");
    }
    quote["discount"] = json!(discount);
    world.run(from::<QuoteEdit>(quote)).await;
}
async fn asked(world: &World, id: QuoteId) -> Vec<ApprovalId> {
    let done = world.run(QuoteRequestApproval { id }).await;
    done.outcome.made.iter().map(|made| ApprovalId(made.id)).collect()
}
fn approve(id: ApprovalId) -> ApprovalApprove {
    ApprovalApprove { id, comment: None }
}
async fn states(world: &World, ids: &[ApprovalId]) -> Vec<&'static str> {
    let mut states = Vec::new();
    for id in ids {
        states.push(world.get::<Approval>(*id).await.state.key());
    }
    states
}

async fn a_quote_goes_out_when_everybody_approved(world: World) {
    let team = team(&world).await;
    let id = quote(&world, "25").await;
    let refusal = world.refused(QuoteSend { id }).await;
    assert_eq!((refusal.code, refusal.kind), ("quote_needs_approval", RefusalKind::State));
    let outlook = world.app.outlook(&world.reader(), id).await.unwrap();
    assert_eq!(outlook.needed.iter().map(|n| n.role.as_str()).collect::<Vec<_>>(), ["sales_lead", "finance"]);
    assert_eq!(outlook.nobody_at, "10".parse().ok());

    let ids = asked(&world, id).await;
    assert_eq!(states(&world, &ids).await, ["requested", "waiting"]);
    assert_eq!(world.refused(QuoteRequestApproval { id }).await.code, "approval_asked");
    // Not by the seller, though the owner may decide for anybody; not out of turn; not by a program.
    assert_eq!(world.refused(approve(ids[0])).await.code, "approval_own_quote");
    assert_eq!(world.refused_by(&team.finance, approve(ids[1])).await.code, "approval_not_requested");
    assert_eq!(world.refused_by(&team.finance, approve(ids[0])).await.code, "approval_not_yours");
    assert_eq!(world.refused_by(&Call::system(world.org), approve(ids[0])).await.code, "approval_needs_person");
    assert_eq!(world.refused_by(&world.call_as("sales"), approve(ids[0])).await.code, "permission_missing");

    let reader = |call: &Call| Reader { org: world.org, actor: call.actor.clone() };
    let inbox = async |call: &Call| world.app.approvals_for(&reader(call)).await.unwrap().len();
    assert_eq!((inbox(&team.lead).await, inbox(&team.finance).await, inbox(&world.call()).await), (1, 0, 0));
    world.run_by(&team.lead, ApprovalApprove { id: ids[0], comment: Some("goede klant".into()) }).await;
    assert_eq!(states(&world, &ids).await, ["approved", "requested"]);
    assert_eq!((inbox(&team.lead).await, inbox(&team.finance).await), (0, 1));
    assert_eq!(world.refused(QuoteSend { id }).await.code, "quote_needs_approval");
    world.run_by(&team.finance, approve(ids[1])).await;
    world.run(QuoteSend { id }).await;
    let document = DocRef { kind: Kind::Approval, id: ids[0].raw() };
    assert_eq!(world.events(document).await, ["approval.requested", "approval.approved"]);
    // A revision at the same discount needs nobody again.
    let revision = QuoteId(world.run(QuoteRevise { id }).await.document().id);
    world.run(QuoteSend { id: revision }).await;
    world.replay().await;
}

async fn a_worse_quote_is_asked_about_again(world: World) {
    let team = team(&world).await;
    let id = quote(&world, "15").await;
    let first = asked(&world, id).await;
    assert_eq!(first.len(), 1);
    discounted(&world, id, "16").await;
    assert_eq!(world.refused_by(&team.lead, approve(first[0])).await.code, "approval_figures_worse");
    let second = asked(&world, id).await;
    assert_eq!(states(&world, &[first[0], second[0]]).await, ["overtaken", "requested"]);
    world.run_by(&team.lead, approve(second[0])).await;
    discounted(&world, id, "12").await;
    assert!(world.app.outlook(&world.reader(), id).await.unwrap().is_clear());
    discounted(&world, id, "16.1").await;
    assert_eq!(world.refused(QuoteSend { id }).await.code, "quote_needs_approval");
    discounted(&world, id, "9").await;
    assert_eq!(world.refused(QuoteRequestApproval { id }).await.code, "approval_not_needed");
    world.run(QuoteSend { id }).await;
}

async fn a_question_is_turned_down_passed_on_or_overtaken(world: World) {
    let team = team(&world).await;
    let id = quote(&world, "25").await;
    let ids = asked(&world, id).await;
    let reject = ApprovalReject { id: ids[0], reason: "te veel".into() };
    world.run_by(&team.lead, reject).await;
    assert_eq!(states(&world, &ids).await, ["rejected", "overtaken"]);
    // Asked again as it is, since minds change.
    let ids = asked(&world, id).await;
    assert_eq!(states(&world, &ids).await, ["requested", "waiting"]);
    let finance = team.finance.actor.user().unwrap();
    let own = ApprovalDelegate { id: ids[0], to: world.owner };
    assert_eq!(world.refused_by(&team.lead, own).await.code, "approval_own_quote");
    let stranger = ApprovalDelegate { id: ids[0], to: UserId(RawId::default()) };
    assert_eq!(world.refused_by(&team.lead, stranger).await.code, "user_missing");
    world.run_by(&team.lead, ApprovalDelegate { id: ids[0], to: finance }).await;
    assert_eq!(world.refused_by(&team.lead, approve(ids[0])).await.code, "approval_not_yours");
    world.run_by(&team.finance, approve(ids[0])).await;

    // Nobody answers for three days.
    world.at("2026-03-05").await;
    let mut fallen = crate::due::Fallen::default();
    world.app.fall_due(&Call::system(world.org), day("2026-03-05"), &mut fallen).await.unwrap();
    assert_eq!(world.get::<Approval>(ids[1]).await.role, "finance");
    world.at("2026-03-06").await;
    world.app.fall_due(&Call::system(world.org), day("2026-03-06"), &mut fallen).await.unwrap();
    assert_eq!((world.get::<Approval>(ids[1]).await.role.as_str(), fallen.done), ("owner", 1));
    world.run(QuoteWithdraw { id, reason: "klant weg".into() }).await;
    assert_eq!(states(&world, &ids).await, ["approved", "overtaken"]);

    let wrong = |json: serde_json::Value| from::<ApprovalRuleCreate>(json);
    let rule = |condition: &str, role: &str| json!({"name": "Regel", "condition": condition, "role": role});
    assert_eq!(world.refused(wrong(rule("discont > 1", "finance"))).await.code, "condition_name_unknown");
    assert_eq!(world.refused(wrong(rule("discount > 1", "boss"))).await.code, "role_unknown");
    let refusal = world.refused_by(&world.call_as("sales"), wrong(rule("discount > 1", "finance"))).await;
    assert_eq!(refusal.code, "permission_missing");
    world.replay().await;
}

async fn a_preview_keeps_nothing(world: World) {
    team(&world).await;
    let id = quote(&world, "5").await;
    let stored: Quote = world.get(id).await;
    let line = json!({"description": "Schuur", "quantity": "3", "price": {"model": "per_unit", "unit_price": "500.00"},
        "cost": eur(30_000)});
    let input = json!({"id": id, "customer": stored.customer, "discount": "12.5", "lines": [line]});
    let preview = world.app.preview_quote(&world.call(), "quote.edit", input.clone()).await.unwrap();
    assert_eq!(preview.totals.one_off, eur(131_250));
    assert_eq!(preview.outlook.needed.len(), 1);
    assert_eq!(world.get::<Quote>(id).await, stored);
    let auditor = world.app.preview_quote(&world.call_as("auditor"), "quote.edit", input).await.unwrap_err();
    assert_eq!(auditor.into_refusal().code, "permission_missing");
    let other = world.app.preview_quote(&world.call(), "customer.archive", json!({"id": stored.customer})).await;
    assert_eq!(other.unwrap_err().into_refusal().code, "verb_unknown");
}

async fn everybody_is_told_the_same_and_nobody_the_cost(world: World) {
    team(&world).await;
    // A margin of 25 per cent, which no rule minds; then of 10, which finance does.
    for (discount, needed) in [("20", 1), ("33.3", 2)] {
        let id = quote(&world, discount).await;
        let outlook = async |call: &Call| {
            let reader = Reader { org: world.org, actor: call.actor.clone() };
            world.app.outlook(&reader, id).await.unwrap()
        };
        let (owner, seller) = (outlook(&world.call()).await, outlook(&world.call_as("sales")).await);
        assert_eq!((owner.needed.len(), &owner.needed), (needed, &seller.needed), "{discount}");
        assert_eq!((owner.nobody_at, seller.nobody_at), ("10".parse().ok(), None));
    }
    let empty = json!({ "customer": world.customer("Boerderij Vandale").await });
    let id = QuoteId(world.run(from::<QuoteCreate>(empty)).await.document().id);
    assert_eq!(world.refused(QuoteRequestApproval { id }).await.code, "quote_empty");
    assert_eq!(world.refused(QuoteSend { id }).await.code, "quote_empty");
}

async fn a_question_nobody_asks_any_more_makes_way(world: World) {
    let team = team(&world).await;
    let shorter = json!({"name": "Lang geldig", "step": 3, "role": "finance", "condition": "valid_days > 20"});
    world.run(from::<ApprovalRuleCreate>(shorter)).await;
    let id = quote(&world, "15").await;
    let ids = asked(&world, id).await;
    assert_eq!(states(&world, &ids).await, ["requested", "waiting"]);
    discounted(&world, id, "5").await;
    assert_eq!(world.refused(QuoteSend { id }).await.code, "quote_needs_approval");
    // Asking again puts the next question, though there is none to add.
    assert_eq!(asked(&world, id).await, []);
    assert_eq!(states(&world, &ids).await, ["overtaken", "requested"]);
    world.run_by(&team.finance, approve(ids[1])).await;
    world.run(QuoteSend { id }).await;
    world.replay().await;
}

async fn only_who_may_decide_is_asked(world: World) {
    let team = team(&world).await;
    let auditor =
        world.app.add_member(world.org, "auditor@hovenier.example", "A", "een lang wachtwoord", "auditor", None);
    let auditor = auditor.await.unwrap();
    let ids = asked(&world, quote(&world, "15").await).await;
    let refusal = world.refused_by(&team.lead, ApprovalDelegate { id: ids[0], to: auditor }).await;
    assert_eq!((refusal.code, refusal.param.as_deref()), ("role_decides_nothing", Some("to")));
    let rule = |role: &str, more: serde_json::Value| {
        let mut rule = json!({"name": "Regel", "condition": "discount > 1", "role": role});
        rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        from::<ApprovalRuleCreate>(rule)
    };
    for (role, more, at) in [
        ("warehouse", json!({}), "role"),
        ("finance", json!({ "approver": auditor }), "approver"),
        ("finance", json!({"escalate_after": 1, "escalate_to": "sales"}), "escalate_to"),
    ] {
        let refusal = world.refused(rule(role, more)).await;
        assert_eq!((refusal.code, refusal.param.as_deref()), ("role_decides_nothing", Some(at)));
    }
}
