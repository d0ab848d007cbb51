//! The customer's side: one document behind an unguessable link, to read, accept, decline, sign or download. No login.

use crate::{
    document,
    problem::{Problem, status},
    session::{Visitor, language, theme},
    ui::{
        Action, Activity, DocumentPage, Field, Form, Group, Icon, Kind as FieldKind, Notice, PublicPage, Tone, form,
        public_page, state_badge,
    },
};
use app::{Actor, App, Call, access::Who, read::Reader};
use axum::{
    body::Bytes,
    extract::{ConnectInfo, Extension, Path},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    crm::Customer,
    document::{DocRef, Kind},
    ids::{CustomerId, EntityId, OrgId},
    org::Entity,
    refusal::Refusal,
};
use maud::html;
use serde_json::{Value as Json, json};
use std::net::SocketAddr;

/// Who is at the other end, when the server says so.
type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

/// What the link opens.
struct Opened {
    org: OrgId,
    document: DocRef,
    visitor: Visitor,
}

async fn open(app: &App, headers: &HeaderMap, token: &str, peer: &Peer) -> Result<Opened, Problem> {
    let lang = language(headers);
    let failed = |e: app::Error| Problem(e.into_refusal(), lang);
    // Evidence of a signature: the address of the connection itself, never a header that a visitor can write.
    let address = peer.as_ref().map(|Extension(ConnectInfo(peer))| peer.ip().to_string());
    let (org, document, actor) = app.link(token, address).await.map_err(failed)?;
    let (now, _) = app.business_now(org).await.map_err(failed)?;
    let who = Who {
        org,
        actor,
        name: String::new(),
        email: String::new(),
        role: "link".into(),
        language: lang,
        csrf: String::new(),
    };
    let zone = app.time_zone(org).await.map_err(failed)?;
    let visitor = Visitor {
        who,
        token: token.to_string(),
        lang,
        theme: theme(headers),
        path: format!("/p/{token}"),
        org_name: app.org_name(org).await.map_err(failed)?,
        flashes: Vec::new(),
        simulated: None,
        today: now.date_in(&zone),
        zone,
    };
    Ok(Opened { org, document, visitor })
}

/// `GET /p/{token}`
pub async fn show(
    Extension(app): Extension<App>,
    peer: Peer,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let opened = open(&app, &headers, &token, &peer).await?;
    render(&app, &opened, &token, None).await
}

async fn render(app: &App, opened: &Opened, token: &str, error: Option<String>) -> Result<Response, Problem> {
    let visitor = &opened.visitor;
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    let any = app.get(&visitor.reader(), opened.document).await.map_err(failed)?;
    // The page shows the parties' names, which the link's visitor may not browse.
    let inside = Reader { org: opened.org, actor: Actor::System };
    let head = app.listed(&inside, opened.document).await.map_err(failed)?;
    let id_of = |key: &str| any.body.get(key).and_then(Json::as_str).map(str::to_string).unwrap_or_default();
    let customer_id: CustomerId = id_of("customer").parse().map_err(|r| Problem(r, visitor.lang))?;
    let entity_id: EntityId = id_of("entity").parse().map_err(|r| Problem(r, visitor.lang))?;
    let customer: Customer = app.document(&inside, customer_id.raw()).await.map_err(failed)?;
    let entity: Entity = app.document(&inside, entity_id.raw()).await.map_err(failed)?;
    let signed = any.body["signatures"].as_array().is_some_and(|all| all.iter().any(|s| s["party"] == "customer"));
    let panel = if signed {
        None
    } else {
        panel(visitor, (opened.document.kind, &head.state), &any.body, token, error.clone())
    };
    // Where nothing can be done any more there is no form to say it.
    let refused = error.filter(|_| panel.is_none());
    let given = visitor.page(|ctx| DocumentPage {
        title: document::title(visitor, opened.document.kind, &head),
        badge: state_badge(ctx, &head.state),
        party: None,
        amount: head.amount.map(|m| text::format::money(visitor.lang, m)),
        amount_note: Some(visitor.t(if opened.document.kind == Kind::Invoice {
            "amount-with-vat"
        } else {
            "amount-without-vat"
        })),
        steps: Vec::new(),
        primary: None,
        secondary: Vec::new(),
        more: Vec::new(),
        notices: refused.map(|text| Notice { tone: Tone::Warn, text, action: None }).into_iter().collect(),
        related: Vec::new(),
        facts: document::public_facts(visitor, &any.body),
        lines: document::lines(visitor, &any.body, &document::Names::new()),
        totals: document::totals(visitor, opened.document.kind, &any.body),
        sections: crate::promotions::applied(visitor, &any.body)
            .into_iter()
            .chain(document::prose(visitor, &any.body))
            .collect(),
        activity: Activity::default(),
        trail: Vec::new(),
        api: None,
    });
    let links = [Action::link("PDF", format!("/p/{token}/pdf")).icon(Icon::FileDownload)];
    let seller_lines = text::format::address_lines(visitor.lang, &entity.address);
    let buyer_lines = text::format::address_lines(visitor.lang, &customer.address);
    let page = visitor.page(|ctx| {
        let panel =
            panel.as_ref().map(|(title, form_of)| (title.as_str(), html! { @for one in form_of { (form(ctx, one)) } }));
        public_page(
            ctx,
            &PublicPage {
                document: &given,
                seller: &entity.legal_name,
                seller_lines: &seller_lines,
                buyer: &customer.name,
                buyer_lines: &buyer_lines,
                intro: None,
                panel,
                links: &links,
                foot: entity.email.as_deref(),
            },
        )
    });
    Ok(page.into_response())
}

