//! Reading `rig.json` by hand, so that each fault names its camera and field.

use super::{Camera, Error, Intrinsics, Pose, Rig};
use crate::geom::{Mat3, Vec3};
use serde_json::{Map, Value, json};

const MOST_BYTES: usize = 1 << 20;
const MOST_CAMERAS: usize = 64;
const LONGEST_SIDE: u32 = 16_384;
const MOST_PIXELS: u64 = 64_000_000;
const LONGEST_ID: usize = 64;
/// How far `R Rt` may be from the identity, each entry.
const ORTHONORMAL: f64 = 1e-3;
/// Beyond these a number is a slip of the pen, not a lens or a room.
const LARGEST_PX: f64 = 1e6;
const LARGEST_MM: f64 = 1e6;
const LARGEST_DISTORTION: f64 = 1e3;

pub(super) fn rig(bytes: &[u8]) -> Result<Rig, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::Json(format!(
            "it is {} bytes long, at most {MOST_BYTES} are read",
            bytes.len()
        )));
    }
    let text = std::str::from_utf8(bytes).map_err(|e| Error::Json(e.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value =
        serde_json::from_str(&without_nan(text)).map_err(|e| Error::Json(e.to_string()))?;
    let file = |field, problem: &str| Error::File {
        field,
        problem: problem.into(),
    };
    if value
        .get("version")
        .is_some_and(|v| v.as_f64() != Some(1.0))
    {
        return Err(file("version", "is not 1, the only one known"));
    }
    for (key, must) in [("up", "+y"), ("handedness", "right")] {
        let told = value
            .get("world")
            .and_then(|w| w.get(key))
            .and_then(Value::as_str);
        if told.is_some_and(|t| !t.eq_ignore_ascii_case(must)) {
            return Err(file("world", &format!("has {key} other than \"{must}\"")));
        }
    }
    let list = value.get("cameras").and_then(Value::as_array);
    let list = list.ok_or_else(|| file("cameras", "is missing or no list"))?;
    if list.is_empty() || list.len() > MOST_CAMERAS {
        return Err(file(
            "cameras",
            &format!("lists {}, 1 to {MOST_CAMERAS} are needed", list.len()),
        ));
    }
    let mut cameras: Vec<Camera> = Vec::with_capacity(list.len());
    for (i, value) in list.iter().enumerate() {
        let camera = Reader::new(i, value)?.camera()?;
        // Frames are files named after the camera, and some file systems fold case.
        if cameras
            .iter()
            .any(|c| c.id.eq_ignore_ascii_case(&camera.id))
        {
            return Err(fault(&camera.id, "id", "is used twice", "camera_id"));
        }
        cameras.push(camera);
    }
    Ok(Rig { cameras })
}

/// Finer digits than these differ between platforms and tell nothing.
fn digits(v: f64, digits: i32) -> f64 {
    let unit = 10f64.powi(digits);
    (v * unit).round() / unit
}

pub(super) fn written(rig: &Rig) -> Value {
    let camera = |c: &Camera| {
        let k = &c.intrinsics;
        let row = |r: &Mat3, i: usize| [0, 1, 2].map(|j| digits(r[(i, j)], 9));
        let rotation = c.pose.map(|p| [0, 1, 2].map(|i| row(&p.rotation, i)));
        let translation = c
            .pose
            .map(|p| [0, 1, 2].map(|i| digits(p.translation_mm[i], 4)));
        json!({
            "id": c.id, "width": c.width, "height": c.height,
            "fx": digits(k.fx, 4), "fy": digits(k.fy, 4), "cx": digits(k.cx, 4), "cy": digits(k.cy, 4),
            "distortion": k.distortion.map(|d| digits(d, 8)),
            "rotation": rotation, "translation_mm": translation,
        })
    };
    json!({
        "version": 1,
        "world": {"up": "+y", "origin": "floor, centre of the standing mark", "handedness": "right"},
        "cameras": rig.cameras.iter().map(camera).collect::<Vec<Value>>(),
    })
}

/// Python writes bare `NaN` and `Infinity`, which are no JSON; as `null` they are refused by camera and field.
fn without_nan(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut quoted) = (text, false);
    while let Some(c) = rest.chars().next() {
        let token = ["-Infinity", "Infinity", "-NaN", "NaN"]
            .into_iter()
            .find(|t| !quoted && rest.starts_with(t));
        if let Some(token) = token {
            out.push_str("null");
            rest = rest.strip_prefix(token).unwrap_or_default();
            continue;
        }
        out.push(c);
        rest = rest.strip_prefix(c).unwrap_or_default();
        if quoted && c == '\\' {
            if let Some(escaped) = rest.chars().next() {
                out.push(escaped);
                rest = rest.strip_prefix(escaped).unwrap_or_default();
            }
        } else if c == '"' {
            quoted = !quoted;
        }
    }
    out
}

fn fault(camera: &str, field: &str, problem: impl Into<String>, code: &'static str) -> Error {
    Error::Camera {
        camera: camera.into(),
        field: field.into(),
        problem: problem.into(),
        code,
    }
}

/// One camera's object, and the name that faults are reported under.
struct Reader<'a> {
    id: String,
    object: &'a Map<String, Value>,
}

impl<'a> Reader<'a> {
    fn new(index: usize, value: &'a Value) -> Result<Self, Error> {
        let number = format!("#{}", index + 1);
        let object = value
            .as_object()
            .ok_or_else(|| fault(&number, "entry", "is no object", "camera_field"))?;
        let id = object.get("id").and_then(Value::as_str);
        let id = id.ok_or_else(|| fault(&number, "id", "is missing or no text", "camera_id"))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if id.is_empty() || id.len() > LONGEST_ID || id.starts_with('.') || !id.chars().all(plain) {
            let problem = format!(
                "{:?} cannot be part of a file name",
                id.chars().take(LONGEST_ID).collect::<String>()
            );
            return Err(fault(&number, "id", problem, "camera_id"));
        }
        Ok(Reader {
            id: id.into(),
            object,
        })
    }

