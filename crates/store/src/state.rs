//! Small mutable state: organisations and their clocks, logins, members, sessions, keys, links, series, cursors.
//! Secrets are stored only as hashes.

use crate::{Conn, Result, Row, StoreError, params, row};
use domain::{
    dates::Timestamp,
    document::{DocRef, Kind},
    ids::*,
};

pub async fn create_org(conn: &mut Conn, org: OrgId, name: &str, at: Timestamp) -> Result<()> {
    conn.insert("org", "id, name, created_at", &[row![org, name, at]]).await?;
    conn.insert("org_sequence", "org_id, seq, hash, simulated_at", &[row![org, 0i64, vec![0u8; 32], None::<i64>]]).await
}

pub async fn orgs(conn: &mut Conn) -> Result<Vec<(OrgId, String)>> {
    Ok(conn
        .rows("SELECT id, name FROM org ORDER BY id", &[])
        .await?
        .iter()
        .map(|r| (OrgId(r.id(0)), r.text(1).to_string()))
        .collect())
}

pub async fn org_name(conn: &mut Conn, org: OrgId) -> Result<Option<String>> {
    Ok(conn.row("SELECT name FROM org WHERE id = $1", params![org]).await?.map(|r| r.text(0).to_string()))
}

/// The number of the organisation's last intent.
pub async fn last_seq(conn: &mut Conn, org: OrgId) -> Result<i64> {
    let row = conn.row("SELECT seq FROM org_sequence WHERE org_id = $1", params![org]).await?;
    Ok(row.map_or(0, |r| r.int(0)))
}

/// Where the organisation's simulated clock stands; `None` means the wall clock.
pub async fn simulated_at(conn: &mut Conn, org: OrgId) -> Result<Option<Timestamp>> {
    let row = conn.row("SELECT simulated_at FROM org_sequence WHERE org_id = $1", params![org]).await?;
    Ok(row.and_then(|r| r.opt_int(0)).map(Timestamp::from_micros))
}

pub async fn set_simulated_at(conn: &mut Conn, org: OrgId, to: Option<Timestamp>) -> Result<()> {
    conn.exec("UPDATE org_sequence SET simulated_at = $2 WHERE org_id = $1", params![org, to]).await.map(|_| ())
}

/// Takes the next number of a series; the row stays locked until the transaction ends, so numbers have no gaps.
pub async fn next_number(conn: &mut Conn, org: OrgId, entity: EntityId, code: &str) -> Result<i64> {
    const SQL: &str = "INSERT INTO series (org_id, entity_id, code, next) VALUES ($1, $2, $3, 2) \
        ON CONFLICT (org_id, entity_id, code) DO UPDATE SET next = series.next + 1 RETURNING next";
    let row = conn.row(SQL, params![org, entity, code]).await?;
    row.map(|r| r.int(0) - 1).ok_or_else(|| StoreError::Bug(format!("series {code} gave no number")))
}

/// A login: one person's access, to any number of organisations.
#[derive(Clone, Debug)]
pub struct Login {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub password_hash: String,
    pub totp_secret: Option<String>,
    pub language: String,
    pub failed_count: i64,
    pub locked_until: Timestamp,
    /// The last time step whose one-time code was used; a code is never taken twice.
    pub totp_last: i64,
}

pub async fn insert_login(conn: &mut Conn, login: &Login, at: Timestamp) -> Result<()> {
    let values = row![
        login.id,
        login.email.as_str(),
        login.name.as_str(),
        login.password_hash.as_str(),
        login.totp_secret.clone(),
        login.language.as_str(),
        at,
        login.failed_count,
        login.locked_until,
        login.totp_last
    ];
    conn.insert(
        "login",
        "id, email, name, password_hash, totp_secret, language, created_at, failed_count, locked_until, totp_last",
        &[values],
    )
    .await
}

const LOGIN: &str =
    "SELECT id, email, name, password_hash, totp_secret, language, failed_count, locked_until, totp_last FROM login";

fn login(r: &crate::Row) -> Login {
    Login {
        id: UserId(r.id(0)),
        email: r.text(1).into(),
        name: r.text(2).into(),
        password_hash: r.text(3).into(),
        totp_secret: r.opt_text(4).map(Into::into),
        language: r.text(5).into(),
        failed_count: r.int(6),
        locked_until: r.timestamp(7),
        totp_last: r.int(8),
    }
}

pub async fn login_by_email(conn: &mut Conn, email: &str) -> Result<Option<Login>> {
    Ok(conn.row(&format!("{LOGIN} WHERE email = $1"), params![email]).await?.as_ref().map(login))
}

