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
//! Release build, one core, 1,200 clicks per model in sequences of 1 to 30, a sixth of them undoing an earlier choice; a
//! click with the states of all options, an explanation of a random excluded option after each. `one by one` asks the same
//! solver about each option in turn. `cargo run --release -p configurator --example clicks -- FILE..` prints the table.
//!
//! | model | options | load | count | click p50 / p95 / p99 ms | why p50 / p95 / p99 ms | one by one | ratio |
//! |---|---|---|---|---|---|---|---|

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
