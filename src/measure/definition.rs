//! What is measured: one table. Adding a measurement that a [`Tape`] can take is one entry.

use super::foot::BY_HAND;
use crate::body::{Joint, Landmark, Part};

use Joint as J;
use Landmark as L;

/// What a measurement is: names, how the tape is laid, what values are plausible.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The name in files.
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// Clause of ISO 8559-1:2017, where public lists that name it (Bodygram's definitions, Texel's data set) define the
    /// same; the standard's own text was not at hand.
    pub iso: Option<&'static str>,
    /// How the tape is laid; of a paired measurement, on the left.
    pub tape: Tape,
    /// Taken left and right; the value is their mean.
    pub paired: bool,
    /// Least and largest value of a person from child to giant, mm: outside, a typed value is a slip of the unit.
    pub plausible_mm: (f64, f64),
    /// Standard deviation of what neither outlines nor model can show (mm), squared and added to every value's variance:
    /// where a landmark lies on skin without marks, shapes outside the model's span, the arms' pose at the armhole.
    /// Rounded from the errors on captures of known bodies, outliers apart: eleven, for the thigh 22.
    pub extra_mm: f64,
}

/// How the tape is laid. Landmarks and joints are those of the left side; the right side takes their twins.
#[derive(Clone, Copy, Debug)]
pub enum Tape {
    /// Height of a level above the floor.
    Height(Level),
    /// Tight round the horizontal section of some parts.
    Level(Level, &'static [Part]),
    /// Tight round the head, through two landmarks, level from left to right.
    Head(Landmark, Landmark),
    /// Tight round the neck, through a landmark, across the line between two joints.
    Neck(Landmark, Joint, Joint),
    /// Tight round an arm at a place on the bone between two joints, across it.
    Arm(Joint, Joint, At),
    /// Tight round a leg at a place on the bone between two joints, across it.
    Leg(Joint, Joint, At),
    /// Tight round a leg at the middle one of three joints, across the bisector.
    Knee(Joint, Joint, Joint),
    /// The largest tight girth of the horizontal sections of one thigh (the bone between two joints) from 10 to 60 mm
    /// below the crotch, 5 mm apart.
    Thigh(Joint, Joint),
    /// Tight round the arm's root: the plane through both landmarks that holds the direction of facing, above the second.
    Armhole(Landmark, Landmark),
    /// On the skin along the vertical plane through two landmarks.
    Shoulder(Landmark, Landmark),
    /// On the skin of the back along the plane through a landmark, its twin and the one between.
    Across(Landmark, Landmark),
    /// On the skin down the back from a landmark on the midline to a level.
    Down(Landmark, Level),
    /// Straight lines from landmark to landmark.
    Straight(&'static [Landmark]),
    /// Tight from the front at a level, through the crotch, to the back at that level.
    Crotch(Level),
    /// On the person only: the model does not show it.
    ByHand,
}

impl Tape {
    /// Whether the tape lies where the arms pull at the skin, and is read on the body as it stood.
    pub fn as_stood(&self) -> bool {
        match self {
            Self::Level(Level::Landmarks(marks), _) => *marks != WAIST,
            Self::Armhole(..) | Self::Shoulder(..) | Self::Across(..) | Self::Down(..) => true,
            _ => false,
        }
    }
}

/// A height on the body.
#[derive(Clone, Copy, Debug)]
pub enum Level {
    /// The highest point of the skull.
    Crown,
    /// The mean height of landmarks.
    Landmarks(&'static [Landmark]),
    /// The rear-most point of the buttocks.
    Buttock,
    /// The lowest point of the trunk between the legs.
    Crotch,
}

/// A place along a bone.
#[derive(Clone, Copy, Debug)]
pub enum At {
    /// Where the middle of the landmarks falls on the bone.
    Landmarks(&'static [Landmark]),
    /// A share of the length.
    Share(f64),
    /// The fullest bulge from 18 to 55 % of the length; without one, 30 %.
    Bulge,
    /// The thinnest place from 55 to 97 % of the length.
    Thinnest,
}

pub(super) const WAIST: &[Landmark] =
    &[L::LowestRibL, L::LowestRibR, L::IliacCrestL, L::IliacCrestR];
const WAIST_LEVEL: Level = Level::Landmarks(WAIST);
const NAPE: Level = Level::Landmarks(&[L::Cervicale]);
const MID_ARM: At = At::Landmarks(&[L::AcromionL, L::ElbowL]);
const BUST: Level = Level::Landmarks(&[L::BustPointL, L::BustPointR]);
const UNDERBUST: Level = Level::Landmarks(&[L::UnderbustL, L::UnderbustR]);
pub(super) const TRUNK: &[Part] = &[Part::Trunk];
pub(super) const TRUNK_AND_LEGS: &[Part] = &[Part::Trunk, Part::LegL, Part::LegR];

const fn single(
    id: &'static str,
    name: &'static str,
    iso: Option<&'static str>,
    tape: Tape,
    plausible_mm: (f64, f64),
    extra_mm: f64,
) -> Definition {
    Definition {
        id,
        name,
        iso,
        tape,
        paired: false,
        plausible_mm,
        extra_mm,
    }
}

const fn paired(
    id: &'static str,
    name: &'static str,
    iso: Option<&'static str>,
    tape: Tape,
    plausible_mm: (f64, f64),
    extra_mm: f64,
) -> Definition {
    Definition {
        paired: true,
        ..single(id, name, iso, tape, plausible_mm, extra_mm)
    }
}

/// All measurements, in the order of the results.
#[rustfmt::skip]
pub static DEFINITIONS: &[Definition] = &[
    single("stature", "Body height", Some("5.1.1"), Tape::Height(Level::Crown), (700.0, 2400.0), 3.0),
    single("cervicale_height", "Height of the nape (C7)", None, Tape::Height(NAPE), (550.0, 2100.0), 2.0),
    single("waist_height", "Waist height", None, Tape::Height(WAIST_LEVEL), (400.0, 1550.0), 3.0),
    single("hip_height", "Hip height", None, Tape::Height(Level::Buttock), (300.0, 1350.0), 2.0),
    single("inside_leg_height", "Inside leg height", None, Tape::Height(Level::Crotch), (250.0, 1250.0), 5.0),
    single("head_girth", "Head girth", None, Tape::Head(L::Glabella, L::Opisthocranion), (400.0, 720.0), 3.0),
    single("neck_girth", "Neck girth", Some("5.3.2"), Tape::Neck(L::AdamsApple, J::Neck, J::Head), (190.0, 650.0), 7.0),
    single("bust_girth", "Bust girth", Some("5.3.4"), Tape::Level(BUST, TRUNK), (420.0, 2000.0), 6.0),
    single("underbust_girth", "Underbust girth", Some("5.3.8"), Tape::Level(UNDERBUST, TRUNK), (400.0, 1900.0), 8.0),
    single("waist_girth", "Waist girth", Some("5.3.10"), Tape::Level(WAIST_LEVEL, TRUNK), (380.0, 2200.0), 1.0),
    single("hip_girth", "Hip girth", Some("5.3.13"), Tape::Level(Level::Buttock, TRUNK_AND_LEGS), (420.0, 2200.0), 3.0),
    paired("armscye_girth", "Armscye girth", None, Tape::Armhole(L::AcromionL, L::AxillaL), (170.0, 800.0), 14.0),
    paired("upper_arm_girth", "Upper arm girth", Some("5.3.16"), Tape::Arm(J::ShoulderL, J::ElbowL, MID_ARM), (120.0, 700.0), 2.0),
    paired("wrist_girth", "Wrist girth", Some("5.3.19"), Tape::Arm(J::ElbowL, J::WristL, At::Landmarks(&[L::WristL])), (90.0, 300.0), 0.0),
    paired("thigh_girth", "Thigh girth", Some("5.3.20"), Tape::Thigh(J::HipL, J::KneeL), (220.0, 1100.0), 5.0),
    paired("knee_girth", "Knee girth", None, Tape::Knee(J::HipL, J::KneeL, J::AnkleL), (180.0, 700.0), 2.0),
    paired("calf_girth", "Calf girth", None, Tape::Leg(J::KneeL, J::AnkleL, At::Bulge), (160.0, 700.0), 2.5),
    paired("ankle_girth", "Ankle girth", None, Tape::Leg(J::KneeL, J::AnkleL, At::Thinnest), (110.0, 450.0), 0.0),
    paired("shoulder_length", "Shoulder length", None, Tape::Shoulder(L::SideNeckL, L::AcromionL), (50.0, 260.0), 4.0),
    single("shoulder_width", "Shoulder width", Some("5.4.3"), Tape::Across(L::AcromionL, L::Cervicale), (190.0, 750.0), 7.0),
    single("back_neck_to_waist", "Back neck point to waist", Some("5.4.5"), Tape::Down(L::Cervicale, WAIST_LEVEL), (180.0, 750.0), 6.0),
    paired("arm_length", "Arm length", None, Tape::Straight(&[L::AcromionL, L::ElbowL, L::WristL]), (230.0, 900.0), 5.0),
    single("crotch_length", "Crotch length", None, Tape::Crotch(WAIST_LEVEL), (300.0, 1500.0), 8.0),
];

/// The definition of an id, of those taken by hand too.
pub fn definition(id: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().chain(BY_HAND).find(|d| d.id == id)
}
