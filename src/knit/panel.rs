//! The whole room in one call: a panel becomes a fabric and a program that the simulator has accepted.

use super::colours::Colours;
use super::error::{Error, TooWide};
use super::fabric::{Fabric, Look};
use super::machine::{Machine, Park};
use super::outline::Outline;
use super::pass::Pass;
use super::program::{Op, Program};
use super::rules::{Finding, Rule};
use super::schedule::{fabric_carriers, feeds, schedule};
use super::shape::Shape;
use super::shaping::shape;
use super::time::{Strokes, strokes};
use super::yarn::{self, CarrierYarn};
use super::{pass, short_rows, simulator, tube};
use crate::garment::{Gauge, Note, Panel, Structure};
use crate::motif::Yarn;
use serde::Serialize;

/// A panel that can be knitted.
#[derive(Clone, Debug, PartialEq)]
pub struct KnittedPanel {
    /// Its knittable edges.
    pub shape: Shape,
    /// Its stitches.
    pub fabric: Fabric,
    /// The yarns that it is knitted in, the ground first; none where the design names none.
    pub yarns: Vec<Yarn>,
    /// Its program.
    pub program: Program,
    /// The carriage passes that its machine makes of the program.
    pub passes: Vec<Pass>,
    /// What it takes.
    pub report: PanelReport,
    /// What someone should know.
    pub warnings: Vec<Note>,
}

/// What a panel takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelReport {
    /// Widest course, wales.
    pub wales: u32,
    /// Courses.
    pub courses: u32,
    /// Loops, without waste.
    pub stitches: u64,
    /// Width and height of the relaxed fabric, mm.
    pub width_mm: f64,
    /// Height, mm.
    pub height_mm: f64,
    /// Passes and time, waste included.
    pub passes: Strokes,
    /// Yarn without waste, m.
    pub yarn_m: f64,
    /// Yarn without waste, g.
    pub yarn_g: f64,
    /// What each carrier brings, waste and draw thread too.
    pub carriers: Vec<CarrierYarn>,
}

/// Knits a panel on a machine in memory; `allowance` wales are added beyond each joined edge.
///
/// # Errors
/// See [`Error`]; a panel wider than the bed is [`Error::TooWide`].
pub fn knit_panel(
    panel: &Panel,
    gauge: &Gauge,
    machine: &Machine,
    allowance: u32,
) -> Result<KnittedPanel, Error> {
    machine.validate()?;
    super::gauge::validate(gauge)?;
    if allowance > 20 {
        return Err(Error::Panel {
            panel: panel.name.clone(),
            reason: format!("a linking allowance of {allowance} wales is more than 20"),
        });
    }
    let outline = Outline::new(panel, gauge, allowance)?;
    let mirrored = machine.park == Park::Right;
    let outline = if mirrored {
        outline.mirrored()
    } else {
        outline
    };
    let colours = Colours::of(panel, gauge, mirrored);
    if panel
        .zones
        .iter()
        .any(|z| z.structure == Structure::BirdseyeJacquard)
    {
        fits_both_beds(panel, machine)?;
    }
    let feeds = feeds(machine, panel);
    let mut shape = match &panel.tube {
        Some(tube) => tube::shape(&outline, tube, gauge)?,
        None => shape(&outline, feeds)?,
    };
    let bust = panel.bust.map(|b| if mirrored { b.mirrored() } else { b });
    let left_out = bust.and_then(|bust| short_rows::insert(&mut shape, &outline, &bust, gauge));
    let mut shape = shape.placed();
    fits(panel, &shape, gauge, machine, allowance)?;
    if shape.tube.is_some() && !tube::fits(machine) {
        return Err(Error::Unknittable {
            panel: panel.name.clone(),
            reason: format!(
                "a tube needs a bed that racks two wales and needles that hold three loops; {} does not",
                machine.name
            ),
        });
    }
    let look = Look {
        colours: Some(&colours),
        lace: panel.lace.as_ref(),
        tuck_beside_knit: machine.knit_and_tuck_share_a_pass,
    };
    let mut fabric = match &shape.tube {
        Some(turns) => tube::fabric(&panel.name, &shape, turns),
        None => Fabric::of(&panel.name, &shape, look),
    };
    fits_racking(panel, &fabric, machine)?;
    let mut program = schedule(panel, &shape, &fabric, machine)
        .map_err(|needed| too_many_carriers(panel, &shape, machine, needed))?;
    let proven = match &shape.tube {
        Some(turns) => tube::prove(&shape, turns, &program, fabric_carriers()),
        None => super::proof::prove(&fabric, &program, fabric_carriers()),
    };
    proven.map_err(|finding| Error::Refused {
        panel: panel.name.clone(),
        finding,
    })?;
    if mirrored {
        let extent = shape.extent();
        program = program.mirrored(extent.left + extent.right - 1);
        shape = shape.mirrored();
        fabric = match &shape.tube {
            Some(turns) => tube::fabric(&panel.name, &shape, turns),
            None => fabric.mirrored(),
        };
    }
    program = program.spread(machine.needle_step as i32);
    if relays(machine) {
        program = program.relayed(machine.racking_max as i32);
    }
    program = program.kicked_back(machine);
    let simulation = simulator::simulate_program(&program, machine);
    let floats = |f: &Finding| f.rule == Rule::FloatTooLong;
    if fabric.is_coloured() && simulation.findings.first().is_some_and(floats) {
        return Err(Error::Unknittable {
            panel: panel.name.clone(),
            reason: format!(
                "a colour floats further than {} allows and finds no needle that could catch it: take birdseye_jacquard, shorter \
                 runs of a colour, or another machine",
                machine.name
            ),
        });
    }
    if let Some(finding) = simulation.findings.first() {
        return Err(Error::Refused {
            panel: panel.name.clone(),
            finding: finding.to_string(),
        });
    }
    let mut warnings = super::gauge::warnings(gauge, machine);
    warnings.extend(left_out);
    if shape.tube.is_none() {
        warnings.extend(edge_warning(&outline, &shape));
    }
    let loops = fabric_loops(&program);
    let carriers = yarn::by_carrier(&program, &fabric, gauge, &panel.yarns, machine.needle_step);
    let of_piece = || carriers.iter().filter(|c| c.yarn.is_some());
    let yarn_m = of_piece().map(|c| c.metres).sum();
    let yarn_g = of_piece().map(|c| c.grams).sum();
    let wales = shape.rows().map(|r| r.span.width()).max().unwrap_or(0);
    // Short rows add nothing to the height along the edges.
    let height = shape.rows().map(|r| r.drawn + 1).max().unwrap_or(0);
    let passes = pass::passes(&program, machine);
    let report = PanelReport {
        wales: wales as u32,
        courses: fabric.courses as u32,
        stitches: loops,
        width_mm: f64::from(wales) * 100.0 / gauge.wales_per_100mm,
        height_mm: height as f64 * 100.0 / gauge.courses_per_100mm,
        passes: strokes(&passes, machine),
        yarn_m,
        yarn_g,
        carriers,
    };
    Ok(KnittedPanel {
        shape,
        fabric,
        yarns: panel.yarns.clone(),
        program,
        passes,
        report,
        warnings,
    })
}

