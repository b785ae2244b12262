//! The resolved garment in mm: all that [`crate::knit`] needs.

use super::lace::LaceChart;
use crate::geom::Vec2;
use crate::motif::{Chart, Yarn};

/// A knitted structure; how each is made stands in the table of [`crate::knit`]'s charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Structure {
    /// Plain, all loops on one bed.
    Jersey,
    /// Loops on both beds by turns.
    #[serde(rename = "rib_1x1", alias = "rib1x1")]
    Rib1x1,
    /// Two wales on the front bed, two on the back bed, by turns.
    #[serde(rename = "rib_2x2")]
    Rib2x2,
    /// A course of plain, a course of purl, by turns.
    Garter,
    /// Plain and purl by turns, both along the course and along the wale.
    Moss,
    /// 1x1 rib whose back loops tuck every second course.
    HalfCardigan,
    /// 1x1 rib whose back and front loops tuck by turns.
    FullCardigan,
    /// Cables of two wales over two.
    #[serde(rename = "cable_2x2")]
    Cable2x2,
    /// Cables of three wales over three.
    #[serde(rename = "cable_3x3")]
    Cable3x3,
    /// Eyelets in plain fabric.
    Lace,
    /// Two colours on one bed; the yarn that does not show floats behind.
    FloatJacquard,
    /// Two to four colours in front, all of them by turns on the back bed.
    BirdseyeJacquard,
}

impl Structure {
    /// All structures, in the order of [`Structure::NAMES`].
    pub const ALL: [Structure; 12] = [
        Structure::Jersey,
        Structure::Rib1x1,
        Structure::Rib2x2,
        Structure::Garter,
        Structure::Moss,
        Structure::HalfCardigan,
        Structure::FullCardigan,
        Structure::Cable2x2,
        Structure::Cable3x3,
        Structure::Lace,
        Structure::FloatJacquard,
        Structure::BirdseyeJacquard,
    ];
    /// Their names in files.
    pub const NAMES: [&'static str; 12] = [
        "jersey",
        "rib_1x1",
        "rib_2x2",
        "garter",
        "moss",
        "half_cardigan",
        "full_cardigan",
        "cable_2x2",
        "cable_3x3",
        "lace",
        "float_jacquard",
        "birdseye_jacquard",
    ];

    /// Their names in Chinese.
    pub const NAMES_ZH: [&'static str; 12] = [
        "平针",
        "1+1 罗纹",
        "2+2 罗纹",
        "起伏针",
        "桂花针",
        "畦编（单面集圈）",
        "双畦编",
        "2×2 绞花",
        "3×3 绞花",
        "挑孔",
        "浮线提花",
        "芝麻点提花",
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The structure of that name.
    pub fn from_name(name: &str) -> Option<Structure> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Whether its edges are plain jersey, so that edge loops move in blocks and widenings grow out of splits.
    pub fn has_plain_edges(self) -> bool {
        matches!(
            self,
            Structure::Jersey
                | Structure::Cable2x2
                | Structure::Cable3x3
                | Structure::Lace
                | Structure::FloatJacquard
        )
    }

    /// Whether courses over a part of its breadth can be knitted: nothing in it moves, tucks or has two layers.
    pub fn takes_short_rows(self) -> bool {
        matches!(
            self,
            Structure::Jersey | Structure::Rib1x1 | Structure::Rib2x2 | Structure::FloatJacquard
        )
    }

    /// What the first courses are knitted in, before the structure itself begins.
    pub fn cast_on(self) -> Structure {
        match self {
            Structure::Rib2x2 => Structure::Rib2x2,
            Structure::Rib1x1 | Structure::Moss => Structure::Rib1x1,
            Structure::HalfCardigan | Structure::FullCardigan => Structure::Rib1x1,
            _ => Structure::Jersey,
        }
    }
}

/// From this height (mm above the panel's cast-on) on upwards the panel is of this structure.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Zone {
    /// Lower bound, mm; the first zone starts at 0.
    pub from_mm: f64,
    /// What is knitted there.
    pub structure: Structure,
}

/// What an edge is sewn or linked to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Join {
    /// The other panel's name.
    pub panel: String,
    /// The other edge's name.
    pub edge: String,
}

/// One named stretch of a panel's outline.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Edge {
    /// Such as `hem`, `side_right`, `armhole_right`, `shoulder_right`, `neck`. Right is where x is greater: looking at the
    /// garment from outside, `right` on the back is the wearer's right, on the front the wearer's left.
    pub name: String,
    /// From the previous edge's end to the next one's start, both included, mm; x along the wales' numbering (0 in the
    /// panel's middle), y along the courses, up.
    #[serde(with = "points")]
    pub points: Vec<Vec2>,
    /// What it joins; an edge with a join gets the linking allowance beyond the drawn line.
    pub joins: Vec<Join>,
}

/// One piece of fabric, knitted upwards from y = 0.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Panel {
    /// Such as `front`, `back`, `sleeve_left`, `neck_band`.
    pub name: String,
    /// Closed outline, counter-clockwise, starting with the edge along y = 0 (cast-on).
    pub edges: Vec<Edge>,
    /// Structures from the bottom up.
    pub zones: Vec<Zone>,
    /// Rows over a part of the breadth, which make it longer there than along its edges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bust: Option<Bust>,
    /// Slits to knit in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttonholes: Vec<Buttonhole>,
    /// Whether it is knitted round: then the outline is that of the tube lying flat, in two layers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tube: Option<Tube>,
    /// The yarns that it is knitted in, the ground first; none where the design names none and one is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yarns: Vec<Yarn>,
    /// Charts of colours, later ones over earlier ones; the ground is the first yarn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charts: Vec<ColourChart>,
    /// The customer's own lace, where the structure is lace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lace: Option<LaceChart>,
    /// Longest float of a float jacquard, wales.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub float_limit: Option<u32>,
}

