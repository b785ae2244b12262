//! The tape against bodies made of solids whose measurements have closed forms.

use purlform::body::{Body, Joint, Landmark, Part};
use purlform::geom::{Mesh, Vec3};
use purlform::measure::{DEFINITIONS, Error, Reading, measure};
use std::f64::consts::{PI, TAU};

const AROUND: usize = 360;

/// A body under construction.
#[derive(Default)]
struct Solids {
    vertices: Vec<Vec3>,
    faces: Vec<[u32; 3]>,
    parts: Vec<Part>,
}

impl Solids {
    /// A closed tube along centres with half axes across: `u` to the subject's left or ahead, `v` across that.
    fn tube(&mut self, part: Part, rings: &[(Vec3, Vec3, Vec3)]) {
        let base = self.vertices.len();
        for (centre, u, v) in rings {
            for k in 0..AROUND {
                let a = TAU * k as f64 / AROUND as f64;
                self.vertices.push(centre + u * a.cos() + v * a.sin());
            }
        }
        let at = |ring: usize, k: usize| (base + ring * AROUND + k % AROUND) as u32;
        let ends = self.vertices.len() as u32;
        self.vertices.extend([rings[0].0, rings[rings.len() - 1].0]);
        for k in 0..AROUND {
            for r in 1..rings.len() {
                self.faces.push([at(r - 1, k), at(r - 1, k + 1), at(r, k)]);
                self.faces.push([at(r - 1, k + 1), at(r, k + 1), at(r, k)]);
            }
            self.faces.push([ends, at(0, k + 1), at(0, k)]);
            self.faces
                .push([ends + 1, at(rings.len() - 1, k), at(rings.len() - 1, k + 1)]);
        }
        self.parts.resize(self.faces.len(), part);
    }

    /// A tube between two points with circular rings of the given radii, evenly spaced.
    fn limb(&mut self, part: Part, from: Vec3, to: Vec3, radii: &[f64]) {
        let along = (to - from).normalize();
        let u = along.cross(&Vec3::z()).normalize();
        let v = along.cross(&u);
        let step = (to - from) / (radii.len() - 1) as f64;
        let ring = |(i, r): (usize, &f64)| (from + step * i as f64, u * *r, v * *r);
        self.tube(
            part,
            &radii.iter().enumerate().map(ring).collect::<Vec<_>>(),
        );
    }
}

/// Perimeter of an ellipse (Ramanujan's second approximation, exact to 1e-6 here).
fn ellipse(a: f64, b: f64) -> f64 {
    let h = ((a - b) / (a + b)).powi(2);
    PI * (a + b) * (1.0 + 3.0 * h / (10.0 + (4.0 - 3.0 * h).sqrt()))
}

/// An elliptic trunk (half axes 150 x 100, rounded at the crotch), a round head, limbs of cylinders and cones.
fn mannequin() -> Body {
    with_thighs(75.0)
}

