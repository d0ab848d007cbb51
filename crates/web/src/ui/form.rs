//! Forms: every field has its label, hint and error tied together; lines can be added and taken away.
//! Names of nested fields are dotted: `amount.currency`, `lines.0.quantity`.

use maud::{Markup, html};

use super::{Action, CSRF_FIELD, Ctx, Icon, Notice, Tone, button, icon, notice};

/// One choice of a select, a radio group or a reference.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

#[derive(Clone, Debug)]
pub enum Kind {
    Text,
    TextArea,
    Email,
    Tel,
    Url,
    Password,
    /// A whole number.
    Integer,
    /// A decimal, typed with a point or a comma; stays text.
    Decimal,
    Percent,
    /// Fields `<name>.amount` and `<name>.currency`; one currency is shown as text, several as a select.
    Money {
        currencies: Vec<String>,
        currency: String,
    },
    Date,
    File {
        accept: String,
    },
    Select(Vec<Choice>),
    Radio(Vec<Choice>),
    Check,
    /// An id chosen by typing a name. `choices` are offered at once; `lookup` is asked as the reader types
    /// (`GET <lookup>q=...`, JSON `[{"value","label"}]`). `label` is the name of the present value.
    Reference {
        choices: Vec<Choice>,
        lookup: Option<String>,
        label: String,
    },
}

/// One field. Start with a constructor, then add what it needs.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub kind: Kind,
    pub value: String,
    pub hint: Option<String>,
    pub error: Option<String>,
    pub required: bool,
    pub disabled: bool,
    pub placeholder: Option<String>,
    /// The browser's autofill word (`email`, `organization`, `one-time-code`).
    pub autocomplete: Option<&'static str>,
    /// Width in twelfths.
    pub span: u8,
    /// Seldom filled in: folded away, unless it has a value or something is wrong with it.
    pub rare: bool,
}

impl Field {
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            kind,
            value: String::new(),
            hint: None,
            error: None,
            required: false,
            disabled: false,
            placeholder: None,
            autocomplete: None,
            span: 12,
            rare: false,
        }
    }

    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Kind::Text)
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = Some(error.into());
        self
    }

    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }

    pub fn autocomplete(mut self, word: &'static str) -> Self {
        self.autocomplete = Some(word);
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    pub fn span(mut self, twelfths: u8) -> Self {
        self.span = twelfths.clamp(1, 12);
        self
    }

    pub fn rare(mut self) -> Self {
        self.rare = true;
        self
    }

    fn id(&self) -> String {
        format!("f-{}", self.name.replace(['.', '[', ']'], "-"))
    }

    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let hint = self.hint.as_ref().map(|_| format!("{id}-hint"));
        let error = self.error.as_ref().map(|_| format!("{id}-error"));
        let both: Vec<String> = hint.into_iter().chain(error).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }
}

/// Rows of the same fields, named `<name>.<n>.<field>`.
#[derive(Clone, Debug)]
pub struct Lines {
    pub name: String,
    pub title: String,
    /// The fields of one row with bare names (`quantity`), empty: pattern of a new row.
    pub pattern: Vec<Field>,
    /// The rows that exist, each with its fields in the order of the pattern and bare names.
    pub rows: Vec<Vec<Field>>,
    /// "Add a line".
    pub add: String,
}

#[derive(Clone, Debug)]
pub enum Group {
    /// Fields under a heading; an empty title leaves the heading out.
    Fields {
        title: String,
        hint: Option<String>,
        fields: Vec<Field>,
    },
    Lines(Lines),
}

pub struct Form {
    pub action: String,
    /// What is wrong with the whole: shown on top and read aloud.
    pub error: Option<String>,
    pub groups: Vec<Group>,
    /// Hidden fields: version of the document, idempotency key.
    pub hidden: Vec<(String, String)>,
    pub submit: String,
    pub cancel: Option<String>,
    /// The act cannot be undone.
    pub danger: bool,
    /// Has a file field.
    pub multipart: bool,
    /// Where the form as it is typed is tried out; what comes back is shown above the button.
    pub preview: Option<String>,
    /// A second button: its words, and where it sends the form instead.
    pub also: Option<(String, String)>,
}

/// A form in a card of reading width.
pub fn form_page(ctx: &Ctx, given: &Form) -> Markup {
    html! { div class="q-form-page" { (form(ctx, given)) } }
}