pub async fn login_by_id(conn: &mut Conn, id: UserId) -> Result<Option<Login>> {
    Ok(conn.row(&format!("{LOGIN} WHERE id = $1"), params![id]).await?.as_ref().map(login))
}

pub async fn update_login(conn: &mut Conn, login: &Login) -> Result<()> {
    const SQL: &str = "UPDATE login SET name = $2, password_hash = $3, totp_secret = $4, language = $5, failed_count = $6, locked_until = $7, totp_last = $8 WHERE id = $1";
    conn.exec(
        SQL,
        params![
            login.id,
            login.name.as_str(),
            login.password_hash.as_str(),
            login.totp_secret.clone(),
            login.language.as_str(),
            login.failed_count,
            login.locked_until,
            login.totp_last
        ],
    )
    .await
    .map(|_| ())
}

/// What a login may do in an organisation.
#[derive(Clone, Debug)]
pub struct Member {
    pub user: UserId,
    pub role: String,
    pub team: Option<String>,
    pub active: bool,
}

pub async fn put_member(conn: &mut Conn, org: OrgId, member: &Member) -> Result<()> {
    const SQL: &str = "INSERT INTO member (org_id, user_id, role, team, active) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role, team = excluded.team, active = excluded.active";
    conn.exec(SQL, params![org, member.user, member.role.as_str(), member.team.clone(), member.active])
        .await
        .map(|_| ())
}

pub async fn members(conn: &mut Conn, org: OrgId) -> Result<Vec<(Member, String, String)>> {
    const SQL: &str = "SELECT m.user_id, m.role, m.team, m.active, l.name, l.email FROM member m JOIN login l ON l.id = m.user_id WHERE m.org_id = $1 ORDER BY l.name, m.user_id";
    Ok(conn
        .rows(SQL, params![org])
        .await?
        .iter()
        .map(|r| (member(r), r.text(4).to_string(), r.text(5).to_string()))
        .collect())
}

fn member(r: &crate::Row) -> Member {
    Member { user: UserId(r.id(0)), role: r.text(1).into(), team: r.opt_text(2).map(Into::into), active: r.int(3) == 1 }
}

pub async fn member_of(conn: &mut Conn, org: OrgId, user: UserId) -> Result<Option<Member>> {
    const SQL: &str = "SELECT user_id, role, team, active FROM member WHERE org_id = $1 AND user_id = $2";
    Ok(conn.row(SQL, params![org, user]).await?.as_ref().map(member))
}

/// The organisations a login belongs to.
pub async fn orgs_of(conn: &mut Conn, user: UserId) -> Result<Vec<(OrgId, String)>> {
    const SQL: &str = "SELECT m.org_id, o.name FROM member m JOIN org o ON o.id = m.org_id WHERE m.user_id = $1 AND m.active = 1 ORDER BY m.org_id";
    Ok(conn.rows(SQL, params![user]).await?.iter().map(|r| (OrgId(r.id(0)), r.text(1).to_string())).collect())
}

#[derive(Clone, Debug)]
pub struct Session {
    pub user: UserId,
    pub csrf: String,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert_session(
    conn: &mut Conn,
    org: OrgId,
    token_hash: &[u8],
    session: &Session,
    at: Timestamp,
) -> Result<()> {
    let values = row![org, token_hash, session.user, session.csrf.as_str(), at, session.seen_at, session.expires_at];
    conn.insert("session", "org_id, token_hash, user_id, csrf, created_at, seen_at, expires_at", &[values]).await
}

pub async fn session(conn: &mut Conn, org: OrgId, token_hash: &[u8]) -> Result<Option<Session>> {
    const SQL: &str = "SELECT user_id, csrf, seen_at, expires_at FROM session WHERE org_id = $1 AND token_hash = $2";
    let row = conn.row(SQL, params![org, token_hash]).await?;
    Ok(row.map(|r| Session {
        user: UserId(r.id(0)),
        csrf: r.text(1).into(),
        seen_at: r.timestamp(2),
        expires_at: r.timestamp(3),
    }))
}

pub async fn delete_session(conn: &mut Conn, org: OrgId, token_hash: &[u8]) -> Result<()> {
    conn.exec("DELETE FROM session WHERE org_id = $1 AND token_hash = $2", params![org, token_hash]).await.map(|_| ())
}

pub async fn delete_sessions_of(conn: &mut Conn, org: OrgId, user: UserId) -> Result<()> {
    conn.exec("DELETE FROM session WHERE org_id = $1 AND user_id = $2", params![org, user]).await.map(|_| ())
}

/// A restricted API key: its role, or the verbs it may use (space-separated, `quote.*` for all of a noun).
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub id: KeyId,
    pub secret_hash: Vec<u8>,
    pub name: String,
    pub role: String,
    pub grants: Option<String>,
    pub revoked_at: Option<Timestamp>,
}

