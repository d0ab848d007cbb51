//! Getting in: founding an organisation, logins with throttling and one-time codes, sessions, restricted API keys and the
//! links that customers get. Secrets are kept only as hashes, and every token carries its organisation in its text.

use crate::{
    clock,
    error::Result,
    roles::{self, Actor, Grants},
    runner::{App, Call},
};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    dates::Timestamp,
    document::DocRef,
    ids::*,
    org::Language,
    refusal::{Refusal, RefusalKind},
};
use sha2::{Digest, Sha256};
use store::{
    Conn, StoreError,
    state::{self, ApiKey, Login, Member, PublicLink, Session},
};

/// A session ends after this long, and after this long without use.
const SESSION_SECONDS: i64 = 14 * 24 * 3600;
const SESSION_IDLE_SECONDS: i64 = 12 * 3600;
/// After this many wrong passwords a login waits, twice as long each time.
const FREE_TRIES: i64 = 5;
const WAIT_SECONDS: i64 = 30;
const PASSWORD_MIN: usize = 10;

/// The first things an organisation needs.
#[derive(Clone, Debug)]
pub struct Founding {
    pub name: String,
    pub entity: crate::entity::EntityFields,
    pub owner_email: String,
    pub owner_name: String,
    pub password: String,
    pub language: Language,
}

/// A session just opened: the cookie's text and the token that forms carry.
#[derive(Clone, Debug)]
pub struct Opened {
    pub token: String,
    pub csrf: String,
    pub org: OrgId,
    pub user: UserId,
}

/// Who a session or key belongs to, as pages and API calls need it.
#[derive(Clone, Debug)]
pub struct Who {
    pub org: OrgId,
    pub actor: Actor,
    pub name: String,
    pub email: String,
    pub role: String,
    pub language: Language,
    /// Only for sessions.
    pub csrf: String,
}

impl App {
    /// Makes an organisation with its first legal entity and its owner's login.
    pub async fn found(&self, founding: Founding) -> Result<(OrgId, UserId)> {
        // Nothing is written of an organisation whose entity would be refused.
        let names = serde_json::json!({"name": founding.name, "owner_name": founding.owner_name});
        crate::input::check_texts(&names)?;
        founding.entity.clone().onto(EntityId(clock::new_id()), None).check()?;
        let (org, now) = (OrgId(clock::new_id()), clock::now());
        let user =
            self.add_login(&founding.owner_email, &founding.owner_name, &founding.password, founding.language).await?;
        let mut tx = self.db.begin().await?;
        let made = async {
            state::create_org(tx.conn(), org, &founding.name, now).await?;
            state::put_member(tx.conn(), org, &Member { user, role: "owner".into(), team: None, active: true }).await
        };
        if let Err(error) = made.await {
            tx.rollback().await;
            return Err(error.into());
        }
        tx.commit().await?;
        self.run(&Call::system(org), crate::entity::EntityCreate { fields: founding.entity }).await?;
        Ok((org, user))
    }

    /// Makes a login, or returns the one that already has this address.
    pub async fn add_login(&self, email: &str, name: &str, password: &str, language: Language) -> Result<UserId> {
        let email = normal_email(email)?;
        if let Some(login) = state::login_by_email(&mut self.db.read().await?, &email).await? {
            return Ok(login.id);
        }
        let login = Login {
            id: UserId(clock::new_id()),
            email,
            name: name.trim().to_string(),
            password_hash: hash_password(password).await?,
            totp_secret: None,
            language: language.code().to_string(),
            failed_count: 0,
            locked_until: Timestamp(0),
            totp_last: 0,
        };
        let mut tx = self.db.begin().await?;
        if let Err(error) = state::insert_login(tx.conn(), &login, clock::now()).await {
            tx.rollback().await;
            return Err(error.into());
        }
        tx.commit().await?;
        Ok(login.id)
    }

