//! Both halves beside a neck, by turns.

use super::Emitter;
use crate::knit::program::Direction;
use crate::knit::shape::{Row, Shape, Split};

impl Emitter<'_> {
    /// Both halves by turns, so that the rollers pull evenly: two courses each; with several systems each stroke knits
    /// a course of both.
    pub(super) fn halves(&mut self, split: &Split, below: &Row) {
        self.section("left and right half");
        self.parted = true;
        let [left, right] = &split.halves;
        let feeds = [left, right].map(|half| half.rows.first().map_or(0, |r| r.feed));
        self.rack(0);
        for carrier in self.in_action() {
            if self.threads[carrier] != Some(0) {
                // A colour stays on the side where it stands.
                let at = self.stands[carrier].map_or(i32::MIN, |s| s.0);
                self.owner[carrier] = Some(usize::from(at >= split.bound_off.left));
            } else if !feeds.map(|f| self.carrier(f)).contains(&carrier) {
                self.take_out(carrier);
            }
        }
        if split.put_off && split.bound_off.width() > 0 {
            self.open_top(split.bound_off);
        }
        for (half, i) in turns([left.rows.len(), right.rows.len()], self.systems()) {
            let rows = &split.halves[half].rows;
            let mut before = *below;
            if i > 0 {
                before = rows[i - 1];
            } else if half == 1 {
                before.span.left = split.bound_off.right;
            } else {
                before.span.right = split.bound_off.left;
            }
            self.half = Some(half);
            self.row(rows, i, &before, None);
            if half == 0 && i + 1 == rows.len() {
                self.rack(0);
                self.take_out(self.carrier(feeds[0]));
            }
        }
    }

    /// The right half's carrier goes out over the left half's needles: best when these are empty.
    pub(super) fn finish_halves(&mut self, shape: &Shape, split: &Split) {
        self.rack(0);
        let last = split.halves[1].rows.last();
        let mut out = last.map(|row| self.carrier(row.feed));
        if last.is_some_and(|row| row.direction == Direction::Left)
            && let Some(carrier) = out.take()
        {
            self.take_out(carrier);
        }
        for (span, _) in shape.open_tops() {
            self.open_top(span);
            if let Some(carrier) = out.take() {
                self.take_out(carrier);
            }
        }
    }
}

/// Which half knits which of its courses next: two courses by turns, or, with several systems, the right one a course
/// after the left one, so that both go the same way.
fn turns(courses: [usize; 2], together: bool) -> Vec<(usize, usize)> {
    let mut order = Vec::new();
    let mut add = |half: usize, i: usize| {
        if i < courses[half] {
            order.push((half, i));
        }
    };
    let most = courses[0].max(courses[1]);
    if together {
        for i in 0..=most {
            add(0, i);
            if i > 0 {
                add(1, i - 1);
            }
        }
    } else {
        for pair in 0..most.div_ceil(2) {
            for half in 0..2 {
                add(half, 2 * pair);
                add(half, 2 * pair + 1);
            }
        }
    }
    order
}
