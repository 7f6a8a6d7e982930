//! Things that are written once: equal ones have equal numbers.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Places of the table that one hash may lead to.
const NEAR: usize = 8;

/// A list of different things, and a table by hash that finds one in it. No order follows from a hash. What finds
/// no place in the table, as hashes may be alike, is kept in order.
#[derive(Debug)]
pub(super) struct Interned<T> {
    items: Vec<Rc<T>>,
    /// Hashes with a number one above the thing's own; zero where nothing is.
    table: Vec<(u32, u32)>,
    crowded: BTreeMap<Rc<T>, u32>,
}

impl<T: Hash + Ord> Interned<T> {
    pub(super) fn new() -> Self {
        Self { items: Vec::with_capacity(64), table: vec![(0, 0); 256], crowded: BTreeMap::new() }
    }

    pub(super) fn get(&self, number: usize) -> &Rc<T> {
        &self.items[number]
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    pub(super) fn find(&self, item: &T) -> Option<u32> {
        self.seek(item).ok()
    }

    /// Its number, or its hash if it is not there.
    pub(super) fn seek(&self, item: &T) -> Result<u32, u32> {
        let hash = hash(item);
        for (known, next) in self.near(hash).map(|at| self.table[at]) {
            if next == 0 {
                break;
            }
            if known == hash && *self.items[next as usize - 1] == *item {
                return Ok(next - 1);
            }
        }
        if self.crowded.is_empty() { Err(hash) } else { self.crowded.get(item).copied().ok_or(hash) }
    }

    /// Adds what is not there yet; gives its number.
    pub(super) fn add(&mut self, item: T) -> u32 {
        let hash = hash(&item);
        self.put(item, hash)
    }

    /// Adds what [`Self::seek`] did not find.
    pub(super) fn put(&mut self, item: T, hash: u32) -> u32 {
        if self.items.len() * 2 >= self.table.len() {
            let old = std::mem::take(&mut self.table);
            self.table = vec![(0, 0); old.len() * 2];
            for (hash, next) in old.into_iter().filter(|(_, next)| *next > 0) {
                self.place(hash, next);
            }
        }
        let next = u32::try_from(self.items.len()).unwrap_or(u32::MAX).saturating_add(1);
        self.items.push(Rc::new(item));
        self.place(hash, next);
        next - 1
    }

    fn place(&mut self, hash: u32, next: u32) {
        if let Some(free) = self.near(hash).find(|at| self.table[*at].1 == 0) {
            self.table[free] = (hash, next);
        } else {
            self.crowded.insert(Rc::clone(&self.items[next as usize - 1]), next - 1);
        }
    }

    fn near(&self, hash: u32) -> impl Iterator<Item = usize> + use<T> {
        let mask = self.table.len() - 1;
        (0..NEAR).map(move |step| (hash as usize + step) & mask)
    }
}

fn hash(item: &impl Hash) -> u32 {
    let mut mixer = Mixer(0);
    item.hash(&mut mixer);
    // What is multiplied last is mixed best at the top.
    u32::try_from(mixer.0 >> 32).unwrap_or_default()
}

/// A plain hash: the same on every machine of a kind, and quick.
struct Mixer(u64);

impl Mixer {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.mix(<[u8; 8]>::try_from(chunk).map_or(0, u64::from_le_bytes));
        }
        self.mix(
            chunks.remainder().iter().fold(bytes.len() as u64, |word, byte| (word << 8) | u64::from(*byte)),
        );
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(value.into());
    }

    fn write_u32(&mut self, value: u32) {
        self.mix(value.into());
    }

    fn write_i32(&mut self, value: i32) {
        self.mix((u64::from(value.unsigned_abs()) << 1) | u64::from(value < 0));
    }

    fn write_u64(&mut self, value: u64) {
        self.mix(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of one hash.
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Alike(u32);

    impl Hash for Alike {
        fn hash<H: Hasher>(&self, state: &mut H) {
            state.write_u32(0);
        }
    }

    #[test]
    fn things_are_found_also_where_hashes_are_alike() {
        let (mut apart, mut alike) = (Interned::new(), Interned::new());
        for n in 0..500 {
            assert_eq!((apart.find(&n), alike.find(&Alike(n))), (None, None), "{n}");
            assert_eq!((apart.add(n), alike.add(Alike(n))), (n, n));
        }
        for n in 0..500 {
            assert_eq!((apart.find(&n), alike.find(&Alike(n))), (Some(n), Some(n)), "{n}");
        }
    }
}