    /// Logs in with password and, when set up, a one-time code. Wrong tries slow down; the answer never tells which part was wrong.
    pub async fn log_in(&self, email: &str, password: &str, code: Option<&str>) -> Result<Opened> {
        let wrong = || Refusal::new(RefusalKind::Unauthenticated, "login_wrong");
        let now = clock::now();
        let login = match normal_email(email) {
            Ok(email) => state::login_by_email(&mut self.db.read().await?, &email).await?,
            Err(_) => None,
        };
        // An unknown address costs the same time as a known one.
        let hash = login.as_ref().map_or_else(unknown_hash, |l| l.password_hash.clone());
        if let Some(login) = &login
            && login.locked_until > now
        {
            return Err(Refusal::new(RefusalKind::Throttled, "login_throttled")
                .with("until", login.locked_until)
                .into());
        }
        let password_fits = verify_password(password, hash).await;
        let Some(mut login) = login else { return Err(wrong().into()) };
        if password_fits && login.totp_secret.is_some() && code.is_none_or(str::is_empty) {
            return Err(Refusal::new(RefusalKind::Unauthenticated, "login_code_needed").into());
        }
        let step = password_fits.then(|| totp_step(&login, code, now)).flatten();
        let Some(step) = step else {
            login.failed_count += 1;
            let beyond = login.failed_count - FREE_TRIES;
            if beyond >= 0 {
                login.locked_until = now.add_seconds(WAIT_SECONDS << beyond.min(7));
            }
            self.put_login(&login).await?;
            return Err(wrong().into());
        };
        login.failed_count = 0;
        login.totp_last = step;
        self.put_login(&login).await?;
        let orgs = state::orgs_of(&mut self.db.read().await?, login.id).await?;
        let (org, _) = orgs.first().ok_or_else(|| Refusal::forbidden("login_without_organisation"))?;
        self.open_session(*org, login.id).await
    }

    /// Opens a session; each login gets a fresh token, so that a token known before is worth nothing after.
    pub async fn open_session(&self, org: OrgId, user: UserId) -> Result<Opened> {
        let now = clock::now();
        let (token, hash) = new_token("qs", org);
        let csrf = BASE64_URL_SAFE_NO_PAD.encode(clock::random::<18>());
        let session = Session { user, csrf: csrf.clone(), seen_at: now, expires_at: now.add_seconds(SESSION_SECONDS) };
        let mut tx = self.db.begin().await?;
        if let Err(error) = state::insert_session(tx.conn(), org, &hash, &session, now).await {
            tx.rollback().await;
            return Err(error.into());
        }
        tx.commit().await?;
        Ok(Opened { token, csrf, org, user })
    }

    /// Who a session token belongs to; `None` when it ended or never was.
    pub async fn session(&self, token: &str) -> Result<Option<Who>> {
        let Some((org, hash)) = read_token("qs", token) else { return Ok(None) };
        let mut conn = self.db.read().await?;
        let Some(session) = state::session(&mut conn, org, &hash).await? else { return Ok(None) };
        let now = clock::now();
        if session.expires_at < now || session.seen_at.add_seconds(SESSION_IDLE_SECONDS) < now {
            return Ok(None);
        }
        if session.seen_at.add_seconds(600) < now {
            drop(conn);
            self.touch_session(org, &hash, now).await?;
            conn = self.db.read().await?;
        }
        let member = state::member_of(&mut conn, org, session.user).await?;
        let (Some(member), Some(login)) =
            (member.filter(|m| m.active), state::login_by_id(&mut conn, session.user).await?)
        else {
            return Ok(None);
        };
        let actor = Actor::User { id: session.user, team: member.team, grants: Grants::of_role(&member.role) };
        let language = Language::parse(&login.language).unwrap_or_default();
        Ok(Some(Who {
            org,
            actor,
            name: login.name,
            email: login.email,
            role: member.role,
            language,
            csrf: session.csrf,
        }))
    }

    async fn touch_session(&self, org: OrgId, hash: &[u8], now: Timestamp) -> Result<()> {
        let mut tx = self.db.begin().await?;
        match state::touch_session(tx.conn(), org, hash, now).await {
            Ok(()) => Ok(tx.commit().await?),
            Err(error) => {
                tx.rollback().await;
                Err(error.into())
            }
        }
    }

    /// Changes a login's password; every session but the next one ends.
    pub async fn change_password(&self, user: UserId, current: &str, new: &str) -> Result<()> {
        let login = state::login_by_id(&mut self.db.read().await?, user).await?;
        let mut login = login.ok_or_else(|| Refusal::new(RefusalKind::Unauthenticated, "login_wrong"))?;
        if !verify_password(current, login.password_hash.clone()).await {
            return Err(Refusal::new(RefusalKind::Unauthenticated, "login_wrong").at("current").into());
        }
        login.password_hash = hash_password(new).await?;
        self.put_login(&login).await
    }

