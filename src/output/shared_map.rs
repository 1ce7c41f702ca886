//! A sorted map whose copies share what they have in common: a copy that differs in one entry costs little more than that.

use std::sync::Arc;

/// Entries that are shared or copied together.
const BLOCK: usize = 64;

/// Values by their keys, sorted.
#[derive(Clone, Debug)]
pub(super) struct SharedMap<V> {
    /// Sorted blocks of sorted entries; none of them is empty.
    blocks: Vec<Arc<Vec<(String, V)>>>,
    len: usize,
}

impl<V> Default for SharedMap<V> {
    fn default() -> Self {
        Self { blocks: Vec::new(), len: 0 }
    }
}

impl<V> FromIterator<(String, V)> for SharedMap<V> {
    /// Of several entries with one key, the last one stays.
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        let mut sorted: Vec<(String, V)> = entries.into_iter().collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.dedup_by(|later, kept| {
            let is_same = later.0 == kept.0;
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        let mut map = Self { blocks: Vec::with_capacity(sorted.len().div_ceil(BLOCK)), len: sorted.len() };
        let mut rest = sorted.into_iter();
        loop {
            let block: Vec<(String, V)> = rest.by_ref().take(BLOCK).collect();
            if block.is_empty() {
                return map;
            }
            map.blocks.push(Arc::new(block));
        }
    }
}

impl<V> SharedMap<V> {
    /// The number of the block that has the key or would have it.
    fn block(&self, key: &str) -> usize {
        self.blocks.partition_point(|block| block[0].0.as_str() <= key).saturating_sub(1)
    }

    pub fn get(&self, key: &str) -> Option<&V> {
        let block = self.blocks.get(self.block(key))?;
        let at = block.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
        Some(&block[at].1)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.blocks.iter().flat_map(|block| block.iter()).map(|(key, value)| (key.as_str(), value))
    }

    /// The entries that are not shared with another map; some of them may be the same.
    pub fn unshared<'m>(&'m self, other: &'m Self) -> impl Iterator<Item = (&'m str, &'m V)> {
        let is_shared = |block: &&Arc<Vec<(String, V)>>| {
            other.blocks.get(other.block(&block[0].0)).is_some_and(|known| Arc::ptr_eq(known, block))
        };
        let blocks = self.blocks.iter().filter(move |block| !is_shared(block));
        blocks.flat_map(|block| block.iter()).map(|(key, value)| (key.as_str(), value))
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<V: Clone> SharedMap<V> {
    /// Sets the value of a key, unless it `is_same`.
    pub fn insert(&mut self, key: String, value: V, is_same: impl Fn(&V, &V) -> bool) {
        let number = self.block(&key);
        let Some(block) = self.blocks.get_mut(number) else {
            self.blocks.push(Arc::new(vec![(key, value)]));
            self.len += 1;
            return;
        };
        match block.binary_search_by(|(known, _)| known.as_str().cmp(&key)) {
            Ok(at) if is_same(&block[at].1, &value) => {}
            Ok(at) => Arc::make_mut(block)[at].1 = value,
            Err(at) => {
                let entries = Arc::make_mut(block);
                entries.insert(at, (key, value));
                self.len += 1;
                if entries.len() > 2 * BLOCK {
                    let second = entries.split_off(BLOCK);
                    self.blocks.insert(number + 1, Arc::new(second));
                }
            }
        }
    }

    pub fn remove(&mut self, key: &str) {
        let number = self.block(key);
        let Some(block) = self.blocks.get_mut(number) else { return };
        let Ok(at) = block.binary_search_by(|(known, _)| known.as_str().cmp(key)) else { return };
        self.len -= 1;
        let entries = Arc::make_mut(block);
        entries.remove(at);
        if entries.is_empty() {
            self.blocks.remove(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn it_is_the_same_as_another_sorted_map_after_any_changes() {
        let mut seed = 7_u64;
        let mut roll = |end: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % end
        };
        let first: Vec<(String, u64)> = (0..500).map(|_| (format!("{:03}", roll(700)), roll(9))).collect();
        let mut plain: BTreeMap<String, u64> = first.iter().cloned().collect();
        let mut shared: SharedMap<u64> = first.into_iter().collect();
        for _ in 0..5_000 {
            let (key, value) = (format!("{:03}", roll(700)), roll(9));
            let (before, copy) = (plain.clone(), shared.clone());
            if roll(3) == 0 {
                plain.remove(&key);
                shared.remove(&key);
            } else {
                plain.insert(key.clone(), value);
                shared.insert(key.clone(), value, u64::eq);
            }
            assert_eq!(shared.get(&key), plain.get(&key));
            assert_eq!((shared.len(), shared.is_empty()), (plain.len(), plain.is_empty()));
            assert!(shared.iter().eq(plain.iter().map(|(key, value)| (key.as_str(), value))));
            assert!(copy.iter().eq(before.iter().map(|(key, value)| (key.as_str(), value))), "a copy does not change");
            // What is shared is the same in both.
            let unshared: Vec<&str> = shared.unshared(&copy).map(|(key, _)| key).collect();
            let differs = |(key, value): &(&String, &u64)| before.get(*key) != Some(*value);
            assert!(plain.iter().filter(differs).all(|(key, _)| unshared.contains(&key.as_str())));
            assert!(unshared.len() <= 2 * BLOCK + 1);
        }
    }

    #[test]
    fn the_last_of_several_entries_with_one_key_stays() {
        let map: SharedMap<u8> =
            [("b", 1), ("a", 2), ("b", 3)].map(|(key, value)| (key.to_owned(), value)).into_iter().collect();
        assert!(map.iter().eq([("a", &2), ("b", &3)]));
    }
}
