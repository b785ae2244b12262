//! A frame with the segmented outline and the fitted body's outline drawn over it, PNG.

use crate::camera::Camera;
use crate::capture::View;
use crate::geom::raster::Raster;
use crate::geom::{Mesh, Vec2};
use crate::silhouette::{self, Contour, Silhouette};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, GrayImage, ImageEncoder, Luma, Rgb, RgbImage};

/// Colour of the outline that was segmented.
const SEGMENTED: Rgb<u8> = Rgb([0, 230, 255]);
/// Colour of the fitted body's outline.
const FITTED: Rgb<u8> = Rgb([255, 40, 140]);

/// An outline that is only looked at is traced on cells of so many px: a customer waits for it.
const COARSE: u32 = 3;
/// So many of them are left about the body.
const ABOUT: u32 = 4;

/// Draws over `frame`, which `camera` took, the contours of `silhouette` and the outline of `body` (posed, world, mm).
pub fn draw(
    frame: &mut RgbImage,
    camera: &Camera,
    silhouette: Option<&Silhouette>,
    body: Option<&Mesh>,
) {
    let (width, height) = frame.dimensions();
    let thick = height.div_ceil(1000).max(1);
    let mut dot = |at: Vec2, colour: Rgb<u8>| {
        for dy in 0..thick {
            for dx in 0..thick {
                let (x, y) = (
                    at.x.round() as i64 + i64::from(dx),
                    at.y.round() as i64 + i64::from(dy),
                );
                if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
                    && x < width
                    && y < height
                {
                    frame.put_pixel(x, y, colour);
                }
            }
        }
    };
    for p in silhouette
        .iter()
        .flat_map(|s| &s.contours)
        .flat_map(|c| &c.points)
    {
        dot(p.at, SEGMENTED);
    }
    let Some(raster) = body.and_then(|mesh| covered(camera, mesh, 1.0)) else {
        return;
    };
    for y in 0..height {
        for x in 0..width {
            let at = Vec2::new(f64::from(x), f64::from(y));
            let open = |dx: f64, dy: f64| !raster.covers(at + Vec2::new(dx, dy));
            if raster.covers(at)
                && (open(1.0, 0.0) || open(-1.0, 0.0) || open(0.0, 1.0) || open(0.0, -1.0))
            {
                dot(at, FITTED);
            }
        }
    }
}

/// The outline of `body` (posed, world, mm) in the camera's picture, to a px or two, for those who draw it themselves; empty
/// where there is none, or where the body is cut by the picture's edge.
pub fn outline(camera: &Camera, body: &Mesh) -> Vec<Contour> {
    let Some(raster) = covered(camera, body, f64::from(COARSE)) else {
        return Vec::new();
    };
    // The picture's part about the body: most of it is empty.
    let most = [camera.width, camera.height].map(|px| px.div_ceil(COARSE));
    let Some((low, high)) = raster.bounds() else {
        return Vec::new();
    };
    let low = low.map(|v| (v as u32).saturating_sub(ABOUT));
    let [width, height] = [0, 1].map(|k| (high[k] as u32 + ABOUT).min(most[k]) - low[k]);
    let from = Vec2::new(f64::from(low[0]), f64::from(low[1]));
    let full = |at: Vec2| (from + at).map(|v| f64::from(COARSE) * (v + 0.5) - 0.5);
    let mask = GrayImage::from_fn(width, height, |x, y| {
        let at = full(Vec2::new(f64::from(x), f64::from(y)));
        Luma([255 * u8::from(raster.covers(at))])
    });
    let camera = &Camera {
        width,
        height,
        ..camera.clone()
    };
    let view = View {
        camera: 0,
        frame: RgbImage::default(),
        plate: None,
        mask: Some(mask),
    };
    let mut contours =
        silhouette::extract(&view, camera).map_or_else(|_| Vec::new(), |s| s.contours);
    for p in contours.iter_mut().flat_map(|c| &mut c.points) {
        p.at = full(p.at);
        p.sigma_px *= f64::from(COARSE);
    }
    contours
}

/// The cells that the body covers; `None` for a camera whose place is unknown.
fn covered(camera: &Camera, body: &Mesh, cell_px: f64) -> Option<Raster> {
    let pose = camera.pose.as_ref()?;
    let mut raster = Raster::new(camera.width, camera.height, cell_px);
    let project = |v| (camera.intrinsics).project(pose.rotation * v + pose.translation_mm);
    let uv: Vec<Option<Vec2>> = body.vertices.iter().map(project).collect();
    for f in body.faces.iter() {
        // What is seen of a closed body is seen from the front, where the faces wind the other way: pictures have y down.
        if let [Some(a), Some(b), Some(c)] = f.map(|i| uv.get(i as usize).copied().flatten())
            && (b - a).perp(&(c - a)) < 0.0
        {
            raster.fill([a, b, c]);
        }
    }
    Some(raster)
}

/// The picture as PNG.
pub fn png(frame: &RgbImage) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Sub);
    // Writing to memory cannot fail for a whole picture; an empty file says so if it ever does.
    if encoder
        .write_image(
            frame.as_raw(),
            frame.width(),
            frame.height(),
            ExtendedColorType::Rgb8,
        )
        .is_err()
    {
        out.clear();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Model;
    use crate::camera::{Intrinsics, Pose};
    use crate::geom::{Mat3, Vec3};

    /// A camera three metres before the mark, whose picture's middle lies so many px aside.
    fn camera(aside_px: f64) -> Camera {
        let rotation = Mat3::from_diagonal(&Vec3::new(1.0, -1.0, -1.0));
        Camera {
            id: "front".into(),
            width: 720,
            height: 1280,
            intrinsics: Intrinsics {
                fx: 1500.0,
                fy: 1500.0,
                cx: 359.5 + aside_px,
                cy: 639.5,
                distortion: [0.0; 5],
            },
            pose: Some(Pose {
                rotation,
                translation_mm: -(rotation * Vec3::new(0.0, 900.0, 3000.0)),
            }),
        }
    }

    #[test]
    fn an_outline_lies_about_the_body_wherever_it_is_seen() {
        let bytes = include_bytes!("../../assets/body.purl");
        let model = Model::from_bytes(bytes).expect("the shipped asset");
        let rest = model.rest(model.prior(None).mean.as_slice());
        let body = model.stand(&rest).body().mesh;
        let bounds = |points: &mut dyn Iterator<Item = Vec2>| {
            let none = Vec2::repeat(f64::INFINITY);
            points.fold((none, -none), |(low, high), p| (low.inf(&p), high.sup(&p)))
        };
        for aside_px in [0.0, -40.0, 35.0] {
            let camera = camera(aside_px);
            let contours = outline(&camera, &body);
            let traced = contours.iter().flat_map(|c| &c.points).map(|p| p.at);
            let (low, high) = bounds(&mut traced.into_iter());
            let seen = body.vertices.iter().filter_map(|v| camera.project(*v));
            let (least, most) = bounds(&mut seen.into_iter());
            let off = (low - least).amax().max((high - most).amax());
            assert!(off < f64::from(COARSE), "{off} px off at {aside_px}");
        }
        // The picture's edge cuts an arm.
        assert!(outline(&camera(250.0), &body).is_empty());
    }
}
