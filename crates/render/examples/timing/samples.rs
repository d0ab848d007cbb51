//! Documents of a made-up Dutch business, as long as one likes; used by the timing example and the tests.

use domain::{
    billing::Invoice,
    contract::Contract,
    crm::Customer,
    ids::RawId,
    money::{Currency, Money},
    order::{Delivery, Order},
    org::Entity,
    quote::Quote,
    tax::VatSubtotal,
};
use serde_json::{Value, json};

fn id(prefix: &str, n: u32) -> String {
    format!("{prefix}_{}", RawId::from_moment(1_790_000_000_000, [7; 10]).derive(n))
}

fn eur(minor: i64) -> Value {
    json!({"minor": minor, "currency": "EUR"})
}

fn made<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the sample has the shape of its type")
}

pub fn seller() -> Entity {
    made(json!({
        "id": id("ent", 1), "code": "NW", "legal_name": "Noorderwind Techniek B.V.",
        "address": {"street": "Havenkade 12", "postal_code": "8861XA", "city": "Harlingen", "country": "NL"},
        "vat_number": "NL861234567B01", "registration": {"scheme": "0106", "value": "78123456"},
        "iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "email": "administratie@noorderwind.example",
        "phone": "+31 517 123 456", "currency": "EUR", "language": "nl", "time_zone": "Europe/Amsterdam",
        "payment_days": 30, "closed_until": null
    }))
}

pub fn customer() -> Customer {
    made(json!({
        "id": id("cus", 2), "number": "C-0042", "name": "Van der Meer & Zonen Scheepswerf B.V.", "type": "business",
        "address": {"street": "Industrieweg 118", "postal_code": "8521 MB", "city": "Sint Nicolaasga", "country": "NL"},
        "delivery_address": {"street": "Dok 3, poort B", "postal_code": "8861 NX", "city": "Harlingen", "country": "NL"},
        "vat_number": "NL004495445B01", "vat_check": null, "registration": {"scheme": "0106", "value": "01234567"},
        "email": null, "iban": null, "currency": "EUR", "language": "nl", "payment_days": null,
        "buyer_reference": "Kostenplaats 4410", "credit_limit": null, "sector": null, "owner": null, "archived": null
    }))
}

const WARES: &[(&str, &str, &str, i64, &str)] = &[
    ("Navigatieradar NR-48\nMet 48-zeemijlsantenne, montagebeugel en 20 m kabel", "C62", "2", 284_500, "one_off"),
    ("Installatie en afregeling aan boord", "HUR", "16", 9_250, "one_off"),
    ("Onderhoudscontract Plus\nJaarlijkse inspectie, storingsdienst binnen 24 uur", "ANN", "1", 148_000, "yearly"),
    ("Coaxkabel RG-213, per meter", "MTR", "120.5", 315, "one_off"),
    ("Telemetriedienst per schip", "MON", "4", 3_995, "monthly"),
];

fn terms(no: u32, recurring: bool) -> Value {
    let at = usize::try_from(no - 1).unwrap_or(0) % WARES.len();
    let (description, unit, quantity, price, charging) = WARES[at];
    let charging = if recurring { charging } else { "one_off" };
    let discount = (no % 4 == 1).then_some("5");
    let net = net(quantity, price) * if discount.is_some() { 95 } else { 100 };
    json!({
        "no": no, "product": null, "description": description, "quantity": quantity, "unit": unit,
        "price": {"model": "per_unit", "unit_price": Money::new(price, Currency::EUR).decimal().to_string()},
        "discount": discount, "supply": "goods", "tax_class": "standard", "charging": charging,
        "term": (charging != "one_off").then_some(if charging == "yearly" { 3 } else { 36 }),
        "recognition": "point_in_time", "standalone": null, "cost": null, "net": eur((net + 50) / 100)
    })
}

/// Price times a quantity with at most one decimal, in cents.
fn net(quantity: &str, price: i64) -> i64 {
    let tenths: i64 = match quantity.split_once('.') {
        Some((whole, tenth)) => format!("{whole}{tenth}").parse().unwrap_or(0),
        None => quantity.parse().unwrap_or(0) * 10,
    };
    (tenths * price + 5) / 10
}

