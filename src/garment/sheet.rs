//! The drafter's work sheet: what the design gives, what was decided instead, and what the person should know of it.

use super::{
    design::{Design, Gauge},
    ease::{Ease, Fit},
    error::Error,
    parameters::Key,
    pattern::{Note, Resolved, Structure, Zone},
    style::Rib,
};
use crate::capture::Sex;
use std::collections::BTreeMap;

/// What is knitted where there is rib, and what elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cloth {
    pub rib: Structure,
    pub main: Structure,
}

impl Cloth {
    /// Rib up to `height`, the garment's own structure above.
    pub fn above_rib(self, height: f64) -> Vec<Zone> {
        let zone = |from_mm, structure| Zone { from_mm, structure };
        let mut zones = vec![zone(0.0, self.rib), zone(height, self.main)];
        zones.dedup_by_key(|z| z.structure);
        zones
    }

    /// The same below a rib that begins at `top`.
    pub fn between_ribs(self, height: f64, top: f64) -> Vec<Zone> {
        let mut zones = self.above_rib(height);
        if self.main == Structure::BirdseyeJacquard {
            // Loops of both beds cannot become a rib's again.
            return zones;
        }
        zones.push(Zone {
            from_mm: top,
            structure: self.rib,
        });
        zones.dedup_by_key(|z| z.structure);
        zones
    }

    /// Rib all over.
    pub fn all_rib(self) -> Vec<Zone> {
        self.above_rib(0.0).into_iter().take(1).collect()
    }
}

/// Courses of the lowest rib: those of its cast-on, and one.
const LEAST_RIB: f64 = 4.0;

pub(super) struct Sheet<'a> {
    design: &'a Design,
    /// Ease of the design's fit class for this person.
    pub ease: Ease,
    /// Of the person, where it is known.
    pub sex: Option<Sex>,
    /// What the panels are knitted in.
    pub cloth: Cloth,
    values: BTreeMap<Key, f64>,
    pub notes: Vec<Note>,
}

impl<'a> Sheet<'a> {
    pub fn new(design: &'a Design, sex: Option<Sex>, stature: f64) -> Self {
        let fit = design.word(Key::Fit).and_then(Fit::from_name);
        Sheet {
            design,
            ease: fit.unwrap_or_default().ease(sex, stature),
            sex,
            cloth: Cloth {
                rib: (design.word(Key::Rib).and_then(Rib::from_name))
                    .map_or(Structure::Rib1x1, Rib::structure),
                main: (design.word(Key::Structure).and_then(Structure::from_name))
                    .unwrap_or(Structure::Jersey),
            },
            values: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// The swatch's gauge.
    pub fn gauge(&self) -> Gauge {
        self.design.gauge
    }

    /// Whether the design itself gives this number: then it is never changed, only refused.
    pub fn given(&self, key: Key) -> bool {
        self.given_number(key).is_some()
    }

    /// The number, if the design itself gives it.
    pub fn given_number(&self, key: Key) -> Option<f64> {
        self.design.number(key)
    }

    /// The word that holds for a choice, as `read` understands it.
    pub fn word<T>(&self, key: Key, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.design.word(key).and_then(read)
    }

    /// The design's number, else the default within the parameter's range; remembered for [`Sheet::resolved`].
    pub fn number(&mut self, key: Key, default: f64) -> f64 {
        let Some(row) = self.design.garment.parameter(key) else {
            return default;
        };
        let value = (self.design.number(key)).unwrap_or_else(|| match row.limits() {
            Some((min, max)) => default.max(min).min(max),
            None => default,
        });
        self.values.insert(key, value);
        value
    }

    /// Height of a rib, mm: at coarse gauges high enough for its cast-on.
    pub fn rib(&mut self, key: Key, default: f64) -> Result<f64, Error> {
        let per_100mm = self.gauge().courses_per_100mm;
        let least = LEAST_RIB * 100.0 / per_100mm;
        let height = self.number(key, default.max(least));
        if height >= least {
            return Ok(height);
        }
        let name = self.design.garment.parameter(key).map_or("rib", |p| p.name);
        let courses = height * per_100mm / 100.0;
        let reason = format!(
            "{height:.0} mm are {courses:.1} courses at this gauge, {LEAST_RIB} are the least of a rib"
        );
        cannot(name, reason, format!("at least {:.0} mm", least.ceil()))
    }

    /// Width of the bands along an open front, mm: at coarse gauges wide enough for a buttonhole.
    pub fn band_width(&mut self) -> f64 {
        let nine_wales = 900.0 / self.gauge().wales_per_100mm;
        self.number(Key::BandWidth, nine_wales.max(30.0))
    }

    /// Replaces a default by what the draft needs instead.
    pub fn change(&mut self, key: Key, value: f64, code: &str, why: String) {
        if self.design.garment.parameter(key).is_some() {
            self.values.insert(key, value);
        }
        self.note(code, why);
    }

    pub fn note(&mut self, code: &str, text: String) {
        self.notes.push(Note {
            code: code.into(),
            text,
        });
    }

    /// Says what becomes of open loops that no edge is linked to.
    pub fn close_top(&mut self) {
        let text = "the open loops at the top are closed one by one, on the linking machine or by hand, no tighter than the rib stretches";
        self.note("top_closed", text.into());
    }

    /// What the numbers came to, in the order of the garment's table.
    pub fn resolved(&self) -> Vec<Resolved> {
        let rows = self.design.garment.parameters.iter();
        let row = |p: &super::parameters::Parameter| {
            self.values.get(&p.key).map(|value| Resolved {
                name: p.name.into(),
                value: *value,
                given: self.given(p.key),
            })
        };
        rows.filter_map(row).collect()
    }
}

/// Refuses a garment by the name of what does not work out.
pub(super) fn cannot<T>(name: &str, reason: String, hint: String) -> Result<T, Error> {
    Err(Error::CannotDraft {
        name: name.into(),
        reason,
        hint,
    })
}
