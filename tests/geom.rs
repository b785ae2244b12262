//! Plane geometry against closed forms.

use proptest::prelude::*;
use purlform::geom::{Mesh, Plane, Section, Slicer, Vec2, Vec3, convex_hull, perimeter, polyline};
use std::f64::consts::{PI, TAU};

/// A closed sphere of radius `r` about `centre`, `n` meridians and `n / 2` parallels.
fn sphere(centre: Vec3, r: f64, n: usize) -> Mesh {
    let rows = n / 2;
    let mut vertices = vec![centre + Vec3::y() * r, centre - Vec3::y() * r];
    for i in 1..rows {
        let (y, ring) = (
            (PI * i as f64 / rows as f64).cos() * r,
            (PI * i as f64 / rows as f64).sin() * r,
        );
        for k in 0..n {
            let a = TAU * k as f64 / n as f64;
            vertices.push(centre + Vec3::new(ring * a.cos(), y, ring * a.sin()));
        }
    }
    let at = |i: usize, k: usize| (2 + (i - 1) * n + k % n) as u32;
    let mut faces = Vec::new();
    for k in 0..n {
        faces.push([0, at(1, k + 1), at(1, k)]);
        faces.push([1, at(rows - 1, k), at(rows - 1, k + 1)]);
        for i in 1..rows - 1 {
            faces.push([at(i, k), at(i, k + 1), at(i + 1, k)]);
            faces.push([at(i, k + 1), at(i + 1, k + 1), at(i + 1, k)]);
        }
    }
    Mesh {
        vertices,
        faces: faces.into(),
    }
}

fn cut(mesh: &Mesh, through: Vec3, normal: Vec3) -> Section {
    let level = through.dot(&normal.normalize());
    let all = 0..mesh.faces.len() as u32;
    Slicer::new(mesh, all, normal, level..=level)
        .and_then(|s| s.at(level))
        .expect("a plane")
}

fn round(section: &Section) -> f64 {
    let mut hull = section.hull(&section.points);
    hull.push(hull[0]);
    polyline::length(&hull)
}

#[test]
fn sections_of_a_sphere_are_circles() {
    let ball = sphere(Vec3::new(10.0, 900.0, -30.0), 100.0, 200);
    for (normal, offset) in [
        (Vec3::y(), 0.0),
        (Vec3::new(1.0, 2.0, -0.5), 30.0),
        (Vec3::x(), -60.0),
    ] {
        let centre = Vec3::new(10.0, 900.0, -30.0) + normal.normalize() * offset;
        let expected = TAU * (100f64.powi(2) - offset * offset).sqrt();
        let measured = round(&cut(&ball, centre, normal));
        assert!(
            (measured - expected).abs() < 0.15,
            "{measured} for {expected}"
        );
    }
}

#[test]
fn a_quarter_of_a_great_circle_lies_on_the_preferred_side() {
    let ball = sphere(Vec3::zeros(), 200.0, 400);
    let section = cut(&ball, Vec3::new(0.0, 0.0, 0.0), Vec3::x());
    let (top, front) = (Vec3::new(0.0, 200.0, 0.0), Vec3::new(0.0, 0.0, 200.0));
    let near = section
        .path(top, front, Vec3::new(0.0, 150.0, 150.0))
        .expect("a way");
    let far = section
        .path(top, front, Vec3::new(0.0, -150.0, -150.0))
        .expect("a way");
    assert!((polyline::length(&near) - PI * 100.0).abs() < 0.05);
    assert!((polyline::length(&far) - PI * 300.0).abs() < 0.1);
    assert!((near[0] - top).norm() < 1e-9 && (near[near.len() - 1] - front).norm() < 1e-9);
}

#[test]
fn planes_through_corners_and_along_faces_still_close() {
    let ball = sphere(Vec3::zeros(), 100.0, 40);
    // The equator is a row of corners: each cut is still one closed loop.
    for level in [0.0, 1e-10, -1e-10] {
        let section = cut(&ball, Vec3::new(0.0, level, 0.0), Vec3::y());
        assert_eq!(
            section.loop_near(Vec3::zeros()).count(),
            section.points.len()
        );
        assert!((round(&section) - TAU * 100.0).abs() < 1.0);
        assert!(
            section
                .points
                .iter()
                .all(|p| p.iter().all(|c| c.is_finite()))
        );
    }
    assert!(
        cut(&ball, Vec3::new(0.0, 101.0, 0.0), Vec3::y())
            .points
            .is_empty()
    );
    let all = 0..ball.faces.len() as u32;
    assert!(Slicer::new(&ball, all.clone(), Vec3::zeros(), 0.0..=0.0).is_none());
    assert!(
        Slicer::new(&ball, all, Vec3::y(), 0.0..=0.0)
            .expect("a direction")
            .at(f64::NAN)
            .is_none()
    );
}

