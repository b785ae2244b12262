//! Needle operations and the program that they make: the resolved form that every writer reads.

use std::fmt;

/// A row of needles; sliders are the auxiliary needles of some machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bed {
    /// Front bed, `f`.
    Front,
    /// Back bed, `b`.
    Back,
    /// Front sliders, `fs`.
    FrontSlider,
    /// Back sliders, `bs`.
    BackSlider,
}

impl Bed {
    /// Whether it lies in front.
    #[inline]
    pub fn is_front(self) -> bool {
        matches!(self, Bed::Front | Bed::FrontSlider)
    }

    /// The needle bed across.
    pub fn opposite(self) -> Bed {
        match self {
            Bed::Front | Bed::FrontSlider => Bed::Back,
            Bed::Back | Bed::BackSlider => Bed::Front,
        }
    }
}

/// One needle: bed and number, left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Needle {
    /// On which bed.
    pub bed: Bed,
    /// Its number.
    pub index: i32,
}

impl Needle {
    /// A needle of the front bed.
    pub fn front(index: i32) -> Self {
        Self {
            bed: Bed::Front,
            index,
        }
    }

    /// A needle of the back bed.
    pub fn back(index: i32) -> Self {
        Self {
            bed: Bed::Back,
            index,
        }
    }
}

impl fmt::Display for Needle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bed = match self.bed {
            Bed::Front => "f",
            Bed::Back => "b",
            Bed::FrontSlider => "fs",
            Bed::BackSlider => "bs",
        };
        write!(f, "{bed}{}", self.index)
    }
}

/// The way a loop is formed, and the carriage goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `-`, towards smaller needle numbers.
    Left,
    /// `+`, towards greater needle numbers.
    Right,
}

impl Direction {
    /// The other way.
    pub fn reverse(self) -> Self {
        match self {
            Direction::Left => Direction::Right,
            Direction::Right => Direction::Left,
        }
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Left => "-",
            Direction::Right => "+",
        })
    }
}

/// A set of yarn carriers: bit `i` is the `i`-th name of the `Carriers` header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CarrierSet(pub u32);

impl CarrierSet {
    /// As many carriers as a set can tell apart.
    pub const MAX: usize = 32;

    /// The set of the `index`-th carrier alone.
    pub fn one(index: usize) -> Self {
        Self(1u32.checked_shl(index as u32).unwrap_or(0))
    }

    /// Whether nobody is in it.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many are in it.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether all of `other` are in it.
    #[inline]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Positions in the `Carriers` header, ascending.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            if bits == 0 {
                return None;
            }
            let index = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            Some(index)
        })
    }
}

/// One operation; the names and meanings are those of the knitout specification 0.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `in CS`
    In(CarrierSet),
    /// `inhook CS`
    InHook(CarrierSet),
    /// `releasehook CS`
    ReleaseHook(CarrierSet),
    /// `out CS`
    Out(CarrierSet),
    /// `outhook CS`
    OutHook(CarrierSet),
    /// `knit D N CS`, with carriers
    Knit(Direction, Needle, CarrierSet),
    /// `tuck D N CS`, with carriers
    Tuck(Direction, Needle, CarrierSet),
    /// `miss D N CS`
    Miss(Direction, Needle, CarrierSet),
    /// `split D N N2 CS`, with carriers
    Split(Direction, Needle, Needle, CarrierSet),
    /// `xfer N N2`
    Xfer(Needle, Needle),
    /// `drop N`
    Drop(Needle),
    /// `amiss N`
    Amiss(Needle),
    /// `rack R`, in quarters of a needle
    Rack(i32),
    /// `pause`
    Pause,
    /// `x-speed-number`
    Speed(u16),
    /// `x-stitch-number`, a digit or letter
    StitchNumber(u8),
    /// `x-roller-advance`
    Roller(u16),
    /// `x-xfer-style two-pass`: all transfers of one way in one pass
    TransfersInOnePass,
    /// `x-end-pass`
    EndPass,
    /// Anything that moves no loop and no yarn: `stitch`, other extensions.
    Ignored,
}

/// What a carrier is threaded with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cone {
    /// The carrier, by its position in [`Program::carriers`].
    pub carrier: usize,
    /// The panel's yarn, by its place in the yarn table; `None` for waste and draw thread.
    pub yarn: Option<u8>,
    /// In words.
    pub label: String,
}

impl Cone {
    /// A cone on a carrier.
    pub fn new(carrier: usize, yarn: Option<u8>, label: String) -> Self {
        Self {
            carrier,
            yarn,
            label,
        }
    }
}

/// A program for one panel, in the order in which the machine works it off.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Panel name.
    pub name: String,
    /// Name of the machine that it was made for.
    pub machine: String,
    /// Needles per inch.
    pub gauge_npi: f64,
    /// Names, in the order of the `Carriers` header.
    pub carriers: Vec<String>,
    /// What to thread.
    pub cones: Vec<Cone>,
    /// Carriers with waste yarn or draw thread, whose loops are dropped on purpose.
    pub waste: CarrierSet,
    /// Whether the extensions of the Kniterate are written.
    pub kniterate: bool,
    /// The operations.
    pub ops: Vec<Op>,
    /// Section titles: each stands before the operation of that position.
    pub sections: Vec<(usize, String)>,
}

impl Program {
    /// The program of the mirror image: needle `n` becomes `ends - n`, directions and rackings turn round.
    #[must_use]
    pub fn mirrored(mut self, ends: i32) -> Self {
        self.each_needle(|n| ends - n, |r| -r, Direction::reverse);
        self
    }

    /// The program on every `step`-th needle.
    #[must_use]
    pub fn spread(mut self, step: i32) -> Self {
        self.each_needle(|n| 1 + (n - 1) * step, |r| r * step, |d| d);
        self
    }

    fn each_needle(
        &mut self,
        index: impl Fn(i32) -> i32,
        racking: impl Fn(i32) -> i32,
        way: impl Fn(Direction) -> Direction,
    ) {
        let at = |n: &mut Needle| n.index = index(n.index);
        for op in &mut self.ops {
            match op {
                Op::Knit(d, n, _) | Op::Tuck(d, n, _) | Op::Miss(d, n, _) => {
                    *d = way(*d);
                    at(n);
                }
                Op::Split(d, a, b, _) => {
                    *d = way(*d);
                    at(a);
                    at(b);
                }
                Op::Xfer(a, b) => {
                    at(a);
                    at(b);
                }
                Op::Drop(n) | Op::Amiss(n) => at(n),
                Op::Rack(r) => *r = racking(*r),
                _ => {}
            }
        }
    }
}
