//! Every garment for many people on every machine, in turns: `cargo run --release --example wardrobe -- [BODIES] [FROM]`;
//! `-- limits [DESIGNS] [FROM]` for designs whose parameters are at their limits and people of any size.
//!
//! Real people of ANSUR II (where `../shared` is at hand) and invented ones get each garment in a construction, structure,
//! fit and machine that go round, and one more in colours. Counted are garments (1), machines (2), reasons of refusals (3) and what
//! was refused for each (4). Whatever is not knitted must be refused with a reason; a program that the simulator or the
//! proof does not accept makes the run fail.

#[path = "../tests/people/mod.rs"]
mod people;
#[path = "../tests/wardrobe/mod.rs"]
mod wardrobe;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let limits = words.first().is_some_and(|w| w == "limits");
    let number = |i: usize| {
        words
            .get(i + usize::from(limits))
            .and_then(|n| n.parse().ok())
    };
    let count: usize = number(0).unwrap_or(1000);
    let from: usize = number(1).unwrap_or(0);
    let everyone = match limits {
        true => Vec::new(),
        false => wardrobe::bodies(count),
    };
    let next = AtomicUsize::new(from);
    let tally: Mutex<BTreeMap<String, usize>> = Mutex::default();
    let started = std::time::Instant::now();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        return;
                    }
                    let outcomes = match everyone.get(i) {
                        Some(person) => {
                            let mut outcomes = wardrobe::dress(i, person);
                            outcomes.push(wardrobe::dress_in_colours(i, person));
                            outcomes
                        }
                        None => vec![wardrobe::at_the_limits(i)],
                    };
                    let mut tally = tally.lock().expect("no worker stops");
                    for outcome in outcomes {
                        for key in outcome.keys() {
                            *tally.entry(key).or_default() += 1;
                        }
                        if let wardrobe::Outcome::Fault(what) = outcome {
                            println!("FAULT {what}");
                        }
                    }
                }
            });
        }
    });
    let tally = tally.into_inner().expect("no worker stops");
    println!(
        "{from} to {count}, {:.0} s",
        started.elapsed().as_secs_f64()
    );
    for (key, count) in &tally {
        println!("{count:6}  {key}");
    }
    if tally.keys().any(|k| k.starts_with("fault")) {
        std::process::exit(1);
    }
}
