//! Invoices of every kind that a Dutch company sends, made by the rules of the domain.

use domain::{billing::*, catalog::*, crm::*, dates::*, ids::*, money::*, org::*, quote::PaymentPlan};

pub fn day(s: &str) -> Date {
    s.parse().unwrap()
}
fn id(n: u8) -> RawId {
    RawId::from_bytes([n; 16])
}
fn address(street: &str, city: &str, postal_code: &str, country: &str) -> Address {
    let country = country.parse().unwrap();
    Address { street: street.into(), city: city.into(), postal_code: postal_code.into(), country }
}
fn register(scheme: &str, value: &str) -> Option<Registration> {
    Some(Registration { scheme: scheme.into(), value: value.into() })
}
pub fn seller() -> Entity {
    Entity {
        id: EntityId(id(1)),
        code: "NL".into(),
        legal_name: "Voorbeeld & Zn. B.V.".into(),
        address: address("Oudegracht 12", "Utrecht", "3511 AB", "NL"),
        vat_number: Some("NL004495445B01".into()),
        registration: register("0106", "12345678"),
        iban: Some("NL91ABNA0417164300".into()),
        bic: Some("ABNANL2A".into()),
        email: Some("facturen@voorbeeld.example".into()),
        phone: None,
        currency: Currency::EUR,
        language: Language::Nl,
        time_zone: "Europe/Amsterdam".into(),
        payment_days: 30,
        taxed_at_destination: false,
        promotion_stacking: Default::default(),
        remind_before_expiry: None,
        remind_unviewed: None,
        closed_until: None,
    }
}
fn customer(name: &str, address: Address, vat: Option<&str>) -> Customer {
    let at = "2026-04-01T09:00:00Z".parse().unwrap();
    Customer {
        id: CustomerId(id(2)),
        number: "C-1001".into(),
        name: name.into(),
        customer_type: CustomerType::Business,
        language: if address.country == Country::NL { Language::Nl } else { Language::En },
        address,
        delivery_address: None,
        vat_number: vat.map(Into::into),
        vat_check: vat.map(|_| VatCheck { at, valid: true, reference: "WAPIAAAAX1".into() }),
        registration: None,
        email: None,
        iban: None,
        currency: Currency::EUR,
        payment_days: None,
        buyer_reference: None,
        credit_limit: None,
        sector: None,
        owner: None,
        archived: None,
        metadata: Metadata::new(),
    }
}
fn dutch() -> Customer {
    let address = address("Kade 1", "Rotterdam", "3011 AA", "NL");
    Customer { registration: register("0106", "87654321"), ..customer("Afnemer B.V.", address, Some("NL820605876B01")) }
}
fn consumer() -> Customer {
    let home = customer("J. de Vries", address("Dorpsstraat 3", "Gouda", "2801 AA", "NL"), None);
    Customer { customer_type: CustomerType::Consumer, ..home }
}
fn german() -> Customer {
    customer("Käufer GmbH", address("Hauptstraße 5", "Köln", "50667", "DE"), Some("DE136695976"))
}
fn american() -> Customer {
    let buyer = customer("Buyer Inc.", address("1 Main Street", "Springfield", "62701", "US"), None);
    Customer { email: Some("ap@buyer.example".into()), currency: "USD".parse().unwrap(), ..buyer }
}

fn new(n: u8) -> NewInvoice {
    NewInvoice {
        id: InvoiceId(id(n)),
        series: "F".into(),
        date: day("2026-05-01"),
        supplied: Some(day("2026-04-28")),
        notes: None,
        owner: None,
        over_threshold: false,
    }
}
fn item(description: &str, quantity: &str, price: &str) -> DirectLine {
    DirectLine {
        product: None,
        description: description.into(),
        quantity: quantity.parse().unwrap(),
        unit: "C62".into(),
        unit_price: price.parse().unwrap(),
        discount: None,
        supply: Supply::Goods,
        tax_class: TaxClass::Standard,
        period: None,
    }
}
fn chair() -> DirectLine {
    item("Bureaustoel \"Ergo\" <zwart>", "3", "249.95")
}
fn book() -> DirectLine {
    DirectLine { tax_class: TaxClass::Reduced, ..item("Handboek", "12", "19.995") }
}
fn hours() -> DirectLine {
    DirectLine { supply: Supply::Service, unit: "HUR".into(), ..item("Advies", "7.5", "95.00") }
}
fn support() -> DirectLine {
    let period = Period::new(day("2026-05-01"), day("2027-05-01")).ok();
    DirectLine { supply: Supply::Service, unit: "ANN".into(), period, ..item("Onderhoud", "1", "1200.00") }
}

