//! Minutes that an adult size M pullover takes on each machine, what they are made of, and the least that the same
//! fabric could take: `cargo run --release --example machines`.

use purlform::garment::{Design, draft};
use purlform::knit::planner::{Move, lower_bound};
use purlform::knit::program::Needle;
use purlform::knit::shape::{Step, fashioning_block};
use purlform::knit::{KnittedPanel, Machine, knit_panel};
use purlform::measure::Measurements;

/// Minutes of the shortest pass list: as many courses a stroke as there are systems, the planner's lower bound of
/// transfer passes, two strokes for each bound-off loop, waste as knitted; no empty strokes.
fn least(knitted: &KnittedPanel, machine: &Machine) -> f64 {
    let stroke = |wales: f64, speed: f64, systems: f64| {
        let needles =
            wales * f64::from(machine.needle_step) + 2.0 * f64::from(machine.overrun_needles);
        let mm = needles * machine.pitch_mm() + (systems - 1.0) * machine.system_distance_mm;
        mm / 1000.0 / speed + machine.turn_s
    };
    let systems = f64::from(machine.systems);
    let mut seconds = 0.0;
    for row in knitted.shape.rows() {
        let width = f64::from(row.span.width());
        seconds += stroke(width, machine.knit_m_per_s, systems) / systems;
        let mut moves = Vec::new();
        for needle in row.span.left - 4..row.span.right + 4 {
            let shift = knitted.fabric.shift(row.course, needle);
            if shift != 0 {
                moves.push((needle, shift));
            }
        }
        for (side, step) in row.steps.iter().enumerate() {
            match step {
                Step::Widen => {
                    let block = fashioning_block(row.span);
                    moves.extend((0..block).map(|i| (2000 * side as i32 + i, [-1, 1][side])));
                }
                Step::BindOff(wales) => {
                    seconds += 2.0 * f64::from(*wales) * stroke(1.0, machine.transfer_m_per_s, 1.0);
                }
                _ => {}
            }
        }
        let moves: Vec<Move> = moves
            .iter()
            .map(|(index, shift)| Move {
                home: Needle::front(*index),
                shift: *shift,
                across: false,
            })
            .collect();
        seconds += lower_bound(&moves) as f64 * stroke(width, machine.transfer_m_per_s, 1.0);
    }
    if let Some(split) = &knitted.shape.split {
        let wales = f64::from(split.bound_off.width());
        seconds += 2.0 * wales * stroke(1.0, machine.transfer_m_per_s, 1.0);
    }
    let waste = machine.waste_courses + 2;
    let first = knitted.shape.body.rows.first();
    let width = first.map_or(0.0, |r| f64::from(r.span.width()));
    seconds += f64::from(waste) * stroke(width, machine.knit_m_per_s, 1.0);
    for (span, _) in knitted.shape.open_tops() {
        let courses = f64::from(machine.top_waste_courses + 2);
        seconds += courses * stroke(f64::from(span.width()), machine.knit_m_per_s, 1.0);
    }
    seconds / 60.0
}

fn main() {
    let person = br#"{"stature": 1780, "bust_girth": 980, "waist_girth": 840, "hip_girth": 980}"#;
    let person = Measurements::from_json(person).expect("measurements");
    println!(
        "| machine | gauge | minutes | knit | transfer | empty | turns | racking | strokes | least | above |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for name in Machine::NAMES {
        let machine = Machine::built_in(name).expect("built in");
        let (wales, courses) = match machine.gauge_npi as u32 {
            5 => (24, 33),
            7 if machine.kniterate.is_some() => (34, 46),
            12 => (65, 88),
            14 => (75, 102),
            _ => (45, 62),
        };
        let text = format!(
            r#"{{"version":1,"garment":"pullover","gauge":{{"wales_per_100mm":{wales},"courses_per_100mm":{courses}}}}}"#
        );
        let design = Design::from_json(text.as_bytes()).expect("a design");
        let pattern = draft(&person, &design, person.sex).expect("a pattern");
        let mut sum = [0.0; 8];
        let mut refused = None;
        for panel in &pattern.panels {
            let allowance = pattern.linking_allowance_wales;
            match knit_panel(panel, &design.gauge, &machine, allowance) {
                Ok(knitted) => {
                    let p = &knitted.report.passes;
                    let m = &p.made_of;
                    let least = least(&knitted, &machine);
                    let parts = [
                        p.minutes,
                        m.knit,
                        m.transfer,
                        m.empty,
                        m.turns,
                        m.racking,
                        f64::from(p.strokes),
                        least,
                    ];
                    sum.iter_mut().zip(parts).for_each(|(s, x)| *s += x);
                    if std::env::var_os("PANELS").is_some() {
                        println!(
                            "{name} {}: {:.1} min, least {least:.1}: {p:?}",
                            panel.name, p.minutes
                        );
                    }
                }
                Err(error) => refused = Some(error),
            }
        }
        if let Some(error) = refused {
            println!("| `{name}` | {wales} x {courses} | {error} |");
            continue;
        }
        let [
            minutes,
            knit,
            transfer,
            empty,
            turns,
            racking,
            strokes,
            least,
        ] = sum;
        println!(
            "| `{name}` | {wales} x {courses} | {minutes:.1} | {knit:.1} | {transfer:.1} | {empty:.1} | {turns:.1} | {racking:.1} | {strokes:.0} | {least:.1} | {:.0} % |",
            100.0 * (minutes / least - 1.0)
        );
    }
}
