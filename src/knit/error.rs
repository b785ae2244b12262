//! What can go wrong between a panel and a program.

use std::fmt;

/// Why no program was made.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// A machine description is wrong in this field.
    Machine {
        /// Its path in the file.
        field: String,
        /// What is wrong.
        reason: String,
    },
    /// The gauge is no gauge.
    Gauge {
        /// Its path in the file.
        field: String,
        /// What is wrong.
        reason: String,
    },
    /// The panel's outline cannot be understood.
    Panel {
        /// Which panel.
        panel: String,
        /// What is wrong.
        reason: String,
    },
    /// The panel is fine, but wider than the bed.
    TooWide(TooWide),
    /// The panel is fine, but this machine or this program cannot knit it.
    Unknittable {
        /// Which panel.
        panel: String,
        /// Why, and what to do.
        reason: String,
    },
    /// The simulator found fault with a program of our own: a mistake in this library.
    Refused {
        /// Which panel.
        panel: String,
        /// The simulator's first finding.
        finding: String,
    },
}

/// A panel that the bed is too short for, and what would fit.
#[derive(Clone, Debug, PartialEq)]
pub struct TooWide {
    /// Which panel.
    pub panel: String,
    /// Wales that it needs.
    pub wales: u32,
    /// Needles that there are.
    pub needles: u32,
    /// The machine's name.
    pub machine: String,
    /// The gauge asked for, wales per 100 mm.
    pub wales_per_100mm: f64,
    /// The widest panel at this gauge on this machine, mm.
    pub widest_mm: f64,
    /// Finest gauge at which it fits this machine, wales per 100 mm; of a whole order, one that was tried.
    pub fitting_wales_per_100mm: Option<f64>,
    /// A built-in machine that is wide enough, if any; of a whole order, one that knitted it.
    pub fitting_machine: Option<String>,
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Machine { .. } => "machine",
            Error::Gauge { .. } => "gauge",
            Error::Panel { .. } => "panel",
            Error::TooWide(_) => "too_wide",
            Error::Unknittable { .. } => "unknittable",
            Error::Refused { .. } => "refused",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Machine { .. } => "a machine's fields are those of `purlform schema machine`",
            Error::Gauge { .. } => "count a relaxed swatch again",
            Error::Panel { .. } | Error::Unknittable { .. } => {
                "change what of the design makes this panel, or the machine"
            }
            Error::TooWide(_) => "a coarser gauge, a wider machine or less ease",
            Error::Refused { .. } => "this is a fault in purlform: please report it",
        }
    }

    /// Whether the input is fine and yet the thing cannot be made (exit code 3 of the command line).
    pub fn is_unmakeable(&self) -> bool {
        matches!(self, Error::TooWide(_) | Error::Unknittable { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Machine { field, reason } => write!(f, "machine: {field}: {reason}"),
            Error::Gauge { field, reason } => write!(f, "gauge: {field}: {reason}"),
            Error::Panel { panel, reason } => write!(f, "panel {panel}: {reason}"),
            Error::TooWide(wide) => wide.fmt(f),
            Error::Unknittable { panel, reason } => {
                write!(f, "panel {panel} cannot be knitted: {reason}")
            }
            Error::Refused { panel, finding } => write!(
                f,
                "panel {panel}: the simulator refused the program: {finding} (please report this)"
            ),
        }
    }
}

impl fmt::Display for TooWide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "panel {} needs {} needles, {} has {}: at {:.1} wales per 100 mm the widest panel is {:.0} mm",
            self.panel,
            self.wales,
            self.machine,
            self.needles,
            self.wales_per_100mm,
            self.widest_mm,
        )?;
        if let Some(wales) = self.fitting_wales_per_100mm {
            write!(f, "; this one fits at {wales:.1} wales per 100 mm or fewer")?;
        }
        match (&self.fitting_machine, self.fitting_wales_per_100mm) {
            (Some(machine), Some(_)) => write!(f, ", or on {machine}"),
            (Some(machine), None) => write!(f, "; this one fits on {machine}"),
            (None, _) => write!(f, "; no built-in machine is wide enough at this gauge"),
        }
    }
}

impl std::error::Error for Error {}
