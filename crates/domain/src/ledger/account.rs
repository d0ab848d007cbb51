//! The chart of accounts: a short Dutch chart with RGS reference codes (Referentie Grootboekschema), one per account.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountClass {
    Asset,
    Liability,
    Equity,
    Income,
    Expense,
}
impl AccountClass {
    /// From its name in lower case.
    pub fn parse(name: &str) -> Option<AccountClass> {
        Some(match name {
            "asset" => AccountClass::Asset,
            "liability" => AccountClass::Liability,
            "equity" => AccountClass::Equity,
            "income" => AccountClass::Income,
            "expense" => AccountClass::Expense,
            _ => return None,
        })
    }
}

macro_rules! chart {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $rgs:literal, $class:ident;)*) => {
        /// An account of the ledger, shown by its code; its name is a word (`account-<code>`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Account { $($(#[$doc])* $variant),* }
        impl Account {
            pub const ALL: &'static [Account] = &[$(Account::$variant),*];
            pub fn code(self) -> &'static str { match self { $(Account::$variant => $code),* } }
            pub fn rgs(self) -> &'static str { match self { $(Account::$variant => $rgs),* } }
            pub fn class(self) -> AccountClass { match self { $(Account::$variant => AccountClass::$class),* } }
        }
    };
}
chart! {
    /// Share capital and retained results.
    Equity = "0500", "BEivKap", Equity;
    Bank = "1000", "BLimBan", Asset;
    Cash = "1010", "BLimKas", Asset;
    /// What customers owe on invoices.
    Receivables = "1300", "BVorDeb", Asset;
    /// Delivered, not yet invoiced (contract assets, IFRS 15.107).
    Unbilled = "1310", "BVorOvaNtf", Asset;
    /// Payments not yet allocated to an invoice: owed back until they are.
    Unallocated = "1320", "BSchOpaNto", Liability;
    /// Invoiced, not yet earned (contract liabilities, IFRS 15.106).
    Deferred = "1400", "BSchOpaVob", Liability;
    /// History that was settled in the system before this one.
    SettledElsewhere = "1390", "BVorOvaOvv", Asset;
    VatPayable = "1500", "BSchBepBtw", Liability;
    /// Goods that came in and wait for the supplier's invoice.
    GoodsReceived = "1610", "BSchOpaNtb", Liability;
    Inventory = "3000", "BVrdHan", Asset;
    CostOfSales = "7000", "WKprKvg", Expense;
    StockDifferences = "7100", "WKprVrd", Expense;
    Revenue = "8000", "WOmzNop", Income;
    /// Lines recorded by a system before this one, outside the scope of VAT here.
    ImportedRevenue = "8090", "WOmzNohOlh", Income;
    PaymentDifferences = "4700", "WBedAlgBet", Expense;
    ExchangeDifferences = "4710", "WFbeKrv", Expense;
}
impl Account {
    pub fn from_code(code: &str) -> Option<Account> {
        Account::ALL.iter().copied().find(|a| a.code() == code)
    }
    /// Whether its balance is normally a debit.
    pub fn is_debit(self) -> bool {
        matches!(self.class(), AccountClass::Asset | AccountClass::Expense)
    }
}
impl Serialize for Account {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}
impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Account, D::Error> {
        let s = Cow::<str>::deserialize(d)?;
        Account::from_code(&s).ok_or_else(|| D::Error::custom(format!("`{s}` is not an account of the chart")))
    }
}
impl JsonSchema for Account {
    fn schema_name() -> Cow<'static, str> {
        "Account".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Account::ALL.iter().map(|a| a.code()).collect();
        json_schema!({"type": "string", "format": "account", "enum": codes})
    }
}
