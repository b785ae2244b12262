//! A graph made ready to run: weights unpacked, shapes checked, what nobody asks for left out.

use super::conv::Conv;
use super::depthwise::Depthwise;
use super::error::Error;
use super::flatbuffer::Table;
use super::graph::{Graph, Operation};
use super::pixelwise;
use super::tensor::{Clamp, Tensor, windows};

#[derive(Clone, Debug)]
enum Kind {
    Conv(Conv),
    Depthwise(Depthwise),
    Add(Clamp),
    MaxPool {
        size: [usize; 2],
        stride: [usize; 2],
        same: bool,
    },
    Pad {
        above: usize,
        before: usize,
    },
    Resize,
    Reshape,
    Logistic,
}

#[derive(Clone, Debug)]
struct Step {
    kind: Kind,
    inputs: Vec<usize>,
    output: usize,
    shape: [usize; 3],
    /// Tensors that nobody reads after this step.
    done: Vec<usize>,
}

/// Operations that can be run.
#[derive(Clone, Debug)]
pub struct Plan {
    steps: Vec<Step>,
    tensors: usize,
    input: usize,
    /// Shape of the input.
    pub input_shape: [usize; 3],
    outputs: Vec<usize>,
    /// Shapes of the outputs that are computed.
    pub output_shapes: Vec<[usize; 3]>,
}

/// Numbers that one tensor may hold.
const MOST_NUMBERS: usize = 32 << 20;

/// Numbers of the operations in the schema.
const ADD: i32 = 0;
const CONV_2D: i32 = 3;
const DEPTHWISE_CONV_2D: i32 = 4;
const DEQUANTIZE: i32 = 6;
const LOGISTIC: i32 = 14;
const MAX_POOL_2D: i32 = 17;
const RESHAPE: i32 = 22;
const RESIZE_BILINEAR: i32 = 23;
const PAD: i32 = 34;

/// Rows, columns and channels of a shape with a batch of one.
fn picture(shape: &[usize]) -> Result<[usize; 3], Error> {
    let found = match *shape {
        [1, h, w, c] => [h, w, c],
        [1, n] => [1, 1, n],
        _ => return Err(Error::Damaged("a tensor is no picture")),
    };
    let numbers = found.iter().try_fold(1usize, |n, d| n.checked_mul(*d));
    match numbers {
        Some(0) | None => Err(Error::Damaged("a tensor is empty")),
        Some(n) if n > MOST_NUMBERS => Err(Error::TooLarge),
        Some(_) => Ok(found),
    }
}

/// Options of an operation with defaults where they are missing.
struct Options<'a>(i32, Option<Table<'a>>);

impl Options<'_> {
    fn byte(&self, id: usize) -> Result<u8, Error> {
        self.1.map_or(Ok(0), |t| t.byte(id, 0))
    }

    fn count(&self, id: usize, default: i32) -> Result<usize, Error> {
        let n = self.1.map_or(Ok(default), |t| t.int(id, default))?;
        match usize::try_from(n) {
            Ok(n) if (1..=64).contains(&n) => Ok(n),
            _ => Err(Error::Operation(self.0, "with a size out of any reason")),
        }
    }

    fn clamp(&self, id: usize) -> Result<Clamp, Error> {
        let (low, high) = match self.byte(id)? {
            0 => (f32::NEG_INFINITY, f32::INFINITY),
            1 => (0.0, f32::INFINITY),
            3 => (0.0, 6.0),
            _ => return Err(Error::Operation(self.0, "with this activation")),
        };
        Ok(Clamp { low, high })
    }
}

