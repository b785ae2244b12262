//! The fabric that a program makes, loop by loop, held against the fabric that was designed.

use super::fabric::{Fabric, Stitch};
use super::program::{Bed, CarrierSet, Needle, Op, Program};

/// A loop that was pulled through others.
#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) needle: Needle,
    /// The yarn that it is of.
    yarn: Option<u8>,
    /// Loops that it was pulled through, by their position; those of waste and tucks are not followed.
    pub(super) through: Through,
    /// How many loops in all it was pulled through.
    pub(super) parents: usize,
}

/// What a needle holds.
#[derive(Clone, Copy, Debug)]
enum Held {
    /// A followed loop, by its position.
    Loop(usize),
    /// A loop of waste yarn, or a tuck on an empty needle: it carries the next loop.
    Base,
    /// A tuck beside a loop, which only rides along.
    Tuck,
}

/// The first few loops that a loop was pulled through: no needle holds many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Through {
    loops: [u32; 4],
    count: u8,
}

impl Through {
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let all = self.loops.iter().take(usize::from(self.count));
        all.map(|i| *i as usize)
    }
}

/// The followed ones, and how many carry a loop.
fn parents(held: &[Held]) -> (Through, usize) {
    let mut through = Through::default();
    for held in held {
        if let Held::Loop(i) = held
            && let Some(slot) = through.loops.get_mut(usize::from(through.count))
        {
            *slot = *i as u32;
            through.count += 1;
        }
    }
    let carrying = held.iter().filter(|h| !matches!(h, Held::Tuck));
    (through, carrying.count())
}

/// Checks a program against the fabric that it should make: every wale has the designed stitches in their order, on the
/// designed bed, of the designed yarn; narrowings take two loops together, all others one; no stitch skips a course but
/// where a widening lifts one.
///
/// # Errors
/// A sentence that names needle and course.
pub fn prove(fabric: &Fabric, program: &Program, yarn: CarrierSet) -> Result<(), String> {
    let window = Window {
        first: fabric.first_needle,
        wales: fabric.wales,
    };
    let (loops, tucks) = follow(window, program, yarn)?;
    let mut course_of = vec![0; loops.len()];
    let mut wales = [(); 2].map(|()| vec![Vec::new(); fabric.wales + 2]);
    for (i, made) in loops.iter().enumerate() {
        let column = (made.needle.index - fabric.first_needle + 1) as usize;
        wales[usize::from(made.needle.bed == Bed::Back)][column].push(i);
    }
    tucked(fabric, &tucks)?;
    let [front, back] = &wales;
    for (column, own) in front.iter().zip(back).enumerate() {
        let needle = fabric.first_needle - 1 + column as i32;
        let mut made = [own.0, own.1].map(|made| made.iter().copied());
        for course in 0..fabric.courses {
            for designed in designed(fabric, course, needle) {
                let wrong = |what: &str| {
                    Err(format!(
                        "needle {needle}, course {course}: {}, but {what}",
                        fabric.at(course, needle).name()
                    ))
                };
                let Some(i) = made[usize::from(designed.bed == Bed::Back)].next() else {
                    return wrong("the program makes no loop on that bed");
                };
                course_of[i] = course;
                if loops[i].yarn != Some(designed.yarn) {
                    return wrong("the loop is of another yarn");
                }
                let [least, most] = designed.parents;
                if !(least..=most).contains(&loops[i].parents) {
                    return wrong(&format!("it takes {} loops", loops[i].parents));
                }
            }
        }
        if made.iter_mut().any(|m| m.next().is_some()) {
            return Err(format!(
                "needle {needle}: the program makes more loops than designed"
            ));
        }
    }
    for (made, course) in loops.iter().zip(&course_of) {
        let needle = made.needle;
        let waits = |below: usize| {
            let waited = |c: &usize| {
                matches!(
                    fabric.at(*c, needle.index),
                    Stitch::Miss | Stitch::Tuck | Stitch::TuckBack
                )
            };
            (below + 1..*course).filter(waited).count()
        };
        let follows = |below: usize| {
            let below = course_of[below];
            below <= *course && (below + 2 >= *course || below + 2 + waits(below) >= *course)
        };
        if !made.through.iter().all(follows) {
            return Err(format!("{needle}, course {course}: the loop skips courses"));
        }
    }
    Ok(())
}

/// Every tuck that was designed is made; floats may be caught on other needles, too.
fn tucked(fabric: &Fabric, tucks: &[Needle]) -> Result<(), String> {
    let mut made = [(); 2].map(|()| vec![0usize; fabric.wales + 2]);
    for needle in tucks {
        let column = (needle.index - fabric.first_needle + 1) as usize;
        made[usize::from(needle.bed == Bed::Back)][column] += 1;
    }
    for column in 0..fabric.wales {
        let needle = fabric.first_needle + column as i32;
        for (bed, kind) in [Stitch::Tuck, Stitch::TuckBack].into_iter().enumerate() {
            let designed = (0..fabric.courses).filter(|c| fabric.at(*c, needle) == kind);
            let (designed, made) = (designed.count(), made[bed][column + 1]);
            if designed > made {
                let what = kind.name();
                return Err(format!("needle {needle}: {made} of {designed} {what}"));
            }
        }
    }
    Ok(())
}

