//! What is remembered by two numbers.

/// The numbers, the age in which a value was put there, and the value.
type Slot<V> = ((u32, usize), u32, V);

/// Values by pairs of numbers. No order follows from a hash: nothing goes through the table.
#[derive(Debug)]
pub(super) struct Table<V> {
    slots: Vec<Option<Slot<V>>>,
    /// What is of another age is gone.
    age: u32,
    count: usize,
}

impl<V: Copy> Table<V> {
    pub(super) fn new() -> Self {
        Self { slots: Vec::new(), age: 0, count: 0 }
    }

    pub(super) fn get(&self, key: (u32, usize)) -> Option<V> {
        let mut at = self.start(key)?;
        loop {
            match &self.slots[at] {
                Some((known, age, value)) if *age == self.age => {
                    if *known == key {
                        return Some(*value);
                    }
                }
                _ => return None,
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    pub(super) fn insert(&mut self, key: (u32, usize), value: V) {
        if (self.count + 1) * 2 > self.slots.len() {
            let length = (self.slots.len() * 2).max(64);
            let before = std::mem::replace(&mut self.slots, vec![None; length]);
            self.count = 0;
            let age = self.age;
            for (key, _, value) in before.into_iter().flatten().filter(|(_, then, _)| *then == age) {
                self.put(key, value);
            }
        }
        self.put(key, value);
    }

    fn put(&mut self, key: (u32, usize), value: V) {
        let Some(mut at) = self.start(key) else { return };
        while let Some((known, age, _)) = &self.slots[at]
            && *age == self.age
        {
            if *known == key {
                self.slots[at] = Some((key, self.age, value));
                return;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = Some((key, self.age, value));
        self.count += 1;
    }

    pub(super) fn clear(&mut self) {
        self.count = 0;
        match self.age.checked_add(1) {
            Some(age) => self.age = age,
            None => *self = Self::new(),
        }
    }

    fn start(&self, (a, b): (u32, usize)) -> Option<usize> {
        let bits = self.slots.len().checked_ilog2()?;
        let mixed = (b as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(a);
        // What is multiplied is mixed best at the top.
        usize::try_from(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - bits)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_was_put_there_last_and_nothing_after_it_was_cleared() {
        let mut table = Table::new();
        for age in 0..3_usize {
            for (a, b) in (0..40_u32).flat_map(|a| (0..40_usize).map(move |b| (a, b))) {
                assert_eq!(table.get((a, b)), None);
                table.insert((a, b), 0);
                table.insert((a, b), a as usize * 1000 + b + age);
            }
            for (a, b) in (0..40_u32).flat_map(|a| (0..40_usize).map(move |b| (a, b))) {
                assert_eq!(table.get((a, b)), Some(a as usize * 1000 + b + age));
                assert_eq!(table.get((a + 40, b)), None);
            }
            table.clear();
        }
    }
}
