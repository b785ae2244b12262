//! Courses of several yarns: each yarn's carrier makes a pass of its own, the ground's last.
//!
//! On one bed, yarns that do not show float behind; where a float would be longer than the limit, the yarn is caught by
//! tucks on needles that another yarn knits. On two beds (birdseye) all yarns take turns behind. A yarn comes in where it
//! is first used and goes out when it is not needed for [`KEEP`] courses; it goes the way of the ground as far as it can.

use super::ends::ordered;
use super::{Emitter, Mode, YARN};
use crate::knit::fabric::{Stitch, widens_by_split};
use crate::knit::machine::Machine;
use crate::knit::program::{Bed, CarrierSet, Direction, Needle, Op};
use crate::knit::shape::{Row, Step};

/// Courses that a yarn may wait: it floats up the back.
const KEEP: usize = 8;
/// Wales from tuck to tuck of a yarn that comes in against the course's direction.
const ANCHOR: i32 = 4;

/// The longest float that a machine allows, wales.
pub(super) fn longest_float(machine: &Machine) -> i32 {
    (machine.max_float / machine.needle_step.max(1)) as i32
}

/// What a yarn does on a needle of the front bed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Knit,
    Catch,
}

/// A yarn on its way along a course.
#[derive(Clone, Copy)]
struct Way {
    yarn: u8,
    carrier: usize,
    direction: Direction,
}

impl<'a> Emitter<'a> {
    /// Knits a course of several yarns.
    pub(super) fn coloured(&mut self, rows: &[Row], i: usize, splits: [Option<i32>; 2]) {
        let row = &rows[i];
        self.caught.fill(false);
        // A hook that holds the ground's end must let go of it before it takes another yarn.
        self.ground_first = self.hooked.is_some();
        if !self.ground_first && !row.is_double() {
            // Where the ground finds no needle to be caught on once all others are knitted, it goes first.
            let way = self.ground_way(row);
            let next = self.next_use(rows, i, way.yarn, way.direction);
            self.ground_first = self.work(rows, i, way, next.as_ref()).is_none();
            self.caught.fill(false);
        }
        if self.ground_first {
            self.ground(rows, i, splits);
        }
        for yarn in self.yarns_of(row).into_iter().filter(|y| *y > 0) {
            self.colour(rows, i, yarn, splits);
        }
        if !self.ground_first {
            self.ground(rows, i, splits);
        }
    }

    fn ground(&mut self, rows: &[Row], i: usize, splits: [Option<i32>; 2]) {
        let row = &rows[i];
        let way = self.ground_way(row);
        self.mode(Mode::Knit(row.structure));
        let next = self.next_use(rows, i, way.yarn, way.direction);
        let work = self.work(rows, i, way, next.as_ref());
        let work = work.unwrap_or_else(|| self.bare(row, way));
        self.pass(row, way, &work, splits);
        self.go_to(way, self.stop_of_ground(rows, i, way));
    }

    /// Where the ground waits for the next course: where that one needs it, for other yarns knit beyond, below its yarn, and what lay
    /// there would come back as slack; at the end of this one where it then widens an edge or binds it off.
    fn stop_of_ground(&self, rows: &[Row], i: usize, way: Way) -> i32 {
        let row = &rows[i];
        let side = usize::from(way.direction == Direction::Right);
        let needed = |next: &Row| {
            let edge = match next.steps[side] {
                Step::Widen => !widens_by_split(row, next),
                step => matches!(step, Step::BindOff(_)),
            };
            self.waits_at(row, next, way).filter(|_| !edge)
        };
        let next = self.next_use(rows, i, way.yarn, way.direction);
        let needed = next.as_ref().and_then(needed);
        needed.unwrap_or_else(|| self.end(row, way.direction))
    }

    /// Where a yarn waits for the course that needs it: beside the piece, if a float may be as long, else above its first needle there.
    fn waits_at(&self, row: &Row, next: &Row, way: Way) -> Option<i32> {
        let (low, high) = self.extent(next, way.yarn)?;
        let ends = [row, next].map(|row| self.end(row, way.direction));
        let (needed, end) = match way.direction {
            Direction::Right => (high, ends[0].max(ends[1])),
            Direction::Left => (low, ends[0].min(ends[1])),
        };
        Some(match (end - needed).abs() <= self.float_limit {
            true => end,
            false => needed,
        })
    }

