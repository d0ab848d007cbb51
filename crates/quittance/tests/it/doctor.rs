//! The doctor on a whole company, and on one that was broken by hand: each check catches its damage, and names what is damaged.

use crate::{company::Company, program, world::Base};
use app::{App, doctor::Check};
use domain::{
    document::Kind,
    ids::{EntryId, IntentId, OrgId, RawId},
};
use std::collections::BTreeSet;
use store::{Conn, Row, Value};

crate::world::on_each_database!(each_check_catches_its_damage);

/// What is broken.
struct Damage {
    /// The check that this is about.
    check: &'static str,
    /// Finds what to break: the first column is `$2` of the statements.
    of: &'static str,
    /// Statements, each on a line of its own.
    sql: &'static str,
    /// What the check must name.
    name: Name,
    /// Checks that compare the same figure, and why they must speak up too.
    also: &'static [(&'static str, &'static str)],
}

enum Name {
    /// The document of the first column.
    Document(Kind),
    /// The document of the second column.
    Second(Kind),
    Entry,
    Intent,
    Organisation,
    /// The text of the second column.
    Text,
    This(&'static str),
}

const KEPT: (&str, &str) = ("projections", "balances are kept sums of postings");

const DAMAGES: &[Damage] = &[
    Damage {
        check: "entries_balance",
        of: "SELECT entry_id FROM posting WHERE org_id = $1 AND account = '0500'",
        sql: "UPDATE posting SET amount = amount + 7 WHERE org_id = $1 AND entry_id = $2 AND account = '0500'",
        name: Name::Entry,
        also: &[KEPT],
    },
    Damage {
        check: "entries_balance",
        of: "SELECT entry_id FROM posting WHERE org_id = $1 AND account = '0500'",
        sql: "DELETE FROM posting WHERE org_id = $1 AND entry_id = $2",
        name: Name::Entry,
        also: &[KEPT],
    },
    Damage {
        check: "receivables",
        of: "SELECT item_id FROM open_amount WHERE org_id = $1 AND amount_open > 100 ORDER BY item_id",
        sql: "UPDATE open_item SET amount = amount + 5 WHERE org_id = $1 AND id = $2\n\
              UPDATE open_amount SET amount_open = amount_open + 5 WHERE org_id = $1 AND item_id = $2",
        name: Name::This("1300"),
        also: &[],
    },
    Damage {
        check: "unallocated",
        of: "SELECT id FROM open_item WHERE org_id = $1 AND doc_kind = 'payment' AND amount < 0 ORDER BY id",
        sql: "UPDATE open_item SET amount = amount - 5 WHERE org_id = $1 AND id = $2\n\
              UPDATE open_amount SET amount_open = amount_open - 5 WHERE org_id = $1 AND item_id = $2",
        name: Name::This("1320"),
        also: &[],
    },
    Damage {
        check: "numbers",
        of: "SELECT d.id, d.number FROM document d WHERE d.org_id = $1 AND d.number LIKE 'INV-2026-%' ORDER BY d.number",
        sql: "UPDATE document SET number = 'X' WHERE org_id = $1 AND id = $2",
        name: Name::Text,
        also: &[],
    },
    Damage {
        check: "numbers",
        of: "SELECT d.id FROM document d WHERE d.org_id = $1 AND d.number LIKE 'INV-2026-%' ORDER BY d.number",
        sql: "UPDATE document SET number = '' WHERE org_id = $1 AND id = $2",
        name: Name::Document(Kind::Invoice),
        also: &[],
    },
    Damage {
        check: "numbers",
        of: "SELECT entity_id, 'PAY-2026-000' || next FROM series WHERE org_id = $1 AND code = 'PAY-2026'",
        sql: "UPDATE series SET next = next + 1 WHERE org_id = $1 AND entity_id = $2 AND code = 'PAY-2026'",
        name: Name::Text,
        also: &[],
    },
    Damage {
        check: "numbers",
        of: "SELECT entity_id, 'PAY-2026-000' || (next - 1) FROM series WHERE org_id = $1 AND code = 'PAY-2026'",
        sql: "UPDATE series SET next = next - 1 WHERE org_id = $1 AND entity_id = $2 AND code = 'PAY-2026'",
        name: Name::Text,
        also: &[],
    },
    Damage {
        check: "deferred",
        of: "SELECT l.schedule_id FROM schedule_line l WHERE l.org_id = $1 AND NOT EXISTS (SELECT 1 FROM recognition r \
             WHERE r.org_id = l.org_id AND r.schedule_id = l.schedule_id AND r.pos = l.pos)",
        sql: "UPDATE schedule_line SET amount = amount + 1 WHERE org_id = $1 AND schedule_id = $2 \
              AND pos = (SELECT MAX(pos) FROM schedule_line WHERE org_id = $1 AND schedule_id = $2)",
        name: Name::This("1400"),
        also: &[],
    },
    Damage {
        check: "deferred",
        of: "SELECT l.schedule_id FROM recognition l WHERE l.org_id = $1",
        sql: "DELETE FROM recognition WHERE org_id = $1 AND schedule_id = $2",
        name: Name::This("1400"),
        also: &[],
    },
    Damage {
        check: "unbilled",
        of: "SELECT d.id FROM document d JOIN document_part p ON p.org_id = d.org_id AND p.doc_id = d.id WHERE d.org_id = $1 \
             AND d.state = 'delivered' AND p.kind = 'handover' AND p.body NOT LIKE '%\"to_unbilled\":{\"minor\":0%'",
        sql: "UPDATE document_part SET body = replace(body, '\"to_unbilled\":{\"minor\":', '\"to_unbilled\":{\"minor\":1') \
              WHERE org_id = $1 AND doc_id = $2 AND kind = 'handover'",
        name: Name::This("1310"),
        also: &[],
    },
    Damage {
        check: "signed_unordered",
        of: "SELECT id, number FROM document WHERE org_id = $1 AND kind = 'contract' AND state = 'signed'",
        sql: "UPDATE document SET parent_id = NULL WHERE org_id = $1 AND kind = 'order' AND parent_id = $2",
        name: Name::Text,
        also: &[],
    },
    Damage {
        check: "delivered_uninvoiced",
        of: "SELECT i.id, o.number FROM document i JOIN document o ON o.org_id = i.org_id AND o.id = i.parent_id \
             JOIN posting p ON p.org_id = i.org_id AND p.doc_id = i.id WHERE i.org_id = $1 AND i.kind = 'invoice' AND p.account = '1310'",
        sql: "UPDATE document SET parent_id = NULL WHERE org_id = $1 AND id = $2",
        name: Name::Text,
        also: &[],
    },
    Damage {
        check: "projections",
        of: "SELECT entity_id FROM balance WHERE org_id = $1 AND account = '1300' AND month = '2026-02'",
        sql: "UPDATE balance SET debit = debit + 1 WHERE org_id = $1 AND entity_id = $2 AND account = '1300' AND month = '2026-02'",
        name: Name::This("balance 1300 EUR 2026-02"),
        also: &[],
    },
    Damage {
        check: "projections",
        of: "SELECT a.item_id, i.doc_id FROM open_amount a JOIN open_item i ON i.org_id = a.org_id AND i.id = a.item_id \
             WHERE a.org_id = $1 AND i.doc_kind = 'invoice' ORDER BY a.item_id",
        sql: "UPDATE open_amount SET date_due = '2001-01-01' WHERE org_id = $1 AND item_id = $2",
        name: Name::Second(Kind::Invoice),
        also: &[],
    },
    Damage {
        check: "projections",
        of: "SELECT product_id FROM stock_level WHERE org_id = $1",
        sql: "UPDATE stock_level SET quantity = quantity + 1 WHERE org_id = $1 AND product_id = $2",
        name: Name::Document(Kind::Product),
        also: &[],
    },
    Damage {
        check: "chain",
        of: "SELECT id FROM intent WHERE org_id = $1 AND seq = 9",
        sql: "UPDATE intent SET input = '{}' WHERE org_id = $1 AND id = $2",
        name: Name::Intent,
        also: &[],
    },
    Damage {
        check: "chain",
        of: "SELECT id FROM intent WHERE org_id = $1 ORDER BY seq DESC",
        sql: "DELETE FROM intent WHERE org_id = $1 AND id = $2",
        name: Name::Organisation,
        also: &[],
    },
    Damage {
        check: "bodies",
        of: "SELECT id FROM document WHERE org_id = $1 AND kind = 'payment' ORDER BY id",
        sql: "UPDATE document SET body = '{}' WHERE org_id = $1 AND id = $2",
        name: Name::Document(Kind::Payment),
        also: &[],
    },
];

impl Damage {
    /// Does it, and gives what must be named.
    async fn done(&self, conn: &mut Conn, org: OrgId) -> String {
        let found: Row = conn.row(self.of, &[org.into()]).await.unwrap().unwrap_or_else(|| panic!("none: {}", self.of));
        for sql in self.sql.lines() {
            let id: Value = found.0[0].clone();
            assert!(conn.exec(sql, &[org.into(), id]).await.unwrap() > 0, "{sql}");
        }
        let id = |column: usize| -> RawId { found.id(column) };
        match self.name {
            Name::Document(kind) => kind.show(id(0)),
            Name::Second(kind) => kind.show(id(1)),
            Name::Entry => EntryId(id(0)).to_string(),
            Name::Intent => IntentId(id(0)).to_string(),
            Name::Organisation => org.to_string(),
            Name::Text => found.text(1).to_string(),
            Name::This(text) => text.to_string(),
        }
    }
}

async fn each_check_catches_its_damage(base: Base) {
    let Company { app, org, .. } = Company::in_full(&base).await;
    let whole = app.doctor(org).await.unwrap();
    assert_clean(&whole);
    for check in &whole {
        assert!(check.rows > 0, "{} looked at nothing", check.key);
        assert!(DAMAGES.iter().any(|d| d.check == check.key), "no damage is made for the check {}", check.key);
    }
    for damage in DAMAGES {
        let (checks, name) = broken(&app, org, damage).await;
        let spoke: BTreeSet<&str> = checks.iter().filter(|c| !c.findings.is_empty()).map(|c| c.key).collect();
        let expected: BTreeSet<&str> = damage.also.iter().map(|(key, _)| *key).chain([damage.check]).collect();
        assert_eq!(spoke, expected, "{}", damage.sql);
        let check = checks.iter().find(|c| c.key == damage.check).unwrap();
        assert!(check.findings.iter().any(|f| f.what.contains(&name)), "{}: no {name} in {check:?}", damage.sql);
    }
    assert_clean(&app.doctor(org).await.unwrap());
}

/// The checks run in the transaction that does the damage, so that the next one starts whole again.
async fn broken(app: &App, org: OrgId, damage: &Damage) -> (Vec<Check>, String) {
    let mut tx = app.db.begin().await.unwrap();
    let name = damage.done(tx.conn(), org).await;
    let checks = app.examined(tx.conn(), org).await.unwrap();
    tx.rollback().await;
    (checks, name)
}

fn assert_clean(checks: &[Check]) {
    for check in checks {
        assert!(check.findings.is_empty(), "{check:?}");
    }
}

/// The program says what is damaged, with another exit code; advice alone is no damage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_names_the_damage() {
    let base = Base::sqlite().await;
    let company = Company::in_full(&base).await;
    for check in ["signed_unordered", "bodies"] {
        let damage = DAMAGES.iter().find(|d| d.check == check).unwrap();
        let mut tx = base.db.begin().await.unwrap();
        let name = damage.done(tx.conn(), company.org).await;
        tx.commit().await.unwrap();
        let output = program::run(&base.url, &["doctor"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&name), "{said}");
        assert_eq!(output.status.code(), Some(if check == "bodies" { 3 } else { 0 }), "{said}");
    }
}