/// A loop as it was designed.
struct Designed {
    bed: Bed,
    yarn: u8,
    /// The least and the most loops that it is pulled through.
    parents: [usize; 2],
}

/// The loops that a needle pair makes in a course.
fn designed(fabric: &Fabric, course: usize, needle: i32) -> impl Iterator<Item = Designed> {
    let stitch = fabric.at(course, needle);
    let none = match stitch {
        Stitch::Empty | Stitch::Tuck | Stitch::TuckBack | Stitch::Eyelet | Stitch::Miss => true,
        Stitch::BindOff => starts_chain(fabric, course, needle),
        _ => false,
    };
    let parents = match stitch {
        Stitch::Narrowing | Stitch::Together => [2, 2],
        Stitch::BindOff => [1, 2],
        _ if starts_after_bind_off(fabric, course, needle) => [1, 2],
        _ => [1, 1],
    };
    let own = Designed {
        bed: fabric.bed(course, needle),
        yarn: fabric.colour(course, needle),
        parents,
    };
    let behind = fabric.behind(course, needle).map(|yarn| Designed {
        bed: Bed::Back,
        yarn,
        parents,
    });
    let made = (!none).then_some([Some(own), behind]);
    made.into_iter().flatten().flatten()
}

/// Whether a chain of bound-off loops begins on this needle, which then only gives its loop away: at the outer end of a
/// side, at the left end of a neck.
fn starts_chain(fabric: &Fabric, course: usize, needle: i32) -> bool {
    let bound = |n: &i32| fabric.at(course, *n) == Stitch::BindOff;
    let right = (needle..).take_while(bound).last().unwrap_or(needle);
    let left_end = !bound(&(needle - 1));
    if fabric.at(course, right + 1) == Stitch::Empty {
        return needle == right;
    }
    left_end
}

/// Whether a chain of bound-off loops ends on this needle.
fn starts_after_bind_off(fabric: &Fabric, course: usize, needle: i32) -> bool {
    [-1, 1]
        .iter()
        .any(|aside| fabric.at(course, needle + aside) == Stitch::BindOff)
}

/// The needles of a piece.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub(super) first: i32,
    pub(super) wales: usize,
}

/// Works off a program, following the loops of the piece's yarn; also the needles of its tucks.
pub(super) fn follow(
    window: Window,
    program: &Program,
    yarn: CarrierSet,
) -> Result<(Vec<Loop>, Vec<Needle>), String> {
    let width = window.wales + 2;
    let mut tucks = Vec::new();
    let mut beds = [
        vec![Vec::<Held>::new(); width],
        vec![Vec::<Held>::new(); width],
    ];
    let mut loops: Vec<Loop> = Vec::with_capacity(program.ops.len() / 2);
    let mut yarns = [None; CarrierSet::MAX];
    for cone in &program.cones {
        if let Some(slot) = yarns.get_mut(cone.carrier) {
            *slot = cone.yarn;
        }
    }
    let of = |set: CarrierSet| {
        set.indices()
            .next()
            .and_then(|c| yarns[c % CarrierSet::MAX])
    };
    let place = |n: Needle| {
        let column = usize::try_from(n.index - window.first + 1).ok();
        let column = column.filter(|c| *c < width);
        let bed = usize::from(n.bed == Bed::Back);
        column
            .map(|c| (bed, c))
            .ok_or_else(|| format!("{n} lies beside the fabric"))
    };
    for op in &program.ops {
        match *op {
            Op::Knit(_, needle, set) => {
                let (bed, column) = place(needle)?;
                let held = &mut beds[bed][column];
                let mut made = Held::Base;
                if yarn.contains(set) {
                    made = Held::Loop(loops.len());
                    let (through, parents) = parents(held);
                    loops.push(Loop {
                        needle,
                        yarn: of(set),
                        parents,
                        through,
                    });
                }
                held.clear();
                held.push(made);
            }
            Op::Split(_, from, to, set) => {
                let (bed, column) = place(from)?;
                let held = std::mem::take(&mut beds[bed][column]);
                let made = Held::Loop(loops.len());
                let (through, parents) = parents(&held);
                loops.push(Loop {
                    needle: from,
                    yarn: of(set),
                    parents,
                    through,
                });
                beds[bed][column].push(made);
                let (bed, column) = place(to)?;
                beds[bed][column].extend(held);
            }
            Op::Tuck(_, needle, set) => {
                let (bed, column) = place(needle)?;
                tucks.extend(yarn.contains(set).then_some(needle));
                let held = &mut beds[bed][column];
                held.push(if held.is_empty() {
                    Held::Base
                } else {
                    Held::Tuck
                });
            }
            Op::Xfer(from, to) => {
                let (bed, column) = place(from)?;
                // The emptied list goes back: no needle's memory is let go of.
                let mut moved = std::mem::take(&mut beds[bed][column]);
                let (onto, there) = place(to)?;
                beds[onto][there].append(&mut moved);
                beds[bed][column] = moved;
            }
            Op::Drop(needle) => {
                let (bed, column) = place(needle)?;
                beds[bed][column].clear();
            }
            _ => {}
        }
    }
    Ok((loops, tucks))
}
