//! A capture that can be measured but is poor: what, where, how far beyond which limit.

use crate::calibrate::{Recheck, State};
use std::fmt;

/// One doubt about a capture.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Warning {
    /// Name of the doubt for programs.
    pub code: String,
    /// The camera's id; `None` where it concerns the whole capture. Of a second shot `turned/ID`, or `turned`.
    pub camera: Option<String>,
    /// The figure found.
    pub value: f64,
    /// The limit that it passes.
    pub limit: f64,
}

/// What a camera, or a shot, is called of which the second shot is meant.
pub fn turned_name(camera: &str) -> String {
    format!("{TURNED}/{camera}")
}

/// What the second shot is called, for which the person turned.
const TURNED: &str = "turned";

impl Warning {
    /// The same of the second shot.
    pub(super) fn once_turned(self) -> Self {
        let camera = self.camera.map_or(TURNED.into(), |c| turned_name(&c));
        Self {
            camera: Some(camera),
            ..self
        }
    }

    /// What a re-check doubts: `camera_moved` in px, `scene_changed` as the share of the old picture that is still seen.
    pub fn of_recheck(found: &Recheck) -> Option<Warning> {
        let (code, value, limit) = match found.state {
            State::Moved => ("camera_moved", found.moved_px, found.limit_px),
            State::SceneChanged => (
                "scene_changed",
                found.agreement,
                crate::calibrate::AGREEMENT,
            ),
            State::Still | State::Unknown => return None,
        };
        Some(Warning {
            code: code.into(),
            camera: Some(found.camera.clone()),
            value: value.unwrap_or(0.0),
            limit,
        })
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.code.replace('_', " ");
        match &self.camera {
            Some(shot) if shot == TURNED => write!(
                f,
                "once turned: {what} ({:.3}, limit {:.3})",
                self.value, self.limit
            ),
            Some(camera) => write!(
                f,
                "camera {camera}: {what} ({:.3}, limit {:.3})",
                self.value, self.limit
            ),
            None => write!(f, "{what} ({:.3}, limit {:.3})", self.value, self.limit),
        }
    }
}