/// Checks that a double-bed jacquard has yarns and a machine that can knit it.
fn fits_both_beds(panel: &Panel, machine: &Machine) -> Result<(), Error> {
    let cannot = |reason: String| {
        Err(Error::Unknittable {
            panel: panel.name.clone(),
            reason,
        })
    };
    let above = panel
        .zones
        .iter()
        .skip_while(|z| z.structure != Structure::BirdseyeJacquard);
    if above
        .skip(1)
        .any(|z| z.structure != Structure::BirdseyeJacquard)
    {
        return cannot(
            "above a birdseye jacquard, which has loops on both beds, no other structure can begin"
                .into(),
        );
    }
    if panel.yarns.len() < 2 {
        return cannot("a birdseye jacquard needs two to four yarns".into());
    }
    let between = machine.needle_step.is_multiple_of(2)
        || machine
            .racking_fractions
            .iter()
            .any(|f| *f == 0.5 || *f == 0.25);
    if !between || machine.usable_racking() < 2 {
        return cannot(format!(
            "{} cannot rack its needles between each other and by two",
            machine.name
        ));
    }
    Ok(())
}

/// What a design that needs more carriers than there are could be instead.
fn too_many_carriers(panel: &Panel, shape: &Shape, machine: &Machine, needed: usize) -> Error {
    let has = machine.carriers.len();
    let most = match shape.split {
        Some(_) => has.saturating_sub(2) / 2,
        None => has.saturating_sub(2),
    };
    let why = match shape.split {
        Some(_) => ", and again what is knitted on both sides of the neck",
        None => "",
    };
    let others = Machine::NAMES.iter().filter_map(|n| Machine::built_in(n));
    let fitting = others
        .filter(|m| m.carriers.len() >= needed)
        .map(|m| m.name)
        .next();
    let elsewhere = fitting.map_or(String::new(), |name| format!(", or {name}"));
    Error::Unknittable {
        panel: panel.name.clone(),
        reason: format!(
            "it needs {needed} carriers (waste, draw thread, {} yarns{why}), {} has {has}: {most} yarns fit, or a motif that \
             ends below the neck{elsewhere}",
            panel.yarns.len(),
            machine.name
        ),
    }
}

/// Whether a loop can go three wales by way of the needles that half gauge leaves free: six needles, racked at most four.
fn relays(machine: &Machine) -> bool {
    machine.needle_step == 2 && machine.racking_max >= 4
}