    fn ground_way(&self, row: &Row) -> Way {
        Way {
            yarn: 0,
            carrier: self.carrier(row.feed),
            direction: row.direction,
        }
    }

    /// The yarns that a course needs.
    fn yarns_of(&self, row: &Row) -> Vec<u8> {
        if row.is_double() {
            return (0..self.yarns).collect();
        }
        self.fabric.yarns(row.course, row.span)
    }

    fn colour(&mut self, rows: &[Row], i: usize, yarn: u8, splits: [Option<i32>; 2]) {
        let row = &rows[i];
        let carrier = self.thread(yarn);
        let mut way = Way {
            yarn,
            carrier,
            direction: match self.stands.get(carrier).copied().flatten() {
                Some((_, Direction::Right)) => Direction::Left,
                _ => Direction::Right,
            },
        };
        self.mode(Mode::Knit(row.structure));
        if self.went[carrier].is_none() {
            self.come_in(rows, i, &mut way);
        }
        let mut next = self.next_use(rows, i, yarn, way.direction);
        let mut work = self.work(rows, i, way, next.as_ref());
        if work.is_none() {
            // It cannot come from where it is without a long float: its yarn is cut and comes in anew.
            self.rack(0);
            self.take_out(carrier);
            self.come_in(rows, i, &mut way);
            next = self.next_use(rows, i, yarn, way.direction);
            work = self.work(rows, i, way, next.as_ref());
        }
        let work = work.unwrap_or_else(|| self.bare(row, way));
        self.pass(row, way, &work, splits);
        match next {
            Some(next) => {
                if let Some(stop) = self.waits_at(row, &next, way) {
                    self.go_to(way, stop);
                }
            }
            None => {
                self.rack(0);
                self.take_out(carrier);
            }
        }
    }

    /// The carrier that a yarn comes from here: one in action on this side of the neck, an idle one, or a new one.
    fn thread(&mut self, yarn: u8) -> usize {
        let of_yarn = |c: &usize| self.threads[*c] == Some(yarn);
        let all = || (YARN..self.threads.len()).filter(of_yarn);
        let here = all().find(|c| self.went[*c].is_some() && self.owner[*c] == self.half);
        let idle = || all().find(|c| self.went[*c].is_none());
        here.or_else(idle).unwrap_or_else(|| {
            let new = self.next_carrier.min(self.threads.len() - 1);
            self.next_carrier += 1;
            self.threads[new] = Some(yarn);
            new
        })
    }

    /// Brings a yarn in from the left. Where the course goes left, tucks on needles that the yarn will knit take it to the
    /// other side first.
    fn come_in(&mut self, rows: &[Row], i: usize, way: &mut Way) {
        let row = &rows[i];
        self.bring_in(way.carrier);
        self.owner[way.carrier] = self.half;
        self.went(way.carrier, Direction::Left);
        way.direction = Direction::Right;
        if row.direction == Direction::Right {
            return;
        }
        let own = self.own(row, way.yarn);
        let own: Vec<i32> = ordered(row.span, Direction::Right)
            .filter(|n| own(*n))
            .collect();
        let mut anchors: Vec<i32> = Vec::new();
        for (k, n) in own.iter().enumerate() {
            let far = anchors.last().is_none_or(|a| n - a >= ANCHOR);
            if far || k + 1 == own.len() {
                if let Some(last) = anchors.last().copied() {
                    let between = self.catches(rows, i, *way, last, last, *n);
                    anchors.extend(between.unwrap_or_default());
                }
                anchors.push(*n);
            }
        }
        let bed = if row.is_double() {
            Bed::Back
        } else {
            Bed::Front
        };
        for index in anchors {
            let set = CarrierSet::one(way.carrier);
            self.emit(Op::Tuck(way.direction, Needle { bed, index }, set));
        }
        self.release();
        if let Some((_, high)) = self.extent(row, way.yarn) {
            self.go_to(*way, high);
        }
        way.direction = Direction::Left;
    }

