//! A photo -> where the person's joints are and, roughly, which pixels are theirs: BlazePose's landmark network
//! (Bazarevsky et al., BlazePose: On-device real-time body pose tracking, 2020), run by a small interpreter of the plain
//! operations that it consists of. Weights are bytes from outside; none are built in.

mod conv;
mod crop;
mod depthwise;
mod error;
mod flatbuffer;
mod graph;
mod landmark;
mod person;
mod pixelwise;
mod plan;
mod tensor;

pub use crop::Crop;
pub use error::Error;
pub use landmark::{Keypoint, Spot};
pub use person::{Network, Person};
pub use tensor::Tensor;
