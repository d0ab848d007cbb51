//! Who may do what. A permission has the name of its verb, `noun.read` for looking, or `noun.field` for a sensitive field.
//! A role is a set of grants, each with a record scope and, for money verbs, a limit.

use domain::{ids::UserId, money::Money, refusal::Refusal};

/// Whose records a grant covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    /// Documents of the own team; a document without an owner belongs to everybody.
    Team,
    Own,
}

/// `pattern` is a permission or `noun.*`, `*.action`, `*.*`.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub pattern: &'static str,
    pub scope: Scope,
    /// Largest amount in major units of the document's currency, for verbs that state one.
    pub limit: Option<i64>,
}

const fn all(pattern: &'static str) -> Grant {
    Grant { pattern, scope: Scope::All, limit: None }
}
const fn own(pattern: &'static str) -> Grant {
    Grant { pattern, scope: Scope::Own, limit: None }
}
const fn team(pattern: &'static str) -> Grant {
    Grant { pattern, scope: Scope::Team, limit: None }
}
const fn up_to(pattern: &'static str, limit: i64) -> Grant {
    Grant { pattern, scope: Scope::All, limit: Some(limit) }
}

/// The roles, from most to least.
pub const ROLES: &[(&str, &[Grant])] = &[
    ("owner", &[all("*.*")]),
    (
        "sales",
        &[
            own("opportunity.*"),
            own("quote.*"),
            own("approval.read"),
            all("approval_rule.read"),
            own("contract.*"),
            all("customer.read"),
            all("customer.create"),
            own("customer.edit"),
            all("person.*"),
            all("product.read"),
            all("price_book.read"),
            all("promotion.read"),
            all("product_model.read"),
            all("exchange_rate.read"),
            all("template.read"),
            all("quote_template.read"),
            own("order.read"),
            own("order.create"),
            all("delivery.read"),
            own("subscription.read"),
            own("invoice.read"),
            all("report.read"),
            all("entity.read"),
            all("comment.*"),
        ],
    ),
    (
        "sales_lead",
        &[
            team("opportunity.*"),
            team("quote.*"),
            all("approval.*"),
            all("delegation.*"),
            all("approval_rule.read"),
            team("contract.*"),
            all("customer.*"),
            all("person.*"),
            all("product.*"),
            all("price_book.*"),
            all("promotion.*"),
            all("product_model.*"),
            all("exchange_rate.read"),
            all("template.*"),
            all("quote_template.*"),
            team("order.*"),
            all("delivery.read"),
            all("subscription.read"),
            all("invoice.read"),
            all("payment.read"),
            all("report.read"),
            all("entity.read"),
            all("comment.*"),
        ],
    ),
    (
        "warehouse",
        &[
            all("order.read"),
            all("delivery.*"),
            all("stock.*"),
            all("product.read"),
            all("customer.read"),
            all("entity.read"),
            all("comment.*"),
        ],
    ),
    (
        "finance",
        &[
            all("customer.*"),
            all("person.read"),
            all("product.read"),
            all("product.cost"),
            all("product.margin"),
            all("price_book.read"),
            all("promotion.read"),
            all("product_model.read"),
            all("exchange_rate.*"),
            all("template.read"),
            all("quote_template.read"),
            all("opportunity.read"),
            all("quote.read"),
            all("approval.*"),
            all("delegation.*"),
            all("approval_rule.*"),
            all("contract.read"),
            all("order.*"),
            all("delivery.read"),
            all("subscription.*"),
            all("invoice.*"),
            all("payment.*"),
            all("refund.create"),
            all("refund.read"),
            up_to("refund.approve", 10_000),
            all("refund.reject"),
            all("ledger.*"),
            all("revenue.*"),
            all("billing.*"),
            all("stock.read"),
            all("report.read"),
            all("import.*"),
            all("entity.read"),
            all("comment.*"),
        ],
    ),
    ("auditor", &[all("*.read"), all("product.cost"), all("product.margin")]),
    // What a customer may do through a public link, on the one document of the link.
    (
        "link",
        &[
            all("quote.accept"),
            all("quote.redeem"),
            all("quote.decline"),
            all("quote.view"),
            all("contract.sign"),
            all("contract.decline"),
            all("comment.create"),
        ],
    ),
];

