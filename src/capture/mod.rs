//! A capture folder's contents as values: rig, decoded frames, plates, masks, what is known of the subject.
//!
//! Views are made one at a time, so that a sweep of 64 never has to be held in memory: make a [`View`], reduce it to its
//! silhouette, drop it.

mod error;
mod picture;
mod subject;
mod view;

pub use error::{Error, Fault};
pub use picture::{Picture, decode, decode_any, decode_mask, from_rgba};
pub use subject::{Clothing, Sex, Subject};
pub use view::{Capture, View};
