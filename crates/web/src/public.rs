//! The customer's side: one document behind an unguessable link, to read, choose from, ask about, accept, decline, sign or
//! download. No login.

mod choosing;

use crate::{
    document,
    problem::{Problem, status},
    session::{Visitor, language, theme},
    ui::{
        Action, Activity, Comment, DocumentPage, Field, Form, Group, Icon, Kind as FieldKind, Notice, PublicPage, Tone,
        form, public_page, state_badge, timeline,
    },
};
use app::{
    Actor, App, Call,
    access::Who,
    quote::{Changes, Chosen},
    read::{Audience, Reader},
};
use axum::{
    body::Bytes,
    extract::{ConnectInfo, Extension, Path},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    crm::Customer,
    document::{DocRef, Kind},
    ids::{CustomerId, EntityId, OrgId, QuoteId},
    org::Entity,
    quote::{Quote, QuoteState},
    refusal::Refusal,
};
use maud::{Markup, html};
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
    method: Method,
    colleague: Option<Visitor>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let opened = open(&app, &headers, &token, &peer).await?;
    // Whoever sells it and looks at what the customer sees is not the customer.
    let inside = colleague.is_some_and(|visitor| visitor.who.org == opened.org);
    if opened.document.kind == Kind::Quote && !inside && crate::watching::is_look(&method, &headers) {
        noted(&app, &opened).await?;
    }
    render(&app, &opened, Asked { token: &token, ..Asked::default() }).await
}

/// Notes that the customer opened the offer.
async fn noted(app: &App, opened: &Opened) -> Result<(), Problem> {
    let visitor = &opened.visitor;
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    let any = app.get(&visitor.reader(), opened.document).await.map_err(failed)?;
    let call = Call::new(opened.org, visitor.who.actor.clone());
    let (now, _) = app.business_now(opened.org).await.map_err(failed)?;
    let views = crate::watching::views_of(&any.body);
    app.note_view(&call, opened.document, views, now).await.map_err(failed)
}

/// What a page is shown for: with what was typed before, and what came of it.
#[derive(Default)]
struct Asked<'a> {
    token: &'a str,
    posted: &'a [(String, String)],
    error: Option<String>,
    /// The offer with what was chosen, in place of the one that was sent.
    chosen: Option<Chosen>,
}

