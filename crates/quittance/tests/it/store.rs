//! The store on SQLite, on PostgreSQL and on PostgreSQL with every table partitioned by organisation.

use crate::world::{Base, customer, on_each_database};
use ::store::{
    Db, DbKind, StoreError, Value,
    document::{self, Loaded, Query, Saving, Sort},
    facts,
};
use domain::{
    dates::{Date, Timestamp},
    document::{Document, Head, Kind},
    ids::*,
    money::{Currency, Money},
    refusal::RefusalKind,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

on_each_database!(
    every_key_starts_with_the_organisation,
    a_document_keeps_its_parts_and_its_earlier_versions,
    the_first_to_save_wins,
    pages_follow_each_other_in_every_order,
    sixty_four_verbs_at_once_are_all_durable,
    a_refusal_does_not_hurt_its_group,
    a_dropped_transaction_leaves_nothing,
    one_key_gives_one_intent,
    what_a_repeat_answers_can_be_read,
    intents_form_a_chain,
    numbers_have_no_gaps,
    a_number_is_given_once,
);

/// A document with every column that lists know, and parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Paper {
    id: QuoteId,
    number: String,
    title: String,
    customer: Option<CustomerId>,
    date: Option<Date>,
    date_due: Option<Date>,
    amount: Option<Money>,
    lines: Vec<Line>,
}
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    text: String,
}
impl Document for Paper {
    const KIND: Kind = Kind::Quote;
    const PARTS: &'static [&'static str] = &["lines"];
    fn raw_id(&self) -> RawId {
        self.id.raw()
    }
    fn head(&self) -> Head {
        Head {
            number: self.number.clone(),
            title: self.title.clone(),
            state: "draft",
            customer: self.customer,
            date: self.date,
            date_due: self.date_due,
            amount: self.amount,
            ..Head::default()
        }
    }
}

fn id(n: u8) -> RawId {
    RawId::from_moment(1_760_000_000_000 + i64::from(n) * 1000, [n; 10])
}
const ORG: u8 = 200;
fn org() -> OrgId {
    OrgId(id(ORG))
}
fn saving() -> Saving {
    Saving { org: org(), intent: IntentId(id(201)), at: Timestamp::from_micros(1_760_000_000_000_000) }
}
fn lines(texts: &[&str]) -> Vec<Line> {
    texts.iter().map(|t| Line { text: t.to_string() }).collect()
}
fn paper(n: u8) -> Paper {
    Paper {
        id: QuoteId(id(n)),
        number: format!("Q-{n:03}"),
        title: format!("Paper {n}"),
        customer: None,
        date: None,
        date_due: None,
        amount: None,
        lines: lines(&["one", "two", "three"]),
    }
}

async fn saved(db: &Db, doc: &Paper, before: Option<&Loaded>) -> ::store::Result<Loaded> {
    let mut tx = db.begin().await?;
    match document::save(tx.conn(), saving(), doc, before).await {
        Ok(loaded) => tx.commit().await.map(|()| loaded),
        Err(error) => {
            tx.rollback().await;
            Err(error)
        }
    }
}
async fn loaded(db: &Db, org: OrgId, n: u8) -> Option<(Paper, Loaded)> {
    document::load::<Paper>(&mut db.read().await.unwrap(), org, id(n), false).await.unwrap()
}

async fn every_key_starts_with_the_organisation(base: Base) {
    ::store::migrate(&base.db, base.partitions).await.unwrap();
    let mut conn = base.db.read().await.unwrap();
    let sql = match conn.kind() {
        DbKind::Sqlite => {
            "SELECT m.name, i.name, c.name FROM sqlite_schema m JOIN pragma_index_list(m.name) i \
             JOIN pragma_index_info(i.name) c WHERE m.type = 'table' AND c.seqno = 0 \
             UNION ALL SELECT m.name, 'foreign key', f.\"from\" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f \
             WHERE m.type = 'table' AND f.seq = 0"
        }
        DbKind::Postgres => {
            "SELECT c.relname, i.relname, a.attname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid \
             JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] WHERE n.nspname = 'public' \
             UNION ALL SELECT c.relname, f.conname, a.attname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1] WHERE n.nspname = 'public' AND f.contype = 'f'"
        }
    };
    let keys = conn.rows(sql, &[]).await.unwrap();
    assert!(keys.len() > 40, "only {} keys found", keys.len());
    let global = ["org", "login", "schema_version"];
    for key in keys.iter().filter(|k| !global.contains(&k.text(0))) {
        assert_eq!(key.text(2), "org_id", "{} of {}", key.text(1), key.text(0));
    }
    if base.partitions > 0 {
        const WHOLE: &str = "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
            WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relispartition ORDER BY c.relname";
        let whole: Vec<String> = conn.rows(WHOLE, &[]).await.unwrap().iter().map(|r| r.text(0).to_string()).collect();
        assert_eq!(whole, ["login", "org", "schema_version"], "tables that are not partitioned");
    }
}

