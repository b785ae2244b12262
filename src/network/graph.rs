//! A TensorFlow Lite file as tables: tensors with their constants, operations in order. Field numbers are those of the
//! public schema (tensorflow/lite/schema/schema.fbs, version 3).

use super::error::Error;
use super::flatbuffer::Table;

/// A tensor of the file.
pub struct Entry {
    /// Its shape as written; the batch comes first.
    pub shape: Vec<usize>,
    /// Its numbers where they are constant.
    pub constant: Option<Vec<f32>>,
}

/// An operation of the file.
pub struct Operation<'a> {
    /// Its number in the schema.
    pub code: i32,
    /// Tensors that it reads; `None` where an optional one is left out.
    pub inputs: Vec<Option<usize>>,
    /// The tensor that it makes.
    pub output: usize,
    /// Its options; `None` where it has none.
    pub options: Option<Table<'a>>,
}

/// The one subgraph of a file.
pub struct Graph<'a> {
    /// Tensors.
    pub tensors: Vec<Entry>,
    /// Operations in order.
    pub operations: Vec<Operation<'a>>,
    /// The input tensor.
    pub input: usize,
    /// The output tensors.
    pub outputs: Vec<usize>,
}

const IDENTIFIER: &[u8; 4] = b"TFL3";
/// Numbers that constants may hold in all.
const MOST_CONSTANTS: usize = 64 << 20;
const MOST_TENSORS: usize = 10_000;

impl<'a> Graph<'a> {
    /// Reads a file.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let model = Table::root(bytes, IDENTIFIER)?;
        let codes = model.tables(1)?;
        let code = |t: &Table<'_>| -> Result<i32, Error> {
            let old = i32::from(t.byte(0, 0)?);
            Ok(old.max(t.int(3, 0)?))
        };
        let codes: Vec<i32> = codes.iter().map(code).collect::<Result<_, _>>()?;
        let subgraphs = model.tables(2)?;
        let subgraph = subgraphs
            .first()
            .ok_or(Error::Damaged("it has no subgraph"))?;
        let buffers = model.tables(4)?;
        let mut room = MOST_CONSTANTS;
        let tensors = subgraph.tables(0)?;
        if tensors.len() > MOST_TENSORS {
            return Err(Error::TooLarge);
        }
        let tensors = tensors
            .iter()
            .map(|t| entry(t, &buffers, &mut room))
            .collect::<Result<Vec<_>, _>>()?;
        let count = tensors.len();
        let index = move |i: i32| {
            usize::try_from(i)
                .ok()
                .filter(|i| *i < count)
                .ok_or(Error::Damaged("a tensor is missing"))
        };
        let operation = |t: &Table<'a>| -> Result<Operation<'a>, Error> {
            let code = usize::try_from(t.int(0, 0)?).ok();
            let code = code.and_then(|c| codes.get(c)).copied();
            let optional = |i: i32| {
                if i == -1 {
                    Ok(None)
                } else {
                    index(i).map(Some)
                }
            };
            let output = t.ints(2)?.first().copied();
            Ok(Operation {
                code: code.ok_or(Error::Damaged("an operation is unnamed"))?,
                inputs: t
                    .ints(1)?
                    .into_iter()
                    .map(optional)
                    .collect::<Result<_, _>>()?,
                output: index(output.unwrap_or(-1))?,
                options: t.table(4)?,
            })
        };
        let operations = subgraph.tables(3)?;
        let outputs = subgraph.ints(2)?.into_iter().map(index);
        Ok(Self {
            operations: operations.iter().map(operation).collect::<Result<_, _>>()?,
            input: index(subgraph.ints(1)?.first().copied().unwrap_or(-1))?,
            outputs: outputs.collect::<Result<_, _>>()?,
            tensors,
        })
    }
}

fn entry(t: &Table<'_>, buffers: &[Table<'_>], room: &mut usize) -> Result<Entry, Error> {
    let shape = t.ints(0)?.into_iter().map(usize::try_from);
    let shape: Vec<usize> = shape
        .collect::<Result<_, _>>()
        .map_err(|_| Error::Damaged("a shape is negative"))?;
    let buffer = usize::try_from(t.int(2, 0)?).ok();
    let bytes = match buffer.and_then(|b| buffers.get(b)) {
        Some(buffer) => buffer.bytes(0)?,
        None => &[],
    };
    // FLOAT32, FLOAT16, INT32; constants of other kinds are needed by no operation that is known here.
    let constant: Option<Vec<f32>> = match (t.byte(1, 0)?, bytes.is_empty()) {
        (0, false) => Some(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| f32::from_le_bytes(*b))
                .collect(),
        ),
        (1, false) => Some(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| half(u16::from_le_bytes(*b)))
                .collect(),
        ),
        (2, false) => Some(
            bytes
                .as_chunks()
                .0
                .iter()
                .map(|b| i32::from_le_bytes(*b) as f32)
                .collect(),
        ),
        _ => None,
    };
    let len = constant.as_ref().map_or(0, Vec::len);
    *room = room.checked_sub(len).ok_or(Error::TooLarge)?;
    let wanted = shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d));
    if constant.is_some() && wanted != Some(len) {
        return Err(Error::Damaged("a constant has not its shape's length"));
    }
    Ok(Entry { shape, constant })
}

/// A half-precision number (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (bits >> 10 & 31, f32::from(bits & 1023));
    sign * match exponent {
        0 => fraction / (1u32 << 24) as f32,
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        e => (1.0 + fraction / 1024.0) * f32::from_bits((u32::from(e) + 112) << 23),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x7bff, 65504.0),
            (0x0000, 0.0),
        ] {
            assert_eq!(half(bits), value, "{bits:04x}");
        }
        assert!(half(0x7e00).is_nan() && half(0xfc00) == f32::NEG_INFINITY);
    }
}
