//! Keys of persons. Personal data in intents and history is sealed with a key of that person alone; erasing destroys the
//! key, and what was sealed can never be read again, while the books stay as they are.

use crate::{Conn, Result, StoreError, params, row};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, aead::Aead};
use domain::ids::*;
use sha2::{Digest, Sha256};

/// The secret key of one person.
pub struct PersonKey([u8; 32]);

impl PersonKey {
    /// Seals a text. The nonce comes from where the text stands, which is used once, so that a replay seals the same.
    pub fn seal(&self, place: RawId, field: &str, text: &str) -> String {
        let nonce = nonce(place, field);
        let sealed = ChaCha20Poly1305::new(&self.0.into()).encrypt(&nonce.into(), text.as_bytes());
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed.unwrap_or_else(|_| panic!("sealing cannot fail for texts that fit in memory")));
        format!("\"sealed:{}\"", BASE64_STANDARD_NO_PAD.encode(bytes))
    }
    /// The text, or `None` when it was not sealed with this key.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let encoded = sealed.trim_matches('"').strip_prefix("sealed:")?;
        let bytes = BASE64_STANDARD_NO_PAD.decode(encoded).ok()?;
        let (nonce, text) = bytes.split_at_checked(12)?;
        let nonce: [u8; 12] = nonce.try_into().ok()?;
        let plain = ChaCha20Poly1305::new(&self.0.into()).decrypt(&nonce.into(), text).ok()?;
        String::from_utf8(plain).ok()
    }
}

fn nonce(place: RawId, field: &str) -> [u8; 12] {
    let mut hash = Sha256::new();
    hash.update(place.bytes());
    hash.update(field.as_bytes());
    let digest = hash.finalize();
    let mut nonce = [0u8; 12];
    nonce.copy_from_slice(&digest[..12]);
    nonce
}

/// The person's key, unless it was destroyed.
pub async fn key(conn: &mut Conn, org: OrgId, person: PersonId) -> Result<Option<PersonKey>> {
    let row =
        conn.row("SELECT secret FROM person_key WHERE org_id = $1 AND person_id = $2", params![org, person]).await?;
    Ok(row.and_then(|r| r.blob(0).try_into().ok()).map(PersonKey))
}

/// The person's key, made when there is none yet. A replay finds the key of the recorded run in place.
pub async fn ensure_key(conn: &mut Conn, org: OrgId, person: PersonId) -> Result<PersonKey> {
    if let Some(key) = key(conn, org, person).await? {
        return Ok(key);
    }
    let mut secret = [0u8; 32];
    // clock: a person's key is the one random choice of a transaction; a replay finds it in place
    getrandom::fill(&mut secret).map_err(|e| StoreError::Bug(format!("no random numbers: {e}")))?;
    conn.insert("person_key", "org_id, person_id, secret", &[row![org, person, secret.to_vec()]]).await?;
    Ok(PersonKey(secret))
}

/// Destroys the key and with it everything sealed by it, for ever.
pub async fn destroy_key(conn: &mut Conn, org: OrgId, person: PersonId) -> Result<()> {
    conn.exec("DELETE FROM person_key WHERE org_id = $1 AND person_id = $2", params![org, person]).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_persons_key_opens_what_it_sealed() {
        let id = RawId::from_moment(1, [1; 10]);
        let sealed = PersonKey([1; 32]).seal(id, "name", "Anna de Vries");
        assert!(!sealed.contains("Anna"));
        assert_eq!(PersonKey([1; 32]).open(&sealed).as_deref(), Some("Anna de Vries"));
        assert_eq!(PersonKey([2; 32]).open(&sealed), None);
        assert_eq!(PersonKey([1; 32]).open("sealed:AA"), None);
    }
}