async fn a_document_keeps_its_parts_and_its_earlier_versions(base: Base) {
    let first = paper(1);
    let before = saved(&base.db, &first, None).await.unwrap();
    assert_eq!(before.version, 1);
    let (found, as_loaded) = loaded(&base.db, org(), 1).await.unwrap();
    assert_eq!(found, first);
    let second = Paper { title: "Changed".into(), lines: lines(&["one", "2"]), ..first };
    assert_eq!(saved(&base.db, &second, Some(&as_loaded)).await.unwrap().version, 2);
    let (found, _) = loaded(&base.db, org(), 1).await.unwrap();
    assert_eq!(found, second);

    let history = document::history(&mut base.db.read().await.unwrap(), org(), id(1)).await.unwrap();
    assert_eq!(history.len(), 1);
    let (version, intent, body) = &history[0];
    assert_eq!((*version, *intent), (1, saving().intent));
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["head"]["title"], "Paper 1");
    // Only what changed or went away is kept once more.
    assert_eq!(body["parts"]["lines"], json!({"1": {"text": "two"}, "2": {"text": "three"}}));

    let words = |search: &str| Query { kind: Some(Kind::Quote), search: search.into(), limit: 9, ..Query::default() };
    let mut conn = base.db.read().await.unwrap();
    assert_eq!(document::list(&mut conn, org(), &words("chan")).await.unwrap().len(), 1);
    assert_eq!(document::list(&mut conn, org(), &words("paper")).await.unwrap().len(), 0);
    assert_eq!(document::list(&mut conn, org(), &words("q-001")).await.unwrap().len(), 1);
    // To another organisation, and under another kind, it does not exist.
    assert!(document::load::<Paper>(&mut conn, OrgId(id(202)), id(1), false).await.unwrap().is_none());
    assert!(document::load::<domain::crm::Customer>(&mut conn, org(), id(1), false).await.unwrap().is_none());
}

async fn the_first_to_save_wins(base: Base) {
    saved(&base.db, &paper(1), None).await.unwrap();
    let (seen, before) = loaded(&base.db, org(), 1).await.unwrap();
    let theirs = Paper { title: "Theirs".into(), ..seen.clone() };
    let ours = Paper { title: "Ours".into(), ..seen };
    saved(&base.db, &theirs, Some(&before)).await.unwrap();
    let refused = saved(&base.db, &ours, Some(&before)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Conflict), "{refused}");
    assert_eq!(loaded(&base.db, org(), 1).await.unwrap().0, theirs);
    let twice = saved(&base.db, &Paper { id: QuoteId(id(2)), ..paper(1) }, None).await.unwrap_err();
    assert!(matches!(twice, StoreError::Duplicate(_)), "{twice}");
}

/// Documents whose values repeat, are absent, and stand in another order for each column.
fn papers() -> Vec<Paper> {
    let titles = ["Zaag", "appel", "Érable", "boor", "Appel", "zaag", "10", "9", "é"];
    (1..=60u8)
        .map(|n| {
            let day = |k: u8| -> Option<Date> {
                (n % k != 0).then(|| format!("2026-0{}-{:02}", n % 7 + 1, n % 28 + 1).parse().unwrap())
            };
            Paper {
                number: if n % 9 == 0 { String::new() } else { format!("Q-{:03}", n.wrapping_mul(37)) },
                title: titles[usize::from(n) % titles.len()].into(),
                customer: (n % 4 != 0 && n > 8).then(|| CustomerId(id(n % 8 + 1))),
                date: day(5),
                date_due: day(3),
                amount: (n % 6 != 0).then(|| Money::new(i64::from(n % 11) * 1000 - 3000, Currency::EUR)),
                lines: Vec::new(),
                ..paper(n)
            }
        })
        .collect()
}

fn key(sort: Sort, of: &Paper, all: &[Paper]) -> Value {
    let date = |d: Option<Date>| Value::from(d.map_or(String::new(), |d| d.to_string()));
    let customer = of.customer.and_then(|c| all.iter().find(|p| p.id.raw() == c.raw()));
    match sort {
        Sort::Created => Value::from(of.id.raw()),
        Sort::Number => Value::from(of.number.as_str()),
        Sort::Title => Value::from(of.title.as_str()),
        Sort::Date => date(of.date),
        Sort::DateDue => date(of.date_due),
        Sort::Amount => Value::from(of.amount.map_or(0, |m| m.minor())),
        Sort::Customer => Value::from(customer.map_or("", |c| c.title.as_str())),
    }
}

