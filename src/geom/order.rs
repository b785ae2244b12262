//! Putting things in order.
//!
//! The standard library's stable sort, which its maps and sets are collected by, too, is compiled for every type anew, some 5 kB each in
//! a module that a page loads.

use std::collections::{BTreeMap, BTreeSet};

/// Sorts by a number, the smallest first, equals in the order in which they stood; NaN comes last, or first if it is negative.
///
/// Only numbers and places are sorted, by one and the same code.
pub fn sort_by_number<T>(items: &mut Vec<T>, key: impl Fn(&T) -> f64) {
    let keys = items.iter().map(|item| ordered(key(item)));
    let mut order: Vec<(u64, usize)> = keys.zip(0..).collect();
    order.sort_unstable();
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let in_order = order
        .into_iter()
        .filter_map(|(_, i)| taken.get_mut(i)?.take());
    items.extend(in_order);
}

/// A map of these entries, of equal keys the last.
pub fn by_key<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}

/// The different ones of these.
pub fn distinct<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}

/// Bits that are ordered as the numbers are by [`f64::total_cmp`].
fn ordered(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// As the standard library sorts.
        #[test]
        fn the_order_is_that_of_a_stable_sort(keys in prop::collection::vec(prop_oneof![-3.0..3.0f64, Just(0.0), Just(-0.0), Just(1.5)], 0..40)) {
            let mut found: Vec<(f64, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = found.clone();
            sort_by_number(&mut found, |f| f.0);
            expected.sort_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert_eq!(found, expected);
        }
    }
}
