//! Reads the parts of an asset in turn; every length and value is checked.

use super::error::Error;

const MAX_WEIGHTS: usize = 6;

/// What is left of the file.
pub(super) struct Reader<'a> {
    /// Bytes not yet read.
    pub rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The next bytes.
    pub fn take(&mut self, n: usize, part: &'static str) -> Result<&'a [u8], Error> {
        let (head, tail) = self.rest.split_at_checked(n).ok_or(Error::Length(part))?;
        self.rest = tail;
        Ok(head)
    }

    /// The next bytes, a number of them known beforehand.
    pub fn array<const N: usize>(&mut self, part: &'static str) -> Result<[u8; N], Error> {
        self.take(N, part)?
            .try_into()
            .map_err(|_| Error::Length(part))
    }

    /// An unsigned integer.
    pub fn u32(&mut self, part: &'static str) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array(part)?))
    }

    /// Numbers; none may be NaN, infinite or beyond a million.
    pub fn f32s(&mut self, n: usize, part: &'static str) -> Result<Vec<f64>, Error> {
        let values: Vec<f64> = self
            .take(4 * n, part)?
            .as_chunks::<4>()
            .0
            .iter()
            .map(|b| f64::from(f32::from_le_bytes(*b)))
            .collect();
        match values.iter().position(|v| !v.is_finite() || v.abs() > 1e6) {
            Some(i) => Err(Error::Value(part, format!("value {i} is {}", values[i]))),
            None => Ok(values),
        }
    }

    /// The points of a component, stored in steps by one or two bytes a value.
    pub fn component(
        &mut self,
        width: u8,
        step: f64,
        points: usize,
    ) -> Result<Vec<[f64; 3]>, Error> {
        let low = self.take(3 * points, "components")?;
        let values: Vec<f64> = match width {
            1 => low
                .iter()
                .map(|&l| step * f64::from(l.cast_signed()))
                .collect(),
            2 => {
                let high = self.take(3 * points, "components")?;
                low.iter()
                    .zip(high)
                    .map(|(&l, &h)| step * f64::from(i16::from_le_bytes([l, h])))
                    .collect()
            }
            _ => {
                return Err(Error::Value(
                    "widths",
                    format!("{width} is neither 1 nor 2"),
                ));
            }
        };
        Ok(triples(&values))
    }

    /// Points as numbers.
    pub fn points_f32(&mut self, n: usize, part: &'static str) -> Result<Vec<[f64; 3]>, Error> {
        Ok(triples(&self.f32s(3 * n, part)?))
    }

    /// Corners of faces, all of them among the vertices.
    pub fn faces(&mut self, n: usize, vertices: usize) -> Result<Vec<[u32; 3]>, Error> {
        let corner = |b: &[u8; 2]| u32::from(u16::from_le_bytes(*b));
        let all: Vec<u32> = self
            .take(6 * n, "faces")?
            .as_chunks::<2>()
            .0
            .iter()
            .map(corner)
            .collect();
        if all.iter().any(|&v| v as usize >= vertices) {
            return Err(Error::Value("faces", "a corner is no vertex".to_owned()));
        }
        Ok(all.as_chunks::<3>().0.to_vec())
    }

    /// One vertex' bones and weights, which sum to one.
    pub fn weights(&mut self, bones: usize) -> Result<Vec<(usize, f64)>, Error> {
        let [count] = self.array::<1>("weights")?;
        if count == 0 || usize::from(count) > MAX_WEIGHTS {
            return Err(Error::Value(
                "weights",
                format!("{count} bones move one vertex"),
            ));
        }
        let mut out = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let [bone, low, high] = self.array::<3>("weights")?;
            if usize::from(bone) >= bones {
                return Err(Error::Value("weights", format!("there is no bone {bone}")));
            }
            out.push((
                usize::from(bone),
                f64::from(u16::from_le_bytes([low, high])) / 65535.0,
            ));
        }
        let sum: f64 = out.iter().map(|w| w.1).sum();
        if (sum - 1.0).abs() > 1e-6 {
            return Err(Error::Value(
                "weights",
                format!("a vertex has the total {sum}"),
            ));
        }
        Ok(out)
    }
}

fn triples(values: &[f64]) -> Vec<[f64; 3]> {
    values.as_chunks::<3>().0.to_vec()
}