    /// Whether a yarn makes the loop of a needle: on two beds, the one behind.
    fn own(&self, row: &Row, yarn: u8) -> impl Fn(i32) -> bool + use<'a> {
        let (fabric, course, double) = (self.fabric, row.course, row.is_double());
        move |n: i32| match double {
            true => fabric.behind(course, n) == Some(yarn),
            false => fabric.colour(course, n) == yarn,
        }
    }

    /// The needles from the first to the last that a yarn knits in a course.
    fn extent(&self, row: &Row, yarn: u8) -> Option<(i32, i32)> {
        let ends = (row.span.left, self.end(row, Direction::Right));
        if row.is_double() {
            return Some(ends);
        }
        let own = self.own(row, yarn);
        let low = (row.span.left..row.span.right).find(|n| own(*n));
        let high = (row.span.left..row.span.right).rev().find(|n| own(*n));
        match (low, high) {
            (Some(low), Some(high)) => Some((low, high)),
            // The ground goes along all courses.
            _ if yarn == 0 => Some(ends),
            _ => None,
        }
    }

    /// The next course that needs a yarn, if it comes soon enough; above the body, in the half towards which the yarn goes.
    fn next_use(&self, rows: &[Row], i: usize, yarn: u8, direction: Direction) -> Option<Row> {
        let half = usize::from(direction == Direction::Right);
        let above = self.split.filter(|_| self.half.is_none());
        let above = above.map_or(&[][..], |s| &s.halves[half].rows);
        let ahead = rows[i + 1..].iter().chain(above);
        ahead
            .take(KEEP)
            .find(|row| self.extent(row, yarn).is_some())
            .copied()
    }

    /// Where a course ends.
    fn end(&self, row: &Row, direction: Direction) -> i32 {
        match direction {
            Direction::Right if row.is_double() => row.span.right - 1 + self.overhang(),
            Direction::Right => row.span.right - 1,
            Direction::Left => row.span.left,
        }
    }

    /// Takes a carrier on to a needle, if it is not there yet.
    fn go_to(&mut self, way: Way, needle: i32) {
        let beyond = match self.stands[way.carrier] {
            Some((at, direction)) if direction == way.direction => match direction {
                Direction::Right => needle > at,
                Direction::Left => needle < at,
            },
            _ => true,
        };
        if beyond {
            let set = CarrierSet::one(way.carrier);
            self.emit(Op::Miss(way.direction, Needle::front(needle), set));
        }
    }

    /// The stitches of a yarn alone.
    fn bare(&self, row: &Row, way: Way) -> Vec<(i32, Work)> {
        let own = self.own(row, way.yarn);
        let needles = ordered(row.span, way.direction).filter(|n| own(*n));
        needles.map(|n| (n, Work::Knit)).collect()
    }

    /// The stitches of a yarn in a course of one bed, and the tucks that catch its floats; `None` if a float stays too
    /// long.
    fn work(
        &mut self,
        rows: &[Row],
        i: usize,
        way: Way,
        next: Option<&Row>,
    ) -> Option<Vec<(i32, Work)>> {
        let row = &rows[i];
        let own = self.bare(row, way);
        if row.is_double() {
            return Some(own);
        }
        let mut work: Vec<(i32, Work)> = Vec::with_capacity(own.len());
        let mut last = self.attached[way.carrier].map(|n| n.index);
        if own.is_empty() && last.is_none() {
            // A yarn that has just come in must be held by something.
            let mut along = ordered(row.span, way.direction);
            let first = along.find(|n| self.catches_at(rows, i, way, *n))?;
            work.push((first, Work::Catch));
            last = Some(first);
        }
        let before = match way.direction {
            Direction::Right => row.span.left - 1,
            Direction::Left => row.span.right,
        };
        for (n, stitch) in own {
            let from = work.last().map_or(before, |w| w.0);
            if let Some(at) = last {
                let caught = self.catches(rows, i, way, at, from, n)?;
                work.extend(caught.into_iter().map(|m| (m, Work::Catch)));
            }
            work.push((n, stitch));
            last = Some(n);
        }
        // To where it is needed next.
        let target = next.and_then(|next| {
            let (low, high) = self.extent(next, way.yarn)?;
            Some(match (way.yarn, way.direction) {
                (0, _) => self.stop_of_ground(rows, i, way),
                (_, Direction::Right) => high,
                _ => low,
            })
        });
        if let (Some(target), Some(at)) = (target, last) {
            let from = work.last().map_or(before, |w| w.0);
            let ahead = (target > at) == (way.direction == Direction::Right);
            if ahead {
                let caught = self.catches(rows, i, way, at, from, target)?;
                work.extend(caught.into_iter().map(|m| (m, Work::Catch)));
            }
        }
        Some(work)
    }

    /// Needles beyond `from` that catch a yarn on its way from the loop on needle `at` to `to`.
    fn catches(
        &mut self,
        rows: &[Row],
        i: usize,
        way: Way,
        at: i32,
        from: i32,
        to: i32,
    ) -> Option<Vec<i32>> {
        let limit = self.float_limit;
        let step = if way.direction == Direction::Right {
            1
        } else {
            -1
        };
        let mut caught = Vec::new();
        let (mut at, mut from) = (at, from);
        // Neighbouring courses and yarns are caught on different needles.
        let turn = (rows[i].course as i32 + i32::from(way.yarn)) % 3;
        let wanted = (limit - turn).max(2);
        while (to - at).abs() > limit {
            let ahead = |m: i32| (m - from) * step > 0 && (to - m) * step > 0;
            let free = |m: i32| ahead(m) && self.catches_at(rows, i, way, m);
            let near = (1..=wanted).rev().chain(wanted + 1..=limit);
            let most = longest_float(self.machine);
            let mut tried = near.chain(limit + 1..=most).map(|d| at + d * step);
            let Some(found) = tried.find(|m| free(*m)) else {
                // Where no needle can take a tuck, what the machine allows must do.
                return ((to - at).abs() <= most).then_some(caught);
            };
            if let Some(place) = self.place(found)
                && let Some(caught) = self.caught.get_mut(place)
            {
                *caught = true;
            }
            caught.push(found);
            (at, from) = (found, found);
            if caught.len() > self.fabric.wales {
                return None;
            }
        }
        Some(caught)
    }

    /// Whether a needle can take a tuck of that yarn: another yarn knits it in this course, afterwards, or in the next
    /// course, which does not move it.
    fn catches_at(&self, rows: &[Row], i: usize, way: Way, needle: i32) -> bool {
        let row = &rows[i];
        let fabric = self.fabric;
        let plain = |s: Stitch| matches!(s, Stitch::Knit | Stitch::Narrowing | Stitch::Widening);
        let within = (row.span.left..row.span.right).contains(&needle);
        let taken = self.place(needle).and_then(|p| self.caught.get(p));
        let colour = fabric.colour(row.course, needle);
        if !within
            || colour == way.yarn
            || taken != Some(&false)
            || !plain(fabric.at(row.course, needle))
        {
            return false;
        }
        let later = match (way.yarn, colour) {
            (0, _) => self.ground_first,
            (_, 0) => !self.ground_first,
            _ => colour > way.yarn,
        };
        let above = row.course + 1;
        // Loops that no course takes up go onto a draw thread as they are.
        let calm = matches!(fabric.at(above, needle), Stitch::Knit | Stitch::Empty)
            && fabric.shift(above, needle) == 0
            && fabric.bed(above, needle) == Bed::Front
            && [-2, -1, 1, 2]
                .iter()
                .all(|d| fabric.at(above, needle + d) != Stitch::BindOff);
        later || calm
    }

    /// One yarn's pass along a course.
    fn pass(&mut self, row: &Row, way: Way, work: &[(i32, Work)], splits: [Option<i32>; 2]) {
        let set = CarrierSet::one(way.carrier);
        if row.is_double() {
            self.pass_double(row, way);
            return self.release();
        }
        let mut before: Option<(i32, Work)> = None;
        for &(index, kind) in work {
            if let Some((last, other)) = before
                && other != kind
                && !self.machine.knit_and_tuck_share_a_pass
            {
                // A bed does one thing a pass: the carrier stops short and starts again.
                self.emit(Op::Miss(way.direction.reverse(), Needle::front(last), set));
            }
            before = Some((index, kind));
            let needle = Needle::front(index);
            self.put(needle);
            self.emit(match kind {
                Work::Catch => Op::Tuck(way.direction, needle, set),
                Work::Knit if splits.contains(&Some(index)) => {
                    Op::Split(way.direction, needle, Needle::back(index), set)
                }
                Work::Knit => Op::Knit(way.direction, needle, set),
            });
        }
        self.release();
    }

    fn pass_double(&mut self, row: &Row, way: Way) {
        self.rack_quarters(self.half_pitch());
        for index in ordered(row.span, way.direction) {
            let front =
                (self.fabric.colour(row.course, index) == way.yarn).then(|| Needle::front(index));
            let behind = self.fabric.behind(row.course, index) == Some(way.yarn);
            let back = behind.then(|| Needle::back(index));
            let mut beds = [front, back];
            if way.direction == Direction::Left {
                beds.reverse();
            }
            for needle in beds.into_iter().flatten() {
                self.knit(way.direction, needle, way.carrier);
            }
        }
    }
}