fn draft_in(currency: &str, lines: Vec<DirectLine>, buyer: &Customer) -> Invoice {
    Invoice::direct(lines, currency.parse().unwrap(), &seller(), buyer, new(9)).unwrap()
}
fn draft(lines: Vec<DirectLine>, buyer: &Customer) -> Invoice {
    draft_in("EUR", lines, buyer)
}
fn issue(draft: Invoice, number: &str) -> Invoice {
    draft.issue(number.into(), day("2026-05-01"), "2026-05-01T08:00:00Z".parse().unwrap()).unwrap()
}
fn credit(invoice: &Invoice, what: CreditWhat) -> Invoice {
    issue(credit_note(invoice, what, "Eén stoel was beschadigd", &[], new(8)).unwrap(), "C-2026-0001")
}

/// Every sample, by the name of its file.
pub fn all() -> Vec<(&'static str, Invoice)> {
    let number = "F-2026-0001";
    let simple = issue(draft(vec![chair(), book()], &dutch()), number);
    let mut instalments = draft(vec![chair()], &dutch());
    instalments.due = due_terms(instalments.gross, day("2026-05-31"), &PaymentPlan::Instalments { count: 3 });
    let rate = Some("0.92166".parse().unwrap());
    let foreign = draft_in("USD", vec![chair()], &dutch()).state_tax_in(Currency::EUR, rate).unwrap();
    let discounted = DirectLine { discount: Some(Percent::from(15)), ..chair() };
    let mut noted = draft(vec![hours(), support()], &dutch());
    noted.notes = Some("Met dank voor de opdracht".into());
    noted.purchase_order = Some("4500012345".into());
    let part = [(1, CreditPart::Quantity(Quantity::ONE)), (2, CreditPart::Amount(Money::new(500, Currency::EUR)))];
    vec![
        ("standard", issue(draft(vec![chair()], &dutch()), number)),
        ("reduced", issue(draft(vec![book()], &dutch()), number)),
        ("mixed_rates", simple.clone()),
        ("zero_and_exempt", {
            let zero = DirectLine { tax_class: TaxClass::Zero, ..item("Proviand", "1", "80") };
            let exempt =
                DirectLine { tax_class: TaxClass::Exempt, supply: Supply::Service, ..item("Cursus", "1", "400") };
            issue(draft(vec![zero, exempt], &dutch()), number)
        }),
        ("services_over_time", issue(noted, number)),
        ("consumer", issue(draft(vec![chair()], &consumer()), number)),
        ("intra_community_goods", issue(draft(vec![chair()], &german()), number)),
        ("reverse_charge", issue(draft(vec![hours()], &german()), number)),
        ("export", issue(draft_in("USD", vec![chair()], &american()), number)),
        ("outside_scope", issue(draft_in("USD", vec![hours()], &american()), number)),
        ("discount", issue(draft(vec![discounted, book()], &dutch()), number)),
        ("negative_line", issue(draft(vec![chair(), item("Inruil", "1", "-50.00")], &dutch()), number)),
        ("instalments", issue(instalments, number)),
        ("foreign_currency", issue(foreign, number)),
        ("credit_note", credit(&simple, CreditWhat::Whole)),
        ("credit_note_part", credit(&simple, CreditWhat::Lines(&part))),
        ("credit_note_intra_community", credit(&issue(draft(vec![chair()], &german()), number), CreditWhat::Whole)),
    ]
}
