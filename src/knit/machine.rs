//! Machine descriptions, as data.

use super::Error;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The built-in machines of one system.
const TABLE: &str = include_str!("machines.json");

/// Where carriers wait when they are out of action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Park {
    /// All left of the beds: the first use of a carrier goes `+`.
    Left,
    /// All right of the beds: the first use goes `-`.
    Right,
    /// On either side.
    Any,
}

/// How a carrier's yarn is brought in and taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Insertion {
    /// `in` and `out`: grippers, or a yarn held at the side.
    #[default]
    In,
    /// `inhook`, `releasehook`, `outhook`: the yarn inserting hook holds its end.
    Inhook,
}

/// A V-bed knitting machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// Name, such as `kniterate`.
    pub name: String,
    /// Needles per inch.
    pub gauge_npi: f64,
    /// Needles of each bed.
    pub needles: u32,
    /// Every how many needles are used: 2 at half gauge.
    #[serde(default = "one")]
    pub needle_step: u32,
    /// Systems of the carriage: passes that one stroke makes.
    #[serde(default = "one")]
    pub systems: u32,
    /// Carrier names.
    pub carriers: Vec<String>,
    /// Where carriers park.
    pub park: Park,
    /// How a carrier's yarn is brought in and taken out.
    #[serde(default)]
    pub insertion: Insertion,
    /// Largest racking to either side, needles.
    pub racking_max: u32,
    /// Parts of a needle that the back bed can stand off, of 0, 0.25, 0.5 and 0.75; -0.75 is -1 and 0.25.
    #[serde(default = "any_fraction")]
    pub racking_fractions: Vec<f64>,
    /// Loops that a needle can hold.
    pub max_loops: u32,
    /// Longest float, needles.
    pub max_float: u32,
    /// Whether there is a yarn inserting hook (`inhook`, `releasehook`, `outhook`).
    pub hooks: bool,
    /// Whether there are slider needles.
    pub sliders: bool,
    /// Whether a pass moves one carrier only.
    pub one_carrier_a_pass: bool,
    /// Whether knits and tucks may share one bed in one pass.
    pub knit_and_tuck_share_a_pass: bool,
    /// Whether programs must name exactly these carriers, in this order.
    pub exact_carriers: bool,
    /// Carriage speed of knitting passes, m/s.
    pub knit_m_per_s: f64,
    /// Carriage speed of transfer passes, m/s.
    pub transfer_m_per_s: f64,
    /// Time to turn the carriage, s.
    pub turn_s: f64,
    /// Time to rack the back bed, s; it runs while the carriage turns, so only what exceeds the turn counts.
    pub rack_s: f64,
    /// How far the carriage runs beyond the outermost needle, needles.
    pub overrun_needles: u32,
    /// From one system to the next, mm: each further one that works lengthens the stroke.
    #[serde(default)]
    pub system_distance_mm: f64,
    /// How far a carrier stops beyond the last needle of its pass, needles.
    #[serde(default = "stopping_distance")]
    pub stopping_distance_needles: f64,
    /// Waste courses that the take-down needs before the piece.
    pub waste_courses: u32,
    /// Waste courses above loops that stay open for linking.
    pub top_waste_courses: u32,
    /// Extension numbers, if programs for it carry them.
    #[serde(default)]
    pub kniterate: Option<KniterateNumbers>,
    /// Extension numbers of a Shima SWG.
    #[serde(default)]
    pub swg: Option<SwgNumbers>,
}

/// The numbers of a Shima SWG's extension operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwgNumbers {
    /// `x-speed-number` of knitting, 0..=15.
    pub knit_speed: u16,
    /// `x-speed-number` of transfers, 0..=15.
    pub transfer_speed: u16,
    /// `x-stitch-number` of jersey, 0..=120.
    pub jersey_stitch: u8,
    /// `x-stitch-number` of rib.
    pub rib_stitch: u8,
    /// `x-stitch-number` of waste and cast-on.
    pub waste_stitch: u8,
}

