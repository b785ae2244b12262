//! The operations without weights.

use super::tensor::{Clamp, Tensor, windows};

/// Sum of two tensors of one shape.
pub fn add(a: &Tensor, b: &Tensor, clamp: Clamp, to: &mut Tensor) {
    for ((to, a), b) in to.data.iter_mut().zip(&a.data).zip(&b.data) {
        *to = clamp.of(a + b);
    }
}

/// The logistic function of each number.
pub fn logistic(from: &Tensor, to: &mut Tensor) {
    for (to, x) in to.data.iter_mut().zip(&from.data) {
        *to = sigmoid(*x);
    }
}

/// The logistic function.
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

/// A frame of zeros: so many rows above and columns before.
pub fn pad(from: &Tensor, above: usize, before: usize, to: &mut Tensor) {
    let [_, w, c] = from.shape;
    let line = to.shape[1] * c;
    let lines = from.data.chunks_exact((w * c).max(1));
    for (from, to) in lines.zip(to.data.chunks_exact_mut(line.max(1)).skip(above)) {
        to[before * c..before * c + w * c].copy_from_slice(from);
    }
}

/// The greatest number of each window.
pub fn max_pool(from: &Tensor, size: [usize; 2], stride: [usize; 2], same: bool, to: &mut Tensor) {
    let [h, w, c] = from.shape;
    let columns = to.shape[1];
    let above = windows(h, size[0], stride[0], same).1;
    let left = windows(w, size[1], stride[1], same).1;
    for (i, out) in to.data.chunks_exact_mut(c).enumerate() {
        let (y, x) = (i / columns * stride[0], i % columns * stride[1]);
        out.fill(f32::NEG_INFINITY);
        for ky in above.saturating_sub(y)..size[0].min(h + above - y) {
            for kx in left.saturating_sub(x)..size[1].min(w + left - x) {
                let at = ((y + ky - above) * w + x + kx - left) * c;
                for (o, v) in out.iter_mut().zip(&from.data[at..at + c]) {
                    *o = o.max(*v);
                }
            }
        }
    }
}

/// Bilinear enlargement with pixel centres at halves.
pub fn resize(from: &Tensor, to: &mut Tensor) {
    let [h, w, c] = from.shape;
    let [rows, columns, _] = to.shape;
    let place = |i: usize, from: usize, to: usize| {
        let at = ((i as f32 + 0.5) * from as f32 / to as f32 - 0.5).max(0.0);
        let low = (at as usize).min(from - 1);
        (low, (low + 1).min(from - 1), at - low as f32)
    };
    for (y, line) in to.data.chunks_exact_mut((columns * c).max(1)).enumerate() {
        let (y0, y1, ty) = place(y, h, rows);
        for (x, out) in line.chunks_exact_mut(c).enumerate() {
            let (x0, x1, tx) = place(x, w, columns);
            let at = |y: usize, x: usize| &from.data[(y * w + x) * c..(y * w + x + 1) * c];
            let corners = at(y0, x0)
                .iter()
                .zip(at(y0, x1))
                .zip(at(y1, x0).iter().zip(at(y1, x1)));
            for (out, ((a, b), (d, e))) in out.iter_mut().zip(corners) {
                let (top, low) = (a + (b - a) * tx, d + (e - d) * tx);
                *out = top + (low - top) * ty;
            }
        }
    }
}
