//! The resolved garment in mm: all that [`crate::knit`] needs.

use crate::geom::Vec2;

/// A knitted structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Structure {
    /// Plain, all loops on one bed.
    Jersey,
    /// Loops on both beds by turns.
    Rib1x1,
}

/// From this height (mm above the panel's cast-on) on upwards the panel is of this structure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// Lower bound, mm; the first zone starts at 0.
    pub from_mm: f64,
    /// What is knitted there.
    pub structure: Structure,
}

/// What an edge is sewn or linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The other panel's name.
    pub panel: String,
    /// The other edge's name.
    pub edge: String,
}

/// One named stretch of a panel's outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Such as `hem`, `side_right`, `armhole_right`, `shoulder_right`, `neck`.
    pub name: String,
    /// From the previous edge's end to the next one's start, mm; x along the wales' numbering, y along the courses, up.
    pub points: Vec<Vec2>,
    /// What it joins; an edge with a join gets the linking allowance beyond the drawn line.
    pub joins: Vec<Join>,
}

/// One piece of fabric, knitted upwards from y = 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// `front`, `back`, `sleeve_left`, `sleeve_right`, `neck_band`.
    pub name: String,
    /// Closed outline, counter-clockwise, starting with the edge along y = 0 (cast-on).
    pub edges: Vec<Edge>,
    /// Structures from the bottom up.
    pub zones: Vec<Zone>,
}

/// A whole garment.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Garment name, such as `pullover`.
    pub garment: String,
    /// The panels.
    pub panels: Vec<Panel>,
    /// Linking allowance beyond each joined edge, wales.
    pub linking_allowance_wales: u32,
}
