//! The look of Quittance: pure functions from plain values to HTML, so that every page is one product.
//! A view collects what it knows into the structs here and calls one of the page functions:
//! [`list_page`], [`document_page`], [`form_page`], [`report_page`], [`board_page`] inside the [`shell`];
//! [`auth_page`], [`public_page`] and [`error_page`] stand alone.
//!
//! Three rules hold for every page. Words come in as values or through [`Ctx::t`]; amounts and dates come in already
//! written for the reader's locale. Nothing is inline: no script, no handler, no style attribute (the Content Security
//! Policy forbids them). Everything works with the keyboard and without colour.

mod board;
mod document;
mod form;
mod icon;
mod list;
mod page;
mod parts;
mod public;
mod report;
mod shell;
mod table;
mod trail;

pub use board::{Board, BoardCard, BoardColumn, board, board_page};
pub use document::{DocumentPage, Fact, Related, Step, StepState, Total, document_page, facts, status_bar, totals};
pub use form::{Choice, Field, Form, Group, Kind, Lines, form, form_page, hidden};
pub use icon::{Icon, icon};
pub use list::{Chip, ListPage, ListRow, Paging, Search, list_page};
pub use page::{CONTENT_SECURITY_POLICY, Head, html};
pub use parts::{
    Action, Empty, Notice, badge, badge_tone, button, card, code_block, empty_state, external_name, menu, money,
    notice, state_badge,
};
pub use public::{AuthPage, PublicPage, auth_page, error_page, public_page};
pub use report::{Chart, ChartKind, ReportPage, Series, Tile, Unit, chart, report_page, stat_tile, stat_tiles};
pub use shell::{Crumb, NAVIGATION, NavItem, PaletteItem, palette_results, shell};
pub use table::{Align, Cell, Column, Row, RowKind, Sort, Table, table};
pub use trail::{Activity, ApiCall, Comment, Node, NodeKind, activity, api_call, timeline, trail};

/// The name of the hidden field that carries the CSRF token; htmx and scripts send it as the header `x-csrf-token`.
pub const CSRF_FIELD: &str = "csrf_token";

/// What every page needs to know about the reader.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// `en` or `nl`.
    pub lang: &'a str,
    pub theme: Theme,
    /// The sentence for a key, in `lang`.
    pub t: &'a (dyn Fn(&str) -> String + Sync),
    pub user_name: &'a str,
    pub org_name: &'a str,
    /// The CSRF token of this session.
    pub csrf: &'a str,
    /// The path of this page with its query, used to mark the navigation and to come back to.
    pub path: &'a str,
    /// The business date, written for the reader, when the clock is simulated.
    pub simulated_date: Option<&'a str>,
    /// What just happened, shown once.
    pub flashes: &'a [Flash],
}

impl Ctx<'_> {
    pub fn t(&self, key: &str) -> String {
        (self.t)(key)
    }
}

/// The colour scheme, as the cookie [`Theme::COOKIE`] says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system is set.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The cookie is written by the theme switch in the browser and read by the server, so that no page flashes.
    pub const COOKIE: &str = "theme";

    /// Reads the cookie's value; anything unknown is `Auto`.
    pub fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What a colour means. Never the only sign: the words beside it say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    /// Something is under way.
    Info,
    Good,
    /// Somebody should look.
    Warn,
    Bad,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Info => "tone-info",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
        }
    }

    /// The tone of a document's state by its name, the same on every page.
    pub fn of_state(state: &str) -> Self {
        match state {
            "sent" | "open" | "issued" | "requested" | "received" | "queued" | "running" | "prospecting"
            | "engaged" | "quoted" | "partly_paid" | "partly_delivered" | "partly_invoiced" => Self::Info,
            "accepted" | "active" | "paid" | "signed" | "delivered" | "won" | "approved" | "completed" | "done" => {
                Self::Good
            }
            "pending" | "paused" | "suspended" => Self::Warn,
            "overdue" | "rejected" | "declined" | "lost" | "failed" | "disputed" => Self::Bad,
            _ => Self::Neutral,
        }
    }
}

/// A message about what just happened, shown at the top of the next page.
#[derive(Clone, Debug)]
pub struct Flash {
    pub tone: Tone,
    pub text: String,
}

#[cfg(test)]
mod tests;