/// The same with thighs of another radius.
fn with_thighs(radius: f64) -> Body {
    let mut solids = Solids::default();
    let ellipse = |y: f64, s: f64| (Vec3::y() * y, Vec3::z() * 100.0 * s, Vec3::x() * 150.0 * s);
    let mut trunk: Vec<_> = (1..=30)
        .map(|i| f64::from(i) * PI / 60.0)
        .map(|a| ellipse(900.0 - 100.0 * a.cos(), a.sin()))
        .collect();
    trunk.extend((1..=60).map(|i| ellipse(900.0 + 10.0 * f64::from(i), 1.0)));
    solids.tube(Part::Trunk, &trunk);
    let round = |y: f64, r: f64| (Vec3::y() * y, Vec3::z() * r, Vec3::x() * r);
    solids.tube(Part::Trunk, &[round(1480.0, 60.0), round(1560.0, 60.0)]);
    let head: Vec<_> = (1..180)
        .map(|i| f64::from(i) * PI / 180.0)
        .map(|a| round(1640.0 - 90.0 * a.cos(), 90.0 * a.sin()))
        .collect();
    solids.tube(Part::Trunk, &head);

    let mut landmarks = [Vec3::zeros(); Landmark::COUNT];
    let mut joints = [Vec3::zeros(); Joint::COUNT];
    let mut mark = |l: Landmark, x: f64, y: f64, z: f64| landmarks[l as usize] = Vec3::new(x, y, z);
    use Landmark as L;
    mark(L::Cervicale, 0.0, 1500.0, -100.0);
    mark(L::Glabella, 0.0, 1660.0, 88.0);
    mark(L::Opisthocranion, 0.0, 1620.0, -88.0);
    mark(L::AdamsApple, 0.0, 1520.0, 60.0);
    for (side, s) in [(0, 1.0), (1, -1.0)] {
        let twin = |l: Landmark| Landmark::ALL[l as usize + side];
        mark(twin(L::BustPointL), s * 80.0, 1250.0, 84.0);
        mark(twin(L::UnderbustL), s * 80.0, 1180.0, 84.0);
        mark(twin(L::LowestRibL), s * 150.0, 1110.0, 0.0);
        mark(twin(L::IliacCrestL), s * 150.0, 1050.0, 0.0);
        mark(twin(L::SideNeckL), s * 60.0, 1500.0, 0.0);
        mark(twin(L::AcromionL), s * 140.0, 1500.0, 0.0);
        mark(twin(L::AxillaL), s * 150.0, 1360.0, 0.0);
    }
    let mut join = |j: Joint, p: Vec3| joints[j as usize] = p;
    use Joint as J;
    join(J::Neck, Vec3::new(0.0, 1480.0, 0.0));
    join(J::Head, Vec3::new(0.0, 1560.0, 0.0));
    for (side, s, arm, leg) in [
        (0, 1.0, Part::ArmL, Part::LegL),
        (1, -1.0, Part::ArmR, Part::LegR),
    ] {
        let twin = |j: Joint| Joint::ALL[j as usize + side];
        let out = Vec3::new(s * 0.6, -0.8, 0.0);
        let shoulder = Vec3::new(s * 165.0, 1430.0, 0.0);
        let (elbow, wrist) = (shoulder + out * 300.0, shoulder + out * 550.0);
        // Girths differ between left and right.
        let wide = if side == 0 { 1.0 } else { 1.1 };
        solids.limb(arm, shoulder, elbow, &[50.0 * wide; 20]);
        solids.limb(arm, elbow, wrist, &[30.0 * wide; 20]);
        let hip = Vec3::new(s * 90.0, 860.0, 0.0);
        let (knee, ankle) = (
            Vec3::new(s * 90.0, 480.0, 0.0),
            Vec3::new(s * 90.0, 80.0, 0.0),
        );
        solids.limb(leg, hip, knee, &[radius; 40]);
        let bulge = |i: i32| {
            45.0 + 10.0 * (-((f64::from(i) / 40.0 - 0.3) / 0.1).powi(2)).exp()
                - 5.0 * (-((f64::from(i) / 40.0 - 0.85) / 0.05).powi(2)).exp()
        };
        let shank: Vec<f64> = (0..=40).map(bulge).collect();
        solids.limb(leg, knee, ankle, &shank);
        for (j, p) in [
            (J::ShoulderL, shoulder),
            (J::ElbowL, elbow),
            (J::WristL, wrist),
            (J::HipL, hip),
            (J::KneeL, knee),
            (J::AnkleL, ankle),
        ] {
            join(twin(j), p);
        }
        landmarks[L::ElbowL as usize + side] = elbow + Vec3::z() * -50.0;
        landmarks[L::WristL as usize + side] = wrist - out * 10.0;
    }
    let mesh = Mesh {
        vertices: solids.vertices,
        faces: solids.faces.into(),
    };
    Body {
        mesh,
        face_parts: solids.parts.into(),
        landmarks,
        joints,
        facing: Vec3::z(),
    }
}

fn reading<'r>(readings: &'r [Reading], id: &str) -> &'r Reading {
    readings
        .iter()
        .find(|r| r.id == id)
        .expect("all are measured")
}

#[test]
fn a_mannequin_of_solids_measures_as_computed() {
    let readings = measure(&mannequin()).expect("a whole body");
    assert_eq!(
        readings.iter().map(|r| r.id).collect::<Vec<_>>(),
        DEFINITIONS.iter().map(|d| d.id).collect::<Vec<_>>()
    );
    let trunk = ellipse(150.0, 100.0);
    let head = 1640.0 + 90.0 * (PI * 179.0 / 180.0).cos().abs();
    let arm = {
        let acromion = Vec3::new(140.0, 1500.0, 0.0);
        let shoulder = Vec3::new(165.0, 1430.0, 0.0);
        let elbow = shoulder + Vec3::new(180.0, -240.0, -50.0);
        let wrist = shoulder + Vec3::new(0.6, -0.8, 0.0) * 540.0;
        (elbow - acromion).norm() + (wrist - elbow).norm()
    };
    for (id, expected, within) in [
        ("stature", head, 1e-9),
        ("cervicale_height", 1500.0, 1e-9),
        ("waist_height", 1080.0, 1e-9),
        ("inside_leg_height", 800.0, 0.5),
        ("head_girth", TAU * 90.0, 0.5),
        ("neck_girth", TAU * 60.0, 0.1),
        ("bust_girth", trunk, 0.1),
        ("underbust_girth", trunk, 0.1),
        ("waist_girth", trunk, 0.1),
        ("upper_arm_girth", TAU * 52.5, 0.1),
        ("wrist_girth", TAU * 31.5, 0.1),
        ("thigh_girth", TAU * 75.0, 0.1),
        ("calf_girth", TAU * 55.0, 0.5),
        ("ankle_girth", TAU * 40.0, 0.5),
        ("arm_length", arm, 1e-6),
        ("back_neck_to_waist", 420.0, 0.1),
        ("crotch_length", 360.0 + PI * 100.0, 0.1),
    ] {
        let value = reading(&readings, id).value_mm;
        assert!(
            (value - expected).abs() < within,
            "{id}: {value} for {expected}"
        );
    }
    let arm = reading(&readings, "upper_arm_girth");
    assert!((arm.left_mm.expect("paired") - TAU * 50.0).abs() < 0.1);
    assert!((arm.right_mm.expect("paired") - TAU * 55.0).abs() < 0.1);
    assert_eq!(reading(&readings, "waist_girth").left_mm, None);
}