/// Permissions that are no verb's and stand in no role by name.
const OTHERS: &[&str] = &["ledger.read", "member.read", "member.edit", "report.read", "stock.read"];

/// Whether a pattern covers any permission there is.
pub fn is_permission(pattern: &str) -> bool {
    let read = domain::document::Kind::ALL.iter().map(|kind| format!("{}.read", kind.noun()));
    let verbs = crate::verbs::VERBS.iter().map(|verb| verb.name().to_string());
    let named = ROLES.iter().flat_map(|(_, grants)| grants.iter()).map(|grant| grant.pattern);
    let named = named.chain(OTHERS.iter().copied()).filter(|name| !name.contains('*')).map(str::to_string);
    let pattern = OwnedGrant { pattern: pattern.to_string(), scope: Scope::All, limit: None };
    read.chain(verbs).chain(named).any(|permission| pattern.covers(&permission))
}

/// The names of the roles that people and keys can have.
pub fn names() -> impl Iterator<Item = &'static str> {
    ROLES.iter().map(|(name, _)| *name).filter(|name| *name != "link")
}

/// Refuses a role that nobody can have.
pub fn check_role(role: &str) -> Result<(), Refusal> {
    if names().any(|known| known == role) {
        return Ok(());
    }
    let known = names().collect::<Vec<_>>().join(", ");
    Err(Refusal::invalid("role_unknown").with("role", role).with("known", known).at("role"))
}

/// The grants of an actor.
#[derive(Clone, Debug)]
pub struct Grants(Vec<OwnedGrant>);

#[derive(Clone, Debug)]
struct OwnedGrant {
    pattern: String,
    scope: Scope,
    limit: Option<i64>,
}

impl OwnedGrant {
    fn covers(&self, permission: &str) -> bool {
        let (noun, action) = permission.split_once('.').unwrap_or((permission, ""));
        let (n, a) = self.pattern.split_once('.').unwrap_or((self.pattern.as_str(), ""));
        (n == "*" || n == noun) && (a == "*" || a == action)
    }
}

impl Grants {
    /// The grants of a role; an unknown role may do nothing.
    pub fn of_role(role: &str) -> Grants {
        let grants = ROLES.iter().find(|(name, _)| *name == role).map_or(&[][..], |(_, grants)| grants);
        Grants(
            grants
                .iter()
                .map(|g| OwnedGrant { pattern: g.pattern.to_string(), scope: g.scope, limit: g.limit })
                .collect(),
        )
    }
    /// A restricted key: only these patterns, and never more than its role.
    pub fn restricted(role: &str, patterns: &str) -> Grants {
        let role = Grants::of_role(role);
        let kept = patterns
            .split_whitespace()
            .filter_map(|p| role.find(p).map(|g| OwnedGrant { pattern: p.to_string(), ..g.clone() }));
        Grants(kept.collect())
    }
    fn find(&self, permission: &str) -> Option<&OwnedGrant> {
        // The widest grant counts.
        self.0.iter().filter(|grant| grant.covers(permission)).min_by_key(|g| match g.scope {
            Scope::All => 0,
            Scope::Team => 1,
            Scope::Own => 2,
        })
    }
    /// The scope in which a permission holds, or a refusal that names it.
    pub fn need(&self, permission: &str) -> Result<Scope, Refusal> {
        self.find(permission)
            .map(|g| g.scope)
            .ok_or_else(|| Refusal::forbidden("permission_missing").with("permission", permission))
    }
    pub fn has(&self, permission: &str) -> bool {
        self.find(permission).is_some()
    }
    /// Refuses an amount above the permission's limit.
    pub fn within(&self, permission: &str, amount: Money) -> Result<(), Refusal> {
        let Some(limit) = self.find(permission).and_then(|g| g.limit) else { return Ok(()) };
        let most = Money::new(limit * 10i64.pow(amount.currency().exponent()), amount.currency());
        if amount.minor() <= most.minor() {
            return Ok(());
        }
        Err(Refusal::forbidden("amount_above_limit")
            .with("permission", permission)
            .with("amount", amount)
            .with("limit", most))
    }
}

