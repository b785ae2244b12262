//! The kinds of stitches that a chart shows.

use serde::{Deserialize, Serialize};

/// One cell of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stitch {
    /// No stitch.
    Empty,
    /// A loop of the first course.
    CastOn,
    /// A loop seen from its right side, on the front bed.
    Knit,
    /// A loop seen from its wrong side, on the back bed.
    Purl,
    /// A loop that takes two together: a narrowing lands here.
    Narrowing,
    /// The first loop of a wale that a widening added.
    Widening,
    /// A wale that is bound off.
    BindOff,
    /// A tuck on the front bed.
    Tuck,
    /// A tuck on the back bed.
    TuckBack,
    /// A new loop on a needle that lace emptied.
    Eyelet,
    /// A loop that takes two together beside an eyelet.
    Together,
    /// A loop that a cable brought here.
    Cable,
    /// The needle keeps its loop over this course.
    Miss,
}

impl Stitch {
    /// All kinds, in the order of a legend.
    pub const ALL: [Stitch; 13] = [
        Stitch::Empty,
        Stitch::CastOn,
        Stitch::Knit,
        Stitch::Purl,
        Stitch::Narrowing,
        Stitch::Widening,
        Stitch::BindOff,
        Stitch::Tuck,
        Stitch::TuckBack,
        Stitch::Eyelet,
        Stitch::Together,
        Stitch::Cable,
        Stitch::Miss,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Stitch::Empty => "no stitch",
            Stitch::CastOn => "cast on",
            Stitch::Knit => "knit (front bed)",
            Stitch::Purl => "purl (back bed)",
            Stitch::Narrowing => "narrowing (two together)",
            Stitch::Widening => "widening (new wale)",
            Stitch::BindOff => "bind off",
            Stitch::Tuck => "tuck (front bed)",
            Stitch::TuckBack => "tuck (back bed)",
            Stitch::Eyelet => "eyelet (new loop)",
            Stitch::Together => "two together (lace)",
            Stitch::Cable => "cable (crossed wale)",
            Stitch::Miss => "miss (the loop waits)",
        }
    }
}
