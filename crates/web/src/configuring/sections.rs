//! A large model, shown section by section: what was chosen of each, the options of the one that is open, and a search
//! over all of them. Nobody reads four hundred options in a row.

use super::*;
use crate::ui::{Icon, icon};

/// Options of a section that are shown at first.
const FIRST: usize = 15;
/// Options that a search shows.
const FOUND_MAX: usize = 50;

/// What the reader wants to see.
pub(super) struct Wish {
    /// The section that is open.
    pub show: Option<String>,
    pub find: String,
    /// All options of the open section, not the first.
    pub all: bool,
}

pub(super) fn sections(visitor: &Visitor, place: &Place, shown: &Configuration, wish: &Wish) -> Markup {
    let sections: Vec<&[Offered]> = split(&shown.options).collect();
    let open = wish.show.clone().or_else(|| first_open(&sections, shown));
    html! {
        section class="q-card" {
            (search(visitor, place, shown, wish))
            @if !wish.find.trim().is_empty() { (found(visitor, place, shown, &wish.find)) }
            @else {
                ol class="q-parts" {
                    @for section in &sections {
                        @let is_open = open.as_deref() == Some(section[0].name.as_str());
                        li class=(if is_open { "is-open" } else { "" }) {
                            (head(visitor, place, shown, section, is_open))
                            @if is_open && section.len() > 1 { (options(visitor, place, shown, section, wish.all)) }
                        }
                    }
                }
            }
        }
    }
}

/// The options below the whole product, each with all that is below it.
fn split(options: &[Offered]) -> impl Iterator<Item = &[Offered]> {
    let starts: Vec<usize> = (0..options.len()).filter(|at| options[*at].depth == 1).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([options.len()]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| &options[start..end])
}

/// The section of a wish that is impossible; else the first in which something can be chosen and nothing was.
fn first_open(sections: &[&[Offered]], shown: &Configuration) -> Option<String> {
    let wanted = shown.impossible.as_ref().map(|impossible| impossible.wanted.0.as_str());
    let of_wish = |section: &&&[Offered]| section.iter().any(|option| Some(option.name.as_str()) == wanted);
    let undecided = |section: &&&[Offered]| {
        things(section).any(|option| option.state == "possible") && taken(section).next().is_none()
    };
    let open = sections.iter().find(of_wish).or_else(|| sections.iter().find(undecided));
    open.map(|section| section[0].name.clone())
}

fn things(section: &[Offered]) -> impl Iterator<Item = &Offered> {
    section.iter().filter(|option| !option.heading)
}
fn taken(section: &[Offered]) -> impl Iterator<Item = &Offered> {
    things(section).filter(|option| ["chosen", "forced"].contains(&option.state))
}

/// What a section is, what was chosen of it, and what can be done about it as a whole.
fn head(visitor: &Visitor, place: &Place, shown: &Configuration, section: &[Offered], is_open: bool) -> Markup {
    let whole = &section[0];
    let possible = things(section).filter(|option| option.state == "possible").count();
    let count = text::t_with(visitor.lang, "configure-possible-count", &[("count", possible.into())]);
    let left_out = ["dropped", "excluded"].contains(&whole.state);
    html! {
        div class="q-part-head" {
            h3 { (whole.label) }
            div class="q-part-taken" {
                @if left_out { (badge(visitor, whole.state)) }
                @else if taken(section).next().is_none() { span class="q-quiet" { (count) } }
                @for option in taken(section).filter(|option| option.name != whole.name) {
                    p {
                        span { (option.label) }
                        @if let Some(price) = &option.price { span class="q-quiet q-money" { (place.price(visitor, price)) } }
                        (offers(visitor, place, shown, option))
                    }
                }
            }
            @if whole.state == "dropped" || section.len() == 1 { (offers(visitor, place, shown, whole)) }
            @else {
                span class="q-buttons" {
                    @if whole.state == "possible" {
                        a class="btn btn-q-plain" href=(place.and(shown, &whole.name, false)) {
                            (visitor.t("configure-without")) span class="visually-hidden" { " " (whole.label) }
                        }
                    }
                    @if !is_open {
                        a class="btn btn-q-plain" href=(place.showing(shown, &whole.name)) {
                            (visitor.t("configure-open")) span class="visually-hidden" { " " (whole.label) }
                        }
                    }
                }
            }
        }
    }
}

/// The options of the open section: what can be had first, what does not go with the choices folded away.
fn options(visitor: &Visitor, place: &Place, shown: &Configuration, section: &[Offered], all: bool) -> Markup {
    let (out, possible): (Vec<&Offered>, Vec<&Offered>) =
        things(section).partition(|option| option.state == "excluded");
    let limit = if all { usize::MAX } else { FIRST };
    let names = |options: &[&Offered]| options.iter().map(|option| option.name.clone()).collect::<Vec<_>>();
    let first = with_headings(section, &names(&possible[..limit.min(possible.len())]));
    let rest = with_headings(section, &names(&out));
    let words = |key: &str, count: usize| text::t_with(visitor.lang, key, &[("count", count.into())]);
    html! {
        @if !first.is_empty() { (ui::table(&table(visitor, place, first, shown))) }
        @if possible.len() > limit {
            p class="q-part-more" {
                a class="btn btn-q-plain" href={ (place.showing(shown, &section[0].name)) "&all=1" } {
                    (words("configure-show-all", possible.len()))
                }
            }
        }
        @if !rest.is_empty() {
            details class="q-part-rest" {
                summary { (words("configure-excluded", out.len())) }
                (ui::table(&table(visitor, place, rest, shown)))
            }
        }
    }
}

/// These options with the headings above them, in the order of the model.
fn with_headings<'a>(section: &'a [Offered], names: &[String]) -> Vec<&'a Offered> {
    // From the end, so that a heading is met after what stands below it.
    let (mut kept, mut below) = (Vec::new(), 0);
    for option in section.iter().skip(1).rev() {
        let is_above = option.heading && option.depth < below;
        if is_above || names.contains(&option.name) {
            below = option.depth;
            kept.push(option);
        }
    }
    kept.reverse();
    kept
}

fn search(visitor: &Visitor, place: &Place, shown: &Configuration, wish: &Wish) -> Markup {
    let label = visitor.t("configure-find");
    html! {
        div class="q-part-find" {
            form method="get" class="q-search" role="search" aria-label=(label) {
                @for (name, selected) in &shown.choices {
                    input type="hidden" name=(if *selected { "in" } else { "out" }) value=(name);
                }
                @if let Some(quote) = &place.quote { input type="hidden" name="quote" value=(quote); }
                (icon(Icon::Search))
                input type="search" name="find" value=(wish.find) placeholder=(label) aria-label=(label)
                    class="form-control" autocomplete="off";
            }
        }
    }
}

/// The options in whose words all that was typed stands.
fn found(visitor: &Visitor, place: &Place, shown: &Configuration, typed: &str) -> Markup {
    let typed: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let has = |option: &&Offered| {
        let words = format!("{} {}", option.label, option.description.as_deref().unwrap_or_default()).to_lowercase();
        typed.iter().all(|part| words.contains(part))
    };
    let all: Vec<&Offered> = things(&shown.options).filter(has).collect();
    let count = text::t_with(visitor.lang, "configure-found", &[("count", all.len().into())]);
    html! {
        p class="q-part-more" role="status" { (count) }
        @if !all.is_empty() { (ui::table(&table(visitor, place, all.into_iter().take(FOUND_MAX), shown))) }
    }
}