/// Who acts.
#[derive(Clone, Debug)]
pub enum Actor {
    User {
        id: UserId,
        team: Option<String>,
        grants: Grants,
    },
    /// An API key.
    Key {
        id: domain::ids::KeyId,
        grants: Grants,
    },
    /// A customer with a link to one document.
    Link {
        document: domain::document::DocRef,
        person: Option<domain::ids::PersonId>,
        address: Option<String>,
    },
    /// A job or the command line on the machine itself.
    System,
}
impl Actor {
    /// How the actor stands in the intent.
    pub fn text(&self) -> String {
        match self {
            Actor::User { id, .. } => format!("user:{id}"),
            Actor::Key { id, .. } => format!("key:{id}"),
            Actor::Link { document, person: Some(person), .. } => format!("link:{document}/{person}"),
            Actor::Link { document, .. } => format!("link:{document}"),
            Actor::System => "system".to_string(),
        }
    }
    pub fn user(&self) -> Option<UserId> {
        match self {
            Actor::User { id, .. } => Some(*id),
            _ => None,
        }
    }
    /// Whether a scope covers what belongs to `owner`; what belongs to nobody is everybody's.
    pub fn sees(&self, scope: Scope, owner: Option<UserId>) -> bool {
        scope != Scope::Own || owner.is_none() || owner == self.user()
    }
    pub fn need(&self, permission: &str) -> Result<Scope, Refusal> {
        match self {
            Actor::System => Ok(Scope::All),
            Actor::User { grants, .. } | Actor::Key { grants, .. } => grants.need(permission),
            Actor::Link { .. } => Grants::of_role("link").need(permission),
        }
    }
    pub fn has(&self, permission: &str) -> bool {
        self.need(permission).is_ok()
    }
    pub fn within(&self, permission: &str, amount: Money) -> Result<(), Refusal> {
        match self {
            Actor::User { grants, .. } | Actor::Key { grants, .. } => grants.within(permission, amount),
            Actor::Link { .. } | Actor::System => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_grant_counts_and_limits_hold() {
        let finance = Grants::of_role("finance");
        assert_eq!(finance.need("invoice.issue"), Ok(Scope::All));
        assert_eq!(finance.need("quote.accept").unwrap_err().code, "permission_missing");
        let eur = |minor| Money::new(minor, domain::money::Currency::EUR);
        assert!(finance.within("refund.approve", eur(1_000_000)).is_ok());
        assert_eq!(finance.within("refund.approve", eur(1_000_001)).unwrap_err().code, "amount_above_limit");
        assert_eq!(Grants::of_role("sales").need("quote.send"), Ok(Scope::Own));
        assert!(Grants::of_role("nobody").need("quote.read").is_err());
    }

    #[test]
    fn a_pattern_is_a_permission_or_covers_some() {
        for (pattern, is) in [
            ("quote.read", true),
            ("quote.*", true),
            ("*.read", true),
            ("*.*", true),
            ("product.cost", true),
            ("member.edit", true),
            ("nonsense.x", false),
            ("quote.fly", false),
            ("quote", false),
            ("*", false),
        ] {
            assert_eq!(is_permission(pattern), is, "{pattern}");
        }
    }

    #[test]
    fn a_restricted_key_never_has_more_than_its_role() {
        let key = Grants::restricted("sales", "quote.read invoice.issue");
        assert!(key.has("quote.read"));
        assert!(!key.has("invoice.issue"));
        assert!(!key.has("quote.send"));
    }
}
