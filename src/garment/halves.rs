//! Fronts, backs, sleeves, legs, scarves and bands in two halves with a seam down the middle, for beds that the whole is too wide for.

use super::bust;
use super::pattern::{Bust, Edge, Join, Panel, Pattern};
use crate::geom::Vec2;

/// The edge of the seam.
const MIDDLE: &str = "middle";

impl Pattern {
    /// The pattern with its front or back in halves, named after the wearer's sides, or with a sleeve, leg, scarf, cuff, neck or
    /// armhole band in two pieces; their `middle` edges are joined. `None` for any other panel, and for one whose middle line crosses more
    /// than two edges.
    #[must_use]
    pub fn halved(&self, name: &str) -> Option<Pattern> {
        let at = self.panels.iter().position(|p| p.name == name)?;
        // Seen from outside, x > 0 on the front is the wearer's left, on the back the wearer's right.
        let [greater, less] = match name {
            "front" => ["left", "right"],
            "back" => ["right", "left"],
            "sleeve_left" | "sleeve_right" | "leg_left" | "leg_right" | "scarf" => ["2", "1"],
            "cuff_left" | "cuff_right" => ["2", "1"],
            _ if name.contains("_band") => ["2", "1"],
            _ => return None,
        }
        .map(|part| format!("{name}_{part}"));
        let whole = self.panels.get(at)?;
        let halves = [
            half(whole, 1.0, [&greater, &less])?,
            half(whole, -1.0, [&less, &greater])?,
        ];
        let mut pattern = self.clone();
        let mut sorted = halves.clone();
        if sorted[1].name < sorted[0].name {
            sorted.reverse();
        }
        pattern.panels.splice(at..=at, sorted);
        for edge in pattern.panels.iter_mut().flat_map(|p| &mut p.edges) {
            for i in (0..edge.joins.len()).rev() {
                if edge.joins[i].panel == name {
                    let there = edge.joins.remove(i).edge;
                    let halves = halves.iter().filter(|h| h.edge(&there).is_some());
                    edge.joins
                        .splice(i..i, halves.map(|h| Join::to(&h.name, &there)));
                }
            }
        }
        Some(pattern)
    }
}

/// What of a panel lies where `sign` times x is positive, under the first of the names; the other half has the second.
fn half(whole: &Panel, sign: f64, [name, other]: [&str; 2]) -> Option<Panel> {
    let mut edges: Vec<Edge> = Vec::new();
    for edge in &whole.edges {
        let points = beside(&edge.points, sign);
        if points.len() > 1 {
            edges.push(Edge {
                points,
                ..edge.clone()
            });
        }
    }
    // Counter-clockwise from the hem on, the seam is the last edge on the right and the second one on the left.
    let seam = if sign > 0.0 { edges.len() } else { 1 };
    let (from, to) = (seam.checked_sub(1)?, seam % edges.len().max(1));
    let from = *edges.get(from)?.points.last()?;
    let to = *edges.get(to)?.points.first()?;
    let outside = |e: &&Edge| e.points.iter().any(|p| p.x == 0.0);
    if from.x != 0.0 || to.x != 0.0 || edges.iter().filter(outside).count() != 2 {
        return None;
    }
    edges.insert(
        seam,
        Edge::new(MIDDLE, vec![from, to], vec![Join::to(other, MIDDLE)]),
    );
    let bust = whole.bust.and_then(|b| {
        let breadth = whole.edge("armhole_right")?.points.first()?.x;
        let rows = bust::rows(b.extra_mm, b.y_mm, [0.0, breadth])?;
        Some(if sign > 0.0 {
            rows
        } else {
            Bust::mirrored(rows)
        })
    });
    Some(Panel {
        name: name.into(),
        edges,
        bust,
        ..whole.clone()
    })
}

/// The part of a line on that side of x = 0, its end on the middle line included.
fn beside(points: &[Vec2], sign: f64) -> Vec<Vec2> {
    let mut kept = Vec::new();
    for (i, b) in points.iter().enumerate() {
        if let Some(a) = i.checked_sub(1).and_then(|i| points.get(i))
            && a.x * b.x < 0.0
        {
            let y = a.y + (b.y - a.y) * (a.x / (a.x - b.x));
            kept.push(Vec2::new(0.0, y));
        }
        if sign * b.x >= 0.0 {
            kept.push(*b);
        }
    }
    kept
}
