//! Stitch structures, as data: what each needle does in each course of a repeat.

use super::program::Bed;
use crate::garment::Structure;

/// A structure's repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat<'a> {
    /// Which structure.
    pub structure: Structure,
    /// Courses, the lowest first; one letter a wale: `k` knits on the front bed, `p` on the back bed, `t` and `T` tuck
    /// there; `R` and `L` knit in front what a cable brings from here [`Repeat::reach`] wales to the right or left;
    /// `)` and `(` are eyelets, whose loops go one wale to the right or left.
    pub courses: &'a [&'a str],
    /// Column whose left edge lies in the panel's middle; without one, columns follow the needles' numbers.
    pub centre: Option<i32>,
    /// How far a cable's wales travel.
    pub reach: i32,
    /// Wales along each edge without tucks, cables and eyelets, so that shaping meets none.
    pub border: i32,
}

const JERSEY: Repeat<'static> = Repeat {
    structure: Structure::Jersey,
    courses: &["k"],
    centre: None,
    reach: 0,
    border: 0,
};

/// Edge wales that narrowings and widenings may touch: a block of four, and two that it lands on.
const BORDER: i32 = 6;

/// The table: one entry a structure.
pub const REPEATS: [Repeat<'static>; 12] = [
    JERSEY,
    Repeat {
        structure: Structure::Rib1x1,
        courses: &["kp"],
        ..JERSEY
    },
    Repeat {
        structure: Structure::Rib2x2,
        courses: &["kkpp"],
        ..JERSEY
    },
    Repeat {
        structure: Structure::Garter,
        courses: &["k", "p"],
        ..JERSEY
    },
    Repeat {
        structure: Structure::Moss,
        courses: &["kp", "pk"],
        ..JERSEY
    },
    Repeat {
        structure: Structure::HalfCardigan,
        courses: &["kp", "kT"],
        border: BORDER,
        ..JERSEY
    },
    Repeat {
        structure: Structure::FullCardigan,
        courses: &["kT", "tp"],
        border: BORDER,
        ..JERSEY
    },
    Repeat {
        structure: Structure::Cable2x2,
        courses: &[
            "pkkkkpkk", "pkkkkpkk", "pkkkkpkk", "pkkkkpkk", "pkkkkpkk", "pRRLLpkk",
        ],
        centre: Some(3),
        reach: 2,
        border: BORDER,
    },
    Repeat {
        structure: Structure::Cable3x3,
        courses: &[
            "pkkkkkkpkk",
            "pkkkkkkpkk",
            "pkkkkkkpkk",
            "pkkkkkkpkk",
            "pkkkkkkpkk",
            "pkkkkkkpkk",
            "pkkkkkkpkk",
            "pRRRLLLpkk",
        ],
        centre: Some(4),
        reach: 3,
        border: BORDER,
    },
    Repeat {
        structure: Structure::Lace,
        courses: &[
            "kkkkkkkkkk",
            "kkkk)kkkkk",
            "kkkkkkkkkk",
            "kkk(k)kkkk",
            "kkkkkkkkkk",
            "kk(kkk)kkk",
            "kkkkkkkkkk",
            "k(kkkkk)kk",
            "kkkkkkkkkk",
            "kkkkkkkkk)",
        ],
        centre: Some(4),
        reach: 1,
        border: BORDER,
    },
    Repeat {
        structure: Structure::FloatJacquard,
        ..JERSEY
    },
    Repeat {
        structure: Structure::BirdseyeJacquard,
        ..JERSEY
    },
];

/// What a needle does in a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The bed that works.
    pub bed: Bed,
    /// Whether it tucks instead of knitting.
    pub tuck: bool,
    /// How far its loop goes to the right before the course.
    pub shift: i32,
    /// Whether that leaves the needle empty, which then gets a new loop.
    pub eyelet: bool,
    /// Whether it does nothing, and keeps its loop for the next course.
    pub miss: bool,
}

impl Cell {
    /// Knits on the front bed.
    pub const PLAIN: Cell = Cell {
        bed: Bed::Front,
        tuck: false,
        shift: 0,
        eyelet: false,
        miss: false,
    };
}

/// The repeat of a structure.
pub fn repeat(structure: Structure) -> &'static Repeat<'static> {
    let found = REPEATS.iter().find(|r| r.structure == structure);
    found.unwrap_or(&JERSEY)
}

/// The repeat of the customer's own lace, from its rows, the lowest first.
pub fn own_lace<'a>(rows: &'a [&'a str], centre: i32) -> Repeat<'a> {
    Repeat {
        courses: rows,
        centre: Some(centre),
        ..*repeat(Structure::Lace)
    }
}

impl Repeat<'_> {
    fn letter(&self, phase: usize, axis: i32, needle: i32) -> u8 {
        let row = self.courses[phase % self.courses.len()].as_bytes();
        let from = self.centre.map_or(0, |centre| axis - centre);
        row[(needle - from).rem_euclid(row.len() as i32) as usize]
    }

    /// What a needle does `phase` courses above the structure's first one. `room` tells how many wales lie between
    /// the needle and the nearer edge; `calm` courses knit where others tuck.
    pub fn cell(
        &self,
        phase: usize,
        axis: i32,
        needle: i32,
        room: impl Fn(i32) -> i32,
        calm: bool,
    ) -> Cell {
        let letter = |n: i32| self.letter(phase, axis, n);
        let free = |n: i32| room(n) >= self.border;
        let on = |bed: Bed, tuck: bool| Cell {
            bed,
            tuck: tuck && free(needle) && !calm,
            // A bed that tucks cannot knit in the same pass on every machine: edge wales wait a course instead.
            miss: tuck && !free(needle) && !calm,
            ..Cell::PLAIN
        };
        let crossed = |from: i32, side: i32| {
            // The whole crossing or none of it.
            if free(from) && free(from + 2 * self.reach - 1) {
                Cell {
                    shift: side * self.reach,
                    ..Cell::PLAIN
                }
            } else {
                Cell::PLAIN
            }
        };
        let first = |letters: &[u8]| {
            let mut n = needle;
            while letters.contains(&letter(n - 1)) && needle - n < 2 * self.reach - 1 {
                n -= 1;
            }
            n
        };
        let eyelet = |side: i32| {
            let fits = free(needle) && free(needle + side);
            Cell {
                shift: if fits { side } else { 0 },
                eyelet: fits,
                ..Cell::PLAIN
            }
        };
        match letter(needle) {
            b'p' if self.border == 0 || free(needle) || self.tucks() => on(Bed::Back, false),
            b't' => on(Bed::Front, true),
            b'T' => on(Bed::Back, true),
            b'R' => crossed(first(b"R"), 1),
            b'L' => crossed(first(b"RL"), -1),
            b')' => eyelet(1),
            b'(' => eyelet(-1),
            _ => Cell::PLAIN,
        }
    }

    /// Whether any needle tucks.
    pub fn tucks(&self) -> bool {
        self.courses.iter().any(|c| c.contains(['t', 'T']))
    }

    /// Whether loops change beds in every course: then one carrier alone is as quick as several.
    pub fn changes_beds(&self) -> bool {
        matches!(self.structure, Structure::Garter | Structure::Moss)
    }
}
