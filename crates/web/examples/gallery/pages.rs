//! The pages of the gallery.

use maud::{Markup, html};
use web::ui::*;

use super::figures::{dashboard, revenue, trial_balance};

type Draw = fn(&Ctx) -> Markup;

pub const ALL: &[(&str, Draw)] = &[
    ("quotes", quotes),
    ("quotes-empty", quotes_empty),
    ("quotes-detail", quote),
    ("quotes-new", quote_form),
    ("pipeline", pipeline),
    ("ledger", trial_balance),
    ("revenue", revenue),
    ("dashboard", dashboard),
    ("login", login),
    ("public", public),
    ("error", error),
];

pub fn palette() -> Markup {
    palette_results(&[PaletteItem {
        label: "Q-2026-0042 Noorderlicht BV".into(),
        note: "Quote".into(),
        href: "/quotes-detail".into(),
        icon: Icon::FileText,
    }])
}

pub const CUSTOMERS: [&str; 10] = [
    "Noorderlicht BV",
    "Gemeente Zwolle",
    "Van der Berg & Zonen",
    "Bakkerij De Korenaar",
    "Maasvlakte Logistics NV",
    "Studio Wad",
    "Zorggroep Oost-Brabant",
    "Lindeboom Architecten",
    "Stichting Openbaar Onderwijs Groningen",
    "Ketel & Co",
];
const STATES: [&str; 6] = ["sent", "draft", "pending", "accepted", "declined", "expired"];

fn quotes(ctx: &Ctx) -> Markup {
    let amounts = ["€ 48,250.00", "€ 129,900.00", "€ 3,480.00", "€ 612.50", "€ 1,204,000.00", "€ 980.00"];
    let row = |at: usize| ListRow {
        id: format!("quo_{at}"),
        name: format!("Q-2026-{:04}", 42 - at),
        href: "/quotes-detail".into(),
        cells: vec![
            format!("Q-2026-{:04}", 42 - at).into(),
            external_name(CUSTOMERS[at % 10], None).into(),
            state_badge(ctx, STATES[at % 6]).into(),
            "Marieke de Vries".into(),
            format!("{} Dec 2026", 4 + at).into(),
            money(amounts[at % 6]).into(),
        ],
    };
    let page = ListPage {
        title: "Quotes".into(),
        count: Some("1,204".into()),
        chips: [
            ("All", "1,204"),
            ("Draft", "18"),
            ("Awaiting approval", "4"),
            ("Sent", "63"),
            ("Accepted", "1,052"),
            ("Declined", "67"),
        ]
        .iter()
        .map(|(label, count)| Chip {
            label: (*label).into(),
            count: Some((*count).into()),
            href: "/quotes".into(),
            active: *label == "All",
        })
        .collect(),
        search: Some(Search {
            value: String::new(),
            placeholder: "Number, customer or reference".into(),
            keep: vec![],
        }),
        columns: vec![
            Column::new("Number").sort(Sort { href: "/quotes".into(), ascending: Some(false) }),
            Column::new("Customer").sort(Sort { href: "/quotes".into(), ascending: None }).grow(),
            Column::new("Status"),
            Column::new("Owner").wide_only(),
            Column::new("Valid until").sort(Sort { href: "/quotes".into(), ascending: None }),
            Column::money("Amount").sort(Sort { href: "/quotes".into(), ascending: None }),
        ],
        amount_column: Some(5),
        rows: (0..12).map(row).collect(),
        bulk: vec![
            Action::post("Send", "/quotes/send").icon(Icon::Send),
            Action::post("Withdraw", "/quotes/withdraw").confirm("Withdraw the selected quotes?").danger(),
        ],
        csv: Some("/quotes.csv".into()),
        paging: Paging { previous: None, next: Some("/quotes".into()), shown: Some("1–12 of 1,204".into()) },
        empty: nothing(),
    };
    let new = button(ctx, &Action::link("New quote", "/quotes-new").icon(Icon::Plus).key('c'), "primary");
    shell(ctx, &page.title, &[], new, list_page(ctx, &page))
}

