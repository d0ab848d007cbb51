//! Small pieces that every page is built from: buttons, menus, badges, notices, empty states, code with a copy button.

use maud::{Markup, html};

use super::{CSRF_FIELD, Ctx, Icon, Tone, icon};

/// Something the reader can do. A `Get` is a link; a `Post` is a form of one button with the CSRF token.
#[derive(Clone, Debug)]
pub struct Action {
    pub label: String,
    pub href: String,
    pub icon: Option<Icon>,
    pub post: bool,
    /// Hidden fields of a post.
    pub fields: Vec<(String, String)>,
    /// Asked before it is done.
    pub confirm: Option<String>,
    /// Cannot be undone, or costs money: shown in red.
    pub danger: bool,
    /// A single letter that does it (`e` edit, `c` create).
    pub key: Option<char>,
    /// Why it cannot be done now; the button is then off and says so.
    pub blocked: Option<String>,
}

impl Action {
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            icon: None,
            post: false,
            fields: Vec::new(),
            confirm: None,
            danger: false,
            key: None,
            blocked: None,
        }
    }

    pub fn post(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { post: true, ..Self::link(label, href) }
    }

    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    pub fn confirm(mut self, question: impl Into<String>) -> Self {
        self.confirm = Some(question.into());
        self
    }

    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    pub fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }

    pub fn blocked(mut self, why: impl Into<String>) -> Self {
        self.blocked = Some(why.into());
        self
    }
}

/// A button for an action. `class` is `primary`, `plain` or `ghost`.
pub fn button(ctx: &Ctx, action: &Action, class: &str) -> Markup {
    let class = if action.danger { format!("btn btn-q-danger q-{class}") } else { format!("btn btn-q-{class}") };
    act(ctx, action, &class)
}

/// Actions behind one button with three dots.
pub fn menu(ctx: &Ctx, label: &str, actions: &[Action]) -> Markup {
    if actions.is_empty() {
        return html! {};
    }
    html! {
        details class="q-menu" {
            summary class="btn btn-q-plain btn-q-icon" aria-label=(label) title=(label) { (icon(Icon::Dots)) }
            div class="q-menu-body" {
                @for action in actions {
                    (act(ctx, action, if action.danger { "q-menu-item is-danger" } else { "q-menu-item" }))
                }
            }
        }
    }
}

fn act(ctx: &Ctx, action: &Action, class: &str) -> Markup {
    let key = action.key.map(String::from);
    let inner = html! {
        @if let Some(found) = action.icon { (icon(found)) }
        span { (action.label) }
    };
    if let Some(why) = &action.blocked {
        return html! { button type="button" class=(class) aria-disabled="true" title=(why) data-blocked=(why) { (inner) } };
    }
    if !action.post {
        return html! { a class=(class) href=(action.href) data-key=[key] { (inner) } };
    }
    html! {
        form method="post" action=(action.href) class="q-inline" {
            input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
            @for (name, value) in &action.fields { input type="hidden" name=(name) value=(value); }
            button type="submit" class=(class) data-key=[key] data-confirm=[action.confirm.as_ref()]
                data-danger[action.danger] { (inner) }
        }
    }
}

/// A badge in the tone of the state, with the words of `state-<state>`.
pub fn state_badge(ctx: &Ctx, state: &str) -> Markup {
    badge(&ctx.t(&format!("state-{state}")), Tone::of_state(state))
}

pub fn badge(label: &str, tone: Tone) -> Markup {
    html! { span class={ "q-badge " (tone.class()) } { (label) } }
}

/// A badge with an icon for marks that are not a state (a currency, "optional", "new").
pub fn badge_tone(label: &str, tone: Tone, mark: Icon) -> Markup {
    html! { span class={ "q-badge is-plain " (tone.class()) } { (icon(mark)) (label) } }
}

/// An amount already written for the reader, in figures of equal width and never broken over two lines.
pub fn money(amount: &str) -> Markup {
    html! { span class="q-money" { (amount) } }
}

/// A name that leads to a page, with an initial before it; for customers and people.
pub fn external_name(name: &str, href: Option<&str>) -> Markup {
    let initial: String =
        name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().collect()).unwrap_or_default();
    html! {
        span class="q-name" {
            span class="q-initial" aria-hidden="true" { (initial) }
            @match href {
                Some(href) => a href=(href) { (name) },
                None => span { (name) },
            }
        }
    }
}

/// A message inside a page.
#[derive(Clone, Debug)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
    /// What to do about it.
    pub action: Option<Action>,
}

pub fn notice(ctx: &Ctx, notice: &Notice) -> Markup {
    let mark = match notice.tone {
        Tone::Good => Icon::CircleCheck,
        Tone::Warn => Icon::AlertTriangle,
        Tone::Bad => Icon::AlertCircle,
        Tone::Neutral | Tone::Info => Icon::InfoCircle,
    };
    html! {
        div class={ "q-notice " (notice.tone.class()) } role=(if notice.tone == Tone::Bad { "alert" } else { "status" }) {
            (icon(mark))
            p { (notice.text) }
            @if let Some(action) = &notice.action { (button(ctx, action, "plain")) }
        }
    }
}

/// What a list shows when there is nothing in it: why, and the next step.
#[derive(Clone, Debug)]
pub struct Empty {
    pub icon: Icon,
    pub title: String,
    pub text: String,
    pub actions: Vec<Action>,
}

pub fn empty_state(ctx: &Ctx, empty: &Empty) -> Markup {
    html! {
        div class="q-empty" {
            span class="q-empty-mark" { (icon(empty.icon)) }
            p class="q-empty-title" { (empty.title) }
            p class="q-empty-text" { (empty.text) }
            div class="q-buttons" {
                @for (at, action) in empty.actions.iter().enumerate() {
                    (button(ctx, action, if at == 0 { "primary" } else { "plain" }))
                }
            }
        }
    }
}

/// A titled box. `extra` stands at the right of the title.
pub fn card(title: &str, extra: Option<Markup>, body: Markup) -> Markup {
    html! {
        section class="q-card" {
            header class="q-card-head" { h2 { (title) } @if let Some(extra) = extra { (extra) } }
            div class="q-card-body" { (body) }
        }
    }
}

/// Text to copy: a command, a link, a key.
pub fn code_block(ctx: &Ctx, label: &str, code: &str) -> Markup {
    html! {
        div class="q-code" {
            div class="q-code-head" {
                span { (label) }
                button type="button" class="q-copy" data-copy=(code) data-copied=(ctx.t("ui-copied")) {
                    (icon(Icon::Copy)) span { (ctx.t("ui-copy")) }
                }
            }
            pre tabindex="0" { code { (code) } }
        }
    }
}
