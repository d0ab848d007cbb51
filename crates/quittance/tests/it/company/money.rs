//! Months of support that is billed, earned and given up; money that comes in, is moved about and goes back.

use super::{Company, Known, euros, per_unit};
use domain::{billing::Invoice, document::DocRef, ids::InvoiceId};
use serde_json::json;

impl Company {
    pub(super) async fn money(&self, known: &Known) {
        let first = self.billed(known, "Advies in januari").await;
        let second = self.billed(known, "Advies in februari").await;
        self.bank_file(first).await;
        self.allocations(known, second).await;
        self.refunds(known).await;
        self.support(known).await;
    }

    async fn invoice(&self, id: DocRef) -> Invoice {
        let mut conn = self.app.db.read().await.unwrap();
        store::document::load::<Invoice>(&mut conn, self.org, id.id, false).await.unwrap().unwrap().0
    }

    /// 1210.00 with VAT.
    async fn billed(&self, known: &Known, description: &str) -> InvoiceId {
        let lines = json!([{"description": description, "quantity": "10", "unit": "HUR", "unit_price": "100", "supply": "service"}]);
        let draft = self.run("invoice.create", json!({"customer": known.customer, "lines": lines})).await;
        let id = self.run("invoice.issue", json!({ "id": draft })).await;
        InvoiceId(id.id)
    }

    /// One row pays an invoice and is known by its account, one is nobody's, one is money that left.
    async fn bank_file(&self, paid: InvoiceId) {
        let number = self.invoice(DocRef { kind: domain::document::Kind::Invoice, id: paid.raw() }).await.number;
        let file = format!(
            "Datum;Bedrag;Naam;Tegenrekening;Omschrijving;Volgnr\n\
             2026-01-13;1210,00;Bakkerij Jansen;NL18RABO0123459876;{number};1\n\
             2026-01-13;55,00;Onbekend;NL84DEMO0035695328;Zomaar;2\n\
             2026-01-13;-10,00;Huur;;Huur;3\n"
        );
        for again in [false, true] {
            let call = self.finance();
            let report = self.app.import_payments(&call, "bank.csv", file.as_bytes(), None).await.unwrap();
            let counts = (report.taken, report.allocated, report.repeated, report.named.len());
            assert_eq!(counts, if again { (0, 0, 2, 1) } else { (2, 1, 0, 1) }, "{report:?}");
        }
    }

    /// Part of a payment, undone, and allocated otherwise; a payment nobody knew, found out; one that bounced.
    async fn allocations(&self, known: &Known, invoice: InvoiceId) {
        let payment = json!({"customer": known.customer, "amount": euros(100_000), "method": "card"});
        let payment = self.run("payment.create", payment).await;
        let part = json!({"id": payment, "to": [{"invoice": invoice, "amount": euros(40_000)}]});
        self.run("payment.allocate", part).await;
        self.run("payment.unallocate", json!({ "id": payment })).await;
        let part = json!({"id": payment, "to": [{"invoice": invoice, "amount": euros(25_001)}]});
        self.run("payment.allocate", part).await;
        let unknown = self.run("payment.create", json!({"amount": euros(30_000), "bank_reference": "NL1-77"})).await;
        self.run("payment.identify", json!({"id": unknown, "customer": known.customer})).await;
        self.run("payment.allocate", json!({"id": unknown, "to": [{"invoice": invoice}]})).await;
        let bounced = json!({"customer": known.customer, "amount": euros(9_999)});
        let bounced = self.run("payment.create", bounced).await;
        self.run("payment.reverse", json!({"id": bounced, "reason": "Gestorneerd"})).await;
    }

    async fn refunds(&self, known: &Known) {
        let paid = json!({"customer": known.customer, "amount": euros(20_000)});
        let paid = self.run("payment.create", paid).await;
        let ask = json!({"source": paid, "amount": euros(4_000), "reason": "Te veel"});
        let refused = self.run("refund.create", ask.clone()).await;
        self.run("refund.reject", json!({"id": refused, "reason": "Toch niet"})).await;
        let refund = self.run("refund.create", ask).await;
        self.run_by(&self.finance(), "refund.approve", json!({ "id": refund })).await;
    }

    /// Yearly and monthly support from the middle of a month; the year is given up in summer.
    async fn support(&self, known: &Known) {
        let lines = json!([
            {"product": known.support, "quantity": "2"},
            {"description": "Hulplijn", "quantity": "1", "supply": "service", "charging": "monthly",
             "recognition": "straight_line", "price": per_unit("49.95")},
        ]);
        let order = json!({"customer": known.customer, "title": "Onderhoud", "start": "2026-01-31", "lines": lines});
        let order = self.run_by(&self.call(), "order.create", order).await;
        self.until("2026-07-03").await;
        self.run_by(&self.call(), "billing.run", json!({})).await;
        let yearly = order.outcome.made[0];
        let bill = self.first_bill(yearly).await;
        let note = json!({"id": bill, "reason": "Halverwege gestopt", "lines": [{"line": 1, "amount": euros(21_000)}]});
        let note = self.run("invoice.credit", note).await;
        self.run_by(&self.finance(), "invoice.issue", json!({ "id": note })).await;
        let stop = json!({"id": yearly, "from": "2027-01-31", "reason": "Stopt"});
        self.run("subscription.cancel", stop).await;
        self.until("2026-09-02").await;
        self.run_by(&self.call(), "revenue.recognise", json!({})).await;
    }

    /// The first invoice with a line of a subscription.
    async fn first_bill(&self, subscription: DocRef) -> DocRef {
        const SQL: &str =
            "SELECT doc_id FROM document_part WHERE org_id = $1 AND kind = 'lines' AND body LIKE $2 ORDER BY doc_id";
        let like = format!("%{subscription}%");
        let mut conn = self.app.db.read().await.unwrap();
        let row = conn.row(SQL, &[self.org.into(), like.into()]).await.unwrap();
        DocRef { kind: domain::document::Kind::Invoice, id: row.unwrap().id(0) }
    }
}