fn nothing() -> Empty {
    Empty {
        icon: Icon::FileText,
        title: "No quotes yet".into(),
        text: "A quote starts with a customer and a few lines from the catalogue. Sending it takes less than a minute."
            .into(),
        actions: vec![
            Action::link("New quote", "/quotes-new").icon(Icon::Plus),
            Action::link("Import quotes", "/import"),
        ],
    }
}

fn quotes_empty(ctx: &Ctx) -> Markup {
    let page = ListPage {
        title: "Quotes".into(),
        count: None,
        chips: vec![],
        search: None,
        columns: vec![],
        amount_column: None,
        rows: vec![],
        bulk: vec![],
        csv: None,
        paging: Paging::default(),
        empty: nothing(),
    };
    shell(ctx, "Quotes", &[], html! {}, list_page(ctx, &page))
}

fn lines() -> Table {
    let line = |name: &str, note: &str, rest: [&str; 4]| {
        let name = html! { (name) span class="q-cell-note" { (note) } };
        Row::new(std::iter::once(Cell::new(name)).chain(rest.iter().map(|text| Cell::from(*text))).collect())
    };
    let mut option = line(
        "On-site training, one day",
        "Optional: not in the total until you choose it",
        ["1", "€ 1,450.00", "–", "€ 1,450.00"],
    );
    option.kind = RowKind::Muted;
    Table {
        caption: "Lines of the quote".into(),
        columns: vec![
            Column::new("Description").grow(),
            Column::money("Quantity"),
            Column::money("Unit price"),
            Column::money("Discount"),
            Column::money("Amount"),
        ],
        rows: vec![
            Row::section("Platform, per year"),
            line(
                "Harbour Planning, Business",
                "12 months from 1 January 2027, billed in advance",
                ["40 seats", "€ 540.00", "10.00%", "€ 19,440.00"],
            ),
            line(
                "Tide data feed",
                "Usage in arrears: € 0.0042 per call after 100,000",
                ["1", "€ 2,400.00", "–", "€ 2,400.00"],
            ),
            Row::section("Once"),
            line(
                "Implementation",
                "Two milestones: design accepted, first terminal live",
                ["18 days", "€ 1,180.00", "–", "€ 21,240.00"],
            ),
            line(
                "Berth sensors, set of 12",
                "In stock; delivered within 5 working days",
                ["2", "€ 2,585.00", "–", "€ 5,170.00"],
            ),
            option,
        ],
        cards: true,
    }
}

fn sums() -> Vec<Total> {
    let total = |label: &str, amount: &str, strong| Total { label: label.into(), amount: amount.into(), strong };
    vec![
        total("Subtotal", "€ 48,250.00", false),
        total("VAT 21% (estimate)", "€ 10,132.50", false),
        total("Total", "€ 58,382.50", true),
    ]
}

fn steps(words: &[&str], now: usize) -> Vec<Step> {
    let state = |at: usize| match at.cmp(&now) {
        std::cmp::Ordering::Less => StepState::Done,
        std::cmp::Ordering::Equal => StepState::Current,
        std::cmp::Ordering::Greater => StepState::Ahead,
    };
    words.iter().enumerate().map(|(at, word)| Step { label: (*word).into(), state: state(at) }).collect()
}

