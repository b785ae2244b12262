//! Bodies by the name of a size: GB/T 1335.1-2008 (men) and 1335.2-2008 (women), series 5·4, such as `170/88A`, their
//! letters S to XXL, and the misses' sizes of ASTM D5585-11e1. What a table does not have is left to the prior.
//!
//! GB/T 1335 gives a central body for each body type and what each measure changes by from height to height and from chest
//! to chest; the tables are those, multiplied out. Of ASTM's table the girths of head, neck, bust, underbust and waist (of
//! the straight figure) are used, which its publisher shows in public.

use super::{Error, Measurement};
use crate::capture::Sex;

/// A body that a size stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedBody {
    /// The size, as its standard writes it.
    pub size: String,
    /// The standard.
    pub standard: &'static str,
    /// Whose size it is.
    pub sex: Sex,
    /// What the standard says, exactly.
    pub values: Vec<Measurement>,
}

/// A body type of GB/T 1335: lengths in cm.
struct BodyType {
    letter: char,
    /// Stature and chest of the central body.
    centre: [f64; 2],
    /// What changes with the stature: id, of the central body, per 5 cm.
    by_stature: [(&'static str, f64, f64); 3],
    /// What changes with the chest: id, of the central body, per 4 cm.
    by_chest: [(&'static str, f64, f64); 4],
}

const fn body_type(
    letter: char,
    centre: [f64; 2],
    [cervicale, arm, waist_height]: [f64; 3],
    by_chest: [(&'static str, f64, f64); 4],
) -> BodyType {
    BodyType {
        letter,
        centre,
        by_stature: [
            ("cervicale_height", cervicale, 4.0),
            ("arm_length", arm, 1.5),
            ("waist_height", waist_height, 3.0),
        ],
        by_chest,
    }
}

const fn girths(
    neck: (f64, f64),
    shoulder: (f64, f64),
    waist: (f64, f64),
    hip: (f64, f64),
) -> [(&'static str, f64, f64); 4] {
    [
        ("neck_girth", neck.0, neck.1),
        ("shoulder_width", shoulder.0, shoulder.1),
        ("waist_girth", waist.0, waist.1),
        ("hip_girth", hip.0, hip.1),
    ]
}

#[rustfmt::skip]
const MEN: [BodyType; 4] = [
    body_type('Y', [170.0, 88.0], [145.0, 55.5, 103.0], girths((36.4, 1.0), (44.0, 1.2), (70.0, 4.0), (90.0, 3.2))),
    body_type('A', [170.0, 88.0], [145.0, 55.5, 102.5], girths((36.8, 1.0), (43.6, 1.2), (74.0, 4.0), (90.0, 3.2))),
    body_type('B', [170.0, 92.0], [145.5, 55.5, 102.0], girths((38.2, 1.0), (44.4, 1.2), (84.0, 4.0), (95.0, 2.8))),
    body_type('C', [170.0, 96.0], [146.0, 55.5, 102.0], girths((39.6, 1.0), (45.2, 1.2), (92.0, 4.0), (97.0, 2.8))),
];
#[rustfmt::skip]
const WOMEN: [BodyType; 4] = [
    body_type('Y', [160.0, 84.0], [136.0, 50.5, 98.0], girths((33.4, 0.8), (40.0, 1.0), (64.0, 4.0), (90.0, 3.6))),
    body_type('A', [160.0, 84.0], [136.0, 50.5, 98.0], girths((33.6, 0.8), (39.4, 1.0), (68.0, 4.0), (90.0, 3.6))),
    body_type('B', [160.0, 88.0], [136.5, 50.5, 98.0], girths((34.6, 0.8), (39.8, 1.0), (78.0, 4.0), (96.0, 3.2))),
    body_type('C', [160.0, 88.0], [136.5, 50.5, 98.0], girths((34.8, 0.8), (39.2, 1.0), (82.0, 4.0), (96.0, 3.2))),
];
/// Statures and chests that the series reach over, cm.
const MEN_REACH: [(f64, f64); 2] = [(150.0, 190.0), (72.0, 112.0)];
const WOMEN_REACH: [(f64, f64); 2] = [(145.0, 180.0), (68.0, 112.0)];

/// The letters that go with the central sizes.
const LETTERS: [&str; 6] = ["XS", "S", "M", "L", "XL", "XXL"];

/// ASTM D5585-11e1, misses: inches.
const MISSES: [&str; 12] = [
    "00", "0", "2", "4", "6", "8", "10", "12", "14", "16", "18", "20",
];
#[rustfmt::skip]
const MISSES_GIRTHS: [(&str, [f64; 12]); 5] = [
    ("head_girth", [21.25, 21.25, 21.5, 21.5, 21.75, 21.75, 22.0, 22.0, 22.25, 22.25, 22.5, 22.5]),
    ("neck_girth", [12.375, 12.625, 12.875, 13.125, 13.375, 13.625, 13.875, 14.25, 14.625, 15.0, 15.5, 16.0]),
    ("bust_girth", [31.125, 31.75, 33.0, 34.125, 35.25, 36.25, 37.25, 38.75, 40.375, 42.125, 44.0, 46.0]),
    ("underbust_girth", [25.75, 26.5, 27.25, 28.0, 29.0, 30.0, 31.0, 32.5, 34.0, 35.75, 37.625, 39.625]),
    ("waist_girth", [25.375, 26.125, 26.875, 27.625, 28.5, 29.5, 30.5, 32.25, 34.0, 36.0, 38.25, 40.5]),
];

/// The sizes of a table, the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeTable {
    /// GB/T 1335.1-2008, body type A, 160/80A to 185/100A.
    GbMen,
    /// GB/T 1335.2-2008, body type A, 150/76A to 175/96A.
    GbWomen,
    /// ASTM D5585-11e1, misses 00 to 20.
    AstmMisses,
}

impl SizeTable {
    /// All tables.
    pub const ALL: [SizeTable; 3] = [SizeTable::GbMen, SizeTable::GbWomen, SizeTable::AstmMisses];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            SizeTable::GbMen => "gb-men",
            SizeTable::GbWomen => "gb-women",
            SizeTable::AstmMisses => "astm-misses",
        }
    }

    /// Its sizes.
    pub fn bodies(self) -> Vec<SizedBody> {
        let (sizes, sex): (&[&str], Sex) = match self {
            SizeTable::GbMen => (&LETTERS, Sex::Male),
            SizeTable::GbWomen => (&LETTERS, Sex::Female),
            SizeTable::AstmMisses => (&MISSES, Sex::Female),
        };
        let bodies = sizes.iter().filter_map(|size| sized(size, Some(sex)).ok());
        bodies.collect()
    }
}

/// The body of a size; `sex` tells men's from women's.
///
/// # Errors
/// [`Error::Size`] for a name that no standard here has, or one that needs the sex.
pub fn sized(size: &str, sex: Option<Sex>) -> Result<SizedBody, Error> {
    let plain: String = size.trim().to_ascii_uppercase().replace(' ', "");
    let misses = ["ASTM", "US"].iter().find_map(|p| plain.strip_prefix(p));
    let misses = misses.unwrap_or(&plain);
    if let Some(i) = MISSES.iter().position(|s| *s == misses) {
        return astm(i, sex);
    }
    let letter = match plain.as_str() {
        "2XL" => Some(5),
        other => LETTERS.iter().position(|l| *l == other),
    };
    let Some(sex) = sex else {
        let known = letter.is_some() || plain.contains('/');
        return Err(Error::Size(match known {
            true => format!("{size:?} is a size of men and of women: give \"sex\", too"),
            false => unknown(size),
        }));
    };
    if let Some(i) = letter {
        let step = i as f64 - 2.0;
        let [stature, chest] = match sex {
            Sex::Male => [170.0, 88.0],
            Sex::Female => [160.0, 84.0],
        };
        return gb([stature + 5.0 * step, chest + 4.0 * step], 'A', sex);
    }
    let parts = plain.split_once('/').and_then(|(stature, rest)| {
        let letter = rest.chars().last()?;
        let chest = rest.get(..rest.len() - letter.len_utf8())?;
        Some((stature.parse().ok()?, chest.parse().ok()?, letter))
    });
    match parts {
        Some((stature, chest, letter)) => gb([stature, chest], letter, sex),
        None => Err(Error::Size(unknown(size))),
    }
}

fn unknown(size: &str) -> String {
    let size: String = size.chars().take(40).collect();
    format!(
        "{size:?} is no size: there are GB/T 1335's (such as 170/88A, 160/84A, S to XXL) and ASTM D5585's misses ({})",
        MISSES.join(", ")
    )
}

fn astm(i: usize, sex: Option<Sex>) -> Result<SizedBody, Error> {
    if sex == Some(Sex::Male) {
        return Err(Error::Size(format!(
            "{:?} is a size of ASTM D5585, which is for women; men's are GB/T 1335's, such as 170/88A",
            MISSES[i]
        )));
    }
    let values = MISSES_GIRTHS
        .iter()
        .filter_map(|(id, inches)| exact(id, 25.4 * inches[i]));
    Ok(SizedBody {
        size: MISSES[i].into(),
        standard: "ASTM D5585-11e1",
        sex: Sex::Female,
        values: values.collect(),
    })
}

fn gb([stature, chest]: [f64; 2], letter: char, sex: Sex) -> Result<SizedBody, Error> {
    let (types, reach, standard) = match sex {
        Sex::Male => (&MEN, MEN_REACH, "GB/T 1335.1-2008"),
        Sex::Female => (&WOMEN, WOMEN_REACH, "GB/T 1335.2-2008"),
    };
    let size = format!("{stature}/{chest}{letter}");
    let refuse = |why: String| {
        Err(Error::Size(format!(
            "{size} is no size of {standard}: {why}"
        )))
    };
    let Some(body) = types.iter().find(|t| t.letter == letter) else {
        return refuse("the body types are Y, A, B and C".into());
    };
    for (value, step, (least, most), what) in [
        (stature, 5.0, reach[0], "statures"),
        (chest, 4.0, reach[1], "chests"),
    ] {
        if !(least..=most).contains(&value) || value % step != 0.0 {
            return refuse(format!("{what} go from {least} to {most} by {step}"));
        }
    }
    let up = (stature - body.centre[0]) / 5.0;
    let round = (chest - body.centre[1]) / 4.0;
    let mut values = vec![("stature", stature), ("bust_girth", chest)];
    values.extend(
        body.by_stature
            .iter()
            .map(|(id, at, step)| (*id, at + up * step)),
    );
    values.extend(
        body.by_chest
            .iter()
            .map(|(id, at, step)| (*id, at + round * step)),
    );
    let values = values
        .into_iter()
        .filter_map(|(id, cm)| exact(id, 10.0 * cm));
    Ok(SizedBody {
        size,
        standard,
        sex,
        values: values.collect(),
    })
}

/// A value that is so by definition.
fn exact(id: &str, value_mm: f64) -> Option<Measurement> {
    Some(Measurement {
        id: super::definition(id)?.id,
        value_mm: (value_mm * 100.0).round() / 100.0,
        sigma_mm: 0.0,
        left_mm: None,
        right_mm: None,
    })
}