#[test]
fn thighs_that_press_through_each_other_do_not_lower_the_crotch() {
    let readings = measure(&with_thighs(100.0)).expect("a whole body");
    assert!((reading(&readings, "inside_leg_height").value_mm - 800.0).abs() < 0.5);
    assert!((reading(&readings, "thigh_girth").value_mm - TAU * 100.0).abs() < 0.1);
    assert!((reading(&readings, "crotch_length").value_mm - 360.0 - PI * 100.0).abs() < 0.1);
}

#[test]
fn turning_and_moving_a_person_changes_no_measurement() {
    let mut body = mannequin();
    let before = measure(&body).expect("a whole body");
    let turn = nalgebra::Rotation3::from_axis_angle(&Vec3::y_axis(), 0.7);
    let moved = |p: &mut Vec3| *p = turn * *p + Vec3::new(300.0, 0.0, -200.0);
    body.mesh.vertices.iter_mut().for_each(moved);
    body.landmarks.iter_mut().for_each(moved);
    body.joints.iter_mut().for_each(moved);
    body.facing = turn * body.facing;
    for (a, b) in before.iter().zip(measure(&body).expect("a whole body")) {
        assert!(
            (a.value_mm - b.value_mm).abs() < 0.05,
            "{}: {} and {}",
            a.id,
            a.value_mm,
            b.value_mm
        );
    }
}

#[test]
fn tape_lines_lie_on_the_body_and_are_as_long_as_the_tape() {
    for r in measure(&mannequin()).expect("a whole body") {
        let lengths: Vec<f64> = r
            .lines
            .iter()
            .map(|l| purlform::geom::polyline::length(l))
            .collect();
        let mean = lengths.iter().sum::<f64>() / lengths.len() as f64;
        assert!(
            (mean - r.value_mm).abs() < 1e-6,
            "{}: line {mean}, value {}",
            r.id,
            r.value_mm
        );
        assert_eq!(r.lines.len(), 1 + usize::from(r.left_mm.is_some()));
    }
}

#[test]
fn broken_bodies_are_refused_by_name() {
    let mut body = mannequin();
    body.landmarks[Landmark::Navel as usize].x = f64::NAN;
    assert!(matches!(measure(&body), Err(Error::Body(_))));
    let mut body = mannequin();
    body.facing = Vec3::y();
    assert!(matches!(measure(&body), Err(Error::Body(_))));
    let mut body = mannequin();
    body.mesh.vertices.truncate(100);
    assert!(measure(&body).is_err());
    let mut body = mannequin();
    body.landmarks[Landmark::BustPointL as usize].y = 9000.0;
    assert_eq!(
        measure(&body).unwrap_err(),
        Error::Tape {
            id: "bust_girth",
            missing: "the plane of the tape misses the body"
        }
    );
}

#[test]
fn the_table_is_sound() {
    for (i, d) in DEFINITIONS.iter().enumerate() {
        assert!(
            DEFINITIONS[..i].iter().all(|e| e.id != d.id),
            "{} stands twice",
            d.id
        );
        assert!(d.plausible_mm.0 > 0.0 && d.plausible_mm.1 > 1.5 * d.plausible_mm.0);
        assert!(d.extra_mm >= 0.0 && !d.name.is_empty());
    }
    // The tape takes the right twin of a left landmark or joint to be the next one.
    let names: Vec<&str> = Landmark::ALL
        .iter()
        .map(|l| l.name())
        .chain(Joint::ALL.iter().map(|j| j.name()))
        .collect();
    for (i, name) in names.iter().enumerate() {
        if let Some(stem) = name.strip_suffix("_l") {
            assert_eq!(names[i + 1], format!("{stem}_r"));
        }
    }
}
