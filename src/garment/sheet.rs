//! The drafter's work sheet: what the design gives, what was decided instead, and what the person should know of it.

use super::{
    design::Design,
    ease::Ease,
    error::Error,
    parameters::{Key, parameters},
    pattern::{Note, Resolved},
};
use crate::capture::Sex;
use std::collections::BTreeMap;

pub(super) struct Sheet<'a> {
    design: &'a Design,
    /// Ease of the design's fit class for this person.
    pub ease: Ease,
    values: BTreeMap<Key, f64>,
    pub notes: Vec<Note>,
}

impl<'a> Sheet<'a> {
    pub fn new(design: &'a Design, sex: Option<Sex>, stature: f64) -> Self {
        Sheet {
            design,
            ease: design.fit().ease(sex, stature),
            values: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Whether the design itself gives this number: then it is never changed, only refused.
    pub fn given(&self, key: Key) -> bool {
        self.given_number(key).is_some()
    }

    /// The number, if the design itself gives it.
    pub fn given_number(&self, key: Key) -> Option<f64> {
        self.design.number(key)
    }

    /// The design's number, else the default; remembered for [`Sheet::resolved`].
    pub fn number(&mut self, key: Key, default: f64) -> f64 {
        let value = self
            .design
            .number(key)
            .unwrap_or_else(|| match key.range() {
                Some((min, max)) => default.max(min).min(max),
                None => default,
            });
        self.values.insert(key, value);
        value
    }

    /// Replaces a default by what the draft needs instead.
    pub fn change(&mut self, key: Key, value: f64, code: &str, why: String) {
        self.values.insert(key, value);
        self.note(code, why);
    }

    pub fn note(&mut self, code: &str, text: String) {
        self.notes.push(Note {
            code: code.into(),
            text,
        });
    }

    pub fn resolved(&self) -> Vec<Resolved> {
        let row = |(key, value): (&Key, &f64)| Resolved {
            name: key.row().name.into(),
            value: *value,
            given: self.given(*key),
        };
        debug_assert!(self.values.len() < parameters().len());
        self.values.iter().map(row).collect()
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