/// The numbers of the Kniterate's extension operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KniterateNumbers {
    /// `x-speed-number` of knitting, 0..=600.
    pub knit_speed: u16,
    /// `x-speed-number` of transfers, 0..=600.
    pub transfer_speed: u16,
    /// `x-roller-advance` of a full course.
    pub roller: u16,
    /// `x-roller-advance` while binding off.
    pub bind_off_roller: u16,
    /// `x-stitch-number` of jersey, `0`-`9`, `A`-`F`.
    pub jersey_stitch: char,
    /// `x-stitch-number` of rib.
    pub rib_stitch: char,
    /// `x-stitch-number` of waste and cast-on.
    pub waste_stitch: char,
}

impl Machine {
    /// The least and largest value of each number.
    pub const LIMITS: [(&'static str, f64, f64); 16] = [
        ("gauge_npi", 1.0, 40.0),
        ("needles", 8.0, 4096.0),
        ("needle_step", 1.0, 4.0),
        ("systems", 1.0, 8.0),
        ("system_distance_mm", 0.0, 1000.0),
        ("stopping_distance_needles", 0.0, 100.0),
        ("racking_max", 2.0, 32.0),
        ("max_loops", 2.0, 16.0),
        ("max_float", 2.0, 1000.0),
        ("knit_m_per_s", 0.01, 10.0),
        ("transfer_m_per_s", 0.01, 10.0),
        ("turn_s", 0.0, 60.0),
        ("rack_s", 0.0, 60.0),
        ("overrun_needles", 0.0, 100.0),
        ("waste_courses", 2.0, 500.0),
        ("top_waste_courses", 2.0, 500.0),
    ];

    /// Names of the built-in machines.
    pub const NAMES: [&'static str; 14] = [
        "kniterate",
        "vbed-e5",
        "vbed-e7",
        "vbed-e12",
        "vbed-e14",
        "swg",
        "vbed-e5-2s",
        "vbed-e7-2s",
        "vbed-e12-2s",
        "vbed-e14-2s",
        "vbed-e5-3s",
        "vbed-e7-3s",
        "vbed-e12-3s",
        "vbed-e14-3s",
    ];

    /// A built-in machine by name; `-2s` and `-3s` are the V-beds with two and three systems.
    pub fn built_in(name: &str) -> Option<Self> {
        let (base, systems) = match name.rsplit_once('-') {
            Some((base, "2s")) => (base, 2),
            Some((base, "3s")) => (base, 3),
            _ => (name, 1),
        };
        if !Self::NAMES.contains(&name) {
            return None;
        }
        let table: Vec<Self> = serde_json::from_str(TABLE).ok()?;
        let machine = table.into_iter().find(|m| m.name == base)?;
        Some(Self {
            name: name.into(),
            systems,
            ..machine
        })
    }

    /// A machine from the text of a JSON file; what is `null` in it is as if it were left out.
    ///
    /// # Errors
    /// [`Error::Machine`] names the field.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |field: Option<String>, e: serde_json::Error| Error::Machine {
            field: field.unwrap_or("file".into()),
            reason: e.to_string(),
        };
        let given: Map<String, Value> =
            serde_json::from_slice(bytes).map_err(|e| wrong(None, e))?;
        let good = match serde_json::to_value(Self::built_in("kniterate")) {
            Ok(Value::Object(good)) => good,
            _ => Map::new(),
        };
        let mut told = given.clone();
        told.retain(|name, value| !value.is_null() || !good.contains_key(name));
        let machine: Self = serde_json::from_value(told.into())
            .map_err(|e| wrong(Self::misread(given, &good), e))?;
        machine.validate()?;
        Ok(machine)
    }

    /// The field that no machine can have so: put into a good machine, it spoils that one.
    fn misread(given: Map<String, Value>, good: &Map<String, Value>) -> Option<String> {
        let spoils = |(name, value): &(String, Value)| {
            let mut machine = good.clone();
            let known = machine.insert(name.clone(), value.clone()).is_some();
            known && serde_json::from_value::<Self>(machine.into()).is_err()
        };
        given.into_iter().find(spoils).map(|(name, _)| name)
    }

    /// Needles in use over a width of 100 mm.
    pub fn needles_per_100mm(&self) -> f64 {
        self.gauge_npi / 0.254 / f64::from(self.needle_step.max(1))
    }

    /// Distance from needle to needle, mm.
    pub fn pitch_mm(&self) -> f64 {
        25.4 / self.gauge_npi
    }

    /// Needles that a panel may use: every [`Machine::needle_step`]-th of the bed.
    pub fn usable_needles(&self) -> u32 {
        self.needles.div_ceil(self.needle_step.max(1))
    }

    /// Racking in needles that are used.
    pub fn usable_racking(&self) -> i32 {
        (self.racking_max / self.needle_step.max(1)) as i32
    }

    /// Checks that the description is of a machine that could exist.
    ///
    /// # Errors
    /// [`Error::Machine`] names the first field that is wrong.
    pub fn validate(&self) -> Result<(), Error> {
        let fail = |field: &str, reason: String| {
            Err(Error::Machine {
                field: field.into(),
                reason,
            })
        };
        if self.name.is_empty() || self.name.chars().any(char::is_control) {
            return fail("name", "a name without control characters is needed".into());
        }
        let values = [
            self.gauge_npi,
            f64::from(self.needles),
            f64::from(self.needle_step),
            f64::from(self.systems),
            self.system_distance_mm,
            self.stopping_distance_needles,
            f64::from(self.racking_max),
            f64::from(self.max_loops),
            f64::from(self.max_float),
            self.knit_m_per_s,
            self.transfer_m_per_s,
            self.turn_s,
            self.rack_s,
            f64::from(self.overrun_needles),
            f64::from(self.waste_courses),
            f64::from(self.top_waste_courses),
        ];
        for ((field, low, high), value) in Self::LIMITS.into_iter().zip(values) {
            if !(low..=high).contains(&value) {
                return fail(field, format!("{value} is outside {low} to {high}"));
            }
        }
        let quarters = |f: &f64| any_fraction().contains(f);
        if !self.racking_fractions.iter().all(quarters) || !self.racking_fractions.contains(&0.0) {
            let reason = "0 and any of 0.25, 0.5, 0.75 are needed".into();
            return fail("racking_fractions", reason);
        }
        if !(4..=super::program::CarrierSet::MAX).contains(&self.carriers.len()) {
            return fail(
                "carriers",
                "4 to 32 are needed: waste, draw thread, yarn, yarn at the neck".into(),
            );
        }
        for (i, name) in self.carriers.iter().enumerate() {
            let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
            if !plain || name.contains([',', ';']) || self.carriers[..i].contains(name) {
                return fail("carriers", format!("`{name}` is no name or named twice"));
            }
        }
        if let Some(numbers) = &self.swg {
            for (field, speed) in [
                ("swg.knit_speed", numbers.knit_speed),
                ("swg.transfer_speed", numbers.transfer_speed),
            ] {
                if speed > 15 {
                    return fail(field, format!("{speed} is outside 0 to 15"));
                }
            }
        }
        if let Some(numbers) = &self.kniterate {
            for (field, speed) in [
                ("kniterate.knit_speed", numbers.knit_speed),
                ("kniterate.transfer_speed", numbers.transfer_speed),
            ] {
                if speed > 600 {
                    return fail(field, format!("{speed} is outside 0 to 600"));
                }
            }
            for (field, stitch) in [
                ("kniterate.jersey_stitch", numbers.jersey_stitch),
                ("kniterate.rib_stitch", numbers.rib_stitch),
                ("kniterate.waste_stitch", numbers.waste_stitch),
            ] {
                if !matches!(stitch, '0'..='9' | 'A'..='F') {
                    return fail(field, format!("`{stitch}` is none of 0-9, A-F"));
                }
            }
        }
        Ok(())
    }
}

fn one() -> u32 {
    1
}

fn stopping_distance() -> f64 {
    2.5
}

/// What a machine file that does not name its fractions is taken to do.
fn any_fraction() -> Vec<f64> {
    vec![0.0, 0.25, 0.5, 0.75]
}
