//! Temporary.
use configurator::*;
use std::time::Instant;
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("file");
        let c = Configurator::new(read::read(&bytes).expect("model")).unwrap_or_else(|v| panic!("{v}"));
        let t = Instant::now();
        let n = c.count(4_000_000_000);
        println!("{:?} {}: {}", t.elapsed(), path.rsplit('/').next().unwrap_or_default(), n.map(|n| n.to_string()).unwrap_or("-".into()));
    }
}
