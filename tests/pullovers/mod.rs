//! What holds for the pattern of any pullover, and how one is designed and read.
#![allow(dead_code)]

use purlform::garment::{Design, Panel, Pattern, Sizes};

pub fn design(parameters: &str) -> Design {
    let json = format!(
        r#"{{"version":1,"garment":"pullover","gauge":{{"wales_per_100mm":34,"courses_per_100mm":46}},"parameters":{parameters}}}"#
    );
    Design::from_json(json.as_bytes()).unwrap()
}

pub fn panel<'a>(pattern: &'a Pattern, name: &str) -> &'a Panel {
    pattern.panel(name).unwrap()
}

pub fn length(pattern: &Pattern, name: &str, edge: &str) -> f64 {
    panel(pattern, name).edge(edge).unwrap().length_mm()
}

pub fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    assert!((a - b).abs() <= tolerance, "{what}: {a:.3} and {b:.3}");
}

/// Everything that holds for any pullover.
pub fn check(sizes: &Sizes, pattern: &Pattern) {
    let names: Vec<&str> = pattern.panels.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(
        names,
        ["front", "back", "sleeve_left", "sleeve_right", "neck_band"]
    );
    for panel in &pattern.panels {
        simple(panel);
        rising(panel);
        for edge in &panel.edges {
            for join in &edge.joins {
                let other = pattern
                    .panel(&join.panel)
                    .and_then(|p| p.edge(&join.edge))
                    .expect("a join leads to an edge");
                let back =
                    |j: &purlform::garment::Join| j.panel == panel.name && j.edge == edge.name;
                assert!(
                    other.joins.iter().any(back),
                    "{}.{} is joined back",
                    panel.name,
                    edge.name
                );
            }
        }
        assert!(panel.zones[0].from_mm == 0.0);
    }
    let value = |name: &str| {
        pattern
            .parameters
            .iter()
            .find(|p| p.name == name)
            .unwrap()
            .value
    };
    for (a, b) in [
        ("side_right", "side_left"),
        ("side_left", "side_right"),
        ("shoulder_right", "shoulder_left"),
    ] {
        close(
            length(pattern, "front", a),
            length(pattern, "back", b),
            1e-9,
            a,
        );
    }
    for (sleeve, front, back) in [
        ("sleeve_left", "armhole_right", "armhole_left"),
        ("sleeve_right", "armhole_left", "armhole_right"),
    ] {
        let armhole = length(pattern, "front", front) + length(pattern, "back", back);
        let cap = length(pattern, sleeve, "cap_left") + length(pattern, sleeve, "cap_right");
        close(cap, armhole + value("cap_ease"), 0.5, sleeve);
        close(
            length(pattern, sleeve, "side_left"),
            length(pattern, sleeve, "side_right"),
            1e-9,
            sleeve,
        );
    }
    let opening = length(pattern, "front", "neck") + length(pattern, "back", "neck");
    close(
        length(pattern, "neck_band", "neck"),
        opening,
        1e-6,
        "neck band",
    );
    let height = |name: &str| {
        panel(pattern, name)
            .outline()
            .iter()
            .fold(0.0, |h: f64, p| h.max(p.y))
    };
    close(height("front"), value("body_length"), 1e-9, "front");
    close(height("back"), value("body_length"), 1e-9, "back");
    let stretch = value("rib_stretch");
    assert!(
        opening * stretch >= sizes.head_girth - 1e-9,
        "the head passes"
    );
    let hem = length(pattern, "front", "hem") + length(pattern, "back", "hem");
    assert!(
        hem * stretch >= sizes.hip_girth.max(sizes.bust_girth) - 1e-9,
        "hips pass"
    );
    close(
        hem,
        hem_girth(sizes, pattern) + value("hip_ease"),
        1e-6,
        "hem",
    );
    for (sleeve, wrist) in [
        ("sleeve_left", sizes.wrist_girth.left),
        ("sleeve_right", sizes.wrist_girth.right),
    ] {
        let cuff = length(pattern, sleeve, "hem");
        assert!(
            cuff * stretch >= Sizes::hand_girth(wrist) - 1e-9,
            "the hand passes"
        );
    }
}

fn hem_girth(sizes: &Sizes, pattern: &Pattern) -> f64 {
    let value = |name: &str| {
        pattern
            .parameters
            .iter()
            .find(|p| p.name == name)
            .unwrap()
            .value
    };
    let below = value("body_length") - value("back_neck_depth") - sizes.back_neck_to_waist;
    let t = (below / (sizes.waist_height - sizes.hip_height)).clamp(0.0, 1.0);
    sizes.waist_girth + t * (sizes.hip_girth - sizes.waist_girth)
}

/// No edge hangs over: right edges only rise, and armholes and caps only narrow.
fn rising(panel: &Panel) {
    for edge in &panel.edges {
        let name = edge.name.as_str();
        for w in edge.points.windows(2) {
            if name.ends_with("_right") {
                assert!(w[1].y >= w[0].y, "{}.{name} falls", panel.name);
            }
            if ["armhole_right", "cap_right", "shoulder_right"].contains(&name) {
                assert!(w[1].x <= w[0].x, "{}.{name} widens", panel.name);
            }
            if panel.name.starts_with("sleeve") && name == "side_right" {
                assert!(w[1].x >= w[0].x, "{}.{name} narrows", panel.name);
            }
        }
    }
}

/// Counter-clockwise, from the cast-on along y = 0, edges joined end to start, and at every height one or two runs only.
fn simple(panel: &Panel) {
    let ends = panel.edges.iter().zip(panel.edges.iter().cycle().skip(1));
    for (edge, next) in ends {
        assert!(
            (edge.points.last().unwrap() - next.points[0]).norm() < 1e-9,
            "{}.{}",
            panel.name,
            edge.name
        );
    }
    assert!(panel.edges[0].points.iter().all(|p| p.y == 0.0));
    let ring = panel.outline();
    let n = ring.len();
    let area: f64 = (0..n)
        .map(|i| ring[i].perp(&ring[(i + 1) % n]))
        .sum::<f64>()
        / 2.0;
    assert!(area > 1000.0, "{} has an area of {area} mm²", panel.name);
    assert!(ring.iter().all(|p| p.x.is_finite() && p.y >= 0.0));
    for i in 0..n {
        for j in i + 2..n {
            if (j + 1) % n != i {
                let crossed = cross(ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n]);
                assert!(!crossed, "{} crosses itself at {:?}", panel.name, ring[i]);
            }
        }
    }
}

type P = purlform::geom::Vec2;

fn cross(a: P, b: P, c: P, d: P) -> bool {
    let turn = |p: P, q: P, r: P| (q - p).perp(&(r - p));
    turn(a, b, c) * turn(a, b, d) < -1e-9 && turn(c, d, a) * turn(c, d, b) < -1e-9
}
