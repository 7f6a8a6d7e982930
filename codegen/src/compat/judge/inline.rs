//! Entries of `$defs` that are referred to once, put where they are referred to: a validator of fewer references is
//! built sooner, and nests them less.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Most that is put into each other, as a validator is built on the stack.
const DEEP: u32 = 24;

/// Where an entry is found.
pub(super) const DEFS: &str = "#/$defs/";

/// The entries of `$defs`, and how often each is referred to.
#[derive(Default)]
pub(super) struct Defs {
    pub(super) entries: BTreeMap<String, Value>,
    pub(super) uses: BTreeMap<String, u32>,
}

impl Defs {
    /// Puts into `start` what is referred to once, and gives the entries that are left.
    pub(super) fn inlined(mut self, start: &mut Value) -> Map<String, Value> {
        self.schema(start, 0);
        let often = |name: &&String| self.uses.get(*name).is_some_and(|uses| *uses > 1);
        let (mut names, others): (Vec<String>, Vec<String>) =
            self.entries.keys().cloned().partition(|name| often(&name));
        // What is left of those that are referred to once lay too deep.
        names.extend(others);
        for name in names {
            if let Some(mut entry) = self.entries.get_mut(&name).map(Value::take) {
                self.schema(&mut entry, 0);
                self.entries.insert(name, entry);
            }
        }
        self.entries.into_iter().collect()
    }

    fn schema(&mut self, schema: &mut Value, depth: u32) {
        let Value::Object(keywords) = schema else { return };
        let target =
            keywords.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(DEFS));
        let once = target.filter(|name| depth < DEEP && self.uses.get(*name) == Some(&1));
        if let Some(mut entry) = once.and_then(|name| self.entries.remove(name)) {
            self.schema(&mut entry, depth + 1);
            keywords.remove("$ref");
            if keywords.is_empty() {
                *schema = entry;
                return;
            }
            match keywords.get_mut("allOf").and_then(Value::as_array_mut) {
                Some(all) => all.push(entry),
                None => drop(keywords.insert("allOf".to_owned(), json!([entry]))),
            }
        }
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                // Values, whatever they look like.
                ("enum" | "required" | "dependentRequired" | "type", _) => {}
                ("properties" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                    members.values_mut().for_each(|inner| self.schema(inner, depth));
                }
                (_, Value::Array(list)) => list.iter_mut().for_each(|inner| self.schema(inner, depth)),
                (_, value) => self.schema(value, depth),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_referred_to_once_stands_there_and_values_stay_as_they_are() {
        let point = |name: &str| json!({ "$ref": format!("{DEFS}{name}") });
        let value = json!({ "enum": [point("text")], "properties": { "$ref": point("text") } });
        let entries = [
            ("once", json!({ "allOf": [value, point("twice")], "$ref": "urn:elsewhere" })),
            ("twice", json!({ "items": point("twice"), "not": point("beside") })),
            ("beside", json!({ "$ref": format!("{DEFS}number"), "minimum": 1 })),
            ("number", json!({ "type": "number" })),
            ("text", json!({ "type": "string" })),
        ];
        let uses = [("once", 1), ("twice", 2), ("beside", 1), ("number", 1), ("text", 1)];
        let defs = Defs {
            entries: entries.map(|(name, entry)| (name.to_owned(), entry)).into(),
            uses: uses.map(|(name, uses)| (name.to_owned(), uses)).into(),
        };
        let mut start = point("once");
        let left = Value::Object(defs.inlined(&mut start));
        let value = json!({ "enum": [point("text")], "properties": { "$ref": { "type": "string" } } });
        assert_eq!(start, json!({ "allOf": [value, point("twice")], "$ref": "urn:elsewhere" }));
        let beside = json!({ "minimum": 1, "allOf": [{ "type": "number" }] });
        assert_eq!(left, json!({ "twice": { "items": point("twice"), "not": beside } }));
    }
}
