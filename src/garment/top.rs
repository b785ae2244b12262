//! What pullover, vest, cardigan and dress have in common: body, neck, sleeves, and the bands that are linked onto them.

use super::{
    armhole::{Armhole, Face},
    band::strip,
    bodice::Bodice,
    error::Error,
    neck::Neck,
    parameters::Key,
    pattern::{Join, Panel},
    sheet::{Sheet, cannot},
    sizes::{Side, Sizes},
    sleeve::{Sleeve, match_armhole},
    style::{ArmholeStyle, Neckline, Sides},
};
use crate::geom::sort_by_number;

/// What kind of top it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Build {
    /// With sleeves, or with bands round the armholes.
    pub sleeves: bool,
    /// Whether the front opens from hem to neck.
    pub opens: bool,
    /// Whether it reaches to the knee.
    pub to_knee: bool,
}

impl Build {
    /// Name of the panel of the body that has the wearer's `side` of that face.
    pub fn body_panel(self, face: Face, side: Side) -> &'static str {
        match (face, self.opens, side) {
            (Face::Back, ..) => "back",
            (Face::Front, false, _) => "front",
            (Face::Front, true, Side::Left) => "front_left",
            (Face::Front, true, Side::Right) => "front_right",
        }
    }
}

/// Panels along the neck of a garment that opens.
const ROUND_THE_NECK: [&str; 7] = [
    "band_right",
    "front_right",
    "sleeve_right",
    "back",
    "sleeve_left",
    "front_left",
    "band_left",
];

/// Body and sleeves, still without bands.
pub(super) struct Top {
    pub panels: Vec<Panel>,
    pub neck: Neck,
}

/// Drafts all but the bands. Joined edges are equally long, the sleeve caps longer than their armholes by `cap_ease`.
pub(super) fn draft(sizes: &Sizes, build: Build, sheet: &mut Sheet) -> Result<Top, Error> {
    let style = sheet.word(Key::Armhole, ArmholeStyle::from_name);
    let style = style.unwrap_or(ArmholeStyle::SetIn);
    if !build.sleeves && matches!(style, ArmholeStyle::Raglan | ArmholeStyle::Saddle) {
        return cannot(
            "armhole",
            format!(
                "a {} needs sleeves: they make up the shoulders",
                style.name()
            ),
            "set_in or drop, or a garment with sleeves".into(),
        );
    }
    let line = sheet.word(Key::Neckline, Neckline::from_name);
    let line = line.unwrap_or(Neckline::Crew);
    let mut armholes = [
        Armhole::draft(sizes, Side::Left, style, sheet)?,
        Armhole::draft(sizes, Side::Right, style, sheet)?,
    ];
    let narrower = match armholes[0].shoulder_half < armholes[1].shoulder_half {
        true => armholes[0],
        false => armholes[1],
    };
    let neck = Neck::draft(sizes, line, &narrower, !build.opens, sheet)?;
    let run = narrower.shoulder_half.min(0.5 * sizes.shoulder_width) - neck.half;
    let drop = sheet.number(Key::ShoulderDrop, 0.36 * run);
    let raglan_width = match style {
        ArmholeStyle::Raglan => sheet.number(Key::RaglanWidth, 50.0),
        _ => 0.0,
    };
    for armhole in &mut armholes {
        armhole.drop = drop;
        armhole.raglan = (style == ArmholeStyle::Raglan).then(|| neck.raglan(raglan_width));
    }
    if style == ArmholeStyle::Raglan && raglan_width > 1.2 * neck.half {
        let reason = format!(
            "{raglan_width:.0} mm a sleeve leave too little of a neck {:.0} mm wide",
            2.0 * neck.half
        );
        return cannot(
            "raglan_width",
            reason,
            format!("at most {:.0} mm", 1.2 * neck.half),
        );
    }
    let mut sleeves = Vec::new();
    let cap_ease = sheet.number(Key::CapEase, 0.0);
    if build.sleeves {
        for side in [Side::Left, Side::Right] {
            sleeves.push(Sleeve::draft(
                sizes,
                side,
                &armholes[side as usize],
                neck.half,
                cap_ease,
                sheet,
            )?);
        }
        let own = sheet.word(Key::Sides, Sides::from_name) == Some(Sides::Own);
        match_armhole(sizes, &mut armholes, &mut sleeves, cap_ease, own, sheet);
    }
    let bodice = Bodice::draft(sizes, build, armholes, neck, raglan_width, sheet)?;
    let mut panels = bodice.panels();
    for (sleeve, armhole) in sleeves.iter().zip(&armholes) {
        panels.push(sleeve.panel(build, armhole, cap_ease)?);
    }
    Ok(Top { panels, neck })
}

impl Top {
    /// The neck band: a strip as long as the opening. On a garment that opens it also runs over the ends of the bands.
    pub fn neck_band(&self, sheet: &mut Sheet) -> Panel {
        match self.neck.line {
            Neckline::V if self.panels.iter().any(|p| p.name == "front") => sheet.note(
                "band_lapped",
                "the neck band's ends lie on each other at the point of the V: link one, sew the other over it".into(),
            ),
            Neckline::Turtle => sheet.note(
                "band_folded",
                "the neck band is folded to the outside".into(),
            ),
            _ => {}
        }
        let mut panels: Vec<&Panel> = self.panels.iter().collect();
        let opens = panels.iter().all(|p| p.name != "front");
        if opens {
            // Seen from outside with the seam up, it begins at the right front.
            let at = |p: &Panel| ROUND_THE_NECK.iter().position(|n| *n == p.name);
            sort_by_number(&mut panels, |p| at(p).map_or(-1.0, |at| at as f64));
        }
        let edges: Vec<(&str, &str)> = (panels.iter())
            .flat_map(|p| {
                let joins_neck = |j: &Join| j.panel == "neck_band";
                let edges = p
                    .edges
                    .iter()
                    .filter(move |e| e.joins.iter().any(joins_neck));
                edges.map(|e| (p.name.as_str(), e.name.as_str()))
            })
            .collect();
        let zones = sheet.cloth.all_rib();
        let height = self.neck.band_height;
        let mut band = strip("neck_band", "neck", height, &edges, &self.panels, zones);
        if opens {
            for end in band.edges.iter_mut().filter(|e| e.name.starts_with("end")) {
                end.joins.clear();
            }
        }
        band
    }
}
