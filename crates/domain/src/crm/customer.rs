//! What a customer and a person must have, and how they leave.

use super::{Customer, Person};
use crate::{dates::Date, document::required, identifiers, org::Address, refusal::Refusal};

/// Longest term of payment that may be written down. Dutch law takes more than 60 days between businesses only when both
/// agreed to it expressly (art. 6:119a BW); twice that is a typing error.
pub const PAYMENT_DAYS_MAX: u32 = 120;

/// Refuses a term of payment above [`PAYMENT_DAYS_MAX`].
pub fn payment_days(days: u32) -> Result<(), Refusal> {
    if days <= PAYMENT_DAYS_MAX {
        return Ok(());
    }
    let refusal = Refusal::invalid("payment_days_too_long").with("days", days).with("limit", PAYMENT_DAYS_MAX);
    Err(refusal.at("payment_days"))
}

impl Customer {
    /// Refuses a customer that could not be invoiced: no name, half an address, an absurd term, a malformed VAT number.
    pub fn check(&self) -> Result<(), Refusal> {
        required("name", &self.name)?;
        address("address", &self.address)?;
        if let Some(delivery) = &self.delivery_address {
            address("delivery_address", delivery)?;
        }
        payment_days(self.payment_days.unwrap_or(0))?;
        if let Some(number) = &self.vat_number {
            identifiers::vat_number(number).map_err(|refusal| refusal.at("vat_number"))?;
        }
        if let Some(registration) = &self.registration {
            registration.check()?;
        }
        if let Some(number) = &self.iban {
            identifiers::iban(number).map_err(|refusal| refusal.at("iban"))?;
        }
        if let Some(email) = &self.email {
            email_address(email)?;
        }
        if let Some(limit) = self.credit_limit {
            let known = limit.currency() == self.currency && !limit.is_negative();
            if !known {
                let refusal = Refusal::invalid("credit_limit_wrong").with("limit", limit);
                return Err(refusal.with("currency", self.currency.code()).at("credit_limit"));
            }
        }
        Ok(())
    }
    /// Takes the customer out of the lists to choose from; its documents stay.
    pub fn archive(self, today: Date) -> Result<Customer, Refusal> {
        match self.archived {
            Some(on) => Err(Refusal::state("customer_archived").with("name", &self.name).with("on", on)),
            None => Ok(Customer { archived: Some(today), ..self }),
        }
    }
    pub fn restore(self) -> Result<Customer, Refusal> {
        match self.archived {
            Some(_) => Ok(Customer { archived: None, ..self }),
            None => Err(Refusal::state("customer_not_archived").with("name", &self.name)),
        }
    }
}

impl Person {
    /// Refuses a person without a name, and any change of one that was erased.
    pub fn check(&self) -> Result<(), Refusal> {
        if let Some(on) = self.erased {
            return Err(Refusal::state("person_erased").with("on", on));
        }
        required("name", &self.name)?;
        match &self.email {
            Some(email) => email_address(email),
            None => Ok(()),
        }
    }
    /// Forgets who it was (GDPR art. 17). The id stays, so that history still says that somebody signed.
    pub fn erase(self, today: Date) -> Result<Person, Refusal> {
        match self.erased {
            Some(on) => Err(Refusal::state("person_erased").with("on", on)),
            None => Ok(Person {
                id: self.id,
                customer: self.customer,
                name: String::new(),
                email: None,
                phone: None,
                role: None,
                erased: Some(today),
            }),
        }
    }
}

fn address(field: &'static str, address: &Address) -> Result<(), Refusal> {
    let parts = [("street", &address.street), ("city", &address.city), ("postal_code", &address.postal_code)];
    parts.into_iter().try_for_each(|(part, text)| required(part, text).map_err(|r| r.at(format!("{field}.{part}"))))?;
    address.check_country(field)
}