pub fn quote(lines: u32) -> Quote {
    made(json!({
        "id": id("quo", 3), "number": "OFF-2026-0117", "revision": 2, "entity": id("ent", 1), "customer": id("cus", 2),
        "contact": null, "opportunity": null, "revises": null, "title": "Radar en telemetrie voor de werkboten",
        "language": "nl", "currency": "EUR", "price_book": null, "date": "2026-11-24", "valid_until": "2026-12-24",
        "payment_days": 30, "payment_plan": {"plan": "full"}, "discount": null,
        "lines": (1..=lines).map(|no| terms(no, true)).collect::<Vec<_>>(),
        "introduction": "Naar aanleiding van ons bezoek aan de werf bieden wij u graag de vervanging van de navigatieradar aan, met installatie en onderhoud.",
        "notes": "Levertijd: zes weken na opdracht. Installatie vindt plaats aan de kade in Harlingen.",
        "state": "sent", "at": "2026-11-24T09:00:00Z", "owner": null
    }))
}

pub fn estimate(quote: &Quote) -> Vec<VatSubtotal> {
    let base = quote.net();
    vec![made(
        json!({"category": "S", "rate": "21", "base": eur(base.minor()), "tax": eur((base.minor() * 21 + 50) / 100)}),
    )]
}

fn party(name: &str, street: &str, postal_code: &str, city: &str, country: &str) -> Value {
    json!({"name": name, "address": {"street": street, "postal_code": postal_code, "city": city, "country": country},
        "vat_number": null, "registration": null, "email": null})
}

pub fn invoice(lines: u32) -> Invoice {
    let mut seller = party("Noorderwind Techniek B.V.", "Havenkade 12", "8861XA", "Harlingen", "NL");
    seller["vat_number"] = json!("NL861234567B01");
    seller["registration"] = json!({"scheme": "0106", "value": "78123456"});
    seller["email"] = json!("administratie@noorderwind.example");
    let buyer = party("Van der Meer & Zonen Scheepswerf B.V.", "Industrieweg 118", "8521 MB", "Sint Nicolaasga", "NL");
    let line = |no: u32| {
        let (description, unit, quantity, price, charging) = WARES[usize::try_from(no - 1).unwrap_or(0) % WARES.len()];
        let reduced = no % 5 == 4;
        let gross = net(quantity, price);
        let discount = if no % 4 == 1 { gross / 20 } else { 0 };
        let period = (charging != "one_off").then(|| json!({"start": "2027-01-01", "end": "2028-01-01"}));
        json!({
            "no": no, "source": null, "product": null, "description": description, "quantity": quantity, "unit": unit,
            "unit_price": Money::new(price, Currency::EUR).decimal().to_string(), "discount": eur(discount),
            "net": eur(gross - discount), "period": period, "earned": "now",
            "vat": {"category": "S", "rate": if reduced { "9" } else { "21" }, "reason": "vat_domestic", "tax_point": "2026-11-20"}
        })
    };
    let lines: Vec<Value> = (1..=lines).map(line).collect();
    let sum = |rate: &str| -> i64 {
        let of_rate = lines.iter().filter(|line| line["vat"]["rate"] == rate);
        of_rate.filter_map(|line| line["net"]["minor"].as_i64()).sum()
    };
    let (low, high) = (sum("9"), sum("21"));
    let (low_tax, high_tax) = ((low * 9 + 50) / 100, (high * 21 + 50) / 100);
    let mut vat = vec![json!({"category": "S", "rate": "21", "base": eur(high), "tax": eur(high_tax)})];
    if low > 0 {
        vat.push(json!({"category": "S", "rate": "9", "base": eur(low), "tax": eur(low_tax)}));
    }
    let (net, tax) = (low + high, low_tax + high_tax);
    made(json!({
        "id": id("inv", 4), "kind": "invoice", "number": "NW-2026-0318", "series": "NW", "entity": id("ent", 1),
        "customer": id("cus", 2), "order": null, "seller": seller, "buyer": buyer, "delivery_address": null,
        "language": "nl", "currency": "EUR", "date_issued": "2026-11-24", "date_supplied": "2026-11-20",
        "due": [{"date": "2026-12-24", "amount": eur(net + tax)}], "buyer_reference": "Kostenplaats 4410",
        "purchase_order": "PO-88121", "payment_reference": "RF18539007547034", "iban": "NL91ABNA0417164300",
        "bic": "ABNANL2A", "lines": lines, "vat": vat, "net": eur(net), "tax": eur(tax), "gross": eur(net + tax),
        "notes": null, "state": "issued", "at": "2026-11-24T09:00:00Z", "owner": null
    }))
}

/// A credit note over the whole of [`invoice`].
pub fn credit_note(lines: u32) -> Invoice {
    let mut body = serde_json::to_value(invoice(lines)).expect("an invoice is JSON");
    body["kind"] = json!("credit_note");
    body["of"] = json!(id("inv", 9));
    body["of_number"] = json!("NW-2026-0318");
    body["of_date"] = json!("2026-11-24");
    body["reason"] = json!("Radar retour wegens transportschade");
    body["number"] = json!("NW-2026-0321");
    made(body)
}

