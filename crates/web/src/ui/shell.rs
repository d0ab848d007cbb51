//! The frame around every page for somebody who is logged in: the flow at the left, the bar on top, and the dialogs
//! that the keyboard opens.

use maud::{Markup, html};

use super::page::{Head, html as document};
use super::{CSRF_FIELD, Ctx, Icon, Theme, Tone, icon};

/// A place in the navigation.
pub struct NavItem {
    pub href: &'static str,
    /// Text key of its name.
    pub key: &'static str,
    pub icon: Icon,
    /// The letter after `g` that goes there.
    pub letter: char,
    /// Text key of the heading that starts above this item.
    pub heading: Option<&'static str>,
}

const fn nav(href: &'static str, key: &'static str, icon: Icon, letter: char) -> NavItem {
    NavItem { href, key, icon, letter, heading: None }
}

const fn under(heading: &'static str, item: NavItem) -> NavItem {
    NavItem { heading: Some(heading), ..item }
}

/// The navigation is the flow, from first request to what it teaches.
pub const NAVIGATION: &[NavItem] = &[
    nav("/", "nav-dashboard", Icon::Home, 'h'),
    under("nav-group-sell", nav("/customers", "nav-customers", Icon::Users, 'u')),
    nav("/pipeline", "nav-pipeline", Icon::Target, 'p'),
    nav("/catalogue", "nav-catalogue", Icon::Tag, 'a'),
    nav("/quotes", "nav-quotes", Icon::FileText, 'q'),
    nav("/approvals", "nav-approvals", Icon::Check, 'v'),
    nav("/contracts", "nav-contracts", Icon::Writing, 'c'),
    under("nav-group-deliver", nav("/orders", "nav-orders", Icon::ShoppingCart, 'o')),
    nav("/deliveries", "nav-deliveries", Icon::TruckDelivery, 'd'),
    nav("/subscriptions", "nav-subscriptions", Icon::Refresh, 's'),
    under("nav-group-money", nav("/invoices", "nav-invoices", Icon::Receipt, 'i')),
    nav("/payments", "nav-payments", Icon::Cash, 'y'),
    nav("/ledger", "nav-ledger", Icon::Book, 'l'),
    nav("/revenue", "nav-revenue", Icon::TrendingUp, 'r'),
    nav("/insight", "nav-insight", Icon::Bulb, 'n'),
];

/// At the bottom of the navigation.
const SETTINGS: NavItem = nav("/settings", "nav-settings", Icon::Settings, 't');

/// A step back up to where a page belongs.
pub struct Crumb {
    pub label: String,
    pub href: String,
}

impl Crumb {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The whole page. An empty `title` leaves out the page's head (a document brings its own); then `crumbs` still show.
pub fn shell(ctx: &Ctx, title: &str, crumbs: &[Crumb], actions: Markup, body: Markup) -> Markup {
    let head = Head {
        lang: ctx.lang,
        theme: ctx.theme,
        title: window_title(ctx, title, crumbs),
        csrf: ctx.csrf,
        layout: "q-app",
    };
    let content = html! {
        a class="q-skip" href="#main" { (ctx.t("ui-skip")) }
        (sidebar(ctx))
        div class="q-page" {
            (top_bar(ctx))
            main id="main" tabindex="-1" {
                (flashes(ctx))
                (breadcrumbs(ctx, crumbs))
                @if !title.is_empty() {
                    div class="q-head" { h1 { (title) } div class="q-buttons" { (actions) } }
                }
                (body)
            }
        }
        (dialogs(ctx))
    };
    document(&head, content)
}

fn window_title<'a>(ctx: &'a Ctx, title: &'a str, crumbs: &'a [Crumb]) -> &'a str {
    if !title.is_empty() {
        return title;
    }
    crumbs.last().map_or(ctx.org_name, |crumb| &crumb.label)
}

fn sidebar(ctx: &Ctx) -> Markup {
    html! {
        nav id="nav" class="q-nav" aria-label=(ctx.t("nav-label")) {
            a class="q-brand" href="/" { (mark()) span { "Quittance" } }
            p class="q-org" { (icon(Icon::Building)) span { (ctx.org_name) } }
            div class="q-nav-scroll" {
                ul {
                    @for item in NAVIGATION {
                        @if let Some(heading) = item.heading { li class="q-nav-heading" { (ctx.t(heading)) } }
                        (nav_link(ctx, item))
                    }
                }
                ul class="q-nav-foot" { (nav_link(ctx, &SETTINGS)) }
            }
        }
        div class="q-veil" data-nav-close {}
    }
}

