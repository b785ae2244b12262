//! Results as JavaScript sees them: plain objects with typed arrays, which travel between threads without a copy.

use super::Failure;
use crate::body::{Body, Joint, Landmark};
use crate::camera::Camera;
use crate::geom::{Vec2, Vec3};
use crate::silhouette::Contour;
use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Anything that serialises, as plain objects; `None` is null.
pub fn plain<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Failure> {
    let serializer = Serializer::json_compatible();
    value.serialize(&serializer).map_err(|e| {
        Failure::input(
            "worker",
            "answer",
            format!("a result cannot be handed over: {e}"),
            "please report it",
        )
    })
}

/// An object of those fields.
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    extended(Object::new().into(), fields)
}

/// An object with those fields added.
pub fn extended(object: JsValue, fields: &[(&str, JsValue)]) -> JsValue {
    for (name, value) in fields {
        // Setting a field of a plain object of ours cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

/// A camera of the rig.
pub fn camera(camera: &Camera) -> JsValue {
    object(&[
        ("id", JsValue::from_str(&camera.id)),
        ("width_px", camera.width.into()),
        ("height_px", camera.height.into()),
    ])
}

/// An outline in a camera's picture, by the view's name.
pub fn outline(name: &str, camera: &Camera, contours: &[Contour]) -> JsValue {
    let lines: Array = contours
        .iter()
        .map(|c| JsValue::from(flat2(c.points.iter().map(|p| p.at))))
        .collect();
    object(&[
        ("camera", JsValue::from_str(name)),
        ("width_px", camera.width.into()),
        ("height_px", camera.height.into()),
        ("contours_px", lines.into()),
    ])
}

/// A body's mesh as typed arrays, with the part of each face and the places of landmarks and joints.
pub fn mesh(body: &Body) -> JsValue {
    let faces: Vec<u32> = body.mesh.faces.iter().flatten().copied().collect();
    let parts: Vec<u8> = body.face_parts.iter().map(|p| *p as u8).collect();
    let landmarks = Landmark::ALL.map(|l| (l.name(), body.landmark(l)));
    let joints = Joint::ALL.map(|j| (j.name(), body.joint(j)));
    let places = landmarks.into_iter().chain(joints);
    let places: Vec<_> = places
        .map(|(name, p)| (name, flat3(std::iter::once(p)).into()))
        .collect();
    object(&[
        (
            "positions_mm",
            flat3(body.mesh.vertices.iter().copied()).into(),
        ),
        ("faces", Uint32Array::from(faces.as_slice()).into()),
        ("parts", Uint8Array::from(parts.as_slice()).into()),
        ("places_mm", object(&places)),
    ])
}

/// Lines in space.
pub fn lines(lines: &[Vec<Vec3>]) -> JsValue {
    lines
        .iter()
        .map(|line| JsValue::from(flat3(line.iter().copied())))
        .collect::<Array>()
        .into()
}

/// A file by its name.
pub fn file(name: &str, bytes: &[u8]) -> JsValue {
    object(&[
        ("name", JsValue::from_str(name)),
        ("bytes", Uint8Array::from(bytes).into()),
    ])
}

fn flat2(points: impl Iterator<Item = Vec2>) -> Float32Array {
    let numbers: Vec<f32> = points.flat_map(|p| [p.x as f32, p.y as f32]).collect();
    Float32Array::from(numbers.as_slice())
}

fn flat3(points: impl Iterator<Item = Vec3>) -> Float32Array {
    let numbers: Vec<f32> = points
        .flat_map(|p| [p.x as f32, p.y as f32, p.z as f32])
        .collect();
    Float32Array::from(numbers.as_slice())
}
