//! A product configurator: which options go together, what a choice forces or rules out, why, and how to get it anyway.
//! Usable on its own; it knows nothing of quotes or prices beyond numbers on options.
//!
//! # A tour
//!
//! A [`model::Model`] is a tree of options (features) in groups (mandatory, optional, or, alternative, n of m), with
//! attributes such as price and power, and rules over the options: any propositional formula, and limits on sums of
//! attributes ([`expr::Expr`]). [`model::ModelBuilder`] makes one from a program, [`read::read`] from UVL or DIMACS.
//!
//! ```text
//! let mut builder = ModelBuilder::new("Computer");
//! let boards = builder.option(builder.root(), "Board", &["Mini", "Full"], true)?;
//! let extras = builder.group(builder.root(), GroupKind::Optional);
//! let card = builder.feature(extras, "card")?;
//! builder.label(card, "Graphics card").requires(card, boards[1]);
//! let configurator = Arc::new(Configurator::new(builder.build()?)?);   // Err(Void): the rules in conflict
//! let mut session = Session::new(configurator);
//! session.choose(Choice::select(card))?;                              // Err(Conflict): why not
//! session.state(boards[0]);                                           // State::Forced(false)
//! session.why(Choice::select(boards[0]));                             // the choice and the rule that exclude it
//! session.repairs(Choice::select(boards[0]), search);                 // give up the card, 450 cheaper
//! session.cheapest(&prices, EFFORT);                                  // the cheapest valid completion
//! ```
//!
//! [`Configurator::new`] works a model out once: options in every configuration (core) and in none (dead), and a
//! contradiction, if there is one, as a set of rules from which none can be left out. A [`Session`] is a cheap copy of that.
//! After every choice and every undo, in any order, all options are known to be possible, forced in or forced out; a choice
//! that is offered can always be completed.
//!
//! **How domains are kept.** The solver (`solver`) keeps the choices as standing assumptions and derives what follows. For all
//! other options a pool of models found before (`pool`) shows that they can be in and can be out; a click carries the pool
//! over, 64 models at a time. Only what no model shows is asked of the solver, which repairs its last model instead of
//! looking for a new one, and learns a clause from every refusal. Most clicks need no question at all.
//!
//! **How reasons are found.** A second solver has a switch for every part of the model. Its refutation names some parts and
//! choices; of these alone a small problem is made, from which members are left out as long as it stays contradictory. The
//! result is minimal: leaving out any one member resolves it. Repairs are the smallest sets of choices whose opposite meets
//! the wish, by the same search that finds the cheapest and the nearest completion (`optimum`).
//!
//! **How configurations are counted.** See [`count`].
//!
//! # Measured
//!
//! Release build, one core of a shared two-core machine, published models ([`read`] takes their UVL files). 1,200 clicks per
//! model in seeded sequences of 1 to 30, a sixth of them undoing some earlier choice; a click includes the states of all
//! options. After each click, why one random excluded option is out. *One by one* asks the same solver, with its state kept,
//! about each option in turn; the ratio is that to the clicks it was tried after. Load is reading and working out. Times in ms;
//! `cargo run --release -p configurator --example clicks -- FILE..` prints them.
//!
//! | model | options | load | count (digits) | click p50 / p95 / p99 | why p50 / p95 / p99 | one by one | ratio |
//! |---|---|---|---|---|---|---|---|
//! | pc_richmond | 364 | 1.2 | 2.9 (21) | 0.01 / 0.18 / 0.39 | 0.01 / 0.07 / 0.12 | 0.7 | 11 |
//! | busybox | 631 | 1.8 | 1.0 (142) | 0.00 / 0.03 / 0.06 | 0.01 / 0.09 / 0.13 | 0.3 | 20 |
//! | financial_services | 771 | 19 | 19 (14) | 0.01 / 0.72 / 1.58 | 0.03 / 0.36 / 1.00 | 2.4 | 40 |
//! | embtoolkit | 1,179 | 26 | 48 (97) | 0.03 / 0.50 / 0.92 | 0.06 / 0.54 / 1.05 | 12 | 150 |
//! | ecos_mpc50 | 1,226 | 3.5 | 45 (123) | 0.01 / 0.07 / 0.11 | 0.02 / 0.18 / 0.26 | 3.6 | 385 |
//! | e_agribusiness | 2,238 | 1.6 | 17 (559) | 0.01 / 0.03 / 0.13 | 0.01 / 0.29 / 0.45 | 2.4 | 227 |
//! | automotive01 | 2,513 | 9.7 | 18 (211) | 0.09 / 0.85 / 1.16 | 0.06 / 0.66 / 0.90 | 15 | 83 |
//! | linux_2_6_33 | 6,467 | 35 | given up after 9,500 | 0.09 / 2.01 / 3.11 | 0.10 / 2.20 / 2.79 | 56 | 60 |
//! | automotive02 | 18,616 | 57 | 47 (1,535) | 0.40 / 1.90 / 11 | 0.12 / 3.59 / 4.20 | 150 | 260 |
//!
//! With a random price on every option (example `prices`), the cheapest completion after up to seven choices takes 1 to 20 ms
//! on these models and 0.7 s on automotive02, each proved to be the cheapest.
//!
//! # Limits
//!
//! Feature cardinalities, typed features (numbers, texts), products of sums and imports of UVL are refused by name and place.
//! Rules chained by `=>` group from left to right, as in the UVL grammar. Sentences of [`Conflict`] are English; its parts are
//! public, for other languages. A model that is a riddle rather than a product (a knapsack to be filled exactly) is refused at
//! import as too hard; one that hides a riddle behind two choices refuses the second without a reason. Importing takes time with the square of the largest alternative group: 20,000 members take 8 s.

mod advice;
mod completion;
mod configurator;
pub mod count;
mod domain;
mod explain;
pub mod expr;
mod formula;
pub mod model;
pub mod number;
mod optimum;
mod pool;
pub mod read;
mod repair;
pub mod report;
mod session;
mod solver;

pub use advice::{Advice, Need};
pub use completion::{Completion, EFFORT, Prices};
pub use configurator::{Configurator, ImportError, Void};
pub use explain::Conflict;
pub use formula::Part;
pub use repair::{Repair, RepairSearch};
pub use session::{Choice, Session, State};
