//! What a customer posts by a link, and what another site cannot post for anyone.

use crate::{
    seed,
    world::{Answer, Client, PASSWORD, Served},
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn post(client: &Client, path: &str, headers: &[(&str, &str)], form: &str) -> Answer {
    client.send("POST", path, &[&[FORM], headers].concat(), form.into()).await
}

async fn state_of(served: &Served, kind: &str) -> String {
    let listed = served.owner_client().await.get(&format!("/v1/{kind}s?limit=100")).await;
    let all = listed.body["data"].as_array().unwrap().iter().map(|d| d["state"].to_string());
    all.collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_ticked_box_is_consent_and_a_second_answer_is_told_so() {
    let served = Served::start().await;
    let company = seed::company(&served).await;
    let client = Client::new(&served.url, None);
    let link = company.links.iter().find(|(kind, _)| *kind == "quote").unwrap().1.clone();
    let before = state_of(&served, "quote").await;
    for consent in ["", "&consent=false", "&consent=0", "&consent=no", "&consent=off", "&consent=nonsense", "&consent="]
    {
        let form = format!("signer_name=Eve{consent}");
        let answer = post(&client, &format!("{link}/accept"), &[], &form).await;
        assert_eq!(answer.status, 400, "{form}");
        assert_eq!(state_of(&served, "quote").await, before, "{form}");
    }
    let ticked = "signer_name=Eve&consent=false&consent=true";
    assert_eq!(post(&client, &format!("{link}/accept"), &[], ticked).await.status, 303);
    assert_ne!(state_of(&served, "quote").await, before);
    for (action, form) in [("accept", ticked), ("decline", "reason=Toch+niet")] {
        let again = post(&client, &format!("{link}/{action}"), &[("accept-language", "en")], form).await;
        let page = again.body.as_str().unwrap_or_default();
        assert_eq!(again.status, 409, "{action}: {page}");
        assert!(page.contains("q-notice"), "{action}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_logs_nobody_in() {
    let served = Served::start().await;
    let client = Client::new(&served.url, None);
    let form = format!("email=owner%40hovenier.example&password={}", PASSWORD.replace(' ', "+"));
    for foreign in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")] {
        let answer = post(&client, "/login", &[foreign], &form).await;
        assert_eq!((answer.status, answer.header("set-cookie")), (403, ""), "{foreign:?}");
        assert_eq!(post(&client, "/p/nothing/accept", &[foreign], "").await.status, 403, "{foreign:?}");
    }
    for own in [("origin", served.url.as_str()), ("sec-fetch-site", "same-origin")] {
        assert_eq!(post(&client, "/login", &[own], &form).await.status, 303, "{own:?}");
    }
}