pub fn form(ctx: &Ctx, given: &Form) -> Markup {
    html! {
        form class="q-form" method="post" action=(given.action) novalidate data-submit-keys
            enctype=[given.multipart.then_some("multipart/form-data")] {
            input type="hidden" name=(CSRF_FIELD) value=(ctx.csrf);
            @for (name, value) in &given.hidden { (hidden(name, value)) }
            @if let Some(error) = &given.error {
                (notice(ctx, &Notice { tone: Tone::Bad, text: error.clone(), action: None }))
            }
            @for group in &given.groups { (fieldset(ctx, group)) }
            @if let Some(preview) = &given.preview {
                div class="q-card q-preview" aria-live="polite" hx-post=(preview) hx-include="closest form"
                    hx-trigger="load, input from:closest form delay:400ms" hx-sync="this:replace" {}
            }
            footer class="q-form-foot" {
                @if let Some(back) = &given.cancel { (button(ctx, &Action::link(ctx.t("ui-cancel"), back), "ghost")) }
                @if let Some((label, to)) = &given.also {
                    button type="submit" class="btn btn-q-plain" formaction=(to) { span { (label) } }
                }
                button type="submit" class=(if given.danger { "btn btn-q-danger" } else { "btn btn-q-primary" }) {
                    span { (given.submit) }
                }
            }
        }
    }
}

pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

fn fieldset(ctx: &Ctx, group: &Group) -> Markup {
    match group {
        Group::Fields { title, hint, fields } => html! {
            fieldset class="q-card" {
                @if !title.is_empty() {
                    legend class="q-legend" { (title) }
                    @if let Some(hint) = hint { p class="q-legend-hint" { (hint) } }
                }
                div class="q-grid" { (folding(ctx, fields)) }
            }
        },
        Group::Lines(lines) => repeated(ctx, lines),
    }
}

fn repeated(ctx: &Ctx, lines: &Lines) -> Markup {
    let named = |row: &[Field], index: &str| -> Vec<Field> {
        let name = |field: &Field| format!("{}.{index}.{}", lines.name, field.name);
        row.iter().map(|field| Field { name: name(field), ..field.clone() }).collect()
    };
    // What fits on one line is a grid under one row of names; what does not is a block with a name above each field.
    let fits = lines.pattern.iter().map(|field| u32::from(field.span)).sum::<u32>() <= 12;
    html! {
        fieldset class=(if fits { "q-card q-lines" } else { "q-card q-blocks" }) data-repeat=(lines.name) {
            legend class="q-legend" { (lines.title) }
            @if fits {
                div class="q-lines-head" aria-hidden="true" {
                    @for field in &lines.pattern { span class={ "span-" (field.span) } { (field.label) } }
                }
            }
            div data-rows {
                @for (at, row) in lines.rows.iter().enumerate() {
                    (line_row(ctx, &named(row, &at.to_string())))
                }
            }
            template { (line_row(ctx, &named(&lines.pattern, "__N__"))) }
            button type="button" class="btn btn-q-ghost q-lines-add" data-add {
                (icon(Icon::Plus)) span { (lines.add) }
            }
        }
    }
}

fn line_row(ctx: &Ctx, fields: &[Field]) -> Markup {
    html! {
        div class="q-line" data-row {
            (folding(ctx, fields))
            button type="button" class="btn btn-q-ghost btn-q-icon" data-remove aria-label=(ctx.t("ui-remove-line"))
                title=(ctx.t("ui-remove-line")) { (icon(Icon::Trash)) }
        }
    }
}

/// The fields people fill in, then the seldom ones behind a word. A folded field with a value or an error opens the fold.
fn folding(ctx: &Ctx, fields: &[Field]) -> Markup {
    let (rare, usual): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.rare);
    let open = rare.iter().any(|field| field.error.is_some() || !field.value.is_empty());
    html! {
        @for field in usual { (labelled(ctx, field)) }
        @if !rare.is_empty() {
            details class="q-fold" open[open] {
                summary { (ctx.t("ui-more-fields")) }
                div class="q-grid" { @for field in rare { (labelled(ctx, field)) } }
            }
        }
    }
}

fn labelled(ctx: &Ctx, field: &Field) -> Markup {
    let id = field.id();
    let class = format!("q-field span-{}{}", field.span, if field.error.is_some() { " has-error" } else { "" });
    let below = html! {
        @if let Some(hint) = &field.hint { p class="q-hint" id={ (id) "-hint" } { (hint) } }
        @if let Some(error) = &field.error {
            p class="q-error" id={ (id) "-error" } { (icon(Icon::AlertCircle)) (error) }
        }
    };
    let optional = html! { @if !field.required { span class="q-optional" { (ctx.t("ui-optional")) } } };
    match &field.kind {
        Kind::Check => html! {
            div class=(class) {
                label class="form-check" {
                    input type="hidden" name=(field.name) value="false";
                    input class="form-check-input" type="checkbox" name=(field.name) id=(id) value="true"
                        checked[field.value == "true"] disabled[field.disabled] aria-describedby=[field.described_by()];
                    span class="form-check-label" { (field.label) }
                }
                (below)
            }
        },
        Kind::Radio(choices) => html! {
            fieldset class=(class) aria-describedby=[field.described_by()] {
                legend { (field.label) }
                div class="q-radios" {
                    @for choice in choices {
                        label class="form-check" {
                            input class="form-check-input" type="radio" name=(field.name) value=(choice.value)
                                checked[choice.value == field.value] required[field.required];
                            span class="form-check-label" { (choice.label) }
                        }
                    }
                }
                (below)
            }
        },
        _ => html! {
            div class=(class) {
                label class="form-label" for=(id) { (field.label) " " (optional) }
                (control(ctx, field, &id))
                (below)
            }
        },
    }
}

