//! One connected person out of a foreground map.

use super::error::{Edge, Kind};

/// Shares of the frame's area below which nobody is there, and of the frame's side that may touch its edge.
const LEAST_SHARE: f64 = 0.005;
const TOUCH: usize = 6;

/// Labels of connected regions (4-neighbours) where `map` is `wanted`; 0 elsewhere, regions from 1 in the order of their first
/// pixels. Also their areas.
///
/// Runs of a row are joined with those that they touch in the row above (Rosenfeld and Pfaltz 1966, on runs).
pub(super) fn label(map: &[bool], width: usize, wanted: bool) -> (Vec<u32>, Vec<usize>) {
    struct Run {
        from: usize,
        end: usize,
        name: u32,
    }
    let mut runs: Vec<Run> = Vec::new();
    // Each name's next older one, or itself.
    let mut older: Vec<u32> = Vec::new();
    let oldest = |older: &[u32], mut name: u32| {
        while older[name as usize] != name {
            name = older[name as usize];
        }
        name
    };
    let mut above = 0..0;
    for row in 0..map.len() / width.max(1) {
        let (start, stop) = (row * width, (row + 1) * width);
        let (first, mut x) = (runs.len(), start);
        let mut near = above.clone();
        while let Some(from) = map[x..stop].iter().position(|m| *m == wanted) {
            let from = x + from;
            let length = map[from..stop].iter().position(|m| *m != wanted);
            let end = length.map_or(stop, |n| from + n);
            while near.start < near.end && runs[near.start].end + width <= from {
                near.start += 1;
            }
            let mut name: Option<u32> = None;
            for touched in near.clone() {
                if runs[touched].from + width >= end {
                    break;
                }
                let other = oldest(&older, runs[touched].name);
                let (old, new) = name.map_or((other, other), |n| (n.min(other), n.max(other)));
                older[new as usize] = old;
                name = Some(old);
            }
            let name = name.unwrap_or_else(|| {
                older.push(older.len() as u32);
                older.len() as u32 - 1
            });
            runs.push(Run { from, end, name });
            x = end;
        }
        above = first..runs.len();
    }
    let mut labels = vec![0u32; map.len()];
    let mut areas = vec![0];
    let mut renamed = vec![0u32; older.len()];
    for run in &runs {
        let to = &mut renamed[oldest(&older, run.name) as usize];
        if *to == 0 {
            *to = areas.len() as u32;
            areas.push(0);
        }
        areas[*to as usize] += run.end - run.from;
        labels[run.from..run.end].fill(*to);
    }
    (labels, areas)
}

/// Keeps the largest region only, weighted towards the middle column, and fills its holes below `least_hole` pixels.
pub(super) fn person(map: &mut [bool], width: usize, least_hole: usize) -> Result<(), Kind> {
    let (labels, areas) = label(map, width, true);
    let mut weights = vec![0.0f64; areas.len()];
    let middle = (width as f64 - 1.0) / 2.0;
    for (i, &l) in labels.iter().enumerate() {
        let off = ((i % width) as f64 - middle) / (middle + 1.0);
        weights[l as usize] += 1.0 - 0.8 * off * off;
    }
    weights[0] = 0.0;
    let best = (1..areas.len())
        .max_by(|&a, &b| weights[a].total_cmp(&weights[b]))
        .ok_or(Kind::NoPerson)?;
    if (areas[best] as f64) < LEAST_SHARE * map.len() as f64 {
        return Err(Kind::NoPerson);
    }
    map.iter_mut()
        .zip(&labels)
        .for_each(|(m, &l)| *m = l == best as u32);
    let (labels, areas) = label(map, width, false);
    let filled = |l: u32| l != 0 && areas[l as usize] < least_hole;
    map.iter_mut()
        .zip(&labels)
        .for_each(|(m, &l)| *m |= filled(l));
    Ok(())
}

