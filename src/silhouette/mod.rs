//! A view's pictures -> foreground coverage -> sub-pixel contours with a local uncertainty.

mod band;
mod cells;
mod component;
mod contour;
mod coverage;
mod crease;
mod cut;
mod drift;
mod edge;
mod ends;
mod error;
mod evidence;
mod fill;
mod handed;
mod light;
mod locale;
mod numbers;
mod patches;
mod person;
mod photo;
mod plate;
mod raster;
mod shrunk;
mod warning;
mod zone;

pub use contour::{Contour, ContourPoint};
pub use coverage::Coverage;
pub use crease::Crease;
pub use error::{Edge, Error, Kind};
pub use warning::Warning;

use crate::camera::Camera;
use crate::capture::View;
use crate::geom::Vec2;
use crate::network::{Keypoint, Network, Spot};
use photo::Photo;
use shrunk::Shrunk;
use std::sync::Arc;

/// What one camera saw of the person.
#[derive(Clone, Debug)]
pub struct Silhouette {
    /// Index into the rig's cameras.
    pub camera: usize,
    /// The pixels that the person covers.
    pub coverage: Coverage,
    /// Outer contour and holes. Points on the frame's edge are left out.
    pub contours: Vec<Contour>,
    /// Edges of colour inside the outline, the strongest first; none where no booth says that little is worn.
    pub creases: Vec<Crease>,
    /// What makes this outline less trustworthy than usual.
    pub warnings: Vec<Warning>,
    /// Where a pose network saw the person's landmarks, if one was asked.
    pub spots: Option<[Spot; Keypoint::COUNT]>,
    /// Where no mask was handed in: what is cut again once a body has been fitted.
    photo: Option<Arc<Photo>>,
}

impl Silhouette {
    /// The pictures cut once more, a body being likely that covers these places of them; none where none are kept, or nothing comes
    /// of it.
    pub fn again(&self, covers: &dyn Fn(Vec2) -> bool) -> Option<Silhouette> {
        let (coverage, contours) = self.photo.as_ref()?.cut(&self.coverage, covers).ok()?;
        Some(Silhouette {
            coverage,
            contours,
            ..self.clone()
        })
    }

    /// Whether pictures are kept that can be cut again.
    pub fn has_photo(&self) -> bool {
        self.photo.is_some()
    }

    /// Lets go of the pictures.
    pub fn settle(&mut self) {
        self.photo = None;
    }
}

/// The person's outline in one view: from its mask where one was handed in, else against its plate.
///
/// `camera` names the view in errors; the outline is that of the picture as taken, lens distortion included.
pub fn extract(view: &View, camera: &Camera) -> Result<Silhouette, Error> {
    let outline = match (&view.mask, &view.plate) {
        (Some(mask), _) => handed::outline(mask),
        (None, Some(plate)) => plate::outline(&view.frame, plate, camera, None),
        (None, None) => Err(Kind::Source),
    };
    let (coverage, contours, warnings) = outline.map_err(|kind| Error {
        camera: camera.id.clone(),
        kind,
    })?;
    Ok(Silhouette {
        camera: view.camera,
        creases: crease::creases(&view.frame, &coverage),
        coverage,
        contours,
        warnings,
        spots: None,
        photo: match (&view.mask, &view.plate) {
            (None, Some(plate)) => {
                let camera = Box::new(camera.clone());
                let photo = Photo::Booth(view.frame.clone(), plate.clone(), camera);
                Some(Arc::new(photo))
            }
            _ => None,
        },
    })
}

/// The person's outline and landmarks in one view without a plate, found by a pose network; a mask that was handed in stands instead
/// of the outline.
///
/// # Errors
/// [`Kind::NoPerson`] also where the network doubts that there is one.
pub fn of_person(view: &View, camera: &Camera, network: &Network) -> Result<Silhouette, Error> {
    let fail = |kind| Error {
        camera: camera.id.clone(),
        kind,
    };
    let shrunk = Shrunk::new(&view.frame);
    let picture = shrunk.picture.as_ref();
    let person = network.find(picture);
    let spots = Some(person.spots.map(|s| shrunk.spot(s)));
    if view.mask.is_some() {
        let handed = extract(view, camera)?;
        return Ok(Silhouette { spots, ..handed });
    }
    let (coverage, contours, warnings) = person::outline(picture, &person, None).map_err(fail)?;
    // In a calibrated rig the other cameras tell who is meant.
    if camera.pose.is_none() && person::beside(picture, &person, &coverage, network) {
        return Err(fail(Kind::SeveralPeople));
    }
    Ok(Silhouette {
        camera: view.camera,
        coverage: shrunk.coverage(&coverage),
        contours: contours.iter().map(|c| shrunk.contour(c)).collect(),
        // Folds of loose clothes are edges, too, and none of the body's.
        creases: Vec::new(),
        warnings,
        spots,
        photo: Some(Arc::new(Photo::Alone(shrunk.owned(), Box::new(person)))),
    })
}