    /// A fresh secret for one-time codes, in the base32 that authenticator apps take.
    pub fn new_totp_secret(&self) -> String {
        base32(&clock::random::<20>())
    }

    /// Turns one-time codes on, once a code shows that the app has the secret.
    pub async fn set_totp(&self, user: UserId, secret: &str, code: &str) -> Result<()> {
        let login = state::login_by_id(&mut self.db.read().await?, user).await?;
        let mut login = login.ok_or_else(|| Refusal::new(RefusalKind::Unauthenticated, "login_wrong"))?;
        let bytes = from_base32(secret)
            .filter(|b| b.len() >= 16)
            .ok_or_else(|| Refusal::invalid("totp_secret").at("secret"))?;
        login.totp_secret = Some(BASE64_URL_SAFE_NO_PAD.encode(bytes));
        login.totp_last = 0;
        login.totp_last =
            totp_step(&login, Some(code), clock::now()).ok_or_else(|| Refusal::invalid("totp_code").at("code"))?;
        self.put_login(&login).await
    }

    pub async fn log_out(&self, token: &str) -> Result<()> {
        let Some((org, hash)) = read_token("qs", token) else { return Ok(()) };
        let mut tx = self.db.begin().await?;
        state::delete_session(tx.conn(), org, &hash).await?;
        Ok(tx.commit().await?)
    }

    async fn put_login(&self, login: &Login) -> Result<()> {
        let mut tx = self.db.begin().await?;
        match state::update_login(tx.conn(), login).await {
            Ok(()) => Ok(tx.commit().await?),
            Err(error) => {
                tx.rollback().await;
                Err(error.into())
            }
        }
    }

    /// Makes an API key and returns its text, shown this once. `grants` narrows the role to some permissions.
    pub async fn create_key(
        &self,
        org: OrgId,
        name: &str,
        role: &str,
        grants: Option<String>,
    ) -> Result<(KeyId, String)> {
        roles::check_role(role)?;
        // An empty list would be a key for nothing, and a misspelt permission one for less than was meant.
        if let Some(grants) = &grants {
            let unknown = grants.split_whitespace().find(|pattern| !roles::is_permission(pattern));
            if let Some(pattern) = unknown.or(grants.trim().is_empty().then_some("")) {
                return Err(Refusal::invalid("grant_unknown").with("given", pattern).at("grants").into());
            }
        }
        let id = KeyId(clock::new_id());
        let secret = BASE64_URL_SAFE_NO_PAD.encode(clock::random::<24>());
        let text = format!("qk_{}_{}_{secret}", org.raw(), id.raw());
        let key = ApiKey {
            id,
            secret_hash: Sha256::digest(secret.as_bytes()).to_vec(),
            name: name.to_string(),
            role: role.to_string(),
            grants,
            revoked_at: None,
        };
        let mut tx = self.db.begin().await?;
        if let Err(error) = state::insert_key(tx.conn(), org, &key, clock::now()).await {
            tx.rollback().await;
            return Err(error.into());
        }
        tx.commit().await?;
        Ok((id, text))
    }

    /// Who an API key belongs to.
    pub async fn key(&self, text: &str) -> Result<Option<Who>> {
        let parts: Vec<&str> = text.splitn(4, '_').collect();
        let [_, org, id, secret] = parts[..] else { return Ok(None) };
        let (Ok(org), Ok(id)) = (org.parse::<RawId>(), id.parse::<RawId>()) else { return Ok(None) };
        let (org, id) = (OrgId(org), KeyId(id));
        let Some(key) = state::key_by_id(&mut self.db.read().await?, org, id).await? else { return Ok(None) };
        let fits = same_bytes(&key.secret_hash, &Sha256::digest(secret.as_bytes()));
        if !fits || key.revoked_at.is_some() {
            return Ok(None);
        }
        let grants =
            key.grants.as_ref().map_or_else(|| Grants::of_role(&key.role), |g| Grants::restricted(&key.role, g));
        Ok(Some(Who {
            org,
            actor: Actor::Key { id, grants },
            name: key.name,
            email: String::new(),
            role: key.role,
            language: Language::En,
            csrf: String::new(),
        }))
    }

