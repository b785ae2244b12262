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
