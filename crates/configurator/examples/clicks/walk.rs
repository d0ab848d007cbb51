//! Seeded walks through a model, each click and each explanation timed. Read by the example beside it and by the bench table.

use configurator::{Choice, Configurator, Session, State};
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

/// How long things took. A click includes the states of all options after it.
#[derive(Default)]
pub struct Times {
    pub clicks: Vec<Duration>,
    /// Why one option that is out is out.
    pub whys: Vec<Duration>,
    /// The states of all options, asked one at a time.
    pub one_by_one: Vec<Duration>,
    /// The clicks after which the options were asked one at a time.
    pub sampled: Vec<Duration>,
}

/// At least 1,000 choices in sequences of 1 to 30 clicks, every sixth an undo of some earlier choice, from a fixed seed.
pub fn clicks(configurator: &Arc<Configurator>) -> Times {
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
