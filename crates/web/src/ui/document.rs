//! The page of one document: what it is and where it stands, what to do next, its lines, and at the side what happened.

use maud::{Markup, html};

use super::{
    Action, Activity, ApiCall, Ctx, Icon, Node, Notice, Table, activity, api_call, button, card, icon, menu, notice,
    table, trail,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Current,
    Ahead,
    /// Ended here: declined, lost, void.
    Stopped,
}

/// A state on the way from draft to done.
#[derive(Clone, Debug)]
pub struct Step {
    pub label: String,
    pub state: StepState,
}

/// A name with its value in the grid of facts.
#[derive(Clone, Debug)]
pub struct Fact {
    pub label: String,
    pub value: Markup,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: Markup) -> Self {
        Self { label: label.into(), value }
    }

    pub fn text(label: impl Into<String>, value: impl AsRef<str>) -> Self {
        Self::new(label, html! { (value.as_ref()) })
    }
}

/// A document that comes from or led to this one.
#[derive(Clone, Debug)]
pub struct Related {
    pub label: String,
    pub note: String,
    pub href: String,
    pub icon: Icon,
}

/// A line of the sums under a table.
#[derive(Clone, Debug)]
pub struct Total {
    pub label: String,
    pub amount: String,
    /// The sum that the reader looks for.
    pub strong: bool,
}

pub struct DocumentPage {
    /// "Quote Q-2026-0042".
    pub title: String,
    /// The badge of its state.
    pub badge: Markup,
    /// The customer, as a link.
    pub party: Option<Markup>,
    pub amount: Option<String>,
    /// Below the amount: "excl. VAT", "due 12 December".
    pub amount_note: Option<String>,
    pub steps: Vec<Step>,
    pub primary: Option<Action>,
    pub secondary: Vec<Action>,
    pub more: Vec<Action>,
    pub notices: Vec<Notice>,
    pub related: Vec<Related>,
    pub facts: Vec<Fact>,
    pub lines: Option<Table>,
    pub totals: Vec<Total>,
    /// Further boxes: notes, schedule, files.
    pub sections: Vec<(String, Markup)>,
    pub activity: Activity,
    pub trail: Vec<Node>,
    pub api: Option<ApiCall>,
}

/// The body of a document's page. Its head holds title and actions, so give the shell an empty title bar.
pub fn document_page(ctx: &Ctx, page: &DocumentPage) -> Markup {
    html! {
        (head(ctx, page))
        @if !page.steps.is_empty() { (status_bar(ctx, &page.steps)) }
        @for given in &page.notices { (notice(ctx, given)) }
        div class="q-doc" {
            div class="q-doc-main" {
                @if !page.facts.is_empty() || !page.related.is_empty() {
                    section class="q-card" aria-label=(ctx.t("ui-facts")) {
                        div class="q-card-body" { (facts(&page.facts)) }
                        @if !page.related.is_empty() { (related(ctx, &page.related)) }
                    }
                }
                @if let Some(lines) = &page.lines {
                    section class="q-card" {
                        header class="q-card-head" { h2 { (ctx.t("ui-lines")) } }
                        (table(lines))
                        (totals(&page.totals))
                    }
                }
                @for (title, body) in &page.sections { (card(title, None, body.clone())) }
            }
            aside class="q-doc-side" aria-label=(ctx.t("ui-side")) {
                (panel(&ctx.t("ui-activity"), Icon::Message, true, activity(ctx, &page.activity)))
                (panel(&ctx.t("ui-trail"), Icon::GitBranch, true, trail(ctx, &page.trail)))
                @if let Some(call) = &page.api {
                    (panel(&ctx.t("ui-api-call"), Icon::Code, false, api_call(ctx, call)))
                }
            }
        }
    }
}

fn head(ctx: &Ctx, page: &DocumentPage) -> Markup {
    html! {
        header class="q-doc-head" {
            div class="q-doc-name" {
                h1 { (page.title) } (page.badge)
                @if let Some(party) = &page.party { p class="q-doc-party" { (party) } }
            }
            @if let Some(amount) = &page.amount {
                p class="q-doc-amount" {
                    span class="q-money" { (amount) }
                    @if let Some(note) = &page.amount_note { small { (note) } }
                }
            }
            div class="q-buttons" {
                @for action in &page.secondary { (button(ctx, action, "plain")) }
                @if let Some(action) = &page.primary { (button(ctx, action, "primary")) }
                (menu(ctx, &ctx.t("ui-more"), &page.more))
            }
        }
    }
}

/// The states of a document as chevrons: done, current, ahead.
pub fn status_bar(ctx: &Ctx, steps: &[Step]) -> Markup {
    html! {
        ol class="q-steps" aria-label=(ctx.t("ui-status")) {
            @for step in steps {
                @let (class, now) = match step.state {
                    StepState::Done => ("is-done", None),
                    StepState::Current => ("is-current", Some("step")),
                    StepState::Ahead => ("is-ahead", None),
                    StepState::Stopped => ("is-stopped", Some("step")),
                };
                li class=(class) aria-current=[now] {
                    @if step.state == StepState::Done { (icon(Icon::Check)) }
                    @if step.state == StepState::Stopped { (icon(Icon::Cross)) }
                    span { (step.label) }
                    @if step.state == StepState::Done { span class="visually-hidden" { " (" (ctx.t("ui-done")) ")" } }
                }
            }
        }
    }
}

/// Names and values in a grid.
pub fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl class="q-facts" {
            @for fact in facts { div { dt { (fact.label) } dd { (fact.value) } } }
        }
    }
}

fn related(ctx: &Ctx, related: &[Related]) -> Markup {
    html! {
        nav class="q-related" aria-label=(ctx.t("ui-related")) {
            @for item in related {
                a href=(item.href) { (icon(item.icon)) span { b { (item.label) } small { (item.note) } } }
            }
        }
    }
}

/// The sums under a table, at the right.
pub fn totals(totals: &[Total]) -> Markup {
    if totals.is_empty() {
        return html! {};
    }
    html! {
        dl class="q-totals" {
            @for total in totals {
                div class=(if total.strong { "is-strong" } else { "" }) {
                    dt { (total.label) } dd { span class="q-money" { (total.amount) } }
                }
            }
        }
    }
}

fn panel(title: &str, mark: Icon, open: bool, body: Markup) -> Markup {
    html! {
        details class="q-card q-panel" open[open] {
            summary { (icon(mark)) h2 { (title) } span class="q-panel-mark" { (icon(Icon::ChevronDown)) } }
            div class="q-card-body" { (body) }
        }
    }
}