impl Plan {
    /// Makes the outputs that `wanted` picks by their shapes.
    pub fn new(bytes: &[u8], wanted: impl Fn([usize; 3]) -> bool) -> Result<Self, Error> {
        let mut graph = Graph::read(bytes)?;
        // Constants stored as halves are turned into numbers once, here.
        for i in 0..graph.operations.len() {
            let Operation {
                code,
                inputs,
                output,
                ..
            } = &graph.operations[i];
            if *code == DEQUANTIZE {
                let from = inputs.first().copied().flatten();
                let constant = from.and_then(|f| graph.tensors[f].constant.take());
                let output = *output;
                graph.tensors[output].constant =
                    Some(constant.ok_or(Error::Operation(DEQUANTIZE, "of what is no constant"))?);
            }
        }
        let mut outputs = Vec::new();
        for o in &graph.outputs {
            if wanted(picture(&graph.tensors[*o].shape)?) {
                outputs.push(*o);
            }
        }
        let mut needed = vec![false; graph.tensors.len()];
        outputs.iter().for_each(|o| needed[*o] = true);
        let mut steps = Vec::new();
        for op in graph.operations.iter().rev() {
            if needed[op.output] && op.code != DEQUANTIZE {
                let step = step(&graph, op)?;
                let unread = |i: &&usize| !needed[**i];
                let done: Vec<usize> = step.inputs.iter().filter(unread).copied().collect();
                step.inputs.iter().for_each(|i| needed[*i] = true);
                steps.push(Step { done, ..step });
            }
        }
        steps.reverse();
        let mut known = vec![None; graph.tensors.len()];
        let input_shape = picture(&graph.tensors[graph.input].shape)?;
        known[graph.input] = Some(input_shape);
        for s in &steps {
            check(s, &known)?;
            known[s.output] = Some(s.shape);
        }
        let output_shapes = outputs.iter().filter_map(|o| known[*o]).collect::<Vec<_>>();
        if output_shapes.len() != outputs.len() {
            return Err(Error::Damaged("an output is never made"));
        }
        Ok(Self {
            steps,
            tensors: graph.tensors.len(),
            input: graph.input,
            input_shape,
            outputs,
            output_shapes,
        })
    }

    /// Runs all steps on an input of the right shape. One tensor an output, in the order of `output_shapes`.
    pub fn run(&self, input: Tensor) -> Vec<Tensor> {
        let mut values: Vec<Option<Tensor>> = vec![None; self.tensors];
        if input.shape == self.input_shape {
            values[self.input] = Some(input);
        }
        let mut spare: Vec<Vec<f32>> = Vec::new();
        for s in &self.steps {
            let mut data = spare.pop().unwrap_or_default();
            data.clear();
            data.resize(s.shape.iter().product(), 0.0);
            let mut to = Tensor {
                shape: s.shape,
                data,
            };
            let of = |i: usize| s.inputs.get(i).and_then(|i| values[*i].as_ref());
            match (&s.kind, of(0), of(1)) {
                (Kind::Conv(op), Some(a), _) => op.run(a, &mut to),
                (Kind::Depthwise(op), Some(a), _) => op.run(a, &mut to),
                (Kind::Add(clamp), Some(a), Some(b)) => pixelwise::add(a, b, *clamp, &mut to),
                (Kind::MaxPool { size, stride, same }, Some(a), _) => {
                    pixelwise::max_pool(a, *size, *stride, *same, &mut to);
                }
                (Kind::Pad { above, before }, Some(a), _) => {
                    pixelwise::pad(a, *above, *before, &mut to);
                }
                (Kind::Resize, Some(a), _) => pixelwise::resize(a, &mut to),
                (Kind::Reshape, Some(a), _) => to.data.copy_from_slice(&a.data),
                (Kind::Logistic, Some(a), _) => pixelwise::logistic(a, &mut to),
                _ => {}
            }
            for d in &s.done {
                spare.extend(values[*d].take().map(|t| t.data));
            }
            values[s.output] = Some(to);
        }
        let made = self.outputs.iter().zip(&self.output_shapes);
        made.map(|(o, shape)| values[*o].take().unwrap_or_else(|| Tensor::zeros(*shape)))
            .collect()
    }
}

