//! Convolution as a product of matrices, in tiles that stay in a processor's registers.

use super::tensor::{Clamp, Tensor, windows};

/// Rows and columns of a tile: eight vectors of four numbers.
const ROWS: usize = 4;
const COLUMNS: usize = 8;

/// A convolution with its weights.
#[derive(Clone, Debug)]
pub struct Conv {
    kernel: [usize; 2],
    stride: [usize; 2],
    same: bool,
    channels: usize,
    outputs: usize,
    /// For every eight outputs, weight by weight, their eight numbers; missing outputs are zero.
    panels: Vec<f32>,
    /// As many as panels have columns.
    bias: Vec<f32>,
    clamp: Clamp,
}

impl Conv {
    /// From weights `[outputs, kernel rows, kernel columns, channels]`.
    pub fn new(
        weights: &[f32],
        shape: [usize; 4],
        bias: &[f32],
        stride: [usize; 2],
        same: bool,
        clamp: Clamp,
    ) -> Self {
        let [outputs, rows, columns, channels] = shape;
        let depth = rows * columns * channels;
        let padded = outputs.next_multiple_of(COLUMNS);
        let mut panels = vec![0.0; padded * depth];
        for (o, row) in weights.chunks_exact(depth.max(1)).take(outputs).enumerate() {
            let panel = (o / COLUMNS) * COLUMNS * depth + o % COLUMNS;
            for (k, w) in row.iter().enumerate() {
                panels[panel + k * COLUMNS] = *w;
            }
        }
        let mut wide = vec![0.0; padded];
        wide.iter_mut().zip(bias).for_each(|(w, b)| *w = *b);
        Self {
            kernel: [rows, columns],
            stride,
            same,
            channels,
            outputs,
            panels,
            bias: wide,
            clamp,
        }
    }

    /// Shape of the result; `None` where the input does not fit.
    pub fn shape(&self, from: [usize; 3]) -> Option<[usize; 3]> {
        let [h, w, c] = from;
        let rows = windows(h, self.kernel[0], self.stride[0], self.same).0;
        let columns = windows(w, self.kernel[1], self.stride[1], self.same).0;
        (c == self.channels && rows > 0 && columns > 0).then_some([rows, columns, self.outputs])
    }

    /// The convolution of a tensor that fits, into one of the right shape.
    pub fn run(&self, from: &Tensor, to: &mut Tensor) {
        let depth = self.kernel[0] * self.kernel[1] * self.channels;
        if self.kernel == [1, 1] && self.stride == [1, 1] {
            return self.product(&from.data, depth, &mut to.data);
        }
        // A row of the result at a time: its windows laid out one after the other.
        let columns = to.shape[1];
        let mut laid = vec![0.0; columns * depth];
        let line = (columns * self.outputs).max(1);
        for (y, out) in to.data.chunks_exact_mut(line).enumerate() {
            self.lay(from, y, columns, &mut laid);
            self.product(&laid, depth, out);
        }
    }

    fn lay(&self, from: &Tensor, y: usize, columns: usize, laid: &mut [f32]) {
        let [h, w, c] = from.shape;
        let [rows, cols] = self.kernel;
        let above = windows(h, rows, self.stride[0], self.same).1;
        let left = windows(w, cols, self.stride[1], self.same).1;
        let mut to = laid.chunks_exact_mut(c);
        for x in 0..columns {
            for ky in 0..rows {
                let sy = (y * self.stride[0] + ky).checked_sub(above);
                for kx in 0..cols {
                    let sx = (x * self.stride[1] + kx).checked_sub(left);
                    let Some(to) = to.next() else { return };
                    let source = match (sy, sx) {
                        (Some(sy), Some(sx)) if sy < h && sx < w => {
                            let at = (sy * w + sx) * c;
                            from.data.get(at..at + c)
                        }
                        _ => None,
                    };
                    match source {
                        Some(source) => to.copy_from_slice(source),
                        None => to.fill(0.0),
                    }
                }
            }
        }
    }

    /// Rows of `depth` numbers times the weights.
    fn product(&self, rows: &[f32], depth: usize, out: &mut [f32]) {
        let panel = depth * COLUMNS;
        let (biases, _) = self.bias.as_chunks::<COLUMNS>();
        let blocks = rows.chunks(ROWS * depth);
        for (x, out) in blocks.zip(out.chunks_mut(ROWS * self.outputs)) {
            let lines = self.panels.chunks_exact(panel).zip(biases);
            for (p, (weights, bias)) in lines.enumerate() {
                let full = x.len() == ROWS * depth;
                let tile = if full {
                    tile(x, depth, weights)
                } else {
                    ragged(x, depth, weights)
                };
                for (acc, out) in tile.iter().zip(out.chunks_exact_mut(self.outputs)) {
                    let to = &mut out[p * COLUMNS..self.outputs.min((p + 1) * COLUMNS)];
                    self.clamp.store(acc, bias, to);
                }
            }
        }
    }
}

fn tile(x: &[f32], depth: usize, weights: &[f32]) -> [[f32; COLUMNS]; ROWS] {
    let mut sum = [[0.0f32; COLUMNS]; ROWS];
    let (a, rest) = x.split_at(depth);
    let (b, rest) = rest.split_at(depth);
    let (c, d) = rest.split_at(depth);
    let (steps, _) = weights.as_chunks::<COLUMNS>();
    let rows = a.iter().zip(b).zip(c).zip(d);
    for (w, (((a, b), c), d)) in steps.iter().zip(rows) {
        for j in 0..COLUMNS {
            sum[0][j] += a * w[j];
            sum[1][j] += b * w[j];
            sum[2][j] += c * w[j];
            sum[3][j] += d * w[j];
        }
    }
    sum
}

/// The tile of fewer rows, in the same order of additions.
fn ragged(x: &[f32], depth: usize, weights: &[f32]) -> [[f32; COLUMNS]; ROWS] {
    let mut sum = [[0.0f32; COLUMNS]; ROWS];
    let (steps, _) = weights.as_chunks::<COLUMNS>();
    for (sum, row) in sum.iter_mut().zip(x.chunks_exact(depth)) {
        for (w, a) in steps.iter().zip(row) {
            for j in 0..COLUMNS {
                sum[j] += a * w[j];
            }
        }
    }
    sum
}
