//! How well a rig is known, in numbers and in words.

use super::Board;
use super::bundle::Observation;
use super::error::Error;
use super::rig::{Photos, Solved};
use crate::geom::distinct;
use serde::Serialize;
use std::fmt;

/// Photos of a camera that show the board, fewer of which are few.
const FEW_PHOTOS: usize = 8;
/// Root mean square residual, px at a picture 1,000 px long: fair above the first, poor above the second.
const RMS_PX: (f64, f64) = (0.5, 1.2);
/// Standard deviation of the focal length, a share.
const FOCAL: (f64, f64) = (0.0015, 0.005);
/// Standard deviation of the camera's place, mm.
const CENTRE_MM: (f64, f64) = (2.0, 6.0);
/// Share of the picture in which the board was seen: fair below.
const COVERED: f64 = 0.3;
/// Shots shared with another camera, fewer of which are few.
const SHARED: usize = 3;
/// Parts along each side of the picture by which that share is counted.
const PARTS: usize = 6;

/// A plain judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Measure with it.
    Good,
    /// It measures, but not as well as it could.
    Fair,
    /// Calibrate again.
    Poor,
}

/// Why a camera's calibration is not better.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Doubt {
    /// `corners_off` (px), `focal_unsure` (percent), `place_unsure` (mm), `few_photos`, `little_covered` (percent of the picture)
    /// or `few_shared` (shots).
    pub code: &'static str,
    /// The figure found.
    pub value: f64,
    /// The limit that it passes.
    pub limit: f64,
}

/// One camera's part of the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CameraReport {
    /// Its id.
    pub camera: String,
    /// The judgement.
    pub verdict: Verdict,
    /// Why it is not better, each with a figure and what to do.
    pub findings: Vec<String>,
    /// The same for programs.
    pub doubts: Vec<Doubt>,
    /// Photos given.
    pub photos: usize,
    /// Photos that show the board and agree with the others.
    pub photos_used: usize,
    /// Of these, shots that another camera shares.
    pub photos_shared: usize,
    /// Corners used.
    pub corners: usize,
    /// Root mean square distance between corners seen and projected, px.
    pub rms_px: f64,
    /// Largest of these distances, px.
    pub worst_px: f64,
    /// Share of the picture in which the board was seen.
    pub coverage: f64,
    /// Focal length along x, px.
    pub focal_px: f64,
    /// Its standard deviation, percent.
    pub focal_sigma_percent: f64,
    /// Place in the world, mm; `None` without a floor shot.
    pub centre_mm: Option<[f64; 3]>,
    /// Its standard deviation (root of the sum of the three variances), mm.
    pub centre_sigma_mm: Option<f64>,
    /// Standard deviation of the camera's direction (likewise), degrees.
    pub rotation_sigma_deg: Option<f64>,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The worst camera's judgement.
    pub verdict: Verdict,
    /// Root mean square distance over all cameras, px.
    pub rms_px: f64,
    /// Corners that were left out because no rig explains them.
    pub corners_dropped: usize,
    /// The shot whose board defines the world; `None` for a single camera without one.
    pub floor: Option<String>,
    /// The board that was looked for.
    pub board: Board,
    /// One a camera.
    pub cameras: Vec<CameraReport>,
}

pub(super) fn of(
    photos: &Photos,
    cameras: &[String],
    shots: &[String],
    sizes: &[(u32, u32)],
    solved: &Solved,
    floor: Option<usize>,
) -> Result<Report, Error> {
    let mut reports = Vec::with_capacity(cameras.len());
    for (c, (id, size)) in cameras.iter().zip(sizes).enumerate() {
        let mut report = camera(photos, c, id, *size, solved).ok_or(Error::Unsolved)?;
        if floor.is_none() {
            report.centre_mm = None;
        }
        judge(&mut report, *size, cameras.len() > 1);
        reports.push(report);
    }
    let worst = reports.iter().map(|r| r.verdict).max();
    Ok(Report {
        verdict: worst.unwrap_or(Verdict::Poor),
        rms_px: rounded(rms(solved.misses.iter()), 4),
        corners_dropped: solved.dropped,
        floor: floor.and_then(|f| shots.get(f).cloned()),
        board: photos.board().clone(),
        cameras: reports,
    })
}

