//! Convolution of each channel by itself.

use super::tensor::{Clamp, Tensor, windows};

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
        let widen = |line: &[f32]| {
            let mut wide = vec![0.0; padded];
            wide.iter_mut().zip(line).for_each(|(w, b)| *w = *b);
            wide
        };
        Self {
            kernel: [rows, columns],
            stride,
            same,
            channels,
            padded,
            weights: weights
                .chunks_exact(channels.max(1))
                .flat_map(widen)
                .collect(),
            bias: widen(bias),
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
        for (i, out) in to.data.chunks_exact_mut(c).enumerate() {
            let (y, x) = (i / columns * self.stride[0], i % columns * self.stride[1]);
            // The part of the kernel that lies on the picture.
            let (top, start) = (above.saturating_sub(y), left.saturating_sub(x));
            let low = self.kernel[0].min(h + above - y);
            let end = self.kernel[1].min(w + left - x);
            for (lane, out) in out.chunks_mut(LANES).enumerate() {
                let at = lane * LANES;
                let mut sum = [0.0f32; LANES];
                for ky in top..low {
                    let line = (y + ky - above) * w;
                    for kx in start..end {
                        let source = (line + x + kx - left) * c + at;
                        let weight = (ky * self.kernel[1] + kx) * self.padded + at;
                        let weights = &self.weights[weight..weight + LANES];
                        match from.data.get(source..source + LANES) {
                            Some(source) if out.len() == LANES => {
                                for j in 0..LANES {
                                    sum[j] += source[j] * weights[j];
                                }
                            }
                            _ => {
                                let source = &from.data[source..source + out.len()];
                                for ((s, a), w) in sum.iter_mut().zip(source).zip(weights) {
                                    *s += a * w;
                                }
                            }
                        }
                    }
                }
                let bias = &self.bias[at..at + LANES];
                for ((to, s), b) in out.iter_mut().zip(sum).zip(bias) {
                    *to = self.clamp.of(s + b);
                }
            }
        }
    }
}
