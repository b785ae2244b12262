//! Steps of an edge, gathered into the lines of a stepping sheet: `-2 per 2 courses x 6`.

use crate::knit::shape::{Row, Step};

/// Longest repeat of distances that people can follow by hand.
const MOST_TURNS: usize = 3;

/// Equal steps at equal distances, or at distances that come by turns.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// Before which course (counted from 0) the first comes.
    pub(super) course: usize,
    pub(super) step: Step,
    /// Courses from each to the next, by turns; none for a single step.
    pub(super) every: Vec<usize>,
    pub(super) times: usize,
}

/// The steps of an edge, with the course that each comes before.
pub(super) fn steps(rows: &[Row], side: usize) -> Vec<(usize, Step)> {
    let of = |row: &Row| (row.course, row.steps[side]);
    let moves = rows
        .iter()
        .map(of)
        .filter(|(_, step)| *step != Step::Straight);
    moves.collect()
}

/// Gathers steps.
pub(super) fn runs(steps: &[(usize, Step)]) -> Vec<Run> {
    let mut runs = Vec::new();
    for alike in steps.chunk_by(|a, b| a.1 == b.1) {
        let gaps: Vec<usize> = alike.windows(2).map(|w| w[1].0 - w[0].0).collect();
        let mut at = 0;
        while let Some(&(course, step)) = alike.get(at) {
            let rest = gaps.get(at..).unwrap_or_default();
            let (turns, mut times) = longest(rest);
            // Two steps far apart are no run where the second begins one.
            if times == 2 && longest(rest.get(1..).unwrap_or_default()).1 > 2 {
                times = 1;
            }
            let every = match times {
                1 => Vec::new(),
                _ => rest[..turns].to_vec(),
            };
            runs.push(Run {
                course,
                step,
                every,
                times,
            });
            at += times;
        }
    }
    runs
}

/// How many distances repeat from the first on, and how many steps they reach over: by turns only where each comes twice.
fn longest(gaps: &[usize]) -> (usize, usize) {
    let reach = |turns: usize| {
        let alike = |i: &usize| gaps[*i] == gaps[i - turns];
        let same = (turns..gaps.len()).take_while(alike).count();
        match turns + same {
            _ if gaps.len() < turns => 1,
            gaps if turns > 1 && gaps < 2 * turns => 1,
            gaps => gaps + 1,
        }
    };
    let mut best = (1, reach(1));
    for turns in 2..=MOST_TURNS {
        if reach(turns) > best.1 {
            best = (turns, reach(turns));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(steps: &[(usize, Step)]) -> Vec<(usize, Vec<usize>, usize)> {
        let of = |r: Run| (r.course, r.every, r.times);
        runs(steps).into_iter().map(of).collect()
    }

    fn narrowings(courses: &[usize]) -> Vec<(usize, Step)> {
        courses.iter().map(|c| (*c, Step::Narrow(2))).collect()
    }

    #[test]
    fn equal_steps_at_equal_distances_become_one_line() {
        let mut steps = vec![(3, Step::BindOff(9))];
        steps.extend(narrowings(&[4, 6, 8, 12]));
        steps.push((16, Step::Widen));
        assert_eq!(
            lines(&steps),
            [
                (3, vec![], 1),
                (4, vec![2], 3),
                (12, vec![], 1),
                (16, vec![], 1)
            ]
        );
    }

    #[test]
    fn distances_by_turns_become_one_line() {
        let steps = narrowings(&[10, 12, 14, 18, 20, 22, 26, 28]);
        assert_eq!(lines(&steps), [(10, vec![2, 2, 4], 8)]);
        let steps = narrowings(&[31, 39, 46, 54, 61]);
        assert_eq!(lines(&steps), [(31, vec![8, 7], 5)]);
    }

    #[test]
    fn a_step_far_before_a_run_stands_alone() {
        let steps = narrowings(&[31, 162, 164, 166]);
        assert_eq!(lines(&steps), [(31, vec![], 1), (162, vec![2], 3)]);
    }
}