    pub async fn revoke_key(&self, org: OrgId, id: KeyId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let done = state::revoke_key(tx.conn(), org, id, clock::now()).await?;
        tx.commit().await?;
        if done { Ok(()) } else { Err(Refusal::not_found("key_missing").with("id", id.to_string()).into()) }
    }

    /// Makes the link by which a customer sees one document, and returns its token. Links made before keep working.
    pub async fn create_link(
        &self,
        org: OrgId,
        document: DocRef,
        person: Option<PersonId>,
        days: i64,
    ) -> Result<String> {
        let now = clock::now();
        let (token, hash) = new_token("ql", org);
        let link = PublicLink { document, person, expires_at: now.add_seconds(days * 86_400), revoked_at: None };
        let mut tx = self.db.begin().await?;
        if let Err(error) = state::insert_link(tx.conn(), org, &hash, &link, now).await {
            tx.rollback().await;
            return Err(error.into());
        }
        tx.commit().await?;
        Ok(token)
    }

    /// What a link shows, and the actor its visitor is. Ended, revoked and unknown links are one answer.
    pub async fn link(&self, token: &str, address: Option<String>) -> Result<(OrgId, DocRef, Actor)> {
        let gone = || Refusal::not_found("link_gone");
        let (org, hash) = read_token("ql", token).ok_or_else(gone)?;
        let link = state::link(&mut self.db.read().await?, org, &hash).await?.ok_or_else(gone)?;
        if link.revoked_at.is_some() || link.expires_at < clock::now() {
            return Err(gone().into());
        }
        Ok((org, link.document, Actor::Link { document: link.document, person: link.person, address }))
    }

    /// Colleagues with their names and addresses.
    pub async fn members(&self, reader: &crate::read::Reader) -> Result<Vec<(Member, String, String)>> {
        reader.actor.need("member.read")?;
        Ok(state::members(&mut self.db.read().await?, reader.org).await?)
    }

    /// The names of those who work here now; who they are is no secret among colleagues, and nobody else's business.
    pub async fn colleagues(&self, reader: &crate::read::Reader) -> Result<Vec<(UserId, String)>> {
        if reader.actor.user().is_none() {
            return Ok(Vec::new());
        }
        let members = state::members(&mut self.db.read().await?, reader.org).await?;
        Ok(members.into_iter().filter(|(m, ..)| m.active).map(|(m, name, _)| (m.user, name)).collect())
    }

    /// The API keys, without their secrets.
    pub async fn keys(&self, reader: &crate::read::Reader) -> Result<Vec<ApiKey>> {
        reader.actor.need("member.read")?;
        Ok(state::keys(&mut self.db.read().await?, reader.org).await?)
    }

    /// Takes a new colleague in, with a login when they have none. Who is a colleague already keeps their role: `set_role`
    /// changes that.
    pub async fn add_member(
        &self,
        org: OrgId,
        email: &str,
        name: &str,
        password: &str,
        role: &str,
        team: Option<String>,
    ) -> Result<UserId> {
        roles::check_role(role)?;
        let known = state::login_by_email(&mut self.db.read().await?, &normal_email(email)?).await?;
        if let Some(login) = known
            && let Some(member) = state::member_of(&mut self.db.read().await?, org, login.id).await?
            && member.active
        {
            let refusal = Refusal::state("member_exists").with("email", login.email);
            return Err(refusal.with("role", member.role).at("email").into());
        }
        let user = self.add_login(email, name, password, Language::Nl).await?;
        let mut tx = self.db.begin().await?;
        match state::put_member(tx.conn(), org, &Member { user, role: role.to_string(), team, active: true }).await {
            Ok(()) => tx.commit().await?,
            Err(error) => {
                tx.rollback().await;
                return Err(error.into());
            }
        }
        Ok(user)
    }

    /// Gives a colleague another role. An organisation keeps an owner.
    pub async fn set_role(&self, org: OrgId, email: &str, role: &str) -> Result<UserId> {
        roles::check_role(role)?;
        let email = normal_email(email)?;
        let mut tx = self.db.begin().await?;
        match other_role(tx.conn(), org, &email, role).await {
            Ok(user) => {
                tx.commit().await?;
                Ok(user)
            }
            Err(error) => {
                tx.rollback().await;
                Err(error)
            }
        }
    }
}

