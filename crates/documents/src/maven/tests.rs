//! The published figures of the files, and rows that cannot be taken.

use super::*;
use domain::{dates::Date, org::Language};
use rust_decimal::Decimal;

#[test]
fn the_lists_are_complete_and_mended() {
    let accounts = read_accounts(files::ACCOUNTS.0, files::ACCOUNTS.1).unwrap();
    assert_eq!((accounts.rows.len(), accounts.named.len(), accounts.mended), (85, 0, 13));
    assert!(accounts.rows.iter().all(|a| a.sector != "technolgy" && a.office != "Philipines"));
    let lists = lists().unwrap();
    assert_eq!((lists.products.len(), lists.agents.len()), (7, 35));
    assert!(accounts.rows.iter().flat_map(|a| &a.subsidiary_of).all(|p| accounts.rows.iter().any(|a| a.name == *p)));
}

#[test]
fn the_pipeline_gives_the_published_figures() {
    let Pipeline { deals, named, mended } = pipeline(&lists().unwrap()).unwrap();
    assert_eq!((deals.len(), named.len()), (8_800, 0));
    let count = |stage: DealStage| deals.iter().filter(|d| d.stage == stage).count();
    assert_eq!(
        [DealStage::Won, DealStage::Lost, DealStage::Engaging, DealStage::Prospecting].map(count),
        [4_238, 2_473, 1_589, 500]
    );
    assert_eq!(
        mended,
        Mended { products_respelt: 1_480, open_without_account: 1_425, prospecting_without_engage_date: 500 }
    );

    let closed: Vec<&Deal> = deals.iter().filter(|d| d.stage.is_closed()).collect();
    let win_rate = Decimal::from(count(DealStage::Won) * 100) / Decimal::from(closed.len());
    assert_eq!(win_rate.round_dp(2).to_string(), "63.15");
    let mut days: Vec<i64> = closed.iter().map(|d| d.engaged.unwrap().days_until(d.closed.unwrap())).collect();
    days.sort_unstable();
    assert_eq!(days.len(), 6_711);
    let mean = Decimal::from(days.iter().sum::<i64>()) / Decimal::from(days.len());
    assert_eq!((mean.round_dp(2).to_string().as_str(), days[days.len() / 2]), ("47.99", 45));

    let won: i64 = deals.iter().filter(|d| d.stage == DealStage::Won).map(|d| d.value.unwrap().minor()).sum();
    assert_eq!(won, 1_000_553_400);
    assert_eq!(deals.iter().flat_map(|d| d.engaged).min(), Date::new(2016, 10, 20));
    assert_eq!(deals.iter().flat_map(|d| d.closed).max(), Date::new(2017, 12, 31));
}

/// The sentence with which the second line of a pipeline is named; the first is right.
fn check(row: &str, sentence: &str) {
    const HEADER: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n";
    const RIGHT: &str = "1C1I7A6R,Moses Frase,GTXPro,Cancity,Won,10/20/2016,3/1/2017,1054\n";
    let file = format!("{HEADER}{RIGHT}{row}\n");
    let pipeline = read_deals("p.csv", file.as_bytes(), &lists().unwrap()).unwrap();
    assert_eq!(pipeline.deals.len(), 1, "{row}");
    assert_eq!((pipeline.named.len(), pipeline.named[0].line), (1, 3), "{row}");
    assert_eq!(text::refusal(Language::En, &pipeline.named[0].reason), sentence);
    assert!(!text::refusal(Language::Nl, &pipeline.named[0].reason).contains("error"));
}

#[test]
fn rows_that_cannot_be_taken_are_named() {
    check(
        "1C1I7A6R,Moses Frase,GTX Pro,Cancity,Lost,10/20/2016,3/1/2017,0",
        "p.csv, line 3, column opportunity_id: “1C1I7A6R” already stood on line 2; remove one of the rows",
    );
    check(
        "A,Nobody,GTX Pro,Cancity,Lost,10/20/2016,3/1/2017,0",
        "p.csv, line 3, column sales_agent: “Nobody” is not in sales_teams.csv; add it there or correct the spelling",
    );
    check(
        "A,Moses Frase,GTX Pro,Cancity,Hoped,10/20/2016,3/1/2017,0",
        "p.csv, line 3, column deal_stage: “Hoped” is none of Prospecting, Engaging, Won, Lost; correct it or leave the row out",
    );
    check(
        "A,Moses Frase,GTX Pro,Cancity,Won,10/20/2016,3/1/2016,5",
        "p.csv, line 3: the deal closes on 1 Mar 2016, before it was engaged on 20 Oct 2016; correct one of the dates",
    );
    check(
        "A,Moses Frase,GTX Pro,Cancity,Won,10/20/2016,,5",
        "p.csv, line 3: a deal with stage Won needs close_date; fill it in",
    );
    check(
        "A,Moses Frase,GTX Pro,,Won,10/20/2016,3/1/2017,5",
        "p.csv, line 3: a closed deal needs an account; fill it in",
    );
    check(
        "A,Moses Frase,GTX Pro,Cancity,Won,13/20/2016,3/1/2017,5",
        "p.csv, line 3, column engage_date: “13/20/2016” is not a date that exists; write it as 2026-03-31",
    );
    check(
        "A,Moses Frase,GTX Pro,Cancity,Won,10/20/2016,3/1/2017,99999999999999999",
        "p.csv, line 3, column close_value: “99999999999999999” is more than an amount can hold; correct it",
    );
    check(
        "A,Moses Frase,GTX Pro",
        "p.csv, line 3: 3 of 8 cells, account is missing; the row was cut off, so export the file again",
    );
}