fn email_address(email: &str) -> Result<(), Refusal> {
    let plain = !email.contains(char::is_whitespace);
    let whole = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.contains('@') && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if plain && whole { Ok(()) } else { Err(Refusal::invalid("email_malformed").with("given", email).at("email")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::*, money::*, org::*};

    fn customer() -> Customer {
        let address = Address {
            street: "Keizersgracht 1".into(),
            city: "Amsterdam".into(),
            postal_code: "1015 AA".into(),
            country: Country::NL,
        };
        Customer {
            id: CustomerId(RawId::default()),
            number: "C-1".into(),
            name: "Vandale Zonen BV".into(),
            customer_type: Default::default(),
            address,
            delivery_address: None,
            vat_number: Some("NL004495445B01".into()),
            vat_check: None,
            registration: None,
            email: Some("inkoop@vandale.example".into()),
            iban: None,
            currency: Currency::EUR,
            language: Language::Nl,
            payment_days: Some(30),
            buyer_reference: None,
            credit_limit: Some(Money::new(100_000, Currency::EUR)),
            sector: None,
            owner: None,
            archived: None,
            metadata: Default::default(),
        }
    }
    fn check(change: impl Fn(&mut Customer), expected: Option<(&str, &str)>) {
        let mut customer = customer();
        change(&mut customer);
        let found = customer.check().err();
        assert_eq!(found.as_ref().map(|r| (r.code, r.param.as_deref().unwrap_or(""))), expected);
    }

    #[test]
    fn a_customer_can_be_invoiced() {
        check(|_| (), None);
        check(|c| c.name = "  ".into(), Some(("value_missing", "name")));
        check(|c| c.address.city = "".into(), Some(("value_missing", "address.city")));
        check(
            |c| c.delivery_address = Some(Address { postal_code: " ".into(), ..c.address.clone() }),
            Some(("value_missing", "delivery_address.postal_code")),
        );
        let country = |code: &str| Address { country: code.parse().unwrap(), ..customer().address };
        check(|c| c.address = country("ZZ"), Some(("country_unknown", "address.country")));
        check(|c| c.delivery_address = Some(country("IC")), Some(("country_unknown", "delivery_address.country")));
        check(|c| c.address = country("XI"), None);
        let registration = |scheme: &str| Some(Registration { scheme: scheme.into(), value: "12345678".into() });
        check(|c| c.registration = registration("0106"), None);
        check(|c| c.registration = registration("kvk"), Some(("registration_scheme_unknown", "registration.scheme")));
        check(|c| c.payment_days = Some(120), None);
        check(|c| c.payment_days = Some(121), Some(("payment_days_too_long", "payment_days")));
        check(|c| c.payment_days = None, None);
        check(|c| c.email = Some("inkoop@".into()), Some(("email_malformed", "email")));
        check(|c| c.email = Some("in koop@a.nl".into()), Some(("email_malformed", "email")));
        check(|c| c.vat_number = None, None);
        let vat_number = |number: &str, code| {
            check(|c| c.vat_number = Some(number.into()), Some((code, "vat_number")));
        };
        vat_number("NL1", "vat_number_form");
        vat_number("NL004495446B01", "vat_number_checksum");
        vat_number("004495445B01", "vat_number_country");
        check(|c| c.iban = Some("NL91ABNA0417164301".into()), Some(("iban_checksum", "iban")));
        check(|c| c.iban = Some("NL91 ABNA 0417 1643 00".into()), None);
        let usd = Money::new(1, "USD".parse().unwrap());
        check(|c| c.credit_limit = Some(usd), Some(("credit_limit_wrong", "credit_limit")));
        check(|c| c.credit_limit = Some(Money::new(-1, Currency::EUR)), Some(("credit_limit_wrong", "credit_limit")));
    }

    #[test]
    fn archived_once_restored_once() {
        let today = Date::constant(2026, 11, 24);
        let archived = customer().archive(today).unwrap();
        assert_eq!(archived.archived, Some(today));
        assert_eq!(archived.clone().archive(today).unwrap_err().code, "customer_archived");
        let restored = archived.restore().unwrap();
        assert_eq!(restored, customer());
        assert_eq!(restored.restore().unwrap_err().code, "customer_not_archived");
    }

    #[test]
    fn an_erased_person_is_nobody_for_ever() {
        let person = Person {
            id: PersonId(RawId::default()),
            customer: Some(CustomerId(RawId::default())),
            name: "Noor de Wit".into(),
            email: Some("noor@vandale.example".into()),
            phone: Some("+31 20 123".into()),
            role: Some("purchasing".into()),
            erased: None,
        };
        person.check().unwrap();
        let erased = person.clone().erase(Date::constant(2026, 11, 24)).unwrap();
        let text = serde_json::to_string(&erased).unwrap();
        assert!(!text.contains("Noor") && !text.contains("noor") && !text.contains("+31"), "{text}");
        assert_eq!(erased.check().unwrap_err().code, "person_erased");
        assert_eq!(erased.erase(Date::constant(2026, 11, 25)).unwrap_err().code, "person_erased");
        assert_eq!(Person { name: "".into(), ..person }.check().unwrap_err().code, "value_missing");
    }
}
