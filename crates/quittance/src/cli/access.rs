//! Getting an organisation going: `init`, `key`, `member`.

use super::{fields, print, stop::Stop};
use crate::config::Settings;
use app::{access::Founding, clock};
use clap::ArgMatches;
use domain::{ids::KeyId, refusal::Refusal};
use serde_json::{Value as Json, json};

fn text<'m>(matches: &'m ArgMatches, name: &str) -> &'m str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

/// The password given, or a new one that is printed once.
pub fn password(matches: &ArgMatches) -> (String, bool) {
    match matches.get_one::<String>("password") {
        Some(password) => (password.clone(), false),
        None => (new_password(), true),
    }
}

/// Sixteen letters and digits that cannot be mistaken for each other.
pub fn new_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letter = |byte: u8| char::from(LETTERS[usize::from(byte) % LETTERS.len()]);
    clock::random::<16>().into_iter().map(letter).collect()
}

pub async fn init(settings: &Settings, matches: &ArgMatches) -> Result<(), Stop> {
    let name = text(matches, "name");
    let verb = app::verbs::find("entity.create").ok_or_else(|| Refusal::not_found("verb_unknown"))?;
    let mut entity = fields::input(verb, matches)?;
    let code: String = name.chars().filter(char::is_ascii_alphanumeric).take(6).collect::<String>().to_uppercase();
    let defaults = json!({
        "code": code, "legal_name": name, "currency": "EUR", "language": settings.lang.code(),
        "time_zone": "Europe/Amsterdam", "payment_days": 30,
    });
    for (field, value) in defaults.as_object().into_iter().flatten() {
        if entity.get(field).is_none_or(Json::is_null) {
            entity[field] = value.clone();
        }
    }
    let (password, made_up) = password(matches);
    let founding = Founding {
        name: name.to_string(),
        entity: app::input::read(app::verbs::schema(verb), &entity)?,
        owner_email: text(matches, "owner-email").to_string(),
        owner_name: text(matches, "owner-name").to_string(),
        password: password.clone(),
        language: settings.lang,
    };
    let email = founding.owner_email.clone();
    let app = settings.open_or_make().await?;
    let (org, user) = app.found(founding).await?;
    let shown = made_up.then_some(password);
    if settings.json {
        print::line!("{}", json!({"organisation": org, "user": user, "email": email, "password": shown}));
        return Ok(());
    }
    print::say(settings, "cli-founded", &[("name", name.to_string()), ("id", org.to_string())]);
    tell_login(settings, &email, shown);
    Ok(())
}

fn tell_login(settings: &Settings, email: &str, password: Option<String>) {
    match password {
        Some(password) => {
            print::say(settings, "cli-login-password", &[("email", email.to_string()), ("password", password)]);
        }
        None => print::say(settings, "cli-login", &[("email", email.to_string())]),
    }
}

pub async fn key(settings: &Settings, action: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    match action {
        "create" => {
            let grants = matches.get_one::<String>("grants").cloned();
            let (id, key) = app.create_key(org, text(matches, "name"), text(matches, "role"), grants).await?;
            if settings.json {
                print::line!("{}", json!({"id": id, "key": key}));
            } else {
                print::say(settings, "cli-key-made", &[("id", id.to_string())]);
                print::line!("{key}");
            }
        }
        "revoke" => {
            let id: KeyId = text(matches, "id").parse()?;
            app.revoke_key(org, id).await?;
            print::answer(settings, &json!({"id": id, "revoked": true}));
        }
        _ => {
            let keys = store::state::keys(&mut app.db.read().await?, org).await?;
            // Without a list of its own a key may do all that its role may.
            let all = (!settings.json).then(|| print::sentence(settings, "cli-key-all", &[]));
            let rows = keys.iter().map(|key| {
                json!({
                    "id": key.id, "name": key.name, "role": key.role, "grants": key.grants.as_ref().or(all.as_ref()),
                    "revoked_at": key.revoked_at,
                })
            });
            print::rows(settings, &["id", "name", "role", "grants", "revoked_at"], rows.collect());
        }
    }
    Ok(())
}

pub async fn member(settings: &Settings, action: &str, matches: &ArgMatches) -> Result<(), Stop> {
    let app = settings.open().await?;
    let (org, _) = settings.organisation(&app).await?;
    if action == "list" {
        let members = store::state::members(&mut app.db.read().await?, org).await?;
        let rows = members.iter().map(|(member, name, email)| json!({
            "id": member.user, "email": email, "name": name, "role": member.role, "team": member.team, "active": member.active,
        }));
        print::rows(settings, &["id", "email", "name", "role", "team", "active"], rows.collect());
        return Ok(());
    }
    if action == "role" {
        let (email, role) = (text(matches, "email"), text(matches, "role"));
        let user = app.set_role(org, email, role).await?;
        print::answer(settings, &json!({"id": user, "email": email, "role": role}));
        return Ok(());
    }
    let (password, made_up) = password(matches);
    let team = matches.get_one::<String>("team").cloned();
    let email = text(matches, "email");
    let known = store::state::login_by_email(&mut app.db.read().await?, &email.to_lowercase()).await?.is_some();
    let user = app.add_member(org, email, text(matches, "name"), &password, text(matches, "role"), team).await?;
    // Whoever has a login keeps their password.
    let shown = (made_up && !known).then_some(password);
    if settings.json {
        print::line!("{}", json!({"id": user, "email": email, "password": shown}));
    } else {
        tell_login(settings, email, shown);
    }
    Ok(())
}