/// What a tube has that a flat piece has not.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tube {
    /// A heel on the back layer.
    pub heel: Option<Heel>,
}

/// A heel of short rows: it takes no height of the outline.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Heel {
    /// Height at which it begins, mm.
    pub from_mm: f64,
    /// Breadth of its shortest rows, mm.
    pub middle_mm: f64,
}

/// Short rows over the bust: they take no height of the outline.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bust {
    /// Height at which they lie, mm above the cast-on.
    pub y_mm: f64,
    /// By how much the piece is longer there than drawn, mm.
    pub extra_mm: f64,
    /// Left and right end of the longest row, mm, as in the edges.
    pub longest_mm: [f64; 2],
    /// Left and right end of the shortest row.
    pub shortest_mm: [f64; 2],
}

/// A slit along a course, for a button.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Buttonhole {
    /// Its middle across the panel, mm, as in the edges.
    pub x_mm: f64,
    /// Its height above the cast-on, mm.
    pub y_mm: f64,
    /// How wide it is, mm, relaxed.
    pub width_mm: f64,
}

/// A chart of colours that lies on a panel.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ColourChart {
    /// The chart's middle, mm, as in the edges.
    #[serde(with = "point")]
    pub centre: Vec2,
    /// One cell a stitch of the design's gauge.
    pub chart: Chart,
    /// Whether it covers the panel like tiles.
    #[serde(default)]
    pub repeat: bool,
}

/// Something that the person should know: a choice that was made for them, a value that was changed and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Note {
    /// Stable name, such as `neck_widened`.
    pub code: String,
    /// A sentence.
    pub text: String,
}

/// A measurement that nobody took: predicted from those that were.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Assumed {
    /// Measurement id, such as `arm_length`.
    pub id: String,
    /// Predicted value, mm.
    pub value_mm: f64,
    /// Standard deviation of the prediction, mm.
    pub sigma_mm: f64,
}

/// What a parameter of the design came to.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Resolved {
    /// Parameter name, such as `body_length`.
    pub name: String,
    /// The value that was drafted with, in the parameter's unit.
    pub value: f64,
    /// Whether the design file gave it (else it is the default).
    pub given: bool,
}

/// A whole garment.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Pattern {
    /// Garment name, such as `pullover`.
    pub garment: String,
    /// The panels.
    pub panels: Vec<Panel>,
    /// Linking allowance beyond each joined edge, wales.
    pub linking_allowance_wales: u32,
    /// What was decided or changed on the way.
    pub notes: Vec<Note>,
    /// Measurements that were predicted.
    pub assumed: Vec<Assumed>,
    /// The parameters drafted with, in the order of the table.
    pub parameters: Vec<Resolved>,
}

impl Bust {
    /// The same on the panel's mirror image.
    #[must_use]
    pub fn mirrored(self) -> Bust {
        let flip = |[left, right]: [f64; 2]| [-right, -left];
        Bust {
            longest_mm: flip(self.longest_mm),
            shortest_mm: flip(self.shortest_mm),
            ..self
        }
    }
}

impl Panel {
    /// The edge of that name.
    pub fn edge(&self, name: &str) -> Option<&Edge> {
        self.edges.iter().find(|e| e.name == name)
    }

    /// How long an edge is that is sewn or linked, mm: of a tube both layers are.
    pub fn seam_mm(&self, edge: &Edge) -> f64 {
        match self.tube {
            Some(_) => 2.0 * edge.length_mm(),
            None => edge.length_mm(),
        }
    }

    /// The outline as one closed ring without repeated points, mm, counter-clockwise.
    pub fn outline(&self) -> Vec<Vec2> {
        let mut ring: Vec<Vec2> = Vec::new();
        for p in self.edges.iter().flat_map(|e| &e.points) {
            if ring.last() != Some(p) {
                ring.push(*p);
            }
        }
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        ring
    }
}

impl Join {
    /// A join to that edge of that panel.
    pub fn to(panel: &str, edge: &str) -> Join {
        Join {
            panel: panel.into(),
            edge: edge.into(),
        }
    }
}

impl Edge {
    /// An edge with its joins.
    pub fn new(name: &str, points: Vec<Vec2>, joins: Vec<Join>) -> Edge {
        Edge {
            name: name.into(),
            points,
            joins,
        }
    }

    /// Whether the loops along it stay open for linking: those of shoulders and of tops.
    pub fn stays_open(&self) -> bool {
        ["shoulder", "top"].iter().any(|n| self.name.starts_with(n))
    }

    /// Length along the edge, mm.
    pub fn length_mm(&self) -> f64 {
        self.points.windows(2).map(|w| (w[1] - w[0]).norm()).sum()
    }
}

impl Pattern {
    /// The panel of that name.
    pub fn panel(&self, name: &str) -> Option<&Panel> {
        self.panels.iter().find(|p| p.name == name)
    }
}

/// A point is written as `[x, y]`.
mod point {
    use super::Vec2;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(point: &Vec2, to: S) -> Result<S::Ok, S::Error> {
        [point.x, point.y].serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec2, D::Error> {
        <[f64; 2]>::deserialize(from).map(|[x, y]| Vec2::new(x, y))
    }
}

/// Points are written as `[[x, y], ...]`.
mod points {
    use super::Vec2;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(points: &[Vec2], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(points.iter().map(|p| [p.x, p.y]))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec2>, D::Error> {
        Ok(Vec::<[f64; 2]>::deserialize(from)?
            .into_iter()
            .map(|[x, y]| Vec2::new(x, y))
            .collect())
    }
}