#[test]
fn broken_meshes_cut_to_nothing() {
    let broken = Mesh {
        vertices: vec![Vec3::zeros()],
        faces: vec![[0, 1, 2], [0, 7, 9]].into(),
    };
    assert!(cut(&broken, Vec3::zeros(), Vec3::y()).points.is_empty());
    assert!(
        cut(&Mesh::default(), Vec3::zeros(), Vec3::y())
            .loop_near(Vec3::zeros())
            .next()
            .is_none()
    );
}

#[test]
fn the_nearer_of_two_loops_is_taken() {
    let (left, right) = (
        sphere(Vec3::x() * 150.0, 80.0, 60),
        sphere(Vec3::x() * -150.0, 60.0, 60),
    );
    let shift = left.vertices.len() as u32;
    let moved = right.faces.iter().map(|f| f.map(|v| v + shift));
    let faces: Vec<_> = left.faces.iter().copied().chain(moved).collect();
    let vertices = left
        .vertices
        .iter()
        .chain(&right.vertices)
        .copied()
        .collect();
    let section = cut(
        &Mesh {
            vertices,
            faces: faces.into(),
        },
        Vec3::zeros(),
        Vec3::y(),
    );
    let chosen = section.hull(section.loop_near(Vec3::x() * 40.0));
    assert!(chosen.iter().all(|p| p.x > 0.0));
    assert!(
        section
            .path(Vec3::x() * 230.0, Vec3::x() * -210.0, Vec3::zeros())
            .is_some(),
        "the end moves to the start's loop"
    );
}

#[test]
fn a_taut_tape_bridges_hollows() {
    // A half circle of radius 200 with a dent: the tape goes straight over it.
    let half: Vec<Vec2> = (0..=400)
        .map(|i| PI * f64::from(i) / 400.0)
        .map(|a| Vec2::new(a.cos(), -a.sin()) * 200.0)
        .collect();
    let (length, line) = polyline::taut(&half).expect("points");
    assert!((length - PI * 200.0).abs() < 0.01, "{length}");
    assert!(line.first() == half.first() && line.last() == half.last());
    let mut dented = half.clone();
    dented.iter_mut().skip(180).take(40).for_each(|p| *p *= 0.8);
    let (shorter, _) = polyline::taut(&dented).expect("points");
    assert!(shorter < length && shorter > length - 1.0);
    assert!(polyline::taut(&[]).is_none());
}

#[test]
fn hulls_of_few_points() {
    assert_eq!(perimeter(&convex_hull([])), 0.0);
    assert_eq!(perimeter(&convex_hull([Vec2::new(3.0, 4.0); 3])), 0.0);
    assert_eq!(
        perimeter(&convex_hull(
            [0.0, 1.0, 2.0].map(|t| Vec2::new(3.0, 4.0) * t)
        )),
        20.0
    );
    let square = [
        (0.0, 0.0),
        (1.0, 0.0),
        (1.0, 1.0),
        (0.0, 1.0),
        (0.5, 0.5),
        (f64::NAN, 0.0),
    ];
    assert_eq!(convex_hull(square.map(|(x, y)| Vec2::new(x, y))).len(), 4);
}

proptest! {
    #[test]
    fn a_hull_holds_its_points_and_turns_left(points in prop::collection::vec((-1e3..1e3, -1e3..1e3), 3..60)) {
        let points: Vec<Vec2> = points.into_iter().map(|(x, y)| Vec2::new(x, y)).collect();
        let hull = convex_hull(points.iter().copied());
        for (i, a) in hull.iter().enumerate() {
            let b = hull[(i + 1) % hull.len()];
            for p in &points {
                prop_assert!((b - a).perp(&(p - a)) >= -1e-6);
            }
        }
    }

    #[test]
    fn lifting_undoes_flattening(o in [-1e3..1e3, -1e3..1e3, -1e3..1e3], n in [-1.0..1.0, -1.0..1.0, 0.1..1.0], q in [-1e3..1e3, -1e3..1e3]) {
        let plane = Plane::new(Vec3::from(o), Vec3::from(n)).expect("a direction");
        let q = Vec2::from(q);
        prop_assert!((plane.flat(plane.lift(q)) - q).norm() < 1e-9);
        prop_assert!(plane.height(plane.lift(q)).abs() < 1e-9);
        prop_assert!((plane.normal().norm() - 1.0).abs() < 1e-12);
    }
}