fn step(graph: &Graph<'_>, op: &Operation<'_>) -> Result<Step, Error> {
    let options = Options(op.code, op.options);
    let refuse = |what| Err(Error::Operation(op.code, what));
    let tensor = |i: usize| op.inputs.get(i).copied().flatten();
    let input = tensor(0).ok_or(Error::Damaged("an operation reads nothing"))?;
    let constant = |i: usize| -> Result<(&[f32], &[usize]), Error> {
        let entry = tensor(i).map(|t| &graph.tensors[t]);
        entry
            .and_then(|e| Some((e.constant.as_deref()?, e.shape.as_slice())))
            .ok_or(Error::Operation(
                op.code,
                "with weights that are not constant",
            ))
    };
    let same = || -> Result<bool, Error> { Ok(options.byte(0)? == 0) };
    let mut inputs = vec![input];
    let kind = match op.code {
        CONV_2D | DEPTHWISE_CONV_2D => {
            let deep = op.code == DEPTHWISE_CONV_2D;
            // Depthwise options have the multiplier before the activation.
            let after = usize::from(deep);
            let (weights, shape) = constant(1)?;
            let &[o, h, w, c] = shape else {
                return refuse("with weights of this shape");
            };
            let outputs = if deep { c } else { o };
            let none = vec![0.0; outputs];
            let bias = if tensor(2).is_some() {
                constant(2)?.0
            } else {
                &none
            };
            let plain = options.count(4 + after, 1)? == 1 && options.count(5 + after, 1)? == 1;
            if bias.len() != outputs || h * w * c == 0 || (deep && o != 1) || !plain {
                return refuse("in this variant");
            }
            let stride = [options.count(2, 1)?, options.count(1, 1)?];
            let (same, clamp) = (same()?, options.clamp(3 + after)?);
            let shape = [o, h, w, c];
            if deep {
                Kind::Depthwise(Depthwise::new(weights, shape, bias, stride, same, clamp))
            } else {
                Kind::Conv(Conv::new(weights, shape, bias, stride, same, clamp))
            }
        }
        ADD => {
            inputs.push(tensor(1).ok_or(Error::Damaged("a sum has one term"))?);
            Kind::Add(options.clamp(0)?)
        }
        MAX_POOL_2D => Kind::MaxPool {
            size: [options.count(4, 1)?, options.count(3, 1)?],
            stride: [options.count(2, 1)?, options.count(1, 1)?],
            same: same()?,
        },
        PAD => {
            let (p, _) = constant(1)?;
            let count = |i: usize| p.get(i).map_or(0, |v| v.max(0.0) as usize);
            if p.len() != 8 || [0, 1, 6, 7].into_iter().any(|i| count(i) != 0) {
                return refuse("of batch or channels");
            }
            Kind::Pad {
                above: count(2),
                before: count(4),
            }
        }
        RESIZE_BILINEAR => {
            if options.byte(2)? != 0 || options.byte(3)? == 0 {
                return refuse("without half-pixel centres");
            }
            Kind::Resize
        }
        RESHAPE => Kind::Reshape,
        LOGISTIC => Kind::Logistic,
        _ => return refuse("an operation"),
    };
    Ok(Step {
        kind,
        inputs,
        output: op.output,
        shape: picture(&graph.tensors[op.output].shape)?,
        done: Vec::new(),
    })
}

/// That the step's input is made before it and that its shapes fit each other.
fn check(s: &Step, known: &[Option<[usize; 3]>]) -> Result<(), Error> {
    let mut from = Vec::new();
    for i in &s.inputs {
        from.push(known[*i].ok_or(Error::Damaged("an operation reads what is never made"))?);
    }
    let [h, w, c] = from[0];
    let fits = match &s.kind {
        Kind::Conv(op) => op.shape(from[0]) == Some(s.shape),
        Kind::Depthwise(op) => op.shape(from[0]) == Some(s.shape),
        Kind::Add(_) => from.iter().all(|f| *f == s.shape),
        Kind::MaxPool { size, stride, same } => {
            let rows = windows(h, size[0], stride[0], *same).0;
            s.shape == [rows, windows(w, size[1], stride[1], *same).0, c]
        }
        Kind::Pad { above, before } => {
            s.shape[0] >= h + above && s.shape[1] >= w + before && s.shape[2] == c
        }
        Kind::Resize => s.shape[2] == c,
        Kind::Reshape => s.shape.iter().product::<usize>() == h * w * c,
        Kind::Logistic => s.shape == from[0],
    };
    if fits {
        Ok(())
    } else {
        Err(Error::Damaged("shapes do not fit each other"))
    }
}
