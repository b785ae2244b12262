//! Strips of rib that are linked onto edges: neck bands, armhole bands.

use super::pattern::{Edge, Join, Panel, Zone};
use crate::geom::Vec2;

/// A strip as long as the edges that its edge `seam` is linked to, in order from its left end to its right end. It is cast on along its
/// rim; the loops of its last course stay open and are linked onto the edges one by one. Its ends are linked to each other.
pub(super) fn strip(
    name: &str,
    seam: &str,
    height: f64,
    edges: &[(&str, &str)],
    panels: &[Panel],
    zones: Vec<Zone>,
) -> Panel {
    let find = |(panel, edge): &(&str, &str)| {
        let panel = panels.iter().find(|p| p.name == *panel)?;
        panel.edge(edge)
    };
    let length: f64 = edges.iter().filter_map(find).map(Edge::length_mm).sum();
    let joins = edges.iter().map(|(panel, edge)| Join::to(panel, edge));
    let ends = ["end_left", "end_right"].map(|end| vec![Join::to(name, end)]);
    let [left, right] = ends;
    rectangle(
        name,
        Vec2::new(length, height),
        [
            ("rim", vec![]),
            ("end_right", left),
            (seam, joins.collect()),
            ("end_left", right),
        ],
        zones,
    )
}

/// A rectangle; edges from the cast-on counter-clockwise.
pub(super) fn rectangle(
    name: &str,
    size: Vec2,
    edges: [(&str, Vec<Join>); 4],
    zones: Vec<Zone>,
) -> Panel {
    let (half, top) = (size.x / 2.0, size.y);
    let corners = [
        (-half, 0.0),
        (half, 0.0),
        (half, top),
        (-half, top),
        (-half, 0.0),
    ]
    .map(|(x, y)| Vec2::new(x, y));
    let edges = edges.into_iter().zip(corners.windows(2));
    Panel {
        name: name.into(),
        edges: edges
            .map(|((edge, joins), points)| Edge::new(edge, points.to_vec(), joins))
            .collect(),
        zones,
        ..Panel::default()
    }
}
