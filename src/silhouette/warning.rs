//! Doubts about an outline, as data.

/// A figure that is beyond its limit, though the outline can be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Warning {
    /// Name of the doubt for programs.
    pub code: &'static str,
    /// The figure found.
    pub value: f64,
    /// The limit that it exceeds.
    pub limit: f64,
}

/// Whether a figure is doubtful above or below its limit.
enum Doubtful {
    Above,
    Below,
}

/// What an outline against a plate is judged by.
const LIMITS: [(&str, Doubtful, f64); 5] = [
    // Drift of exposure or white balance between plate and frame (log).
    ("plate_drift", Doubtful::Above, 0.15),
    // Share of the outline whose edge is known badly.
    ("faint_outline", Doubtful::Above, 0.4),
    // Pixels of the frame's edge that the person touches.
    ("person_cut", Doubtful::Above, 0.0),
    // Light of the bright parts of the frame about the person, of what the sensor can take.
    ("too_dark", Doubtful::Below, 0.12),
    // Width of a clear edge, px of a frame some 1,280 px high.
    ("blurred", Doubtful::Above, 3.2),
];

/// The figures, in the table's order, that are beyond their limits.
pub(super) fn doubts(figures: [f64; LIMITS.len()]) -> Vec<Warning> {
    let of = |((code, doubtful, limit), value): (&(&'static str, Doubtful, f64), f64)| {
        let bad = match doubtful {
            Doubtful::Above => value > *limit,
            Doubtful::Below => value < *limit,
        };
        bad.then_some(Warning {
            code,
            value,
            limit: *limit,
        })
    };
    LIMITS.iter().zip(figures).filter_map(of).collect()
}