pub async fn insert_key(conn: &mut Conn, org: OrgId, key: &ApiKey, at: Timestamp) -> Result<()> {
    let values = row![
        org,
        key.id,
        key.secret_hash.clone(),
        key.name.as_str(),
        key.role.as_str(),
        key.grants.clone(),
        at,
        key.revoked_at
    ];
    conn.insert("api_key", "org_id, id, secret_hash, name, role, grants, created_at, revoked_at", &[values]).await
}

const KEY: &str = "SELECT id, secret_hash, name, role, grants, revoked_at FROM api_key WHERE org_id = $1";

fn api_key(r: &crate::Row) -> ApiKey {
    ApiKey {
        id: KeyId(r.id(0)),
        secret_hash: r.blob(1).to_vec(),
        name: r.text(2).into(),
        role: r.text(3).into(),
        grants: r.opt_text(4).map(Into::into),
        revoked_at: r.opt_int(5).map(Timestamp::from_micros),
    }
}

pub async fn key_by_id(conn: &mut Conn, org: OrgId, id: KeyId) -> Result<Option<ApiKey>> {
    Ok(conn.row(&format!("{KEY} AND id = $2"), params![org, id]).await?.as_ref().map(api_key))
}

pub async fn keys(conn: &mut Conn, org: OrgId) -> Result<Vec<ApiKey>> {
    Ok(conn.rows(&format!("{KEY} ORDER BY id"), params![org]).await?.iter().map(api_key).collect())
}

pub async fn revoke_key(conn: &mut Conn, org: OrgId, id: KeyId, at: Timestamp) -> Result<bool> {
    Ok(conn
        .exec(
            "UPDATE api_key SET revoked_at = $3 WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL",
            params![org, id, at],
        )
        .await?
        == 1)
}

/// A link by which a customer sees one document without a login.
#[derive(Clone, Debug)]
pub struct PublicLink {
    pub document: DocRef,
    pub person: Option<PersonId>,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

pub async fn insert_link(
    conn: &mut Conn,
    org: OrgId,
    token_hash: &[u8],
    link: &PublicLink,
    at: Timestamp,
) -> Result<()> {
    let values = row![
        org,
        token_hash,
        link.document.kind.noun(),
        link.document.id,
        link.person,
        at,
        link.expires_at,
        link.revoked_at
    ];
    conn.insert(
        "public_link",
        "org_id, token_hash, doc_kind, doc_id, person_id, created_at, expires_at, revoked_at",
        &[values],
    )
    .await
}

pub async fn link(conn: &mut Conn, org: OrgId, token_hash: &[u8]) -> Result<Option<PublicLink>> {
    const SQL: &str = "SELECT doc_kind, doc_id, person_id, expires_at, revoked_at FROM public_link WHERE org_id = $1 AND token_hash = $2";
    let Some(r) = conn.row(SQL, params![org, token_hash]).await? else { return Ok(None) };
    let kind = Kind::from_noun(r.text(0)).ok_or_else(|| StoreError::Bug(format!("document kind {}", r.text(0))))?;
    Ok(Some(PublicLink {
        document: DocRef { kind, id: r.id(1) },
        person: r.opt_id(2).map(PersonId),
        expires_at: r.timestamp(3),
        revoked_at: r.opt_int(4).map(Timestamp::from_micros),
    }))
}

pub async fn revoke_links(conn: &mut Conn, org: OrgId, document: RawId, at: Timestamp) -> Result<u64> {
    conn.exec(
        "UPDATE public_link SET revoked_at = $3 WHERE org_id = $1 AND doc_id = $2 AND revoked_at IS NULL",
        params![org, document, at],
    )
    .await
}

/// How far a run has come; `None` when it has not begun.
pub async fn cursor(conn: &mut Conn, org: OrgId, name: &str) -> Result<Option<String>> {
    let row = conn.row("SELECT position FROM run_cursor WHERE org_id = $1 AND name = $2", params![org, name]).await?;
    Ok(row.map(|r| r.text(0).to_string()))
}

pub async fn set_cursor(conn: &mut Conn, org: OrgId, name: &str, position: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO run_cursor (org_id, name, position) VALUES ($1, $2, $3) ON CONFLICT (org_id, name) DO UPDATE SET position = excluded.position";
    conn.exec(SQL, params![org, name, position]).await.map(|_| ())
}

/// Who reads a comment, and on which side it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Colleagues only.
    Internal,
    /// From the seller, to the customer.
    Customer,
    /// From the customer, to the seller.
    ByCustomer,
}
impl Audience {
    pub fn key(self) -> &'static str {
        match self {
            Audience::Internal => "internal",
            Audience::Customer => "customer",
            Audience::ByCustomer => "by_customer",
        }
    }
    /// What is not known for sure is nobody else's business.
    fn parse(key: &str) -> Audience {
        [Audience::Customer, Audience::ByCustomer].into_iter().find(|a| a.key() == key).unwrap_or(Audience::Internal)
    }
}

