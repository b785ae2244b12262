//! What can be wrong with a `rig.json`.

use std::fmt;

/// A `rig.json` that cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The file is no JSON.
    Json(String),
    /// A field of the file itself is missing or wrong.
    File {
        /// Which field.
        field: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// A field of one camera is missing or wrong.
    Camera {
        /// Its id, or `#3` where it has none.
        camera: String,
        /// Which field, for example `rotation[0][2]`.
        field: String,
        /// What is wrong.
        problem: String,
        /// Names the kind of fault.
        code: &'static str,
    },
}

impl Error {
    /// Name of the fault for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Json(_) => "rig_json",
            Error::File { .. } => "rig_field",
            Error::Camera { code, .. } => code,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self.code() {
            "rig_json" => "Write rig.json as plain JSON: {\"version\": 1, \"cameras\": [...]}.",
            "camera_id" => {
                "Give each camera a name of its own of letters, digits, '-', '_' or '.': its frame is frames/NAME.jpg."
            }
            "camera_size" => {
                "Give the size of the pictures as the camera delivers them, in pixels."
            }
            "camera_rotation" => {
                "Give a 3 x 3 rotation, world to camera, row by row; recalibrate if you do not know where it comes from."
            }
            "camera_pose" => {
                "Give rotation and translation_mm both, or null for both where the camera's place is unknown."
            }
            _ => "Calibrate the rig again, or correct this field of rig.json by hand.",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Json(problem) => write!(f, "rig.json is no JSON: {problem}"),
            Error::File { field, problem } => write!(f, "rig.json: {field} {problem}"),
            Error::Camera {
                camera,
                field,
                problem,
                ..
            } => {
                write!(f, "rig.json, camera {camera}: {field} {problem}")
            }
        }
    }
}

impl std::error::Error for Error {}