/// What the customer can do now: the forms, under a heading.
fn panel(
    visitor: &Visitor,
    (kind, state): (Kind, &str),
    body: &Json,
    token: &str,
    error: Option<String>,
) -> Option<(String, Vec<Form>)> {
    let t = |key: &str| visitor.t(key);
    let name = || Field::new("signer_name", t("public-your-name"), FieldKind::Text).autocomplete("name").required();
    let email = || Field::new("signer_email", t("public-your-email"), FieldKind::Email).autocomplete("email");
    let consent = |key: &str| Field::new("consent", t(key), FieldKind::Check).required();
    let no = |action: &str| Form {
        action: format!("/p/{token}/{action}"),
        error: None,
        groups: vec![Group::Fields {
            title: String::new(),
            hint: None,
            fields: vec![Field::new("reason", t("public-reason"), FieldKind::TextArea).required()],
        }],
        hidden: Vec::new(),
        submit: t("public-decline"),
        cancel: None,
        danger: true,
        multipart: false,
        preview: None,
    };
    let yes = |action: &str, submit: &str, consent_key: &str| Form {
        action: format!("/p/{token}/{action}"),
        error: error.clone(),
        groups: vec![Group::Fields {
            title: String::new(),
            hint: None,
            fields: options(visitor, body).into_iter().chain([name(), email(), consent(consent_key)]).collect(),
        }],
        hidden: Vec::new(),
        submit: t(submit),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
    };
    match (kind, state) {
        (Kind::Quote, "sent") => {
            let forms = vec![yes("accept", "public-accept", "consent-quote"), coupon(visitor, token), no("decline")];
            Some((t("public-accept-title"), forms))
        }
        (Kind::Contract, "sent") => {
            Some((t("public-sign-title"), vec![yes("sign", "public-sign", "consent-contract"), no("decline")]))
        }
        _ => None,
    }
}

/// Where the customer types a code.
fn coupon(visitor: &Visitor, token: &str) -> Form {
    let code = Field::new("code", visitor.t("public-coupon"), FieldKind::Text).autocomplete("off").required();
    Form {
        action: format!("/p/{token}/redeem"),
        error: None,
        groups: vec![Group::Fields { title: String::new(), hint: None, fields: vec![code] }],
        hidden: Vec::new(),
        submit: visitor.t("public-redeem"),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
    }
}

/// A box for each line that the customer may add, with its price.
fn options(visitor: &Visitor, body: &Json) -> Vec<Field> {
    let lines = body.get("lines").and_then(Json::as_array).into_iter().flatten();
    let offered = lines.filter(|line| line.get("kind").is_some_and(|kind| kind == "optional"));
    let field = |line: &Json| {
        let what =
            line.get("description").and_then(Json::as_str).unwrap_or_default().lines().next().unwrap_or_default();
        let values = [("what", what.into()), ("price", document::money_at(visitor, line, "net").into())];
        let name = format!("option.{}", line.get("no").and_then(Json::as_u64)?);
        Some(Field::new(name, text::t_with(visitor.lang, "public-option", &values), FieldKind::Check))
    };
    offered.filter_map(field).collect()
}

/// `POST /p/{token}/{action}`: the link itself is the proof; nothing here works from another site's form without it.
pub async fn act(
    Extension(app): Extension<App>,
    peer: Peer,
    headers: HeaderMap,
    Path((token, action)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Problem> {
    let opened = open(&app, &headers, &token, &peer).await?;
    let pairs: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let get =
        |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string()).filter(|v| !v.is_empty());
    // A box that is not ticked is posted as `false`, a ticked one as `false` and then `true`; nothing else is consent.
    let consent =
        pairs.iter().rev().find(|(n, _)| n == "consent").is_some_and(|(_, v)| matches!(v.as_str(), "true" | "on"));
    let ticked = pairs.iter().filter(|(_, value)| matches!(value.as_str(), "true" | "on"));
    let options: Vec<u32> = ticked.filter_map(|(name, _)| name.strip_prefix("option.")?.parse().ok()).collect();
    let id = opened.document.to_string();
    let (verb, input) = match (opened.document.kind, action.as_str()) {
        (Kind::Quote, "accept") => (
            "quote.accept",
            json!({"id": id, "signer_name": get("signer_name"), "signer_email": get("signer_email"), "consent": consent, "options": options}),
        ),
        (Kind::Quote, "redeem") => ("quote.redeem", json!({"id": id, "code": get("code").unwrap_or_default()})),
        (Kind::Contract, "sign") => (
            "contract.sign",
            json!({"id": id, "party": "customer", "name": get("signer_name"), "email": get("signer_email"), "consent": consent}),
        ),
        (Kind::Quote, "decline") => ("quote.decline", json!({"id": id, "reason": get("reason")})),
        (Kind::Contract, "decline") => ("contract.decline", json!({"id": id, "reason": get("reason")})),
        _ => return Err(Problem(Refusal::not_found("link_gone"), opened.visitor.lang)),
    };
    let call = Call::new(opened.org, opened.visitor.who.actor.clone());
    match app.execute(&call, verb, input).await {
        Ok(_) => Ok(Redirect::to(&format!("/p/{token}")).into_response()),
        Err(error) => {
            let refusal = error.into_refusal();
            let page = render(&app, &opened, &token, Some(text::refusal(opened.visitor.lang, &refusal))).await?;
            Ok((status(refusal.kind), page).into_response())
        }
    }
}

/// `GET /p/{token}/pdf`
pub async fn pdf(
    Extension(app): Extension<App>,
    peer: Peer,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let opened = open(&app, &headers, &token, &peer).await?;
    let (media, name, bytes) = app
        .file(&opened.visitor.reader(), opened.document, "pdf")
        .await
        .map_err(|e| Problem(e.into_refusal(), opened.visitor.lang))?;
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\""))], bytes)
        .into_response())
}