/// Checks that the bed racks as far as cables and narrowings need.
///
/// At half gauge a cable's loops go over free needles (`relay`). A narrowing in 2x2 rib goes four wales, eight needles, which only
/// -4 and +4 together give, by way of needles that hold the other bed's rib: it would need two hops of two wales, eight passes for
/// both beds of one edge. It is refused.
fn fits_racking(panel: &Panel, fabric: &Fabric, machine: &Machine) -> Result<(), Error> {
    let structure = |at: usize| fabric.structures.get(at / fabric.wales.max(1)).copied();
    let shifts = fabric.shifts.iter().map(|s| i32::from(s.abs()));
    let cable = |at: usize| relays(machine) && structure(at) == Some(Structure::Cable3x3);
    let far = shifts
        .enumerate()
        .filter(|(at, s)| *s > machine.usable_racking() && !(*s == 3 && cable(*at)));
    let Some((at, most)) = far.max_by_key(|(_, s)| *s) else {
        return Ok(());
    };
    let structure = structure(at);
    let instead = match structure.unwrap_or(Structure::Jersey) {
        Structure::Cable3x3 => "cable_2x2",
        Structure::Rib2x2 => "rib_1x1",
        _ => "a structure that moves loops less far",
    };
    let half_gauge = match machine.needle_step {
        1 => String::new(),
        _ => format!(", at its gauge {} wales", machine.usable_racking()),
    };
    let others = Machine::NAMES.iter().filter_map(|n| Machine::built_in(n));
    let fitting = others
        .filter(|m| m.usable_racking() >= most && m.usable_needles() as usize >= fabric.wales)
        .map(|m| m.name)
        .next();
    let elsewhere = fitting.map_or(String::new(), |name| format!(", or {name}"));
    Err(Error::Unknittable {
        panel: panel.name.clone(),
        reason: format!(
            "in {} a loop moves {most} wales aside; {} racks {} needles{half_gauge}: take {instead}{elsewhere}",
            structure.unwrap_or(Structure::Jersey).name(),
            machine.name,
            machine.racking_max,
        ),
    })
}

/// Loops that the yarn of the piece makes.
fn fabric_loops(program: &Program) -> u64 {
    let yarn = fabric_carriers();
    let made = program.ops.iter().filter(|op| match op {
        Op::Knit(_, _, set) | Op::Tuck(_, _, set) | Op::Split(_, _, _, set) => yarn.contains(*set),
        _ => false,
    });
    made.count() as u64
}

fn fits(
    panel: &Panel,
    shape: &Shape,
    gauge: &Gauge,
    machine: &Machine,
    allowance: u32,
) -> Result<(), Error> {
    let wales = (shape.extent().width() + 2 * shape.beside()).max(0) as u32;
    if wales <= machine.usable_needles() {
        return Ok(());
    }
    let beyond = 2.0 * f64::from(allowance);
    let room = |needles: u32| f64::from(needles) - beyond;
    let asked = f64::from(wales) - beyond;
    let needles = machine.usable_needles();
    let fitting = gauge.wales_per_100mm * room(needles) / asked;
    let machines = Machine::NAMES.iter().filter_map(|n| Machine::built_in(n));
    Err(Error::TooWide(TooWide {
        panel: panel.name.clone(),
        wales,
        needles,
        machine: machine.name.clone(),
        wales_per_100mm: gauge.wales_per_100mm,
        widest_mm: room(needles) * 100.0 / gauge.wales_per_100mm,
        fitting_wales_per_100mm: Some((10.0 * fitting).floor() / 10.0),
        fitting_machine: machines
            .filter(|m| m.usable_needles() >= wales)
            .map(|m| m.name)
            .next(),
    }))
}

/// Says so if the drawn edge flares faster than one wale a course.
fn edge_warning(outline: &Outline, shape: &Shape) -> Option<Note> {
    let drawn_width = |height: f64| {
        let drawn = outline.at(height);
        let (first, last) = (drawn.first()?, drawn.last()?);
        Some(last.edges[1] - first.edges[0])
    };
    // A bind-off comes up to two courses early or late: what is narrow right above or below is no flare.
    let lag = |row: &super::shape::Row| {
        let around = [-1.5, 0.5, 2.5].map(|d| drawn_width(row.drawn as f64 + d));
        let least = around.into_iter().flatten().fold(f64::MAX, f64::min);
        (least < f64::MAX).then(|| least - f64::from(row.span.width()))
    };
    let most = shape
        .body
        .rows
        .iter()
        .filter_map(lag)
        .fold(0.0f64, f64::max);
    (most > 4.0).then(|| Note {
        code: "edge_eased".into(),
        text: format!(
            "panel {}: an edge flares faster than a wale a course; the knitted edge is up to {most:.0} wales inside it",
            outline.name()
        ),
    })
}
