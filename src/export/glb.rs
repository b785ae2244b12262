//! A mesh as binary glTF 2.0 (Khronos Group), metres, +Y up.

use crate::geom::Mesh;
use serde_json::json;

const JSON_CHUNK: u32 = 0x4E4F_534A;
const BIN_CHUNK: u32 = 0x004E_4942;
const ARRAY_BUFFER: u32 = 34962;
const ELEMENT_ARRAY_BUFFER: u32 = 34963;
const FLOAT: u32 = 5126;
const UNSIGNED_INT: u32 = 5125;

/// The file's bytes.
pub fn write(mesh: &Mesh) -> Vec<u8> {
    let mut low = [f32::INFINITY; 3];
    let mut high = [f32::NEG_INFINITY; 3];
    let mut bin = Vec::with_capacity(mesh.vertices.len() * 12 + mesh.faces.len() * 12);
    for v in &mesh.vertices {
        for k in 0..3 {
            let metres = (v[k] / 1000.0) as f32;
            low[k] = low[k].min(metres);
            high[k] = high[k].max(metres);
            bin.extend_from_slice(&metres.to_le_bytes());
        }
    }
    let points = bin.len();
    for i in mesh.faces.iter().flatten() {
        bin.extend_from_slice(&i.to_le_bytes());
    }
    let document = json!({
        "asset": {"version": "2.0", "generator": "purlform"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "body"}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "buffers": [{"byteLength": bin.len()}],
        "bufferViews": [
            {"buffer": 0, "byteOffset": 0, "byteLength": points, "target": ARRAY_BUFFER},
            {"buffer": 0, "byteOffset": points, "byteLength": bin.len() - points, "target": ELEMENT_ARRAY_BUFFER},
        ],
        "accessors": [
            {"bufferView": 0, "componentType": FLOAT, "count": mesh.vertices.len(), "type": "VEC3", "min": low, "max": high},
            {"bufferView": 1, "componentType": UNSIGNED_INT, "count": mesh.faces.len() * 3, "type": "SCALAR"},
        ],
    });
    let mut text = document.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let total = 12 + 8 + text.len() + 8 + bin.len();
    let mut out = Vec::with_capacity(total);
    out.extend_from_slice(b"glTF");
    out.extend_from_slice(&2u32.to_le_bytes());
    out.extend_from_slice(&(total as u32).to_le_bytes());
    for (kind, chunk) in [(JSON_CHUNK, &text), (BIN_CHUNK, &bin)] {
        out.extend_from_slice(&(chunk.len() as u32).to_le_bytes());
        out.extend_from_slice(&kind.to_le_bytes());
        out.extend_from_slice(chunk);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Vec3;

    #[test]
    fn header_and_chunks_add_up() {
        let mesh = Mesh {
            vertices: vec![Vec3::zeros(), Vec3::x() * 1000.0, Vec3::y() * 500.0],
            faces: vec![[0, 1, 2]].into(),
        };
        let b = write(&mesh);
        assert_eq!(&b[..4], b"glTF");
        assert_eq!(
            u32::from_le_bytes([b[8], b[9], b[10], b[11]]) as usize,
            b.len()
        );
        let text = u32::from_le_bytes([b[12], b[13], b[14], b[15]]) as usize;
        let v: serde_json::Value = serde_json::from_slice(&b[20..20 + text]).expect("JSON");
        assert_eq!(v["accessors"][0]["max"][0], 1.0);
        assert_eq!(b.len(), 20 + text + 8 + 36 + 12);
    }
}