    fn fault(&self, field: &str, problem: impl Into<String>, code: &'static str) -> Error {
        fault(&self.id, field, problem, code)
    }

    fn camera(&self) -> Result<Camera, Error> {
        let (width, height) = (self.side("width")?, self.side("height")?);
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            let problem = format!(
                "makes {width} x {height}, more than {} megapixels",
                MOST_PIXELS / 1_000_000
            );
            return Err(self.fault("width", problem, "camera_size"));
        }
        let intrinsics = Intrinsics {
            fx: self.focal("fx")?,
            fy: self.focal("fy")?,
            cx: self.number("cx", LARGEST_PX)?,
            cy: self.number("cy", LARGEST_PX)?,
            distortion: self.distortion()?,
        };
        Ok(Camera {
            id: self.id.clone(),
            width,
            height,
            intrinsics,
            pose: self.pose()?,
        })
    }

    fn value(&self, field: &str) -> Result<&'a Value, Error> {
        self.object
            .get(field)
            .ok_or_else(|| self.fault(field, "is missing", "camera_field"))
    }

    fn finite(&self, field: &str, value: &Value, largest: f64) -> Result<f64, Error> {
        let number = value.as_f64().filter(|n| n.is_finite());
        let number =
            number.ok_or_else(|| self.fault(field, "is no finite number", "camera_field"))?;
        if number.abs() > largest {
            return Err(self.fault(
                field,
                format!("is {number}, out of any reason"),
                "camera_field",
            ));
        }
        Ok(number)
    }

    fn number(&self, field: &str, largest: f64) -> Result<f64, Error> {
        self.finite(field, self.value(field)?, largest)
    }

    fn focal(&self, field: &str) -> Result<f64, Error> {
        let f = self.number(field, LARGEST_PX)?;
        if f <= 0.0 {
            return Err(self.fault(
                field,
                format!("is {f}, a focal length is above 0 px"),
                "camera_field",
            ));
        }
        Ok(f)
    }

    fn side(&self, field: &str) -> Result<u32, Error> {
        let n = self.value(field)?.as_f64().filter(|n| n.fract() == 0.0);
        let n =
            n.ok_or_else(|| self.fault(field, "is no whole number of pixels", "camera_size"))?;
        if n < 1.0 || n > f64::from(LONGEST_SIDE) {
            return Err(self.fault(
                field,
                format!("is {n}, not 1 to {LONGEST_SIDE} pixels"),
                "camera_size",
            ));
        }
        Ok(n as u32)
    }

    fn list(
        &self,
        field: &str,
        value: &Value,
        len: usize,
        largest: f64,
    ) -> Result<Vec<f64>, Error> {
        let list = value.as_array().filter(|l| l.len() == len);
        let list = list.ok_or_else(|| {
            self.fault(
                field,
                format!("is no list of {len} numbers"),
                "camera_field",
            )
        })?;
        let entry = |(i, v)| self.finite(&format!("{field}[{i}]"), v, largest);
        list.iter().enumerate().map(entry).collect()
    }

    fn distortion(&self) -> Result<[f64; 5], Error> {
        let k = self.list(
            "distortion",
            self.value("distortion")?,
            5,
            LARGEST_DISTORTION,
        )?;
        k.try_into()
            .map_err(|_| self.fault("distortion", "is no list of 5 numbers", "camera_field"))
    }

    fn pose(&self) -> Result<Option<Pose>, Error> {
        let (rotation, translation) = (self.value("rotation")?, self.value("translation_mm")?);
        match (rotation.is_null(), translation.is_null()) {
            (true, true) => return Ok(None),
            (true, false) => {
                return Err(self.fault(
                    "rotation",
                    "is null, translation_mm is not",
                    "camera_pose",
                ));
            }
            (false, true) => {
                return Err(self.fault(
                    "translation_mm",
                    "is null, rotation is not",
                    "camera_pose",
                ));
            }
            (false, false) => {}
        }
        let t = self.list("translation_mm", translation, 3, LARGEST_MM)?;
        Ok(Some(Pose {
            rotation: self.rotation(rotation)?,
            translation_mm: Vec3::from_row_slice(&t),
        }))
    }

    fn rotation(&self, value: &Value) -> Result<Mat3, Error> {
        let rows = value.as_array().filter(|r| r.len() == 3);
        let rows =
            rows.ok_or_else(|| self.fault("rotation", "is no 3 x 3 matrix", "camera_rotation"))?;
        let mut entries = Vec::with_capacity(9);
        for (i, row) in rows.iter().enumerate() {
            entries.extend(self.list(&format!("rotation[{i}]"), row, 3, LARGEST_MM)?);
        }
        let r = Mat3::from_row_slice(&entries);
        let worst = (r * r.transpose() - Mat3::identity()).amax();
        if worst > ORTHONORMAL {
            let problem =
                format!("is no rotation: its rows are off from orthonormal by {worst:.2e}");
            return Err(self.fault("rotation", problem, "camera_rotation"));
        }
        if r.determinant() < 0.0 {
            return Err(self.fault(
                "rotation",
                "is a mirror image: its determinant is -1",
                "camera_rotation",
            ));
        }
        // The nearest rotation: the polar factor of a matrix that is almost one (Newton's iteration, quadratic).
        let polish = |r: Mat3| {
            r.try_inverse()
                .map_or(r, |inverse| (r + inverse.transpose()) * 0.5)
        };
        Ok(polish(polish(polish(r))))
    }
}
