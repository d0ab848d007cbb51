//! Clicking through a product model: a choice with the states of all options after it, beside asking the same solver about
//! every option, and why an option is out. Larger models are read from beside the repository; the row says so when they are
//! not there.

use crate::{
    Failure,
    measure::{Limit, Measure, Times, shown},
    walk,
};
use configurator::{Configurator, read, report};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// Published models by their number of options, with the longest a choice may take.
const MODELS: &[(usize, &str, u64)] =
    &[(364, "pc_richmond.uvl", 10), (1_226, "ecos_mpc50.uvl", 10), (18_616, "automotive02_v4.uvl", 50)];

pub fn measured(options: usize) -> Result<Vec<Measure>, Failure> {
    let known = MODELS.iter().find(|(size, ..)| *size == options);
    let (_, name, limit) = known.ok_or_else(|| format!("there is no model of {options} options"))?;
    let size = format!("{options} options");
    let Some(file) = found(name) else {
        return Ok(vec![Measure {
            what: format!("{name} is not there"),
            size,
            ours: "-".into(),
            ..Measure::default()
        }]);
    };
    let bytes = std::fs::read(file)?;
    let begun = Instant::now();
    let configurator = Configurator::new(read::read(&bytes)?)?;
    let load = begun.elapsed();
    let begun = Instant::now();
    report::stats(&configurator);
    let count = begun.elapsed();
    let mut times = walk::clicks(&Arc::new(configurator));
    let slow = times.one_by_one.iter().sum::<Duration>().div_f64(number(times.one_by_one.len()));
    let fast = times.sampled.iter().sum::<Duration>().div_f64(number(times.sampled.len()));
    let choice =
        within("a choice and all options after it, p95", &size, &mut times.clicks, Duration::from_millis(*limit));
    Ok(vec![
        Measure { raw: shown(slow), ratio: Some(fast.as_secs_f64() / slow.as_secs_f64().max(1e-9)), ..choice },
        within("why an option is out, p95", &size, &mut times.whys, Duration::from_millis(50)),
        Measure::timed("a model read and worked out".into(), size.clone(), load, Duration::from_secs(2)),
        Measure {
            what: "core, dead and number of configurations".into(),
            size,
            ours: shown(count),
            ..Measure::default()
        },
    ])
}

fn within(what: &str, size: &str, times: &mut Vec<Duration>, limit: Duration) -> Measure {
    let mut all = Times::default();
    times.drain(..).for_each(|time| all.push(time));
    let p95 = all.percentile(95);
    Measure {
        spread: all.spread(),
        limit: Limit::new(format!("at most {}", shown(limit)), p95 <= limit),
        ..Measure::timed(what.into(), size.into(), p95, limit)
    }
}

fn found(name: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = here.join("../configurator/tests/data").join(name);
    let beside = here.ancestors().map(|above| above.join("shared/data/configurator/feature_models").join(name));
    [own].into_iter().chain(beside).find(|file| file.is_file())
}

fn number(count: usize) -> f64 {
    u32::try_from(count.max(1)).map_or(f64::NAN, f64::from)
}