fn control(ctx: &Ctx, field: &Field, id: &str) -> Markup {
    match &field.kind {
        Kind::TextArea => html! {
            textarea class="form-control" id=(id) name=(field.name) rows="4" required[field.required]
                disabled[field.disabled] placeholder=[field.placeholder.as_ref()]
                aria-describedby=[field.described_by()] aria-invalid=[field.error.as_ref().map(|_| "true")] {
                (field.value)
            }
        },
        Kind::Select(choices) => select(field, id, choices),
        Kind::Money { currencies, currency } => html! {
            div class="q-money-field" {
                (input(field, id, &format!("{}.amount", field.name), "text", Some("decimal")))
                @if currencies.len() > 1 {
                    select class="form-select" name={ (field.name) ".currency" } aria-label=(ctx.t("ui-currency"))
                        disabled[field.disabled] {
                        @for code in currencies { option value=(code) selected[code == currency] { (code) } }
                    }
                } @else {
                    span class="q-unit" { (currency) }
                    (hidden(&format!("{}.currency", field.name), currency))
                }
            }
        },
        Kind::Percent => html! {
            div class="q-money-field" { (input(field, id, &field.name, "text", Some("decimal"))) span class="q-unit" { "%" } }
        },
        Kind::Reference { choices, lookup, label } => reference(ctx, field, id, (choices, lookup.as_deref(), label)),
        Kind::File { accept } => html! {
            input class="form-control" type="file" id=(id) name=(field.name) accept=(accept) required[field.required]
                aria-describedby=[field.described_by()] aria-invalid=[field.error.as_ref().map(|_| "true")];
        },
        Kind::Integer => input(field, id, &field.name, "text", Some("numeric")),
        Kind::Decimal => input(field, id, &field.name, "text", Some("decimal")),
        Kind::Email => input(field, id, &field.name, "email", None),
        Kind::Tel => input(field, id, &field.name, "tel", None),
        Kind::Url => input(field, id, &field.name, "url", None),
        Kind::Password => input(field, id, &field.name, "password", None),
        Kind::Date => input(field, id, &field.name, "date", None),
        Kind::Text | Kind::Check | Kind::Radio(_) => input(field, id, &field.name, "text", None),
    }
}

fn input(field: &Field, id: &str, name: &str, kind: &str, mode: Option<&str>) -> Markup {
    let class = if mode.is_some() { "form-control num" } else { "form-control" };
    html! {
        input class=(class) type=(kind) inputmode=[mode] id=(id) name=(name) value=(field.value)
            required[field.required] disabled[field.disabled] placeholder=[field.placeholder.as_ref()]
            autocomplete=(field.autocomplete.unwrap_or("off")) aria-describedby=[field.described_by()]
            aria-invalid=[field.error.as_ref().map(|_| "true")];
    }
}

fn select(field: &Field, id: &str, choices: &[Choice]) -> Markup {
    html! {
        select class="form-select" id=(id) name=(field.name) required[field.required] disabled[field.disabled]
            aria-describedby=[field.described_by()] aria-invalid=[field.error.as_ref().map(|_| "true")] {
            @if !choices.iter().any(|choice| choice.value == field.value) {
                option value="" selected { (field.placeholder.as_deref().unwrap_or("–")) }
            }
            @for choice in choices {
                option value=(choice.value) selected[choice.value == field.value] { (choice.label) }
            }
        }
    }
}

/// The id goes in a hidden field; the reader types in the other one, which has no name and so is not sent.
fn reference(ctx: &Ctx, field: &Field, id: &str, from: (&[Choice], Option<&str>, &str)) -> Markup {
    let (choices, lookup, label) = from;
    let shown = choices.iter().find(|choice| choice.value == field.value).map_or(label, |choice| &choice.label);
    html! {
        div class="q-reference" data-reference data-lookup=[lookup] data-unknown=(ctx.t("ui-reference-unknown")) {
            input type="hidden" name=(field.name) value=(field.value);
            (icon(Icon::Search))
            input class="form-control" type="text" id=(id) list={ (id) "-list" } value=(shown)
                required[field.required] disabled[field.disabled] autocomplete="off"
                placeholder=(field.placeholder.clone().unwrap_or_else(|| ctx.t("ui-reference-placeholder")))
                aria-describedby=[field.described_by()] aria-invalid=[field.error.as_ref().map(|_| "true")];
            datalist id={ (id) "-list" } {
                @for choice in choices { option value=(choice.label) data-value=(choice.value) {} }
            }
        }
    }
}