async fn pages_follow_each_other_in_every_order(base: Base) {
    let papers = papers();
    let mut tx = base.db.begin().await.unwrap();
    document::insert_many(tx.conn(), saving(), papers.iter().map(|p| (p.clone(), vec![])).collect()).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = base.db.read().await.unwrap();
    for (name, sort) in Sort::ALL {
        for ascending in [true, false] {
            let mut expected: Vec<(Value, RawId)> =
                papers.iter().map(|p| (key(*sort, p, &papers), p.id.raw())).collect();
            expected.sort();
            if !ascending {
                expected.reverse();
            }
            let expected: Vec<RawId> = expected.into_iter().map(|(_, id)| id).collect();
            let query = Query { kind: Some(Kind::Quote), sort: *sort, ascending, limit: 7, ..Query::default() };
            let (mut forward, mut after) = (Vec::new(), None);
            loop {
                let page = document::list(&mut conn, org(), &Query { after, ..query.clone() }).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some(last.id);
                forward.extend(page.iter().map(|l| l.id));
            }
            assert_eq!(forward, expected, "by {name}, ascending {ascending}");
            let (mut backward, mut before) = (vec![expected[59]], Some(expected[59]));
            loop {
                let page = document::list(&mut conn, org(), &Query { before, ..query.clone() }).await.unwrap();
                let Some(first) = page.first() else { break };
                before = Some(first.id);
                backward.splice(0..0, page.iter().map(|l| l.id));
            }
            assert_eq!(backward, expected, "backwards by {name}, ascending {ascending}");
        }
    }
}

/// Runs `customer.create` for each body at the same time; says which succeeded.
async fn at_once(base: &Base, bodies: Vec<serde_json::Value>) -> (app::Call, Vec<app::Result<app::Done>>) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    let tasks: Vec<_> = bodies
        .into_iter()
        .map(|body| {
            let (app, call) = (app.clone(), call.clone());
            tokio::spawn(async move { app.execute(&call, "customer.create", body).await })
        })
        .collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    (call, done)
}

/// The numbers of the customers, as somebody sees them who opens the database anew.
async fn numbers(base: &Base, org: OrgId) -> BTreeSet<String> {
    let again = Db::open(&base.url).await.unwrap();
    let query = Query { kind: Some(Kind::Customer), limit: 1000, ..Query::default() };
    let found = document::list(&mut again.read().await.unwrap(), org, &query).await.unwrap();
    found.into_iter().map(|l| l.number).collect()
}

fn is_whole_series(numbers: &BTreeSet<String>) -> bool {
    let ends: Vec<usize> = numbers.iter().filter_map(|n| n.rsplit('-').next()?.parse().ok()).collect();
    ends == (1..=numbers.len()).collect::<Vec<_>>()
}

async fn sixty_four_verbs_at_once_are_all_durable(base: Base) {
    let (call, done) = at_once(&base, (0..64).map(|n| customer(&format!("Klant {n}"))).collect()).await;
    for one in &done {
        assert!(one.is_ok(), "{one:?}");
    }
    let numbers = numbers(&base, call.org).await;
    assert_eq!(numbers.len(), 64);
    assert!(is_whole_series(&numbers), "{numbers:?}");
}

async fn a_refusal_does_not_hurt_its_group(base: Base) {
    let bodies = (0..64).map(|n| customer(&if n % 2 == 0 { format!("Klant {n}") } else { " ".into() })).collect();
    let (call, done) = at_once(&base, bodies).await;
    for (n, one) in done.into_iter().enumerate() {
        match one {
            Ok(_) => assert_eq!(n % 2, 0),
            Err(error) => {
                let refusal = error.into_refusal();
                assert_eq!((n % 2, refusal.code), (1, "value_missing"), "{refusal}");
            }
        }
    }
    const MADE: &str = "SELECT COUNT(*) FROM intent WHERE org_id = $1 AND name = 'customer.create'";
    assert_eq!(base.count(MADE, &[call.org.into()]).await, 32);
    assert_eq!(numbers(&base, call.org).await.len(), 32);
}

async fn numbers_have_no_gaps(base: Base) {
    let bodies = (0..32).map(|n| customer(&if n % 3 == 0 { String::new() } else { format!("Klant {n}") })).collect();
    let (call, _) = at_once(&base, bodies).await;
    let numbers = numbers(&base, call.org).await;
    assert_eq!(numbers.len(), 21);
    assert!(is_whole_series(&numbers), "{numbers:?}");
}