async fn other_role(conn: &mut Conn, org: OrgId, email: &str, role: &str) -> Result<UserId> {
    let members = state::members(conn, org).await?;
    let found = members.iter().find(|(_, _, known)| known == email);
    let Some((member, _, _)) = found else {
        return Err(Refusal::not_found("member_missing").with("email", email).at("email").into());
    };
    let owners = members.iter().filter(|(member, _, _)| member.active && member.role == "owner").count();
    if member.role == "owner" && role != "owner" && member.active && owners == 1 {
        return Err(Refusal::state("owner_last").with("email", email).at("role").into());
    }
    state::put_member(conn, org, &Member { role: role.to_string(), ..member.clone() }).await?;
    Ok(member.user)
}

fn normal_email(email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let plausible = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !email.contains(char::is_whitespace));
    if plausible && email.len() <= 254 {
        Ok(email)
    } else {
        Err(Refusal::invalid("email_malformed").with("given", email).at("email").into())
    }
}

/// Hashing takes tens of milliseconds on purpose, so it leaves the async threads alone.
async fn hash_password(password: &str) -> Result<String> {
    if password.chars().count() < PASSWORD_MIN {
        return Err(Refusal::invalid("password_short").with("least", PASSWORD_MIN).at("password").into());
    }
    let password = password.to_string();
    let hashed = tokio::task::spawn_blocking(move || {
        PasswordHasher::<PasswordHash>::hash_password(&Argon2::default(), password.as_bytes()).map(|h| h.to_string())
    })
    .await;
    match hashed {
        Ok(Ok(hash)) => Ok(hash),
        other => Err(StoreError::Bug(format!("password hash: {other:?}")).into()),
    }
}

async fn verify_password(password: &str, hash: String) -> bool {
    let password = password.to_string();
    let check = move || {
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

/// A hash no password fits, made once.
fn unknown_hash() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let make = || {
        let password = clock::random::<16>();
        PasswordHasher::<PasswordHash>::hash_password(&Argon2::default(), &password)
            .map(|h| h.to_string())
            .unwrap_or_default()
    };
    HASH.get_or_init(make).clone()
}

/// The time step of a code that fits and was not used before; 0 when no code is set up.
fn totp_step(login: &Login, code: Option<&str>, now: Timestamp) -> Option<i64> {
    let Some(secret) = &login.totp_secret else { return Some(0) };
    let secret = BASE64_URL_SAFE_NO_PAD.decode(secret).ok()?;
    let totp = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret)
        .build()
        .ok()?;
    let step = totp.check(code?.trim(), u64::try_from(now.millis() / 1000).ok()?)?;
    i64::try_from(step).ok().filter(|step| *step > login.totp_last)
}

fn new_token(prefix: &str, org: OrgId) -> (String, Vec<u8>) {
    let secret = BASE64_URL_SAFE_NO_PAD.encode(clock::random::<24>());
    let token = format!("{prefix}_{}_{secret}", org.raw());
    let hash = Sha256::digest(token.as_bytes()).to_vec();
    (token, hash)
}

fn read_token(prefix: &str, token: &str) -> Option<(OrgId, Vec<u8>)> {
    let rest = token.strip_prefix(prefix)?.strip_prefix('_')?;
    let org = rest.get(..26)?.parse::<RawId>().ok()?;
    Some((OrgId(org), Sha256::digest(token.as_bytes()).to_vec()))
}

fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0u8, |acc, (x, y)| acc | (x ^ y)) == 0
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|b| (0..8).rev().map(move |i| (b >> i) & 1)).collect();
    bits.chunks(5)
        .map(|five| char::from(BASE32[usize::from(five.iter().fold(0, |n, bit| (n << 1) | bit) << (5 - five.len()))]))
        .collect()
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bits = Vec::new();
    for c in text.bytes().filter(|c| *c != b' ') {
        let n = BASE32.iter().position(|b| *b == c.to_ascii_uppercase())?;
        bits.extend((0..5).rev().map(|i| ((n >> i) & 1) as u8));
    }
    Some(bits.chunks_exact(8).map(|eight| eight.iter().fold(0, |n, bit| (n << 1) | bit)).collect())
}

#[cfg(test)]
mod base32_tests {
    #[test]
    fn a_secret_survives_its_writing() {
        assert_eq!(super::base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(super::from_base32("MZXW 6YTB OI").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(super::from_base32("1"), None);
    }
}
