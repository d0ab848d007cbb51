//! Tables: the lines of a document and the rows of a report. Money stands at the right in figures of equal width.
//! On a phone a table of lines becomes a stack of cards; a report scrolls sideways inside its own frame.

use maud::{Markup, html};

use super::{Icon, icon};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Start,
    /// Amounts, quantities, percentages.
    End,
}

/// A column of a list, a report or a document's lines.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub label: String,
    pub align: Align,
    pub sort: Option<Sort>,
    /// Left out on a phone, where the card shows only what matters.
    pub wide_only: bool,
    /// Takes the room that is left; at most one column should.
    pub grow: bool,
}

impl Column {
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// A column of amounts or other figures.
    pub fn money(label: impl Into<String>) -> Self {
        Self { align: Align::End, ..Self::new(label) }
    }

    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = Some(sort);
        self
    }

    pub fn wide_only(mut self) -> Self {
        self.wide_only = true;
        self
    }

    pub fn grow(mut self) -> Self {
        self.grow = true;
        self
    }

    pub(super) fn class(&self) -> String {
        let marks = [(self.align == Align::End, "num"), (self.wide_only, "wide-only"), (self.grow, "grow")];
        let given: Vec<&str> = marks.iter().filter(|(is_so, _)| *is_so).map(|(_, name)| *name).collect();
        given.join(" ")
    }
}

/// How a list is or would be sorted by a column.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The page sorted by this column (the other way round when it already is).
    pub href: String,
    /// `Some(true)` when the list is now sorted upwards by this column, `Some(false)` downwards.
    pub ascending: Option<bool>,
}

/// One cell. `drill` leads to the rows behind a figure.
#[derive(Clone, Debug)]
pub struct Cell {
    pub body: Markup,
    pub drill: Option<String>,
    pub span: usize,
}

impl Cell {
    pub fn new(body: Markup) -> Self {
        Self { body, drill: None, span: 1 }
    }

    pub fn text(text: impl AsRef<str>) -> Self {
        Self::new(html! { (text.as_ref()) })
    }

    pub fn drill(mut self, href: impl Into<String>) -> Self {
        self.drill = Some(href.into());
        self
    }

    /// The cell covers `columns` columns.
    pub fn span(mut self, columns: usize) -> Self {
        self.span = columns.max(1);
        self
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Markup> for Cell {
    fn from(body: Markup) -> Self {
        Self::new(body)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowKind {
    #[default]
    Plain,
    /// A heading inside the table; its first cell covers all columns.
    Section,
    /// An explanation; its first cell covers all columns.
    Note,
    /// Not yet chosen by the customer, or withdrawn.
    Muted,
    Subtotal,
    Total,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub kind: RowKind,
    pub cells: Vec<Cell>,
    /// How far the first cell is moved in: 0 to 4 (accounts in a ledger, options in a bundle).
    pub depth: u8,
}

impl Row {
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }

    pub fn kind(kind: RowKind, cells: Vec<Cell>) -> Self {
        Self { kind, cells, depth: 0 }
    }

    pub fn section(label: impl Into<String>) -> Self {
        Self::kind(RowKind::Section, vec![Cell::from(label.into())])
    }

    pub fn depth(mut self, depth: u8) -> Self {
        self.depth = depth.min(4);
        self
    }
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Says what the table holds; read aloud, not shown.
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Rows become cards on a phone (document lines); otherwise the table scrolls (reports).
    pub cards: bool,
}

pub fn table(table: &Table) -> Markup {
    let shape = if table.cards { "q-table is-cards" } else { "q-table is-report" };
    let body = html! {
        table class=(shape) {
            caption class="visually-hidden" { (table.caption) }
            thead { tr { @for column in &table.columns { (head(column)) } } }
            tbody { @for row in &table.rows { (line(table, row)) } }
        }
    };
    if table.cards {
        return body;
    }
    html! { div class="q-scroll" role="region" aria-label=(table.caption) tabindex="0" { (body) } }
}

/// A column's head, with its sort link when the list can be sorted by it.
pub(super) fn head(column: &Column) -> Markup {
    let direction = column.sort.as_ref().and_then(|sort| sort.ascending);
    let aria = direction.map(|up| if up { "ascending" } else { "descending" });
    let mark = match direction {
        None => Icon::Selector,
        Some(true) => Icon::ArrowUp,
        Some(false) => Icon::ArrowDown,
    };
    if column.label.is_empty() {
        return html! { td class=(column.class()) {} };
    }
    html! {
        th scope="col" class=(column.class()) aria-sort=[aria] {
            @match &column.sort {
                Some(sort) => a class="q-sort" href=(sort.href) { (column.label) (icon(mark)) },
                None => (column.label),
            }
        }
    }
}

fn line(table: &Table, row: &Row) -> Markup {
    let all = table.columns.len();
    let class = match row.kind {
        RowKind::Plain => "",
        RowKind::Section => "is-section",
        RowKind::Note => "is-note",
        RowKind::Muted => "is-muted",
        RowKind::Subtotal => "is-subtotal",
        RowKind::Total => "is-total",
    };
    let whole = matches!(row.kind, RowKind::Section | RowKind::Note);
    // The column at which each cell starts, after the cells before it and their spans.
    let starts = row.cells.iter().scan(0, |next, cell| Some(std::mem::replace(next, *next + cell.span)));
    html! {
        tr class=(class) {
            @for (at, cell) in starts.zip(&row.cells) {
                @let column = table.columns.get(at);
                @let span = if whole { all } else { cell.span };
                @let class = column.map(Column::class).unwrap_or_default();
                @let indent = if at == 0 && row.depth > 0 { format!("{class} depth-{}", row.depth) } else { class };
                td class=(indent) colspan=[(span > 1).then_some(span)]
                    data-label=[column.map(|column| &column.label).filter(|label| !label.is_empty())] {
                    @match &cell.drill {
                        Some(href) => a class="q-drill" href=(href) { (cell.body) },
                        None => (cell.body),
                    }
                }
            }
        }
    }
}
