//! What happened to a document: the activity with its comments, the causal trail (intent, event, facts), and the API
//! call that would have done the same.

use maud::{Markup, html};

use super::{CSRF_FIELD, Ctx, Icon, Tone, code_block, icon};

/// One thing that somebody did or said.
#[derive(Clone, Debug)]
pub struct Comment {
    pub who: String,
    /// Written for the reader: "3 March, 14:02".
    pub when: String,
    pub body: Markup,
    pub icon: Icon,
    pub tone: Tone,
}

#[derive(Clone, Debug, Default)]
pub struct Activity {
    pub entries: Vec<Comment>,
    /// Where a comment is posted (field `text`); `None` when the reader may not comment.
    pub comment_to: Option<String>,
    /// Whether a customer reads this document, and may read a comment (field `for_customer`).
    pub to_customer: bool,
}

/// The activity of a document, newest first, with the box to add a comment.
pub fn activity(ctx: &Ctx, activity: &Activity) -> Markup {
    html! {
        @if let Some(action) = &activity.comment_to {
            form method="post" action=(action) class="q-comment" {
                input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
                textarea class="form-control" name="text" rows="2" required aria-label=(ctx.t("ui-comment"))
                    placeholder=(ctx.t("ui-comment-placeholder")) {}
                @if activity.to_customer {
                    label class="form-check" {
                        input class="form-check-input" type="checkbox" name="for_customer" value="true";
                        span class="form-check-label" { (ctx.t("ui-comment-for-customer")) }
                    }
                }
                button type="submit" class="btn btn-sm btn-q-plain" { (ctx.t("ui-comment-send")) }
            }
        }
        @if activity.entries.is_empty() { p class="text-secondary" { (ctx.t("ui-activity-none")) } }
        (timeline(&activity.entries))
    }
}

/// Moments under each other with a line between them.
pub fn timeline(entries: &[Comment]) -> Markup {
    html! {
        ol class="q-timeline" {
            @for entry in entries {
                li {
                    span class={ "q-dot " (entry.tone.class()) } { (icon(entry.icon)) }
                    div {
                        p class="q-timeline-head" { b { (entry.who) } span class="text-secondary" { (entry.when) } }
                        div class="q-timeline-body" { (entry.body) }
                    }
                }
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Somebody wanted something: a verb.
    Intent,
    /// What the verb changed.
    Event,
    /// What follows: a posting, an open item, a stock movement, a mail.
    Fact,
}

/// A step of the causal trail with what it caused.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: NodeKind,
    pub title: String,
    /// Actor and time, or account and amount.
    pub detail: String,
    pub href: Option<String>,
    pub children: Vec<Node>,
}

/// From intent to event to facts.
pub fn trail(ctx: &Ctx, nodes: &[Node]) -> Markup {
    html! {
        @if nodes.is_empty() {
            p class="text-secondary" { (ctx.t("ui-trail-none")) }
        } @else {
            ul class="q-trail" { @for node in nodes { (branch(ctx, node)) } }
        }
    }
}

fn branch(ctx: &Ctx, node: &Node) -> Markup {
    let (mark, key, class) = match node.kind {
        NodeKind::Intent => (Icon::Bolt, "ui-trail-intent", "is-intent"),
        NodeKind::Event => (Icon::GitBranch, "ui-trail-event", "is-event"),
        NodeKind::Fact => (Icon::Hash, "ui-trail-fact", "is-fact"),
    };
    html! {
        li class=(class) {
            div class="q-trail-node" {
                span class="q-trail-mark" { (icon(mark)) }
                div {
                    p class="q-trail-title" {
                        span class="visually-hidden" { (ctx.t(key)) ": " }
                        @match &node.href {
                            Some(href) => a href=(href) { (node.title) },
                            None => (node.title),
                        }
                    }
                    p class="q-trail-detail" { (node.detail) }
                }
            }
            @if !node.children.is_empty() { ul { @for child in &node.children { (branch(ctx, child)) } } }
        }
    }
}

/// The same act by other means.
#[derive(Clone, Debug)]
pub struct ApiCall {
    pub curl: String,
    pub cli: String,
}

pub fn api_call(ctx: &Ctx, call: &ApiCall) -> Markup {
    html! {
        (code_block(ctx, "curl", &call.curl))
        (code_block(ctx, &ctx.t("ui-command-line"), &call.cli))
    }
}
