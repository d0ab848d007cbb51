//! Pages without navigation: logging in, what a customer sees through a link, and errors.

use maud::{Markup, html};

use super::page::{Head, html as document};
use super::shell::{confirm, mark};
use super::{
    Action, Ctx, DocumentPage, Form, Icon, StepState, button, facts, form, icon, notice, status_bar, table, totals,
};

/// Logging in, resetting a password, accepting an invitation: a form in the middle of the page.
pub struct AuthPage<'a> {
    pub title: &'a str,
    pub intro: Option<&'a str>,
    pub form: &'a Form,
    /// Links below the form.
    pub links: &'a [Action],
}

pub fn auth_page(ctx: &Ctx, page: &AuthPage) -> Markup {
    let body = html! {
        main class="q-auth" id="main" {
            p class="q-brand" { (mark()) span { "Quittance" } }
            h1 { (page.title) }
            @if let Some(intro) = page.intro { p class="text-secondary" { (intro) } }
            (form(ctx, page.form))
            @if !page.links.is_empty() {
                p class="q-auth-links" { @for link in page.links { a href=(link.href) { (link.label) } } }
            }
        }
    };
    document(&head(ctx, page.title, "q-alone"), body)
}

/// What a customer sees of a quote, contract or invoice: the seller's name on top, the document, and what they can do.
pub struct PublicPage<'a> {
    pub document: &'a DocumentPage,
    /// Who sends it: name and address lines.
    pub seller: &'a str,
    pub seller_lines: &'a [String],
    pub buyer: &'a str,
    pub buyer_lines: &'a [String],
    /// Opening words.
    pub intro: Option<&'a str>,
    /// The box with what to do: heading and its content (a form to accept or sign, a button to pay).
    pub panel: Option<(&'a str, Markup)>,
    /// Download PDF, ask a question.
    pub links: &'a [Action],
    /// The conditions that hold, who to call.
    pub foot: Option<&'a str>,
}

pub fn public_page(ctx: &Ctx, page: &PublicPage) -> Markup {
    let given = page.document;
    let body = html! {
        header class="q-public-top" {
            b { (page.seller) }
            div class="q-buttons" { @for link in page.links { (button(ctx, link, "ghost")) } }
        }
        main class="q-public" id="main" {
            div class="q-public-title" {
                div { h1 { (given.title) } (given.badge) }
                @if let Some(amount) = &given.amount {
                    p class="q-doc-amount" {
                        span class="q-money" { (amount) }
                        @if let Some(note) = &given.amount_note { small { (note) } }
                    }
                }
            }
            @for one in &given.notices { (notice(ctx, one)) }
            @if given.steps.iter().any(|step| step.state != StepState::Ahead) { (status_bar(ctx, &given.steps)) }
            div class=(if page.panel.is_some() { "q-doc" } else { "q-doc is-single" }) {
                article class="q-card q-paper" {
                    div class="q-parties" {
                        (party(&ctx.t("ui-from"), page.seller, page.seller_lines))
                        (party(&ctx.t("ui-to"), page.buyer, page.buyer_lines))
                    }
                    @if !given.facts.is_empty() { (facts(&given.facts)) }
                    @if let Some(intro) = page.intro { p class="q-public-intro" { (intro) } }
                    @if let Some(lines) = &given.lines { (table(lines)) }
                    (totals(&given.totals))
                    @for (title, section) in &given.sections { section class="q-public-section" { h2 { (title) } (section) } }
                }
                @if let Some((title, content)) = &page.panel {
                    aside class="q-doc-side" aria-label=(title) {
                        section class="q-card q-act" {
                            header class="q-card-head" { h2 { (title) } }
                            div class="q-card-body" { (content) }
                        }
                    }
                }
            }
            @if let Some(foot) = page.foot { footer class="q-public-foot" { p { (foot) } } }
        }
        (confirm(ctx))
    };
    document(&head(ctx, &given.title, "q-alone"), body)
}

fn party(label: &str, name: &str, lines: &[String]) -> Markup {
    html! {
        address {
            span class="q-party-label" { (label) }
            b { (name) }
            @for line in lines { span { (line) } }
        }
    }
}

/// Something went wrong. `reference` is the id under which it was logged.
pub fn error_page(ctx: &Ctx, title: &str, text: &str, reference: Option<&str>, actions: &[Action]) -> Markup {
    let body = html! {
        main class="q-auth q-fault" id="main" {
            span class="q-empty-mark" { (icon(Icon::AlertTriangle)) }
            h1 { (title) }
            p { (text) }
            @if let Some(reference) = reference {
                p class="text-secondary" { (ctx.t("ui-reference")) " " code { (reference) } }
            }
            div class="q-buttons" {
                @for (at, action) in actions.iter().enumerate() {
                    (button(ctx, action, if at == 0 { "primary" } else { "plain" }))
                }
            }
        }
    };
    document(&head(ctx, title, "q-alone"), body)
}

fn head<'a>(ctx: &Ctx<'a>, title: &'a str, layout: &'static str) -> Head<'a> {
    Head { lang: ctx.lang, theme: ctx.theme, title, csrf: ctx.csrf, layout }
}