fn camera(
    photos: &Photos,
    index: usize,
    id: &str,
    size: (u32, u32),
    solved: &Solved,
) -> Option<CameraReport> {
    let own: Vec<(&Observation, f64)> = solved
        .observations
        .iter()
        .zip(solved.misses.iter().copied())
        .filter(|(o, _)| o.camera == index)
        .collect();
    let shots = distinct(own.iter().map(|(o, _)| o.shot));
    let others = |s: &&usize| {
        let seen = |o: &Observation| o.shot == **s && o.camera != index;
        solved.observations.iter().any(seen)
    };
    let part = |v: f64, n: u32| ((v / f64::from(n)).clamp(0.0, 0.999) * PARTS as f64) as usize;
    let parts = own.iter();
    let parts = distinct(parts.map(|(o, _)| (part(o.at.x, size.0), part(o.at.y, size.1))));
    let sigma = solved.sigmas.get(index)?;
    let centre = solved.state.cameras.get(index)?.centre();
    Some(CameraReport {
        camera: id.into(),
        verdict: Verdict::Good,
        findings: Vec::new(),
        doubts: Vec::new(),
        photos: photos.count(id),
        photos_used: shots.len(),
        photos_shared: shots.iter().filter(others).count(),
        corners: own.len(),
        rms_px: rounded(rms(own.iter().map(|(_, m)| m)), 4),
        worst_px: rounded(own.iter().fold(0.0, |a, (_, m)| f64::max(a, *m)), 3),
        coverage: rounded(parts.len() as f64 / (PARTS * PARTS) as f64, 3),
        focal_px: rounded(solved.state.lenses.get(index)?.fx, 3),
        focal_sigma_percent: rounded(100.0 * sigma.focal, 4),
        centre_mm: Some([centre.x, centre.y, centre.z].map(|v| rounded(v, 2))),
        centre_sigma_mm: sigma.centre_mm.map(|v| rounded(v, 3)),
        rotation_sigma_deg: sigma.rotation_rad.map(|v| rounded(v.to_degrees(), 4)),
    })
}

/// Fills in verdict and findings.
fn judge(r: &mut CameraReport, size: (u32, u32), several: bool) {
    let mut verdict = Verdict::Good;
    let (mut findings, mut doubts) = (Vec::new(), Vec::new());
    let mut find = |to: Verdict, (code, value, limit), text: String| {
        verdict = verdict.max(to);
        findings.push(text);
        doubts.push(Doubt { code, value, limit });
    };
    let grade = |value: f64, (fair, poor): (f64, f64)| match value {
        v if v > poor => Some(Verdict::Poor),
        v if v > fair => Some(Verdict::Fair),
        _ => None,
    };
    let scale = f64::from(size.0.max(size.1)) / 1000.0;
    let limits_px = (RMS_PX.0 * scale.max(1.0), RMS_PX.1 * scale.max(1.0));
    if let Some(v) = grade(r.rms_px, limits_px) {
        let text = format!(
            "corners are {:.2} px off (limit {:.2}): hold board and camera still, keep the board flat, light it well",
            r.rms_px, limits_px.0
        );
        find(v, ("corners_off", r.rms_px, limits_px.0), text);
    }
    if let Some(v) = grade(r.focal_sigma_percent / 100.0, FOCAL) {
        let text = format!(
            "the focal length is known to {:.2} % (limit {:.2}): add photos with the board near and tilted by 20 to 40 degrees",
            r.focal_sigma_percent,
            100.0 * FOCAL.0
        );
        let told = ("focal_unsure", r.focal_sigma_percent, 100.0 * FOCAL.0);
        find(v, told, text);
    }
    if let Some(sigma) = r.centre_sigma_mm
        && let Some(v) = grade(sigma, CENTRE_MM)
    {
        let text = format!(
            "its place is known to {sigma:.1} mm (limit {:.1}): add shots that it shares with other cameras, and a larger board on the floor",
            CENTRE_MM.0
        );
        find(v, ("place_unsure", sigma, CENTRE_MM.0), text);
    }
    if r.photos_used < FEW_PHOTOS {
        let text = format!(
            "only {} photos could be used (better {FEW_PHOTOS})",
            r.photos_used
        );
        let told = ("few_photos", r.photos_used as f64, FEW_PHOTOS as f64);
        find(Verdict::Fair, told, text);
    }
    if r.coverage < COVERED {
        let text = format!(
            "the board was seen in {:.0} % of the picture only (limit {:.0}): show it in the corners too, or nearer",
            100.0 * r.coverage,
            100.0 * COVERED
        );
        let told = ("little_covered", 100.0 * r.coverage, 100.0 * COVERED);
        find(Verdict::Fair, told, text);
    }
    if several && r.photos_shared < SHARED {
        let text = format!(
            "only {} shots are shared with another camera (better {SHARED} or more)",
            r.photos_shared
        );
        let told = ("few_shared", r.photos_shared as f64, SHARED as f64);
        find(Verdict::Fair, told, text);
    }
    (r.verdict, r.findings, r.doubts) = (verdict, findings, doubts);
}

fn rms<'a>(misses: impl Iterator<Item = &'a f64>) -> f64 {
    let (sum, n) = misses.fold((0.0, 0.0), |(s, n), m| (s + m * m, n + 1.0));
    (sum / f64::max(n, 1.0)).sqrt()
}

fn rounded(v: f64, digits: i32) -> f64 {
    let unit = 10f64.powi(digits);
    (v * unit).round() / unit
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Good => "good",
            Verdict::Fair => "fair",
            Verdict::Poor => "poor",
        })
    }
}

impl fmt::Display for CameraReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "camera {}: {} - {} of {} photos, {} corners, {:.3} px RMS, focal length {:.1} px +- {:.2} %",
            self.camera,
            self.verdict,
            self.photos_used,
            self.photos,
            self.corners,
            self.rms_px,
            self.focal_px,
            self.focal_sigma_percent
        )?;
        if let (Some([x, y, z]), Some(sigma)) = (self.centre_mm, self.centre_sigma_mm) {
            write!(f, ", at ({x:.0}, {y:.0}, {z:.0}) mm +- {sigma:.1}")?;
        }
        self.findings.iter().try_for_each(|t| write!(f, "\n  {t}"))
    }
}