pub fn order(lines: u32) -> Order {
    made(json!({
        "id": id("ord", 5), "number": "ORD-2026-0093", "entity": id("ent", 1), "customer": id("cus", 2), "origin": "direct",
        "reference": null, "title": "Radar en telemetrie voor de werkboten", "currency": "EUR", "date": "2026-11-24",
        "start": "2026-12-01", "purchase_order": "PO-88121", "payment_days": 30,
        "payment_plan": {"plan": "instalments", "count": 3},
        "lines": (1..=lines).map(|no| terms(no, true)).collect::<Vec<_>>(), "state": "open", "owner": null
    }))
}

pub fn delivery(order: &Order) -> Delivery {
    let line = |line: &domain::order::OrderLine| json!({"no": line.no, "order_line": line.no, "product": null, "description": line.terms.description, "quantity": line.terms.quantity});
    made(json!({
        "id": id("del", 6), "number": "PB-2026-0071", "entity": id("ent", 1), "customer": id("cus", 2), "order": order.id,
        "date": "2026-12-03", "lines": order.lines.iter().map(line).collect::<Vec<_>>(), "handover": [], "state": "delivered"
    }))
}

const CONTRACT: &str = "Noorderwind Techniek B.V., hierna te noemen leverancier, en Van der Meer & Zonen Scheepswerf B.V., hierna te noemen afnemer, komen het volgende overeen.

Artikel 1 – Onderwerp

Leverancier levert en installeert de apparatuur die onder ‘Overeengekomen prestaties’ is genoemd, en onderhoudt deze gedurende de looptijd. Afnemer stelt de schepen op de afgesproken dagen beschikbaar aan de kade in Harlingen.

Artikel 2 – Looptijd en opzegging

De overeenkomst gaat in op de ingangsdatum en geldt voor drie jaar. Daarna wordt zij telkens met een jaar verlengd, tenzij een van de partijen uiterlijk drie maanden voor het einde schriftelijk opzegt.

Artikel 3 – Prijs en betaling

De prijzen zijn exclusief btw. Leverancier past de prijzen van terugkerende diensten eenmaal per jaar aan volgens:
- de consumentenprijsindex (CPI, alle huishoudens) van het CBS;
- met een maximum van 5% per jaar;
- nooit met terugwerkende kracht.

Artikel 4 – Aansprakelijkheid

De aansprakelijkheid van leverancier is beperkt tot directe schade en tot het bedrag dat in het jaar van de gebeurtenis is gefactureerd, behoudens opzet of grove schuld.

Artikel 5 – Geheimhouding en persoonsgegevens

Partijen houden vertrouwelijke informatie geheim en verwerken persoonsgegevens uitsluitend voor de uitvoering van deze overeenkomst, in overeenstemming met de Algemene verordening gegevensbescherming.

Artikel 6 – Toepasselijk recht

Op deze overeenkomst is Nederlands recht van toepassing. Geschillen worden voorgelegd aan de rechtbank Noord-Nederland.";

pub fn contract(lines: u32, signed: bool) -> Contract {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let signature = |party: &str, n: u32| json!({"party": party, "person": id("per", n), "consent": "consent_sign", "at": "2026-11-26T10:42:00Z", "address": null, "document_hash": hash});
    let signatures = if signed { vec![signature("seller", 7), signature("customer", 8)] } else { Vec::new() };
    let line = |no: u32| {
        let mut line = terms(no, true);
        line["source"] = json!({"document": id("quo", 3), "line": no});
        line
    };
    made(json!({
        "id": id("con", 10), "number": "CON-2026-0021", "entity": id("ent", 1), "customer": id("cus", 2), "quote": id("quo", 3),
        "template": null, "title": "Levering en onderhoud van navigatieradar", "language": "nl", "currency": "EUR",
        "date": "2026-11-24", "start": "2026-12-01", "payment_days": 30, "payment_plan": {"plan": "full"}, "text": CONTRACT,
        "lines": (1..=lines).map(line).collect::<Vec<_>>(), "state": "sent", "at": "2026-11-24T09:00:00Z",
        "document_hash": hash, "signatures": signatures, "owner": null
    }))
}

pub fn signers(contract: &Contract) -> Vec<(domain::ids::PersonId, String)> {
    let names = ["Jelle Hoekstra", "Anna van der Meer"];
    contract.signatures.iter().zip(names).map(|(signature, name)| (signature.person, name.to_string())).collect()
}
