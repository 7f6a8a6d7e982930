//! [`Members`].

use super::Json;
use crate::view::{AsView, Flow, Object, View};
use std::mem;

/// The members of an object, in the order of the document; no name twice.
#[derive(Clone, Default)]
pub struct Members {
    entries: Vec<(String, Json)>,
    /// Positions by name, once there are many.
    sorted: Vec<usize>,
}

/// So many members are searched one by one.
const FEW: usize = 12;

impl Members {
    /// None.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), sorted: Vec::new() }
    }

    /// All at once; `None` if a name comes twice.
    pub(super) fn from_entries(entries: Vec<(String, Json)>) -> Option<Self> {
        let mut members = Self { entries, sorted: Vec::new() };
        if members.entries.len() > FEW {
            members.sort();
            let name = |at: &usize| members.entries.get(*at).map(|(name, _)| name);
            let twice = members.sorted.windows(2).any(|pair| matches!(pair, [a, b] if name(a) == name(b)));
            return (!twice).then_some(members);
        }
        let names = members.entries.iter().enumerate();
        let twice = |(at, (name, _)): (usize, &(String, Json))| {
            members.entries.iter().take(at).any(|(other, _)| other == name)
        };
        if names.into_iter().any(twice) { None } else { Some(members) }
    }

    fn sort(&mut self) {
        let entries = &self.entries;
        self.sorted = (0..entries.len()).collect();
        self.sorted.sort_by_key(|at| entries.get(*at).map(|(name, _)| name));
    }

    fn find(&self, name: &str) -> Option<usize> {
        if self.sorted.is_empty() {
            return self.entries.iter().position(|(other, _)| other == name);
        }
        let by_name = |at: &usize| self.entries.get(*at).map(|(name, _)| name.as_str()).cmp(&Some(name));
        self.sorted.binary_search_by(by_name).ok().and_then(|found| self.sorted.get(found).copied())
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.find(name).and_then(|at| self.entries.get(at)).map(|(_, value)| value)
    }

    /// Sets the value of a name, and gives back the one before, whose place it takes.
    pub fn insert(&mut self, name: String, value: Json) -> Option<Json> {
        if let Some((_, old)) = self.find(&name).and_then(|at| self.entries.get_mut(at)) {
            return Some(mem::replace(old, value));
        }
        let at = self.entries.len();
        if self.sorted.is_empty() {
            self.entries.push((name, value));
            if self.entries.len() > FEW {
                self.sort();
            }
        } else {
            let entries = &self.entries;
            let place = self.sorted.partition_point(|other| {
                entries.get(*other).map(|(other, _)| other.as_str()) < Some(name.as_str())
            });
            self.sorted.insert(place, at);
            self.entries.push((name, value));
        }
        None
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Json)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Object for Members {
    fn get(&self, name: &str) -> Option<View<'_>> {
        self.get(name).map(Json::view)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, View<'_>) -> Flow) -> Flow {
        self.entries.iter().try_for_each(|(name, value)| visit(name, value.view()))
    }

    fn count(&self) -> usize {
        self.entries.len()
    }
}

/// The last value of a name that comes twice.
impl FromIterator<(String, Json)> for Members {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(entries: I) -> Self {
        let mut members = Self::new();
        for (name, value) in entries {
            members.insert(name, value);
        }
        members
    }
}

impl IntoIterator for Members {
    type Item = (String, Json);
    type IntoIter = std::vec::IntoIter<(String, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = (&'a String, &'a Json);
    type IntoIter = std::iter::Map<
        std::slice::Iter<'a, (String, Json)>,
        fn(&'a (String, Json)) -> (&'a String, &'a Json),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter().map(|(name, value)| (name, value))
    }
}