fn document(ctx: &Ctx) -> DocumentPage {
    let entry = |who: &str, when: &str, body: &str, icon, tone| Comment {
        who: who.into(),
        when: when.into(),
        body: html! { (body) },
        icon,
        tone,
    };
    let node = |kind, title: &str, detail: &str, children| Node {
        kind,
        title: title.into(),
        detail: detail.into(),
        href: Some("/ledger".into()),
        children,
    };
    DocumentPage {
        title: "Quote Q-2026-0042".into(),
        badge: state_badge(ctx, "sent"),
        party: Some(html! { a href="/customers/cus_1" { "Noorderlicht BV" } span class="text-secondary" { " · revision 2" } }),
        amount: Some("€ 48,250.00".into()),
        amount_note: Some("excl. VAT · valid until 12 December 2026".into()),
        steps: steps(&["Draft", "Approved", "Sent", "Accepted", "Contract"], 2),
        primary: Some(Action::post("Mark as accepted", "/quotes/quo_1/accept").icon(Icon::Check).confirm("Accept this quote on the customer's behalf?")),
        secondary: vec![Action::link("PDF", "/quotes/quo_1/pdf").icon(Icon::Download), Action::link("Revise", "/quotes/quo_1/revise").icon(Icon::Pencil).key('e')],
        more: vec![
            Action::link("Duplicate", "/quotes/quo_1/duplicate").icon(Icon::Copy),
            Action::link("Copy customer link", "/quotes/quo_1/link").icon(Icon::ExternalLink),
            Action::post("Withdraw", "/quotes/quo_1/withdraw").icon(Icon::Ban).confirm("Withdraw quote Q-2026-0042? The customer's link stops working.").danger(),
        ],
        notices: vec![Notice { tone: Tone::Warn, text: "The quote expires in 4 days and the customer has opened it three times".into(), action: Some(Action::link("Send a reminder", "/quotes/quo_1/remind")) }],
        related: vec![
            Related { label: "Opportunity".into(), note: "Terminal 3 expansion".into(), href: "/pipeline".into(), icon: Icon::Target },
            Related { label: "Contract".into(), note: "Framework C-2025-011".into(), href: "/contracts".into(), icon: Icon::Writing },
        ],
        facts: vec![
            Fact::text("Contact", "Jeroen Bakker"),
            Fact::text("Customer reference", "PR-88210"),
            Fact::text("Sent", "24 November 2026"),
            Fact::text("Term", "12 months, renews"),
            Fact::text("Payment", "30 days"),
            Fact::text("Margin", "41.6%"),
        ],
        lines: Some(lines()),
        totals: sums(),
        sections: vec![("Terms".into(), html! { p { "General terms 2026-2 apply. Prices rise each January by the services price index, at most 4%." } })],
        activity: Activity {
            entries: vec![
                entry("Jeroen Bakker", "today, 09:12", "Opened the quote", Icon::Eye, Tone::Info),
                entry("Marieke de Vries", "yesterday, 16:40", "Jeroen asked for the sensors in week 3, checked with the warehouse.", Icon::Message, Tone::Neutral),
                entry("Tom Willems", "22 Nov, 11:05", "Approved a discount of 10% on seats", Icon::ShieldCheck, Tone::Good),
            ],
            comment_to: Some("/quotes/quo_1/comments".into()),
            to_customer: true,
        },
        trail: vec![node(NodeKind::Intent, "quote.send", "Marieke de Vries, 24 Nov 10:31", vec![
            node(NodeKind::Event, "QuoteSent, revision 2", "seq 18,204", vec![
                node(NodeKind::Fact, "Mail to j.bakker@noorderlicht.example", "delivered 10:31:07", vec![]),
                node(NodeKind::Fact, "Reservation of 24 sensors", "until 12 December", vec![]),
            ]),
        ])],
        api: Some(ApiCall {
            curl: "curl https://quittance.example/v1/quotes/quo_01J9Z/send \\\n  -X POST -H \"Authorization: Bearer $KEY\" \\\n  -H \"Idempotency-Key: 7f3c\"".into(),
            cli: "quittance quote send quo_01J9Z".into(),
        }),
    }
}

fn quote(ctx: &Ctx) -> Markup {
    let crumbs = [Crumb::new(ctx.t("nav-quotes"), "/quotes"), Crumb::new("Q-2026-0042", "/quotes-detail")];
    shell(ctx, "", &crumbs[..1], html! {}, document_page(ctx, &document(ctx)))
}

