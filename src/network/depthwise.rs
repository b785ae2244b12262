//! Convolution of each channel by itself.

use super::tensor::{Clamp, Tensor, windows};
use std::borrow::Cow;

/// Channels that are summed at once.
const LANES: usize = 8;

/// A depthwise convolution with its weights.
#[derive(Clone, Debug)]
pub struct Depthwise {
    kernel: [usize; 2],
    stride: [usize; 2],
    same: bool,
    channels: usize,
    /// Channels as they are computed: a multiple of the lanes.
    padded: usize,
    /// `[kernel rows, kernel columns, padded channels]`.
    weights: Vec<f32>,
    bias: Vec<f32>,
    clamp: Clamp,
}

impl Depthwise {
    /// From weights `[1, kernel rows, kernel columns, channels]`.
    pub fn new(
        weights: &[f32],
        shape: [usize; 4],
        bias: &[f32],
        stride: [usize; 2],
        same: bool,
        clamp: Clamp,
    ) -> Self {
        let [_, rows, columns, channels] = shape;
        let padded = channels.next_multiple_of(LANES);
        Self {
            kernel: [rows, columns],
            stride,
            same,
            channels,
            padded,
            weights: widened(weights, channels, padded),
            bias: widened(bias, channels, padded),
            clamp,
        }
    }

    /// Shape of the result; `None` where the input does not fit.
    pub fn shape(&self, from: [usize; 3]) -> Option<[usize; 3]> {
        let [h, w, c] = from;
        let rows = windows(h, self.kernel[0], self.stride[0], self.same).0;
        let columns = windows(w, self.kernel[1], self.stride[1], self.same).0;
        (c == self.channels && rows > 0 && columns > 0).then_some([rows, columns, c])
    }

    /// The convolution of a tensor that fits, into one of the right shape.
    pub fn run(&self, from: &Tensor, to: &mut Tensor) {
        let [h, w, c] = from.shape;
        let columns = to.shape[1];
        let above = windows(h, self.kernel[0], self.stride[0], self.same).1;
        let left = windows(w, self.kernel[1], self.stride[1], self.same).1;
        let wide = if c == self.padded {
            Cow::Borrowed(&from.data)
        } else {
            Cow::Owned(widened(&from.data, c, self.padded))
        };
        let (sources, _) = wide.as_chunks::<LANES>();
        let (weights, _) = self.weights.as_chunks::<LANES>();
        let (bias, _) = self.bias.as_chunks::<LANES>();
        let lanes = self.padded / LANES;
        // Where the kernel's places lie in the picture and in the weights.
        let mut taps: Vec<(usize, usize)> = Vec::with_capacity(self.kernel.iter().product());
        for (i, out) in to.data.chunks_exact_mut(c).enumerate() {
            let (y, x) = (i / columns * self.stride[0], i % columns * self.stride[1]);
            // The part of the kernel that lies on the picture.
            let (top, start) = (above.saturating_sub(y), left.saturating_sub(x));
            let low = self.kernel[0].min(h + above - y);
            let end = self.kernel[1].min(w + left - x);
            taps.clear();
            for ky in top..low {
                let source = |kx: usize| ((y + ky - above) * w + x + kx - left) * lanes;
                let weight = |kx: usize| (ky * self.kernel[1] + kx) * lanes;
                taps.extend((start..end).map(|kx| (source(kx), weight(kx))));
            }
            for ((lane, out), bias) in out.chunks_mut(LANES).enumerate().zip(bias) {
                let mut sum = [0.0f32; LANES];
                for (source, weight) in &taps {
                    if let (Some(a), Some(w)) =
                        (sources.get(source + lane), weights.get(weight + lane))
                    {
                        sum = std::array::from_fn(|j| sum[j] + a[j] * w[j]);
                    }
                }
                self.clamp.store(&sum, bias, out);
            }
        }
    }
}

/// Lines of `from` numbers, each with zeros up to `to`.
fn widened(data: &[f32], from: usize, to: usize) -> Vec<f32> {
    let mut wide = vec![0.0; data.len() / from.max(1) * to];
    let lines = wide.chunks_exact_mut(to.max(1));
    for (wide, line) in lines.zip(data.chunks_exact(from.max(1))) {
        wide[..from].copy_from_slice(line);
    }
    wide
}
