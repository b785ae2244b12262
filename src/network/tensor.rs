//! Numbers on a grid of rows, columns and channels.

/// A picture of one batch: `[rows, columns, channels]`, channels innermost.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Rows, columns, channels.
    pub shape: [usize; 3],
    /// `rows * columns * channels` numbers.
    pub data: Vec<f32>,
}

impl Tensor {
    /// Zeros of that shape.
    pub fn zeros(shape: [usize; 3]) -> Self {
        Self {
            shape,
            data: vec![0.0; shape.iter().product()],
        }
    }
}

/// Bounds that an operation puts on its result (a fused activation).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clamp {
    /// Least.
    pub low: f32,
    /// Greatest.
    pub high: f32,
}

impl Clamp {
    /// The bounded number.
    #[inline]
    pub fn of(self, x: f32) -> f32 {
        let x = if x < self.low { self.low } else { x };
        if x > self.high { self.high } else { x }
    }

    /// Writes bounded sums, mostly all of them: two loops, so that the usual one is no call.
    #[inline]
    pub(super) fn store<const N: usize>(self, a: &[f32; N], b: &[f32; N], to: &mut [f32]) {
        if let Some(to) = to.first_chunk_mut::<N>() {
            for j in 0..N {
                to[j] = self.of(a[j] + b[j]);
            }
        } else {
            for (to, (a, b)) in to.iter_mut().zip(a.iter().zip(b)) {
                *to = self.of(a + b);
            }
        }
    }
}

/// Where a window of `size` that moves by `stride` stands over `from` places: number of places and the padding before them.
pub fn windows(from: usize, size: usize, stride: usize, same: bool) -> (usize, usize) {
    if same {
        let to = from.div_ceil(stride);
        let padding = ((to.saturating_sub(1)) * stride + size).saturating_sub(from);
        (to, padding / 2)
    } else {
        ((from + stride).saturating_sub(size) / stride, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_those_of_tensorflow() {
        assert_eq!(windows(256, 3, 2, true), (128, 0));
        assert_eq!(windows(64, 3, 1, true), (64, 1));
        assert_eq!(windows(130, 3, 2, false), (64, 0));
        assert_eq!(windows(2, 2, 1, false), (1, 0));
    }
}
