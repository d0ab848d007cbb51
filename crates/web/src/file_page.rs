//! Pages that take a file: what is asked, what came with the form, and what became of each row.

use crate::{
    acts::check_csrf,
    problem::Problem,
    session::Visitor,
    ui::{
        CSRF_FIELD, Cell, Column, Crumb, Field, Form, Group, Kind as FieldKind, ReportPage, Row, Table, Tile,
        form_page, report_page, shell,
    },
};
use app::bank_import::NamedRow;
use axum::{
    body::Bytes,
    extract::Multipart,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{document::Kind, refusal::Refusal};
use maud::Markup;
use std::collections::BTreeMap;

/// What a page that takes a file is about. Its words begin with `key`: `-title`, `-hint`, `-import`.
pub struct FilePage {
    pub key: &'static str,
    /// What the rows of the file become.
    pub kind: Kind,
    pub accept: &'static str,
    /// What else is asked.
    pub also: Vec<Field>,
    /// Buttons beside the title.
    pub beside: Markup,
}

/// A form with a file as it was sent, its token checked.
pub struct Upload {
    /// Its name and bytes.
    pub file: (String, Bytes),
    pub fields: BTreeMap<String, String>,
}

/// What became of a file.
pub struct Outcome<'a> {
    pub title: String,
    /// Words and counts.
    pub counts: Vec<(&'static str, u64)>,
    pub named: &'a [NamedRow],
    /// The way on.
    pub onward: Markup,
}

impl Upload {
    /// Refuses a form of somebody else's page, and one without a file.
    pub async fn read(visitor: &Visitor, mut parts: Multipart) -> Result<Upload, Refused> {
        let unreadable = |e: axum::extract::multipart::MultipartError| {
            Refusal::invalid("upload_unreadable").with("reason", e.to_string()).at("file")
        };
        let (mut fields, mut file) = (BTreeMap::new(), None);
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_string();
            if name == "file" {
                let name = part.file_name().unwrap_or_default().to_string();
                file = Some((name, part.bytes().await.map_err(unreadable)?));
            } else {
                fields.insert(name, part.text().await.map_err(unreadable)?);
            }
        }
        check_csrf(visitor, fields.get(CSRF_FIELD).map_or("", String::as_str)).map_err(Refused::Page)?;
        let missing = || Refusal::invalid("upload_missing").at("file");
        Ok(Upload { file: file.filter(|(_, bytes): &(_, Bytes)| !bytes.is_empty()).ok_or_else(missing)?, fields })
    }
}

/// Why a form was not taken: it can be filled in again, or it was not ours.
pub enum Refused {
    Form(Refusal),
    Page(Problem),
}
impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        Refused::Form(refusal)
    }
}
impl Refused {
    /// The form again with the reason, or the page that says so.
    pub fn shown(self, visitor: &Visitor, page: FilePage) -> Result<Response, Problem> {
        match self {
            Refused::Form(refusal) => Ok(page.form(visitor, Some(refusal))),
            Refused::Page(problem) => Err(problem),
        }
    }
}

impl FilePage {
    fn crumbs(kind: Kind, visitor: &Visitor) -> [Crumb; 1] {
        let path = format!("/{}", crate::lists::path_of(kind));
        [Crumb::new(crate::document::capital(&text::kinds(visitor.lang, kind)), path)]
    }

    pub fn form(self, visitor: &Visitor, refused: Option<Refusal>) -> Response {
        let word = |of: &str| visitor.t(&format!("{}-{of}", self.key));
        let mut field = Field::new("file", visitor.t("field-file"), FieldKind::File { accept: self.accept.into() });
        field.required = true;
        let fields = [field.hint(word("hint"))].into_iter().chain(self.also).collect();
        let back = format!("/{}", crate::lists::path_of(self.kind));
        let form = Form {
            action: format!("{back}/import"),
            error: refused.as_ref().map(|r| text::refusal(visitor.lang, r)),
            groups: vec![Group::Fields { title: String::new(), hint: None, fields }],
            hidden: Vec::new(),
            submit: word("import"),
            cancel: Some(back),
            danger: false,
            multipart: true,
            preview: None,
            also: None,
        };
        let (title, crumbs) = (word("title"), FilePage::crumbs(self.kind, visitor));
        let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let page = visitor.page(|ctx| shell(ctx, &title, &crumbs, self.beside.clone(), form_page(ctx, &form)));
        (status, page).into_response()
    }

    /// What became of the file, with each row that was left out and why.
    pub fn outcome(kind: Kind, visitor: &Visitor, outcome: Outcome) -> Response {
        let tile = |(label, count): (&str, u64)| Tile {
            label: visitor.t(label),
            value: text::format::decimal(visitor.lang, count.into()),
            ..Tile::default()
        };
        let row = |row: &NamedRow| {
            Row::new(vec![Cell::from(row.line.to_string()), Cell::from(text::refusal(visitor.lang, &row.reason))])
        };
        let table = Table {
            caption: visitor.t("bank-file-left"),
            columns: vec![Column::new(visitor.t("field-line")), Column::new(visitor.t("field-reason")).grow()],
            rows: outcome.named.iter().map(row).collect(),
            cards: false,
        };
        let tables = if outcome.named.is_empty() { Vec::new() } else { vec![(table.caption.clone(), table)] };
        let page =
            ReportPage { tiles: outcome.counts.into_iter().map(tile).collect(), tables, ..ReportPage::default() };
        let crumbs = FilePage::crumbs(kind, visitor);
        let (title, onward) = (outcome.title, outcome.onward);
        let page = visitor.page(|ctx| shell(ctx, &title, &crumbs, onward, report_page(ctx, &page)));
        page.into_response()
    }
}
