use super::*;
use maud::html;

fn ctx() -> Ctx<'static> {
    Ctx {
        lang: "en",
        theme: Theme::Light,
        t: &|key| key.to_string(),
        user_name: "Ada Lovelace",
        org_name: "Acme",
        csrf: "token",
        path: "/quotes/quo_1",
        simulated_date: None,
        flashes: &[],
    }
}

#[test]
fn every_icon_is_in_the_sprite() {
    let sprite = include_str!("../../assets/vendor/tabler-icons/icons.svg");
    for icon in Icon::ALL {
        assert!(sprite.contains(&format!("id=\"{}\"", icon.id())), "{}", icon.id());
    }
}

#[test]
fn the_navigation_marks_where_the_reader_is() {
    let page = shell(&ctx(), "Q-1", &[], html! {}, html! {}).into_string();
    assert_eq!(page.matches("aria-current=\"page\"").count(), 1);
    assert!(page.contains("href=\"/quotes\" data-go=\"q\" aria-current=\"page\""));
}

#[test]
fn no_two_places_share_a_letter() {
    let mut letters: Vec<char> = NAVIGATION.iter().map(|item| item.letter).collect();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), NAVIGATION.len());
}

#[test]
fn nothing_is_inline() {
    let page = shell(&ctx(), "Q-1", &[], html! {}, html! {}).into_string();
    for inline in [" style=", " onclick=", " hx-on", "<style", "javascript:"] {
        assert!(!page.contains(inline), "{inline}");
    }
    assert!(
        page.matches("<script").count()
            == page.matches("<script src=").count() + page.matches("<script type=\"module\" src=").count()
    );
}

#[test]
fn text_is_escaped_everywhere_it_can_come_from_outside() {
    let evil = "\"><script>alert(1)</script>";
    let field = Field::text("name", evil).value(evil).hint(evil).error(evil).placeholder(evil);
    let given = Form {
        action: "/".into(),
        error: Some(evil.into()),
        groups: vec![Group::Fields { title: evil.into(), hint: None, fields: vec![field] }],
        hidden: vec![],
        submit: evil.into(),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    assert!(!form(&ctx(), &given).into_string().contains("<script>"));
    assert!(!money(evil).into_string().contains("<script>"));
}

#[test]
fn a_field_ties_its_hint_and_error_to_the_control() {
    let field = Field::text("lines.0.sku", "SKU").hint("On the label").error("Unknown");
    let given = Form {
        action: "/".into(),
        error: None,
        groups: vec![Group::Fields { title: String::new(), hint: None, fields: vec![field] }],
        hidden: vec![],
        submit: "Save".into(),
        cancel: None,
        danger: false,
        multipart: false,
        preview: None,
        also: None,
    };
    let page = form(&ctx(), &given).into_string();
    assert!(page.contains("for=\"f-lines-0-sku\""));
    assert!(page.contains("aria-describedby=\"f-lines-0-sku-hint f-lines-0-sku-error\" aria-invalid=\"true\""));
    assert!(page.contains("id=\"f-lines-0-sku-error\""));
}

#[test]
fn a_cookie_of_unknown_words_is_no_choice() {
    for (text, theme) in
        [("dark", Theme::Dark), ("light", Theme::Light), ("auto", Theme::Auto), ("\"><b>", Theme::Auto)]
    {
        assert_eq!(Theme::parse(text), theme);
    }
}