async fn render(app: &App, opened: &Opened, asked: Asked<'_>) -> Result<Response, Problem> {
    let visitor = &opened.visitor;
    let Asked { token, posted, error, chosen } = asked;
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    let any = app.get(&visitor.reader(), opened.document).await.map_err(failed)?;
    let quote = quote_of(opened, &any.body)?;
    let changed = match (&quote, opened.document.kind) {
        (Some(_), Kind::Quote) => {
            app.changes_since_last_offer(&visitor.reader(), QuoteId(opened.document.id)).await.map_err(failed)?
        }
        _ => None,
    };
    let said = app.comments(&visitor.reader(), opened.document).await.map_err(failed)?;
    let (body, amount) = match &chosen {
        Some(chosen) => (&chosen.body, Some(chosen.net)),
        None => (&any.body, None),
    };
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
        panel(visitor, (opened.document.kind, &head.state), quote.as_ref(), (token, posted), error.clone())
    };
    // Where nothing can be done any more there is no form to say it.
    let refused = error.filter(|_| panel.is_none());
    let given = visitor.page(|ctx| DocumentPage {
        title: document::title(visitor, opened.document.kind, &head),
        badge: state_badge(ctx, &head.state),
        party: None,
        amount: amount.or(head.amount).map(|m| text::format::money(visitor.lang, m)),
        amount_note: Some(visitor.t(if opened.document.kind == Kind::Invoice {
            "amount-with-vat"
        } else {
            "amount-without-vat"
        })),
        steps: Vec::new(),
        primary: None,
        secondary: Vec::new(),
        more: Vec::new(),
        notices: notices(visitor, refused, chosen.is_some()),
        related: Vec::new(),
        facts: document::public_facts(visitor, body),
        lines: document::lines(visitor, body, &document::Names::new()),
        totals: document::totals(visitor, opened.document.kind, body),
        sections: sections(visitor, quote.as_ref(), chosen.as_ref(), body)
            .into_iter()
            .chain(crate::promotions::applied(visitor, body))
            .chain(changed.as_ref().map(|changes| changed_since(visitor, changes)))
            .chain([conversation(visitor, token, &said)])
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
    quote: Option<&Quote>,
    (token, posted): (&str, &[(String, String)]),
    error: Option<String>,
) -> Option<(String, Vec<Form>)> {
    let t = |key: &str| visitor.t(key);
    let typed = |name: &str| posted.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let name = || {
        let field = Field::new("signer_name", t("public-your-name"), FieldKind::Text).autocomplete("name").required();
        field.value(typed("signer_name"))
    };
    let email = || {
        let field = Field::new("signer_email", t("public-your-email"), FieldKind::Email).autocomplete("email");
        field.value(typed("signer_email"))
    };
    let choices = quote.map(|quote| choosing::groups(visitor, quote, posted)).unwrap_or_default();
    let trying = (!choices.is_empty()).then(|| format!("/p/{token}/price"));
    let consent = |key: &str| Field::new("consent", t(key), FieldKind::Check).required();
    let no = |action: &str| Form {
        action: format!("/p/{token}/{action}"),
        error: None,
        groups: vec![Group::Fields {
            title: String::new(),
            hint: None,
            fields: vec![
                Field::new("reason", t("public-reason"), FieldKind::TextArea).value(typed("reason")).required(),
            ],
        }],
        hidden: Vec::new(),
        submit: t("public-decline"),
        cancel: None,
        danger: true,
        multipart: false,
        preview: None,
        also: None,
    };
    let yes = |action: &str, submit: &str, consent_key: &str| Form {
        action: format!("/p/{token}/{action}"),
        error: error.clone(),
        groups: choices
            .iter()
            .cloned()
            .chain([Group::Fields {
                title: String::new(),
                hint: None,
                fields: vec![name(), email(), consent(consent_key)],
            }])
            .collect(),
        hidden: Vec::new(),
        submit: t(submit),
        cancel: None,
        danger: false,
        multipart: false,
        preview: trying.clone(),
        also: trying.clone().map(|to| (t("public-price-show"), to)),
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
        also: None,
    }
}

/// The quote itself, where the link is to one. What the visitor may not see is not in it.
fn quote_of(opened: &Opened, body: &Json) -> Result<Option<Quote>, Problem> {
    if opened.document.kind != Kind::Quote {
        return Ok(None);
    }
    let quote = serde_json::from_value(body.clone());
    quote.map(Some).map_err(|_| Problem(Refusal::not_found("link_gone"), opened.visitor.lang))
}

fn notices(visitor: &Visitor, refused: Option<String>, is_choice: bool) -> Vec<Notice> {
    let refused = refused.map(|text| Notice { tone: Tone::Warn, text, action: None });
    let choice = is_choice.then(|| Notice { tone: Tone::Info, text: visitor.t("public-as-chosen"), action: None });
    refused.into_iter().chain(choice).collect()
}

/// What it comes to, where something recurs or is to be chosen, and the texts.
fn sections(visitor: &Visitor, quote: Option<&Quote>, chosen: Option<&Chosen>, body: &Json) -> Vec<(String, Markup)> {
    let sums = match chosen {
        Some(chosen) => Some(chosen.totals.clone()),
        None => quote.and_then(|quote| quote.totals().ok()),
    };
    let sums = sums.map(|sums| (visitor.t("public-sums"), choosing::totals(visitor, &sums)));
    sums.into_iter().chain(document::prose(visitor, body)).collect()
}

/// What changed since the offer before this one.
fn changed_since(visitor: &Visitor, changes: &Changes) -> (String, Markup) {
    let number = [("number", changes.from_number.as_str().into())];
    let title = text::t_with(visitor.lang, "public-changes", &number);
    (title, crate::changes::section(visitor, changes, &document::Names::new()))
}

/// What was said between the customer and the seller, with the box to say more.
fn conversation(visitor: &Visitor, token: &str, said: &[app::read::Comment]) -> (String, Markup) {
    let entry = |comment: &app::read::Comment| Comment {
        who: match (comment.audience, &comment.author) {
            (Audience::ByCustomer, _) => visitor.t("public-you"),
            (_, Some(author)) => author.clone(),
            (_, None) => visitor.t("public-seller"),
        },
        when: text::format::timestamp(visitor.lang, &visitor.zone, comment.at),
        body: crate::prose::prose(&comment.text),
        icon: Icon::Message,
        tone: if comment.audience == Audience::ByCustomer { Tone::Neutral } else { Tone::Info },
    };
    let entries: Vec<Comment> = said.iter().map(entry).collect();
    let label = visitor.t("public-ask");
    let box_of = html! {
        (timeline(&entries))
        form method="post" action={ "/p/" (token) "/comment" } class="q-comment" {
            textarea class="form-control" name="text" rows="3" required maxlength="10000" aria-label=(label)
                placeholder=(label) {}
            button type="submit" class="btn btn-sm btn-q-plain" { (visitor.t("public-ask-send")) }
        }
    };
    (visitor.t("public-questions"), box_of)
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
    let consent = choosing::is_ticked(&pairs, "consent");
    let id = opened.document.to_string();
    let failed = |e: app::Error| Problem(e.into_refusal(), opened.visitor.lang);
    let (verb, input) = match (opened.document.kind, action.as_str()) {
        (Kind::Quote, "redeem") => ("quote.redeem", json!({"id": id, "code": get("code").unwrap_or_default()})),
        (Kind::Quote, "price") => return price(&app, &opened, &token, (&headers, &pairs)).await,
        (Kind::Quote, "accept") => {
            let any = app.get(&opened.visitor.reader(), opened.document).await.map_err(failed)?;
            let quote = quote_of(&opened, &any.body)?;
            let mut input = quote.map(|quote| choosing::selection(&opened.visitor, &quote, &pairs)).unwrap_or_default();
            input["id"] = json!(id);
            input["signer_name"] = json!(get("signer_name"));
            input["signer_email"] = json!(get("signer_email"));
            input["consent"] = json!(consent);
            ("quote.accept", input)
        }
        (Kind::Contract, "sign") => (
            "contract.sign",
            json!({"id": id, "party": "customer", "name": get("signer_name"), "email": get("signer_email"), "consent": consent}),
        ),
        (Kind::Quote, "decline") => ("quote.decline", json!({"id": id, "reason": get("reason")})),
        (Kind::Contract, "decline") => ("contract.decline", json!({"id": id, "reason": get("reason")})),
        (_, "comment") => ("comment.create", json!({"document": id, "text": get("text").unwrap_or_default()})),
        _ => return Err(Problem(Refusal::not_found("link_gone"), opened.visitor.lang)),
    };
    let call = Call::new(opened.org, opened.visitor.who.actor.clone());
    match app.execute(&call, verb, input).await {
        Ok(_) => Ok(Redirect::to(&format!("/p/{token}")).into_response()),
        Err(error) => {
            let refusal = error.into_refusal();
            let error = Some(choosing::sentence(&opened.visitor, &refusal));
            let page = render(&app, &opened, Asked { token: &token, posted: &pairs, error, chosen: None }).await?;
            Ok((status(refusal.kind), page).into_response())
        }
    }
}

/// What the offer comes to with what was chosen: a line in the form as it is filled in, or the page with that offer.
async fn price(
    app: &App,
    opened: &Opened,
    token: &str,
    (headers, posted): (&HeaderMap, &[(String, String)]),
) -> Result<Response, Problem> {
    let visitor = &opened.visitor;
    let failed = |e: app::Error| Problem(e.into_refusal(), visitor.lang);
    let any = app.get(&visitor.reader(), opened.document).await.map_err(failed)?;
    let Some(quote) = quote_of(opened, &any.body)?.filter(|quote| matches!(quote.state, QuoteState::Sent { .. }))
    else {
        return render(app, opened, Asked { token, ..Asked::default() }).await;
    };
    let selection = choosing::selection(visitor, &quote, posted);
    let tried = app.choose_on_quote(&visitor.reader(), QuoteId(opened.document.id), &selection).await;
    let in_form = headers.contains_key("hx-request");
    match tried {
        Ok(chosen) if in_form => Ok(html! { (choosing::totals(visitor, &chosen.totals)) }.into_response()),
        Ok(chosen) => render(app, opened, Asked { token, posted, error: None, chosen: Some(chosen) }).await,
        Err(error) => {
            let refusal = error.into_refusal();
            let sentence = choosing::sentence(visitor, &refusal);
            // A form that is half filled in is no mistake yet.
            if in_form {
                return Ok(html! { p class="q-quiet" { (sentence) } }.into_response());
            }
            let page = render(app, opened, Asked { token, posted, error: Some(sentence), chosen: None }).await?;
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
