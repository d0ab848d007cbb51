//! Measures what prices and wishes cost: `cargo run --release -p configurator --example prices -- MODEL.uvl ...`
//!
//! Every option gets a price between 1 and 1,000 from a fixed seed. After a few random choices each: the cheapest completion,
//! the completion nearest to ten random wishes, and up to five repairs for an option that is out, with their prices.

use configurator::number::Number;
use configurator::{Choice, Configurator, EFFORT, Prices, RepairSearch, Session, State, read};
use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SESSIONS: usize = 20;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n
    }
}

#[derive(Default)]
struct Times {
    cheapest: Vec<Duration>,
    nearest: Vec<Duration>,
    repairs: Vec<Duration>,
    answers: usize,
    exact: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("| model | cheapest p50, max | nearest p50, max | repairs p50, max | proved best |");
    println!("|---|---|---|---|---|");
    for path in std::env::args().skip(1) {
        let configurator = Arc::new(Configurator::new(read::read(&std::fs::read(&path)?)?)?);
        let mut dice = Dice(7);
        let ids = configurator.model().features().map(|(id, _)| id);
        let prices: Vec<_> = ids.map(|id| (id, Number::from(1 + dice.below(1000) as i64))).collect();
        let mut times = Times::default();
        for _ in 0..SESSIONS {
            let mut session = Session::new(Arc::clone(&configurator));
            for _ in 0..dice.below(8) {
                // What is impossible by then is no choice.
                let _ = session.choose(any_choice(&session, &mut dice));
            }
            measure(&session, &prices, &mut dice, &mut times);
        }
        let name = path.rsplit('/').next().unwrap_or(&path);
        let columns = [&mut times.cheapest, &mut times.nearest, &mut times.repairs].map(|times| spread(times));
        println!("| {name} | {} | {} of {} |", columns.join(" | "), times.exact, times.answers);
    }
    Ok(())
}

fn any_choice(session: &Session, dice: &mut Dice) -> Choice {
    let at = dice.below(session.model().len());
    let (feature, _) = session.model().features().nth(at).expect("the place is inside the model");
    Choice { feature, selected: dice.below(3) > 0 }
}

fn measure(session: &Session, prices: &Prices, dice: &mut Dice, times: &mut Times) {
    let begun = Instant::now();
    let cheapest = session.cheapest(prices, EFFORT);
    times.cheapest.push(begun.elapsed());
    let wishes: Vec<Choice> = (0..10).map(|_| any_choice(session, dice)).collect();
    let begun = Instant::now();
    let nearest = session.nearest(&wishes, prices, EFFORT);
    times.nearest.push(begun.elapsed());
    for completion in cheapest.into_iter().chain(nearest) {
        times.answers += 1;
        times.exact += usize::from(completion.exact);
    }
    let out: Vec<_> = session.model().features().filter(|(id, _)| session.state(*id) == State::Forced(false)).collect();
    if !out.is_empty() {
        let wanted = Choice::select(out[dice.below(out.len())].0);
        let begun = Instant::now();
        session.repairs(wanted, RepairSearch { most: 5, prices, effort: EFFORT });
        times.repairs.push(begun.elapsed());
    }
}

fn spread(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let (middle, last) = (times.get(times.len() / 2), times.last());
    let show = |time: Option<&Duration>| time.map_or("-".to_string(), |time| format!("{} ms", time.as_millis()));
    format!("{}, {}", show(middle), show(last))
}
