//! Measures clicking through models: `cargo run --release -p configurator --example clicks -- MODEL.uvl ...`
//!
//! Per model at least 1,000 choices in sequences of 1 to 30 clicks, every sixth an undo of some earlier choice, all from a
//! fixed seed. A click is measured with the states of all options after it; every refused option met on the way is explained.
//! The last columns ask the same solver about every option one at a time, after a sample of the clicks.

use configurator::{Choice, Configurator, Session, State, read, report};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

const CLICKS: usize = 1_200;
const SAMPLED: usize = 12;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

#[derive(Default)]
struct Times {
    clicks: Vec<Duration>,
    whys: Vec<Duration>,
    one_by_one: Vec<Duration>,
    /// The clicks after which the options were asked one at a time.
    sampled: Vec<Duration>,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "| model | features | load | core, dead | count | click p50 | p95 | p99 | max | why p50 | p95 | p99 | one by one | ratio |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let begun = Instant::now();
        let configurator = Configurator::new(read::read(&bytes)?)?;
        let load = begun.elapsed();
        let begun = Instant::now();
        let stats = report::stats(&configurator);
        let counting = begun.elapsed();
        let configurator = Arc::new(configurator);
        let mut times = clicks(&configurator);
        let name = path.rsplit('/').next().unwrap_or(&path);
        let digits = stats.configurations.map_or("-".to_string(), |count| format!("{} digits", count.len()));
        let cells = [
            name.to_string(),
            stats.features.to_string(),
            show(load),
            format!("{}, {}", stats.core.len(), stats.dead.len()),
            format!("{digits}, {}", show(counting)),
        ];
        let clicks = percentiles(&mut times.clicks);
        let whys = percentiles(&mut times.whys);
        let slow: Duration = times.one_by_one.iter().sum();
        let fast: Duration = times.sampled.iter().sum();
        let ratio = slow.as_nanos() / fast.as_nanos().max(1);
        let each = slow.checked_div(times.one_by_one.len() as u32).unwrap_or_default();
        println!(
            "| {} | {clicks} | {} | {whys} | {} | {ratio} |",
            cells.join(" | "),
            show(times.clicks[times.clicks.len() - 1]),
            show(each)
        );
    }
    Ok(())
}

fn clicks(configurator: &Arc<Configurator>) -> Times {
    let mut dice = Dice(20261124);
    let mut times = Times::default();
    while times.clicks.len() < CLICKS {
        let mut session = Session::new(Arc::clone(configurator));
        let mut states = session.states();
        for _ in 0..1 + dice.below(30) {
            let Some(click) = next_click(&session, &states, &mut dice) else { break };
            let begun = Instant::now();
            match click {
                Click::Undo(choice) => assert!(session.undo(choice.feature)),
                Click::Choose(choice) => assert!(session.choose(choice).is_ok(), "an offered option was refused"),
            }
            states = session.states();
            times.clicks.push(begun.elapsed());
            explain(&mut session, &states, &mut dice, &mut times);
            if times.clicks.len() % (CLICKS / SAMPLED) == 0 {
                times.sampled.push(times.clicks[times.clicks.len() - 1]);
                let begun = Instant::now();
                assert_eq!(session.states_one_by_one(), states, "one at a time something else came out");
                times.one_by_one.push(begun.elapsed());
            }
        }
    }
    times
}

enum Click {
    Choose(Choice),
    Undo(Choice),
}

fn next_click(session: &Session, states: &[State], dice: &mut Dice) -> Option<Click> {
    let choices = session.choices();
    if !choices.is_empty() && dice.below(6) == 0 {
        return Some(Click::Undo(choices[dice.below(choices.len())]));
    }
    let open: Vec<usize> = (0..states.len()).filter(|at| states[*at] == State::Possible).collect();
    let wanted = *open.get(dice.below(open.len().max(1)))?;
    let (feature, _) = session.model().features().nth(wanted)?;
    Some(Click::Choose(Choice { feature, selected: dice.below(4) > 0 }))
}

/// Asks why one of the options that are out is out.
fn explain(session: &mut Session, states: &[State], dice: &mut Dice, times: &mut Times) {
    let out: Vec<usize> = (0..states.len()).filter(|at| states[*at] == State::Forced(false)).collect();
    let Some(at) = out.get(dice.below(out.len().max(1))) else { return };
    let Some((feature, _)) = session.model().features().nth(*at) else { return };
    let begun = Instant::now();
    let conflict = session.why(Choice::select(feature));
    times.whys.push(begun.elapsed());
    assert!(conflict.is_some(), "what is out has a reason");
}

fn percentiles(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    format!("{} | {} | {}", show(at(50)), show(at(95)), show(at(99)))
}

fn show(time: Duration) -> String {
    let micros = time.as_micros();
    match micros {
        0..10_000 => format!("{}.{:03} ms", micros / 1000, micros % 1000),
        _ => format!("{} ms", micros / 1000),
    }
}