/// A comment as it is kept.
#[derive(Clone, Debug)]
pub struct Comment {
    pub id: CommentId,
    pub author: Option<UserId>,
    pub at: Timestamp,
    pub audience: Audience,
    pub text: String,
}

pub async fn insert_comment(conn: &mut Conn, org: OrgId, document: RawId, comment: &Comment) -> Result<()> {
    let Comment { id, author, at, audience, text } = comment;
    conn.insert(
        "comment",
        "org_id, id, doc_id, author_id, recorded_at, body, audience",
        &[row![org, *id, document, *author, *at, text.as_str(), audience.key()]],
    )
    .await
}

/// Comments on a document, oldest first.
pub async fn comments(conn: &mut Conn, org: OrgId, document: RawId) -> Result<Vec<Comment>> {
    const SQL: &str = "SELECT id, author_id, recorded_at, body, audience FROM comment WHERE org_id = $1 AND doc_id = $2 ORDER BY id LIMIT 500";
    let comment = |r: &Row| Comment {
        id: CommentId(r.id(0)),
        author: r.opt_id(1).map(UserId),
        at: r.timestamp(2),
        text: r.text(3).to_string(),
        audience: Audience::parse(r.text(4)),
    };
    Ok(conn.rows(SQL, params![org, document]).await?.iter().map(comment).collect())
}

/// Keeps bytes under their hash; the same bytes are kept once.
pub async fn put_blob(
    conn: &mut Conn,
    org: OrgId,
    sha256: &[u8],
    media_type: &str,
    bytes: &[u8],
    at: Timestamp,
) -> Result<()> {
    const SQL: &str = "INSERT INTO blob (org_id, sha256, media_type, bytes, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org_id, sha256) DO NOTHING";
    conn.exec(SQL, params![org, sha256, media_type, bytes, at]).await.map(|_| ())
}

/// Media type and bytes kept under a hash.
pub async fn blob(conn: &mut Conn, org: OrgId, sha256: &[u8]) -> Result<Option<(String, Vec<u8>)>> {
    let row =
        conn.row("SELECT media_type, bytes FROM blob WHERE org_id = $1 AND sha256 = $2", params![org, sha256]).await?;
    Ok(row.map(|r| (r.text(0).to_string(), r.blob(1).to_vec())))
}

/// Names a kept file of a document; the first one stays for ever.
pub async fn put_file(
    conn: &mut Conn,
    org: OrgId,
    document: RawId,
    name: &str,
    sha256: &[u8],
    at: Timestamp,
) -> Result<()> {
    const SQL: &str = "INSERT INTO document_file (org_id, doc_id, name, sha256, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org_id, doc_id, name) DO NOTHING";
    conn.exec(SQL, params![org, document, name, sha256, at]).await.map(|_| ())
}

/// Hash of a document's file by name.
pub async fn file(conn: &mut Conn, org: OrgId, document: RawId, name: &str) -> Result<Option<Vec<u8>>> {
    let row = conn
        .row(
            "SELECT sha256 FROM document_file WHERE org_id = $1 AND doc_id = $2 AND name = $3",
            params![org, document, name],
        )
        .await?;
    Ok(row.map(|r| r.blob(0).to_vec()))
}

/// Notes that a session was used, so that it does not end for idleness.
pub async fn touch_session(conn: &mut Conn, org: OrgId, token_hash: &[u8], at: Timestamp) -> Result<()> {
    conn.exec("UPDATE session SET seen_at = $3 WHERE org_id = $1 AND token_hash = $2", params![org, token_hash, at])
        .await
        .map(|_| ())
}
