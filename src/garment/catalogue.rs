//! All garments: each a table of parameters and a program, in a file of its own.

use super::{
    beanie, cardigan, dress,
    error::Error,
    leg_warmer,
    parameters::{Key, Parameter},
    pattern::Panel,
    pullover, scarf,
    sheet::Sheet,
    sizes::Sizes,
    skirt, sock, vest,
};
use std::fmt;

/// A garment that can be designed.
#[derive(Clone, Copy, serde::Serialize)]
pub struct Garment {
    /// Its name in a design file.
    pub name: &'static str,
    /// The name in Chinese.
    pub name_zh: &'static str,
    /// A sentence for people.
    pub about: &'static str,
    /// The sentence in Chinese.
    pub about_zh: &'static str,
    /// Ids of the measurements that it is drafted from.
    pub needs: &'static [&'static str],
    /// Its parameters, in the order in which people choose.
    pub parameters: &'static [Parameter],
    /// Drafts the panels.
    #[serde(skip)]
    pub(super) draft: fn(&Sizes, &mut Sheet) -> Result<Vec<Panel>, Error>,
}

static GARMENTS: [&Garment; 9] = [
    &pullover::GARMENT,
    &vest::GARMENT,
    &cardigan::GARMENT,
    &dress::GARMENT,
    &skirt::GARMENT,
    &beanie::GARMENT,
    &scarf::GARMENT,
    &leg_warmer::GARMENT,
    &sock::GARMENT,
];

/// All garments.
pub fn garments() -> &'static [&'static Garment] {
    &GARMENTS
}

/// The garment of that name.
pub fn garment(name: &str) -> Option<&'static Garment> {
    GARMENTS.iter().copied().find(|g| g.name == name)
}

impl Garment {
    /// The row of a parameter; `None` if this garment does not have it.
    pub fn parameter(&self, key: Key) -> Option<&'static Parameter> {
        self.parameters.iter().find(|p| p.key == key)
    }
}

impl PartialEq for Garment {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Garment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
