//! Temporary.
use configurator::*;
use std::sync::Arc;
use std::time::Instant;
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("file");
        let t = Instant::now();
        let model = match read::read(&bytes) { Ok(m) => m, Err(e) => { println!("{path}: {e}"); continue } };
        let t1 = t.elapsed();
        let c = match Configurator::new(model) { Ok(c) => c, Err(v) => { println!("{path}: {v}"); continue } };
        let t2 = t.elapsed();
        println!("{path}: {} features, {} rules, core {} dead {} read {:?} total {:?} questions {}", c.model().len(), c.model().rules().len(), c.core().len(), c.dead().len(), t1, t2, c.questions());
        let c = Arc::new(c);
        let t = Instant::now();
        let mut s = Session::new(c.clone());
        println!("  session {:?}", t.elapsed());
        for (id, f) in c.model().features().step_by(c.model().len() / 12 + 1) {
            let t = Instant::now();
            let r = s.choose(Choice::select(id));
            let e = t.elapsed();
            println!("  {} {:?} {:?} {}", f.name, e, s.questions(), r.map_err(|c| c.in_words(s.model()).chars().take(300).collect::<String>()).err().unwrap_or_default());
        }
    }
}
