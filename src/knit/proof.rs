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
    Loop(u32),
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
            *slot = *i;
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
    tucked(fabric, &tucks)?;
    let mut course_of = vec![0; loops.len()];
    let mut made = Wales::of(window, &loops);
    for course in 0..fabric.courses {
        for needle in fabric.first_needle..fabric.first_needle + fabric.wales as i32 {
            for designed in designed(fabric, course, needle).into_iter().flatten() {
                let wrong = |what: &str| {
                    Err(format!(
                        "needle {needle}, course {course}: {}, but {what}",
                        fabric.at(course, needle).name()
                    ))
                };
                let index = needle;
                let Some(i) = made.next(Needle {
                    bed: designed.bed,
                    index,
                }) else {
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
    }
    if let Some(needle) = made.left() {
        return Err(format!(
            "{needle}: the program makes more loops than designed"
        ));
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
    let none = || [(); 2].map(|()| vec![0usize; fabric.wales + 2]);
    let (mut made, mut designed) = (none(), none());
    for needle in tucks {
        let column = (needle.index - fabric.first_needle + 1) as usize;
        made[usize::from(needle.bed == Bed::Back)][column] += 1;
    }
    for course in fabric.cells.chunks(fabric.wales.max(1)) {
        for (column, stitch) in course.iter().enumerate() {
            match stitch {
                Stitch::Tuck => designed[0][column + 1] += 1,
                Stitch::TuckBack => designed[1][column + 1] += 1,
                _ => {}
            }
        }
    }
    for column in 0..fabric.wales {
        let needle = fabric.first_needle + column as i32;
        for (bed, kind) in [Stitch::Tuck, Stitch::TuckBack].into_iter().enumerate() {
            let (designed, made) = (designed[bed][column + 1], made[bed][column + 1]);
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
fn designed(fabric: &Fabric, course: usize, needle: i32) -> [Option<Designed>; 2] {
    let stitch = fabric.at(course, needle);
    let none = match stitch {
        Stitch::Empty | Stitch::Tuck | Stitch::TuckBack | Stitch::Eyelet | Stitch::Miss => true,
        Stitch::BindOff => starts_chain(fabric, course, needle),
        _ => false,
    };
    if none {
        return [None, None];
    }
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
    [Some(own), behind]
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

impl Window {
    /// Needles of a bed, one beside the piece on either side among them.
    fn width(self) -> usize {
        self.wales + 2
    }

    /// A needle's place among those of both beds.
    fn place(self, needle: Needle) -> Option<usize> {
        let column = usize::try_from(needle.index - self.first + 1).ok()?;
        let bed = usize::from(needle.bed == Bed::Back);
        (column < self.width()).then_some(bed * self.width() + column)
    }
}

/// The loops of each needle, in the order in which they were made.
struct Wales {
    window: Window,
    /// Positions of the loops, needle after needle.
    loops: Vec<u32>,
    /// What is left of each needle's.
    left: Vec<std::ops::Range<usize>>,
}

impl Wales {
    fn of(window: Window, made: &[Loop]) -> Self {
        let mut left = vec![0..0; 2 * window.width()];
        let place = |l: &Loop| window.place(l.needle).unwrap_or(0);
        for made in made {
            left[place(made)].end += 1;
        }
        let mut start = 0;
        for range in &mut left {
            let count = range.end;
            *range = start..start;
            start += count;
        }
        let mut loops = vec![0; made.len()];
        for (i, made) in made.iter().enumerate() {
            let end = &mut left[place(made)].end;
            loops[*end] = i as u32;
            *end += 1;
        }
        Self {
            window,
            loops,
            left,
        }
    }

    /// The next loop of a needle.
    fn next(&mut self, needle: Needle) -> Option<usize> {
        let next = self.left.get_mut(self.window.place(needle)?)?.next()?;
        self.loops.get(next).map(|i| *i as usize)
    }

    /// A needle that has more loops.
    fn left(&self) -> Option<Needle> {
        let place = self.left.iter().position(|l| !l.is_empty())?;
        let width = self.window.width();
        Some(Needle {
            bed: [Bed::Front, Bed::Back][place / width],
            index: (place % width) as i32 + self.window.first - 1,
        })
    }
}

/// Works off a program, following the loops of the piece's yarn; also the needles of its tucks.
pub(super) fn follow(
    window: Window,
    program: &Program,
    yarn: CarrierSet,
) -> Result<(Vec<Loop>, Vec<Needle>), String> {
    let mut tucks = Vec::new();
    let mut needles = vec![Vec::<Held>::new(); 2 * window.width()];
    let mut loops: Vec<Loop> = Vec::with_capacity(program.ops.len());
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
        let place = window.place(n);
        place.ok_or_else(|| format!("{n} lies beside the fabric"))
    };
    for op in &program.ops {
        match *op {
            Op::Knit(_, needle, set) => {
                let held = &mut needles[place(needle)?];
                let mut made = Held::Base;
                if yarn.contains(set) {
                    made = Held::Loop(loops.len() as u32);
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
                let at = place(from)?;
                let held = std::mem::take(&mut needles[at]);
                let made = Held::Loop(loops.len() as u32);
                let (through, parents) = parents(&held);
                loops.push(Loop {
                    needle: from,
                    yarn: of(set),
                    parents,
                    through,
                });
                needles[at].push(made);
                needles[place(to)?].extend(held);
            }
            Op::Tuck(_, needle, set) => {
                let held = &mut needles[place(needle)?];
                tucks.extend(yarn.contains(set).then_some(needle));
                held.push(if held.is_empty() {
                    Held::Base
                } else {
                    Held::Tuck
                });
            }
            Op::Xfer(from, to) => {
                let (from, to) = (place(from)?, place(to)?);
                // The emptied list goes back: no needle's memory is let go of.
                let mut moved = std::mem::take(&mut needles[from]);
                needles[to].append(&mut moved);
                needles[from] = moved;
            }
            Op::Drop(needle) => {
                needles[place(needle)?].clear();
            }
            _ => {}
        }
    }
    Ok((loops, tucks))
}