async fn a_number_is_given_once(base: Base) {
    let mut body = customer("Klant");
    body["number"] = json!("K1");
    let (app, call) = base.founded("owner@hovenier.example").await;
    app.execute(&call, "customer.create", body.clone()).await.unwrap();
    let refusal = app.execute(&call, "customer.create", body.clone()).await.unwrap_err().into_refusal();
    assert_eq!((refusal.code, refusal.kind), ("number_taken", RefusalKind::State), "{refusal}");
    // Another organisation's numbers are its own.
    let (app, other) = base.founded("owner@neighbour.example").await;
    app.execute(&other, "customer.create", body).await.unwrap();
}

async fn a_dropped_transaction_leaves_nothing(base: Base) {
    let mut tx = base.db.begin().await.unwrap();
    document::save(tx.conn(), saving(), &paper(1), None).await.unwrap();
    drop(tx);
    saved(&base.db, &paper(2), None).await.unwrap();
    assert!(loaded(&base.db, org(), 1).await.is_none());
    assert!(loaded(&base.db, org(), 2).await.is_some());
}

async fn one_key_gives_one_intent(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    let call = call.key("the same");
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (app, call) = (app.clone(), call.clone());
            tokio::spawn(async move { app.execute(&call, "customer.create", customer("Klant")).await.unwrap() })
        })
        .collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    assert_eq!(done.iter().filter(|d| !d.repeated).count(), 1);
    assert!(done.iter().all(|d| d.intent == done[0].intent && d.outcome == done[0].outcome));
    assert_eq!(numbers(&base, call.org).await.len(), 1);
    let other = app.execute(&call, "customer.create", customer("Another")).await.unwrap_err().into_refusal();
    assert_eq!(other.code, "idempotency_key_reused");
}

/// A repeat is answered only when readers see what the first one made.
async fn what_a_repeat_answers_can_be_read(base: Base) {
    let (app, call) = base.founded("owner@hovenier.example").await;
    for round in 0..8 {
        let call = call.clone().key(format!("round {round}"));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (app, call) = (app.clone(), call.clone());
                tokio::spawn(async move {
                    let done = app.execute(&call, "customer.create", customer("Klant")).await.unwrap();
                    let reader = ::app::read::Reader { org: call.org, actor: call.actor.clone() };
                    app.get(&reader, done.document()).await.map(|_| done.repeated).map_err(|e| e.into_refusal().code)
                })
            })
            .collect();
        let mut first = 0;
        for task in tasks {
            first += usize::from(!task.await.unwrap().unwrap());
        }
        assert_eq!(first, 1, "round {round}");
    }
}

async fn intents_form_a_chain(base: Base) {
    let (call, _) = at_once(&base, (0..16).map(|n| customer(&format!("Klant {n}"))).collect()).await;
    assert_eq!(first_broken_link(&base.db, call.org).await, None);
    let changed = base.db.raw().await.unwrap();
    let mut conn = changed;
    conn.exec("UPDATE intent SET actor = 'system' WHERE org_id = $1 AND seq = 9", &[call.org.into()]).await.unwrap();
    drop(conn);
    assert_eq!(first_broken_link(&base.db, call.org).await, Some(9));
}

/// The first intent whose hash is not that of what it records and its predecessor; numbers must have no gap.
async fn first_broken_link(db: &Db, org: OrgId) -> Option<i64> {
    let mut conn = db.read().await.unwrap();
    let begin = conn.row("SELECT hash FROM org_sequence WHERE org_id = $1", &[org.into()]).await.unwrap().unwrap();
    let intents = facts::intents_after(&mut conn, org, 0, 1000).await.unwrap();
    assert!(intents.len() > 16, "{}", intents.len());
    let last = intents.last().unwrap().2.clone();
    assert_eq!(begin.blob(0), last, "the organisation's last hash");
    let mut before = chain_start(&intents);
    for (n, (seq, intent, hash)) in intents.iter().enumerate() {
        assert_eq!(*seq, i64::try_from(n).unwrap() + 1, "a gap in the intents");
        if intent.link(*seq, &before).as_slice() != hash.as_slice() {
            return Some(*seq);
        }
        before.clone_from(hash);
    }
    None
}

/// What the first intent is chained to: nothing, or zeros.
fn chain_start(intents: &[(i64, facts::IntentRow, Vec<u8>)]) -> Vec<u8> {
    let (seq, first, hash) = &intents[0];
    let zeros = vec![0u8; 32];
    if first.link(*seq, &zeros).as_slice() == hash.as_slice() { zeros } else { Vec::new() }
}
