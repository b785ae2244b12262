//! Minimum cut of a sparse grid, after Boykov and Kolmogorov, "An experimental comparison of min-cut/max-flow algorithms
//! for energy minimization in vision", PAMI 26 (2004).

use std::collections::VecDeque;

/// Steps to the eight neighbours, row by row; the way back of slot `k` is slot `7 - k`.
pub(super) const STEPS: [(i64, i64); 8] = [
    (-1, -1),
    (0, -1),
    (1, -1),
    (-1, 0),
    (1, 0),
    (-1, 1),
    (0, 1),
    (1, 1),
];
/// No neighbour in this slot.
pub(super) const NONE: u32 = u32::MAX;

const FREE: u8 = 0;
const SOURCE: u8 = 1;
const SINK: u8 = 2;
/// Parents other than a slot: the terminal itself, or none.
const ROOT: u8 = 8;
const ORPHAN: u8 = 9;

/// A whole grid, row by row, that is cut more than once.
pub(super) struct Grid {
    neighbours: Vec<[u32; 8]>,
    ties: Vec<[i32; 8]>,
}

impl Grid {
    /// `tie` gives the tie of a node and the neighbour in one of the slots 4 to 7.
    pub fn new(width: usize, nodes: usize, tie: impl Fn(usize, usize, usize) -> i32) -> Self {
        let height = nodes / width.max(1);
        let mut neighbours = vec![[NONE; 8]; nodes];
        let mut ties = vec![[0; 8]; nodes];
        for y in 0..height {
            for x in 0..width {
                let i = y * width + x;
                for (slot, (dx, dy)) in STEPS.into_iter().enumerate().skip(4) {
                    let (nx, ny) = (x as i64 + dx, y as i64 + dy);
                    if nx < 0 || nx >= width as i64 || ny >= height as i64 {
                        continue;
                    }
                    let j = ny as usize * width + nx as usize;
                    let strength = tie(i, j, slot);
                    neighbours[i][slot] = j as u32;
                    neighbours[j][7 - slot] = i as u32;
                    ties[i][slot] = strength;
                    ties[j][7 - slot] = strength;
                }
            }
        }
        Grid { neighbours, ties }
    }

    /// Which nodes are foreground in the cheapest labelling, given their pulls.
    pub fn cut(&self, pulls: Vec<i32>) -> Vec<bool> {
        Graph::new(pulls, self.neighbours.clone(), self.ties.clone()).foreground()
    }
}

/// A graph of pixels or cells. Each node is drawn to the foreground by a positive pull and to the background by a
/// negative one, and to its neighbours by ties.
pub(super) struct Graph {
    neighbours: Vec<[u32; 8]>,
    /// What may still flow from a node into each slot.
    ties: Vec<[i32; 8]>,
    /// What may still flow from the source (positive) or to the sink (negative).
    pulls: Vec<i32>,
    tree: Vec<u8>,
    parent: Vec<u8>,
    /// When the distance to the root was last known, and that distance.
    known: Vec<(u32, u32)>,
    active: VecDeque<u32>,
    queued: Vec<bool>,
    orphans: VecDeque<u32>,
    clock: u32,
}

impl Graph {
    /// Nodes with their pulls, neighbours and the ties to them. A tie must be the same from both its ends.
    pub fn new(pulls: Vec<i32>, neighbours: Vec<[u32; 8]>, ties: Vec<[i32; 8]>) -> Self {
        let n = pulls.len();
        Graph {
            neighbours,
            ties,
            pulls,
            tree: vec![FREE; n],
            parent: vec![ORPHAN; n],
            known: vec![(0, 0); n],
            active: VecDeque::new(),
            queued: vec![false; n],
            orphans: VecDeque::new(),
            clock: 0,
        }
    }

    /// Which nodes are foreground in the cheapest labelling.
    pub fn foreground(mut self) -> Vec<bool> {
        for i in 0..self.pulls.len() {
            if self.pulls[i] != 0 {
                self.tree[i] = if self.pulls[i] > 0 { SOURCE } else { SINK };
                self.parent[i] = ROOT;
                self.known[i] = (0, 1);
                self.activate(i);
            }
        }
        while let Some(&front) = self.active.front() {
            let i = front as usize;
            match if self.tree[i] == FREE {
                None
            } else {
                self.grow(i)
            } {
                Some((node, slot)) => {
                    self.clock += 1;
                    self.augment(node, slot);
                    while let Some(orphan) = self.orphans.pop_front() {
                        self.adopt(orphan as usize);
                    }
                }
                None => {
                    self.active.pop_front();
                    self.queued[i] = false;
                }
            }
        }
        self.tree.iter().map(|&t| t == SOURCE).collect()
    }

    fn activate(&mut self, i: usize) {
        if !self.queued[i] {
            self.queued[i] = true;
            self.active.push_back(i as u32);
        }
    }

    /// What may flow between a node and its neighbour, in the direction of the node's tree.
    fn room(&self, i: usize, slot: usize, j: usize) -> i32 {
        if self.tree[i] == SOURCE {
            self.ties[i][slot]
        } else {
            self.ties[j][7 - slot]
        }
    }

