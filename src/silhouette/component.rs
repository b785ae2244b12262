//! One connected person out of a foreground map.

use super::error::{Edge, Kind};

/// Shares of the frame's area below which nobody is there, and of the frame's side that may touch its edge.
const LEAST_SHARE: f64 = 0.005;
const TOUCH: usize = 6;

/// Labels of connected regions (4-neighbours) where `map` is `wanted`; 0 elsewhere, regions from 1. Also their areas.
pub(super) fn label(map: &[bool], width: usize, wanted: bool) -> (Vec<u32>, Vec<usize>) {
    let mut labels = vec![0u32; map.len()];
    let mut areas = vec![0];
    let mut stack = Vec::new();
    for start in 0..map.len() {
        if map[start] != wanted || labels[start] != 0 {
            continue;
        }
        let name = areas.len() as u32;
        areas.push(0);
        labels[start] = name;
        stack.push(start);
        while let Some(i) = stack.pop() {
            areas[name as usize] += 1;
            let x = i % width;
            let neighbours = [
                (x > 0).then(|| i - 1),
                (x + 1 < width).then_some(i + 1),
                i.checked_sub(width),
                (i + width < map.len()).then_some(i + width),
            ];
            for j in neighbours.into_iter().flatten() {
                if map[j] == wanted && labels[j] == 0 {
                    labels[j] = name;
                    stack.push(j);
                }
            }
        }
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
    let mut grown = widened(&strong, width, reach);
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

/// The map widened by `reach` to all sides, corners cut.
fn widened(map: &[bool], width: usize, reach: usize) -> Vec<bool> {
    let mut map = map.to_vec();
    for round in 0..reach {
        let last = map.clone();
        let at = |i: usize| last[i];
        for (i, value) in map.iter_mut().enumerate() {
            let x = i % width;
            let (up, down) = (i >= width, i + width < last.len());
            let (left, right) = (x > 0, x + 1 < width);
            let mut near = (up && at(i - width)) || (down && at(i + width));
            near |= (left && at(i - 1)) || (right && at(i + 1));
            // Every other round takes the corners too: an octagon.
            if round % 2 == 1 {
                near |= (up && left && at(i - width - 1)) || (up && right && at(i - width + 1));
                near |= (down && left && at(i + width - 1)) || (down && right && at(i + width + 1));
            }
            if near {
                *value = true;
            }
        }
    }
    map
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
