use super::*;

/// A small generator of its own: tests repeat exactly.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn lit(&mut self, vars: u64) -> Lit {
        Lit::new(self.below(vars) as usize, self.below(2) == 0)
    }
}

struct Problem {
    vars: usize,
    clauses: Vec<Vec<Lit>>,
    limits: Vec<Limit>,
}

impl Problem {
    fn random(dice: &mut Dice) -> Problem {
        let vars = 3 + dice.below(8);
        let clauses =
            (0..dice.below(4 * vars)).map(|_| (0..2 + dice.below(2)).map(|_| dice.lit(vars)).collect()).collect();
        let limits = (0..dice.below(3)).map(|_| {
            let terms: Vec<_> =
                (0..1 + dice.below(vars)).map(|_| (dice.lit(vars), dice.below(9) as i128 - 3)).collect();
            Limit::new(terms, dice.below(9) as i128 - 1)
        });
        Problem { vars: vars as usize, clauses, limits: limits.collect() }
    }

    fn solver(&self) -> Solver {
        let mut solver = Solver::new(self.vars);
        self.clauses.iter().for_each(|clause| solver.add_clause(clause));
        self.limits.iter().for_each(|limit| solver.add_limit(limit.clone()));
        solver
    }

    fn accepts(&self, model: &[bool]) -> bool {
        let holds = |lit: &Lit| model[lit.var()] == lit.is_positive();
        let sum = |limit: &Limit| limit.terms().iter().filter(|(lit, _)| holds(lit)).map(|(_, w)| w).sum::<i128>();
        self.clauses.iter().all(|clause| clause.iter().any(holds)) && self.limits.iter().all(|l| sum(l) <= l.bound())
    }

    fn satisfiable(&self, lits: &[Lit]) -> bool {
        (0..1u32 << self.vars).any(|bits| {
            let model: Vec<bool> = (0..self.vars).map(|var| bits >> var & 1 == 1).collect();
            lits.iter().all(|lit| model[lit.var()] == lit.is_positive()) && self.accepts(&model)
        })
    }
}

/// Every answer under random standing assumptions and questions is the one of brute force; a core is refuted by itself, and
/// what is implied holds in all models.
#[test]
fn answers_agree_with_brute_force() {
    let mut dice = Dice(7);
    for _ in 0..300 {
        let problem = Problem::random(&mut dice);
        let mut solver = problem.solver();
        let mut standing: Vec<Lit> = Vec::new();
        for _ in 0..12 {
            if dice.below(3) == 0 && solver.search(&[], &[], &mut u64::MAX.clone()) == Outcome::Model {
                let lit = dice.lit(problem.vars as u64);
                let mut more = standing.clone();
                more.push(lit);
                match solver.assume(lit) {
                    Ok(()) if problem.satisfiable(&more) => standing = more,
                    Ok(()) => solver.assume_all(&standing).unwrap(),
                    Err(core) => assert!(!problem.satisfiable(&core) && core.iter().all(|lit| more.contains(lit))),
                }
            }
            let question: Vec<Lit> = (0..dice.below(3)).map(|_| dice.lit(problem.vars as u64)).collect();
            let wanted: Vec<Lit> = (0..dice.below(5)).map(|_| dice.lit(problem.vars as u64)).collect();
            let all: Vec<Lit> = standing.iter().chain(&question).copied().collect();
            match solver.search(&question, &wanted, &mut 100_000) {
                Outcome::Model => {
                    assert!(problem.accepts(solver.model()) && all.iter().all(|lit| solver.holds(*lit)));
                }
                Outcome::Core(core) => {
                    assert!(!problem.satisfiable(&core), "{core:?} has a model");
                    assert!(core.iter().all(|lit| all.contains(lit)));
                }
                Outcome::Limit => panic!("no small problem has this many conflicts"),
            }
            for lit in solver.implied() {
                let mut without = standing.clone();
                without.push(!*lit);
                assert!(!problem.satisfiable(&without), "{lit:?} does not follow from {standing:?}");
            }
        }
    }
}

/// More pigeons than holes: only learning and restarts get through in reasonable time.
#[test]
fn pigeons_do_not_fit() {
    let (pigeons, holes) = (7, 6);
    let at = |pigeon: usize, hole: usize| Lit::new(pigeon * holes + hole, true);
    let mut solver = Solver::new(pigeons * holes);
    for pigeon in 0..pigeons {
        solver.add_clause(&(0..holes).map(|hole| at(pigeon, hole)).collect::<Vec<_>>());
    }
    for hole in 0..holes {
        solver.add_limit(Limit::new((0..pigeons).map(|pigeon| (at(pigeon, hole), 1)), 1));
    }
    assert_eq!(solver.search(&[], &[], &mut 1_000_000), Outcome::Core(Vec::new()));
    assert_eq!(solver.search(&[at(0, 0)], &[], &mut 1_000_000), Outcome::Core(Vec::new()));
}
