//! All garments for a few people, each in a construction and on a machine of its own: whatever is not knitted is refused
//! with a reason. `cargo run --release --example wardrobe` does the same for a thousand.

mod people;
mod wardrobe;

use wardrobe::{Outcome, bodies, dress};

/// Dresses those of `n` people; what was knitted.
fn dressed(n: usize, which: &[usize]) -> usize {
    let everyone = bodies(n);
    let mut knitted = 0;
    for i in which {
        for outcome in dress(*i, &everyone[*i]) {
            match outcome {
                Outcome::Knitted(_, panels, minutes) => {
                    assert!(panels > 0 && minutes > 0.0);
                    knitted += 1;
                }
                Outcome::Refused(garment, why) => println!("{garment}: {why}"),
                Outcome::Fault(what) => panic!("{what}"),
            }
        }
    }
    knitted
}

#[test]
fn a_few_people_are_dressed() {
    let knitted = dressed(200, &[10, 90, 170]);
    assert!(knitted > 18, "{knitted} of 27");
}

/// Narrow halves beside a neck in ribs, garter and tuck structures, and narrowings of three wales for three systems, once
/// put loops where they could not be.
#[test]
fn narrow_pieces_are_narrowed_in_turns() {
    dressed(120, &[74, 103]);
    dressed(40, &[30]);
}

/// Edge wales that wait beside tucks were once narrowed before they had been knitted on their new bed.
#[test]
fn edges_of_tuck_structures_are_knitted_before_they_are_narrowed() {
    dressed(120, &[2, 36]);
    dressed(40, &[36]);
}
