//! Cables at half gauge: loops that go further than the bed racks rest on the needles that half gauge leaves free.

use super::program::{Needle, Op, Program};
use crate::geom::sort_by_number;

/// Quarters of a needle, as rackings are counted.
const QUARTERS: i32 = 4;

/// What loops that go right cross at, and those that go left: six needles are made of it and at most four.
const ODD: i32 = -3;
const EVEN: i32 = 2;

/// A transfer at a racking, in quarters.
type Transfer = (i32, Needle, Needle);

impl Program {
    /// The program in which loops that would come home at rackings beyond `limit` needles cross at a racking, too: those that
    /// go right at an odd one, to needles that every second wale leaves free, those that go left at an even one, to needles
    /// across from their own cable. Four passes for both; what cannot be done so stays, and the simulator refuses it.
    #[must_use]
    pub fn relayed(mut self, limit: i32) -> Self {
        let beyond = |op: &Op| matches!(op, Op::Rack(r) if r.abs() > QUARTERS * limit);
        if !self.ops.iter().any(beyond) {
            return self;
        }
        let mut made: Vec<Op> = Vec::with_capacity(self.ops.len());
        // Where each operation has come to.
        let mut places: Vec<usize> = Vec::with_capacity(self.ops.len());
        let mut racking = 0;
        let moves = |op: &Op| matches!(op, Op::Rack(_) | Op::Xfer(..));
        for run in self.ops.chunk_by(|a, b| moves(a) && moves(b)) {
            places.extend(std::iter::repeat_n(made.len(), run.len()));
            let far = run.iter().any(beyond);
            match far.then(|| relay(run, racking, limit)).flatten() {
                Some(ops) => made.extend(ops),
                None => made.extend(run),
            }
            for op in run {
                if let Op::Rack(r) = op {
                    racking = *r;
                }
            }
        }
        for (start, _) in &mut self.sections {
            *start = places.get(*start).copied().unwrap_or(made.len());
        }
        self.ops = made;
        self
    }
}

/// Transfers and rackings, the far ones in two halves; `None` where a far loop did not cross unracked from the front bed.
fn relay(run: &[Op], before: i32, limit: i32) -> Option<Vec<Op>> {
    let mut racking = before;
    let mut near: Vec<Transfer> = Vec::new();
    let mut far: Vec<(Needle, Needle)> = Vec::new();
    // How many of the near ones come before the far ones.
    let mut first = None;
    for op in run {
        match *op {
            Op::Rack(r) => racking = r,
            Op::Xfer(from, to) if racking.abs() > QUARTERS * limit => {
                let crossed = near.iter().rposition(|(r, _, b)| *r == 0 && *b == from)?;
                let (_, home, _) = near.remove(crossed);
                first = match first {
                    None => Some(near.len()),
                    Some(n) if crossed < n => Some(n - 1),
                    other => other,
                };
                if !home.bed.is_front() {
                    return None;
                }
                far.push((home, to));
            }
            Op::Xfer(from, to) => near.push((racking, from, to)),
            _ => return None,
        }
    }
    let end = racking;
    // At racking R lies b(N - R) across from f(N).
    let out = |shift: i32| if shift > 0 { ODD } else { EVEN };
    let mut ways: Vec<Transfer> = Vec::new();
    let mut home: Vec<Transfer> = Vec::new();
    for (from, to) in far {
        let shift = to.index - from.index;
        let rests = Needle {
            bed: from.bed.opposite(),
            index: from.index - out(shift),
        };
        ways.push((QUARTERS * out(shift), from, rests));
        home.push((QUARTERS * (shift + out(shift)), rests, to));
    }
    sort_by_number(&mut ways, |(racking, ..)| f64::from(*racking));
    sort_by_number(&mut home, |(racking, ..)| f64::from(-racking));
    let rest = near.split_off(first.unwrap_or(0).min(near.len()));
    let mut ops = Vec::with_capacity(run.len() + 4);
    let mut racking = before;
    let mut rack = |ops: &mut Vec<Op>, to: i32| {
        if racking != to {
            ops.push(Op::Rack(to));
            racking = to;
        }
    };
    for (at, from, to) in near.into_iter().chain(ways).chain(home).chain(rest) {
        rack(&mut ops, at);
        ops.push(Op::Xfer(from, to));
    }
    rack(&mut ops, end);
    Some(ops)
}
