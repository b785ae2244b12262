//! An adult pullover on `vbed-e7` at 45 x 62, from measurements to checked programs and all exports, on one thread:
//! `cargo bench --bench order -- [RUNS]`. Prints the least and the median time of each stage.

use purlform::garment::Design;
use purlform::knit::{Machine, knit_panel};
use purlform::measure::Measurements;
use purlform::pipeline::Order;
use std::hint::black_box;
use std::time::Instant;

const PERSON: &[u8] = br#"{"sex":"male","stature":1780,"bust_girth":980}"#;
const DESIGN: &[u8] =
    br#"{"garment":"pullover","gauge":{"wales_per_100mm":45,"courses_per_100mm":62}}"#;

fn main() {
    let runs = std::env::args()
        .skip(1)
        .find_map(|n| n.parse().ok())
        .unwrap_or(20);
    let person = Measurements::from_json(PERSON).expect("measurements");
    let design = Design::from_json(DESIGN).expect("a design");
    let machine = Machine::built_in("vbed-e7").expect("built in");
    let names = [
        "draft",
        "knit and check the panels",
        "order with its programs, charts, sheet, summary",
        "papers",
        "package: sums",
        "package: zip",
        "order to zip",
    ];
    let mut times = vec![Vec::new(); names.len()];
    for _ in 0..runs {
        let mut at = Instant::now();
        let mut stage = 0;
        let mut note = |times: &mut Vec<Vec<f64>>| {
            times[stage].push(1000.0 * at.elapsed().as_secs_f64());
            stage += 1;
            at = Instant::now();
        };
        let pattern = Order::pattern(&person, &design, &machine).expect("a pattern");
        note(&mut times);
        for panel in &pattern.panels {
            black_box(knit_panel(panel, &design.gauge, &machine, 1).expect("a program"));
        }
        note(&mut times);
        let order =
            Order::knit(&person, &design, pattern, &machine, &mut |_, _| {}).expect("an order");
        note(&mut times);
        let papers = order.papers("bench");
        note(&mut times);
        let package = order.package("bench", papers);
        note(&mut times);
        black_box(package.to_bytes());
        note(&mut times);
        let order = Order::new(&person, &design, &machine).expect("an order");
        let papers = order.papers("bench");
        black_box(order.package("bench", papers).to_bytes());
        note(&mut times);
    }
    for (name, mut times) in names.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!(
            "{name:48} least {:7.1} ms, median {:7.1} ms",
            times[0],
            times[times.len() / 2]
        );
    }
}