/// Keeps the person's region, and of the others within `reach` of it those for which the sum of `evidence` speaks.
pub(super) fn parts(
    map: &mut [bool],
    width: usize,
    reach: usize,
    evidence: impl Fn(usize) -> f32,
) -> Result<(), Kind> {
    let mut largest = map.to_vec();
    person(&mut largest, width, 0)?;
    let (labels, areas) = label(map, width, true);
    let mut sums = vec![0.0; areas.len()];
    labels
        .iter()
        .enumerate()
        .for_each(|(i, &l)| sums[l as usize] += evidence(i));
    let strong = labels
        .iter()
        .zip(&largest)
        .map(|(&l, &main)| main || (l != 0 && sums[l as usize] > 0.0));
    let strong: Vec<bool> = strong.collect();
    // Every other round takes the corners too: an octagon.
    let mut grown = strong.clone();
    for round in 0..reach {
        grown = widened(&grown, width, round % 2 == 1);
    }
    person(&mut grown, width, 0)?;
    map.iter_mut()
        .zip(strong)
        .zip(grown)
        .for_each(|((m, s), g)| *m = s && g);
    Ok(())
}

/// Fills holes below `least_hole` pixels and drops regions below `least_part`.
pub(super) fn tidy(map: &mut [bool], width: usize, least_hole: usize, least_part: usize) {
    for (wanted, least) in [(true, least_part), (false, least_hole)] {
        let (labels, areas) = label(map, width, wanted);
        let small = |l: u32| l != 0 && areas[l as usize] < least;
        map.iter_mut()
            .zip(&labels)
            .for_each(|(m, &l)| *m ^= small(l));
    }
}

/// The map with the neighbours of what is set, those at the corners as well or not.
pub(super) fn widened(map: &[bool], width: usize, corners: bool) -> Vec<bool> {
    let mut out = map.to_vec();
    let rows = map.len() / width.max(1);
    let row = |y: usize| &map[y * width..(y + 1) * width];
    for (y, to) in out.chunks_exact_mut(width.max(1)).enumerate() {
        let here = row(y);
        let (above, below) = (row(y.saturating_sub(1)), row((y + 1).min(rows - 1)));
        for x in 0..width {
            to[x] |= above[x] | below[x];
        }
        let beside = |x: usize| here[x] | (corners & (above[x] | below[x]));
        for x in 1..width {
            to[x] |= beside(x - 1);
            to[x - 1] |= beside(x);
        }
    }
    out
}

/// Refuses a person who leaves the picture.
pub(super) fn whole(map: &[bool], width: usize) -> Result<(), Kind> {
    let height = map.len() / width.max(1);
    let column = |x: usize| (0..height).filter(|y| map[y * width + x]).count();
    let row = |y: usize| {
        map[y * width..(y + 1) * width]
            .iter()
            .filter(|m| **m)
            .count()
    };
    let edges = [
        (Edge::Bottom, row(height - 1)),
        (Edge::Top, row(0)),
        (Edge::Left, column(0)),
        (Edge::Right, column(width - 1)),
    ];
    match edges
        .into_iter()
        .find(|(_, n)| *n >= TOUCH.min(width).min(height))
    {
        Some((edge, _)) => Err(Kind::Cut(edge)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Regions by filling them pixel by pixel.
    fn flooded(map: &[bool], width: usize, wanted: bool) -> (Vec<u32>, Vec<usize>) {
        let (mut labels, mut areas) = (vec![0u32; map.len()], vec![0]);
        for start in 0..map.len() {
            let mut open = vec![start];
            if map[start] == wanted && labels[start] == 0 {
                areas.push(0);
            }
            while let Some(i) = open.pop() {
                if map[i] != wanted || labels[i] != 0 {
                    continue;
                }
                labels[i] = areas.len() as u32 - 1;
                *areas.last_mut().expect("one was pushed") += 1;
                let x = i % width;
                open.extend((x > 0).then(|| i - 1));
                open.extend((x + 1 < width).then_some(i + 1));
                open.extend(i.checked_sub(width));
                open.extend((i + width < map.len()).then_some(i + width));
            }
        }
        (labels, areas)
    }

    proptest! {
        #[test]
        fn regions_are_those_of_a_flood(width in 1usize..9, bits in prop::collection::vec(prop::bool::weighted(0.6), 0..90), wanted: bool) {
            let map = &bits[..bits.len() / width * width];
            prop_assert_eq!(label(map, width, wanted), flooded(map, width, wanted));
        }
    }
}