    /// Takes free neighbours into the node's tree; answers the tie that meets the other tree, seen from the source's side.
    fn grow(&mut self, i: usize) -> Option<(usize, usize)> {
        for slot in 0..8 {
            let j = self.neighbours[i][slot];
            if j == NONE || self.room(i, slot, j as usize) == 0 {
                continue;
            }
            let j = j as usize;
            if self.tree[j] == FREE {
                self.tree[j] = self.tree[i];
                self.parent[j] = 7 - slot as u8;
                self.known[j] = (self.known[i].0, self.known[i].1 + 1);
                self.activate(j);
            } else if self.tree[j] != self.tree[i] {
                return Some(if self.tree[i] == SOURCE {
                    (i, slot)
                } else {
                    (j, 7 - slot)
                });
            } else if self.known[j].0 <= self.known[i].0 && self.known[j].1 > self.known[i].1 + 1 {
                self.parent[j] = 7 - slot as u8;
                self.known[j] = (self.known[i].0, self.known[i].1 + 1);
            }
        }
        None
    }

    /// Sends as much as fits along the path through this tie.
    fn augment(&mut self, node: usize, slot: usize) {
        let other = self.neighbours[node][slot] as usize;
        let mut most = self.ties[node][slot];
        for start in [node, other] {
            let mut i = start;
            while self.parent[i] != ROOT {
                let up = self.parent[i] as usize;
                let j = self.neighbours[i][up] as usize;
                most = most.min(if start == node {
                    self.ties[j][7 - up]
                } else {
                    self.ties[i][up]
                });
                i = j;
            }
            most = most.min(self.pulls[i].abs());
        }
        self.ties[node][slot] -= most;
        self.ties[other][7 - slot] += most;
        for start in [node, other] {
            let from_source = start == node;
            let mut i = start;
            while self.parent[i] != ROOT {
                let up = self.parent[i] as usize;
                let j = self.neighbours[i][up] as usize;
                let (giver, give) = if from_source { (j, 7 - up) } else { (i, up) };
                let (taker, take) = if from_source { (i, up) } else { (j, 7 - up) };
                self.ties[giver][give] -= most;
                self.ties[taker][take] += most;
                if self.ties[giver][give] == 0 {
                    self.parent[i] = ORPHAN;
                    self.orphans.push_back(i as u32);
                }
                i = j;
            }
            self.pulls[i] -= if from_source { most } else { -most };
            if self.pulls[i] == 0 {
                self.parent[i] = ORPHAN;
                self.orphans.push_back(i as u32);
            }
        }
    }

    /// Distance to the root, or none if the way up ends at an orphan.
    fn depth(&mut self, start: usize) -> Option<u32> {
        let (mut i, mut steps) = (start, 0);
        let base = loop {
            if self.known[i].0 == self.clock {
                break self.known[i].1;
            }
            match self.parent[i] {
                ROOT => break 1,
                ORPHAN => return None,
                up => i = self.neighbours[i][up as usize] as usize,
            }
            steps += 1;
        };
        let depth = base + steps;
        let (mut i, mut at) = (start, depth);
        while self.known[i].0 != self.clock {
            self.known[i] = (self.clock, at);
            if self.parent[i] >= ROOT {
                break;
            }
            i = self.neighbours[i][self.parent[i] as usize] as usize;
            at -= 1;
        }
        Some(depth)
    }

    /// Finds a new parent for an orphan, or sets it free and makes its children orphans.
    fn adopt(&mut self, i: usize) {
        let mut best: Option<(u32, usize)> = None;
        for slot in 0..8 {
            let j = self.neighbours[i][slot];
            if j == NONE
                || self.tree[j as usize] != self.tree[i]
                || self.room(j as usize, 7 - slot, i) == 0
            {
                continue;
            }
            if let Some(depth) = self.depth(j as usize)
                && best.is_none_or(|(d, _)| depth < d)
            {
                best = Some((depth, slot));
            }
        }
        if let Some((depth, slot)) = best {
            self.parent[i] = slot as u8;
            self.known[i] = (self.clock, depth + 1);
            return;
        }
        for slot in 0..8 {
            let j = self.neighbours[i][slot];
            if j == NONE || self.tree[j as usize] != self.tree[i] {
                continue;
            }
            let j = j as usize;
            if self.room(j, 7 - slot, i) > 0 {
                self.activate(j);
            }
            if self.parent[j] == 7 - slot as u8 {
                self.parent[j] = ORPHAN;
                self.orphans.push_back(j as u32);
            }
        }
        self.tree[i] = FREE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The cut costs what the best of all labellings costs.
        #[test]
        fn cuts_are_the_cheapest(pulls in prop::collection::vec(-9i32..10, 12), ties in prop::collection::vec(0i32..6, 96)) {
            let tie = |i: usize, _: usize, slot: usize| ties[i * 8 + slot];
            let cost = |on: &dyn Fn(usize) -> bool| {
                let mut sum: i32 = (0..12).map(|i| if on(i) { (-pulls[i]).max(0) } else { pulls[i].max(0) }).sum();
                for i in 0..12usize {
                    for (slot, (dx, dy)) in STEPS.into_iter().enumerate().skip(4) {
                        let (x, y) = ((i % 4) as i64 + dx, (i / 4) as i64 + dy);
                        if (0..4).contains(&x) && (0..3).contains(&y) && on(i) != on((y * 4 + x) as usize) {
                            sum += tie(i, 0, slot);
                        }
                    }
                }
                sum
            };
            let found = Grid::new(4, pulls.len(), tie).cut(pulls.clone());
            let best = (0..4096u32).map(|code| cost(&|i| code >> i & 1 == 1)).min();
            prop_assert_eq!(Some(cost(&|i| found[i])), best);
        }
    }
}