fn quote_form(ctx: &Ctx) -> Markup {
    let customers = CUSTOMERS.iter().enumerate().map(|(at, name)| Choice::new(format!("cus_{at}"), *name)).collect();
    let reference = Kind::Reference { choices: customers, lookup: None, label: String::new() };
    let money = Kind::Money { currencies: vec!["EUR".into(), "USD".into(), "GBP".into()], currency: "EUR".into() };
    let one_money = Kind::Money { currencies: vec!["EUR".into()], currency: "EUR".into() };
    let terms = vec![Choice::new("14", "14 days"), Choice::new("30", "30 days")];
    let pattern = vec![
        Field::text("product", "Product").span(5).required(),
        Field::new("quantity", "Quantity", Kind::Decimal).span(2).required(),
        Field::new("price", "Unit price", one_money).span(3).required(),
        Field::new("discount", "Discount", Kind::Percent).span(2).required(),
    ];
    let filled = |values: [&str; 4]| {
        pattern.iter().cloned().zip(values).map(|(field, value)| field.value(value)).collect::<Vec<_>>()
    };
    let form = Form {
        action: "/quotes".into(),
        error: Some("The quote was not saved: line 2 has a quantity of 12 seats, the plan allows 10; choose Business or reduce the seats".into()),
        groups: vec![
            Group::Fields {
                title: "Customer".into(),
                hint: None,
                fields: vec![
                    Field::new("customer", "Customer", reference).value("cus_0").required().span(6),
                    Field::new("email", "Send to", Kind::Email).value("j.bakker@noorderlicht").error("j.bakker@noorderlicht has no domain; write it like name@company.nl").required().span(6),
                    Field::text("reference", "Customer reference").hint("Printed on every document that follows").span(6),
                    Field::new("valid_until", "Valid until", Kind::Date).value("2026-12-12").required().span(3),
                    Field::new("terms", "Payment", Kind::Select(terms.clone())).value("30").required().span(3),
                ],
            },
            Group::Lines(Lines { name: "lines".into(), title: "Lines".into(), rows: vec![filled(["Harbour Planning, Business", "40", "540.00", "10"]), filled(["Tide data feed", "1", "2400.00", "0"])], pattern: pattern.clone(), add: "Add a line".into() }),
            Group::Lines(milestones()),
            Group::Fields {
                title: "Conditions".into(),
                hint: Some("These hold for the whole quote and go into the contract".into()),
                fields: vec![
                    Field::new("deposit", "Deposit", money).value("5000.00").span(6),
                    Field::new("renewal", "Renewal", Kind::Radio(vec![Choice::new("tacit", "Renews by itself"), Choice::new("ask", "Ask first"), Choice::new("none", "Ends")])).value("tacit").required().span(6),
                    Field::new("notes", "Notes to the customer", Kind::TextArea).placeholder("Delivery in two parts, starting with terminal 3"),
                    Field::new("copy", "Send me a copy", Kind::Check).value("true"),
                ],
            },
        ],
        hidden: vec![],
        submit: "Save quote".into(),
        cancel: Some("/quotes".into()),
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    shell(ctx, "New quote", &[Crumb::new(ctx.t("nav-quotes"), "/quotes")], html! {}, form_page(ctx, &form))
}

fn milestones() -> Lines {
    let money = Kind::Money { currencies: vec!["EUR".into()], currency: "EUR".into() };
    let pattern = vec![
        Field::text("name", "Milestone").required().span(6),
        Field::new("due", "Due", Kind::Date).span(6),
        Field::new("amount", "Amount", money).required().span(6),
    ];
    let row = pattern
        .iter()
        .cloned()
        .zip(["Design accepted", "2027-01-15", "10620.00"])
        .map(|(field, value)| field.value(value));
    Lines {
        name: "milestones".into(),
        title: "Milestones".into(),
        rows: vec![row.collect()],
        pattern,
        add: "Add a milestone".into(),
    }
}

fn pipeline(ctx: &Ctx) -> Markup {
    let card = |at: usize, amount: &str, mark: Option<Markup>| BoardCard {
        id: format!("opp_{at}"),
        title: [
            "Terminal 3 expansion",
            "Renewal with price rise",
            "Route planning pilot",
            "Sensors for lock 4",
            "Second warehouse",
        ][at % 5]
            .into(),
        href: "/pipeline".into(),
        subtitle: CUSTOMERS[at % 10].into(),
        amount: Some(amount.into()),
        marks: mark.into_iter().collect(),
        note: at.is_multiple_of(2).then(|| "Call back on 27 November".into()),
    };
    let column = |id: &str, title: &str, summary: &str, cards| BoardColumn {
        id: id.into(),
        title: title.into(),
        summary: summary.into(),
        cards,
    };
    let given = Board {
        title: "Pipeline".into(),
        columns: vec![
            column(
                "new",
                "New",
                "4 · € 86,400",
                vec![card(0, "€ 48,250", None), card(1, "€ 12,000", None), card(2, "€ 26,150", None)],
            ),
            column(
                "qualified",
                "Qualified",
                "2 · € 310,000",
                vec![card(3, "€ 210,000", Some(badge("at risk", Tone::Warn))), card(4, "€ 100,000", None)],
            ),
            column("proposal", "Proposal", "2 · € 58,000", vec![card(5, "€ 40,000", None), card(6, "€ 18,000", None)]),
            column(
                "negotiation",
                "Negotiation",
                "1 · € 1,204,000",
                vec![card(7, "€ 1,204,000", Some(badge("hot", Tone::Good)))],
            ),
            column("won", "Won", "this month · € 92,100", vec![card(8, "€ 92,100", None)]),
        ],
        move_to: Some("/opportunities/move".into()),
    };
    let new = button(ctx, &Action::link("New opportunity", "/pipeline/new").icon(Icon::Plus).key('c'), "primary");
    shell(ctx, "Pipeline", &[], new, board_page(ctx, &given))
}

fn login(ctx: &Ctx) -> Markup {
    let form = Form {
        action: "/login".into(),
        error: None,
        groups: vec![Group::Fields {
            title: String::new(),
            hint: None,
            fields: vec![
                Field::new("email", "Email", Kind::Email).required().autocomplete("username"),
                Field::new("password", "Password", Kind::Password).required().autocomplete("current-password"),
                Field::new("code", "Code from your authenticator", Kind::Integer)
                    .hint("Only when you switched on two-step login")
                    .autocomplete("one-time-code"),
            ],
        }],
        hidden: vec![],
        submit: "Log in".into(),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    let links = [Action::link("Forgot your password?", "/reset")];
    auth_page(ctx, &AuthPage { title: "Log in", intro: Some("From quote to quittance."), form: &form, links: &links })
}

fn public(ctx: &Ctx) -> Markup {
    let mut given = document(ctx);
    given.notices.clear();
    given.steps = steps(&["Sent", "Accepted", "Signed", "Delivered"], 0);
    given.facts.truncate(4);
    let accept = Form {
        action: "/p/accept".into(),
        error: None,
        groups: vec![Group::Fields {
            title: String::new(),
            hint: None,
            fields: vec![
                Field::text("name", "Your name").required().autocomplete("name"),
                Field::text("role", "Your role").required().autocomplete("organization-title"),
                Field::new(
                    "agree",
                    "I accept this quote and the general terms 2026-2 for Noorderlicht BV",
                    Kind::Check,
                )
                .required(),
            ],
        }],
        hidden: vec![],
        submit: "Accept and sign".into(),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    let panel = html! {
        (form(ctx, &accept))
        (button(ctx, &Action::post("Decline", "/p/decline").confirm("Decline this quote?").danger(), "ghost"))
    };
    let seller = ["Waalhaven 12", "3087 AB Rotterdam", "KvK 24123456"].map(String::from);
    let buyer = ["Jeroen Bakker", "Stationsplein 1", "9726 AE Groningen"].map(String::from);
    let links = [
        Action::link("Download PDF", "/p/pdf").icon(Icon::Download),
        Action::link("Ask a question", "/p/ask").icon(Icon::Mail),
    ];
    let page = PublicPage {
        document: &given,
        seller: "Havenlicht Systems BV",
        seller_lines: &seller,
        buyer: "Noorderlicht BV",
        buyer_lines: &buyer,
        intro: Some("Dear Jeroen,\nThank you for the talk last week. This is our offer for terminal 3."),
        panel: Some(("Accept this quote", panel)),
        links: &links,
        foot: Some("Valid until 12 December 2026. Questions? Call Marieke de Vries on 010 123 45 67."),
    };
    public_page(ctx, &page)
}

fn error(ctx: &Ctx) -> Markup {
    let actions =
        [Action::link("To the dashboard", "/dashboard"), Action::link("Try again", "/error").icon(Icon::Refresh)];
    error_page(
        ctx,
        "Something went wrong on our side",
        "Nothing was saved or sent. The fault was recorded and can be found by its reference.",
        Some("bug_01J9ZK3V"),
        &actions,
    )
}