fn nav_link(ctx: &Ctx, item: &NavItem) -> Markup {
    let path = ctx.path.split('?').next().unwrap_or_default();
    let inside = path.strip_prefix(item.href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let here = if item.href == "/" { path == "/" } else { inside };
    let name = ctx.t(item.key);
    html! {
        li {
            a href=(item.href) data-go=(item.letter) aria-current=[here.then_some("page")] {
                (icon(item.icon)) span { (name) } kbd aria-hidden="true" { "g " (item.letter) }
            }
        }
    }
}

/// The sign of the product: two strokes that close.
pub(super) fn mark() -> Markup {
    html! {
        svg class="q-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false" {
            rect width="32" height="32" rx="8" class="q-mark-ground" {}
            path d="M22.5 21.5A8.5 8.5 0 1 1 24.5 16" class="q-mark-ring" {}
            path d="M12.6 16.2l3.2 3.2L25 9.8" class="q-mark-tick" {}
        }
    }
}

fn top_bar(ctx: &Ctx) -> Markup {
    html! {
        header class="q-top" {
            button type="button" class="btn btn-q-ghost btn-q-icon q-burger" data-nav-open aria-expanded="false"
                aria-controls="nav" aria-label=(ctx.t("ui-menu")) { (icon(Icon::Menu)) }
            form class="q-search q-global" method="get" action="/search" role="search" aria-label=(ctx.t("ui-search")) {
                (icon(Icon::Search))
                input type="search" name="q" id="search" class="form-control" autocomplete="off" data-search
                    placeholder=(ctx.t("ui-search-placeholder")) aria-label=(ctx.t("ui-search"));
                kbd aria-hidden="true" { "/" }
            }
            div class="q-top-tools" {
                @if let Some(date) = ctx.simulated_date {
                    a class="q-clock" href="/new/clock.set" title=(ctx.t("ui-simulated")) {
                        (icon(Icon::Clock)) span class="visually-hidden" { (ctx.t("ui-simulated")) } span { (date) }
                    }
                }
                button type="button" class="btn btn-q-ghost btn-q-icon" data-palette aria-label=(ctx.t("ui-palette"))
                    title={ (ctx.t("ui-palette")) " (Ctrl K)" } { (icon(Icon::Bolt)) }
                (preferences(ctx))
                (user_menu(ctx))
            }
        }
    }
}

/// Language and theme. Both are posted; the theme also changes at once.
fn preferences(ctx: &Ctx) -> Markup {
    let themes = [
        (Theme::Auto, Icon::Contrast, "ui-theme-auto"),
        (Theme::Light, Icon::Sun, "ui-theme-light"),
        (Theme::Dark, Icon::Moon, "ui-theme-dark"),
    ];
    html! {
        details class="q-menu" {
            summary class="btn btn-q-ghost btn-q-icon" aria-label=(ctx.t("ui-appearance")) title=(ctx.t("ui-appearance")) {
                (icon(Icon::Contrast))
            }
            form method="post" action="/preferences" class="q-menu-body" {
                input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
                input type="hidden" name="back" value=(ctx.path);
                p class="q-menu-title" { (ctx.t("ui-theme")) }
                @for (theme, mark, key) in themes {
                    button type="submit" class="q-menu-item" name="theme" value=(theme.name()) data-theme-set=(theme.name())
                        aria-pressed=(ctx.theme == theme) { (icon(mark)) span { (ctx.t(key)) } }
                }
                p class="q-menu-title" { (ctx.t("ui-language")) }
                @for (code, name) in [("nl", "Nederlands"), ("en", "English")] {
                    button type="submit" class="q-menu-item" name="lang" value=(code) lang=(code)
                        aria-pressed=(ctx.lang == code) { (icon(Icon::Language)) span { (name) } }
                }
            }
        }
    }
}

fn user_menu(ctx: &Ctx) -> Markup {
    let initials: String = ctx.user_name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    html! {
        details class="q-menu" {
            summary class="q-avatar" title=(ctx.user_name) {
                span aria-hidden="true" { (initials) }
                span class="visually-hidden" { (ctx.t("ui-user-menu")) " " (ctx.user_name) }
            }
            div class="q-menu-body" {
                p class="q-menu-title" { b { (ctx.user_name) } br; (ctx.org_name) }
                a class="q-menu-item" href="/account" { (icon(Icon::UserCircle)) span { (ctx.t("ui-account")) } }
                button type="button" class="q-menu-item" data-keys { (icon(Icon::Keyboard)) span { (ctx.t("ui-keys")) } }
                form method="post" action="/logout" class="q-inline" {
                    input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
                    button type="submit" class="q-menu-item" { (icon(Icon::Logout)) span { (ctx.t("ui-logout")) } }
                }
            }
        }
    }
}

fn flashes(ctx: &Ctx) -> Markup {
    html! {
        div id="toasts" class="q-toasts" role="status" aria-live="polite" data-dismiss=(ctx.t("ui-dismiss")) {
            @for flash in ctx.flashes {
                @let mark = if flash.tone == Tone::Bad { Icon::AlertCircle } else { Icon::CircleCheck };
                div class={ "q-toast " (flash.tone.class()) } {
                    (icon(mark)) span { (flash.text) }
                    button type="button" data-dismiss-toast aria-label=(ctx.t("ui-dismiss")) { (icon(Icon::Cross)) }
                }
            }
        }
    }
}

fn breadcrumbs(ctx: &Ctx, crumbs: &[Crumb]) -> Markup {
    if crumbs.is_empty() {
        return html! {};
    }
    html! {
        nav class="q-crumbs" aria-label=(ctx.t("ui-crumbs")) {
            ol { @for crumb in crumbs { li { a href=(crumb.href) { (crumb.label) } } } }
        }
    }
}

fn dialogs(ctx: &Ctx) -> Markup {
    html! {
        dialog id="palette" class="q-dialog q-palette" aria-label=(ctx.t("ui-palette")) data-from="/palette" {
            div class="q-search" {
                (icon(Icon::Search))
                input type="text" class="form-control" role="combobox" aria-expanded="true" aria-controls="palette-list"
                    aria-autocomplete="list" autocomplete="off" placeholder=(ctx.t("ui-palette-placeholder"))
                    aria-label=(ctx.t("ui-palette-placeholder"));
                kbd aria-hidden="true" { "Esc" }
            }
            div id="palette-list" role="listbox" aria-label=(ctx.t("ui-palette")) {
                (palette_results(&pages(ctx)))
            }
        }
        (confirm(ctx))
        dialog id="keys" class="q-dialog" aria-labelledby="keys-title" {
            h2 id="keys-title" { (ctx.t("ui-keys")) }
            dl class="q-keys" {
                @for (keys, key) in KEYS { div { dt { @for one in *keys { kbd { (one) } } } dd { (ctx.t(key)) } } }
            }
            form method="dialog" class="q-form-foot" { button class="btn btn-q-plain" { (ctx.t("ui-close")) } }
        }
    }
}

const KEYS: &[(&[&str], &str)] = &[
    (&["/"], "ui-key-search"),
    (&["Ctrl", "K"], "ui-key-palette"),
    (&["g", "q"], "ui-key-go"),
    (&["j", "k"], "ui-key-rows"),
    (&["Enter"], "ui-key-open"),
    (&["x"], "ui-key-mark"),
    (&["c"], "ui-key-create"),
    (&["e"], "ui-key-edit"),
    (&["Ctrl", "Enter"], "ui-key-submit"),
    (&["?"], "ui-key-help"),
];

/// The question before an act that has `data-confirm`.
pub(super) fn confirm(ctx: &Ctx) -> Markup {
    html! {
        dialog id="confirm" class="q-dialog q-confirm" aria-labelledby="confirm-text" {
            p id="confirm-text" {}
            form method="dialog" class="q-form-foot" {
                button class="btn btn-q-plain" value="no" { (ctx.t("ui-cancel")) }
                button class="btn btn-q-primary" value="yes" data-yes { (ctx.t("ui-confirm")) }
            }
        }
    }
}

/// One line of the command palette.
#[derive(Clone, Debug)]
pub struct PaletteItem {
    pub label: String,
    pub note: String,
    pub href: String,
    pub icon: Icon,
}

fn pages(ctx: &Ctx) -> Vec<PaletteItem> {
    let item = |item: &NavItem| PaletteItem {
        label: ctx.t(item.key),
        note: format!("g {}", item.letter),
        href: item.href.to_string(),
        icon: item.icon,
    };
    NAVIGATION.iter().chain([&SETTINGS]).map(item).collect()
}

/// The answer to `GET /palette?q=`: a fragment, no page.
pub fn palette_results(items: &[PaletteItem]) -> Markup {
    html! {
        @for item in items {
            a class="q-option" role="option" aria-selected="false" tabindex="-1" href=(item.href) {
                (icon(item.icon)) span { (item.label) } small { (item.note) }
            }
        }
    }
}
