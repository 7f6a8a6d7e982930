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
    /// How deep entries are nested already, of which some were put into others.
    nests: BTreeMap<String, u32>,
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
                let nest = self.schema(&mut entry, 0);
                self.nests.insert(name.clone(), nest);
                self.entries.insert(name, entry);
            }
        }
        self.entries.into_iter().collect()
    }

    /// Puts entries into a schema that lies `depth` entries deep; gives how deep it then nests.
    fn schema(&mut self, schema: &mut Value, depth: u32) -> u32 {
        let Value::Object(keywords) = schema else { return 0 };
        let target =
            keywords.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(DEFS));
        let known = target.and_then(|name| self.nests.get(name)).copied().unwrap_or_default();
        let once = target.filter(|name| depth + known < DEEP && self.uses.get(*name) == Some(&1));
        let mut put = once.and_then(|name| self.entries.remove(name));
        let mut nest = 0;
        if let Some(entry) = &mut put {
            nest = 1 + self.schema(entry, depth + 1).max(known);
            keywords.remove("$ref");
        }
        for (keyword, value) in keywords.iter_mut() {
            let below = match (keyword.as_str(), value) {
                // Values, whatever they look like.
                ("enum" | "required" | "dependentRequired" | "type", _) => 0,
                ("properties" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                    members.values_mut().map(|inner| self.schema(inner, depth)).max().unwrap_or_default()
                }
                (_, Value::Array(list)) => {
                    list.iter_mut().map(|inner| self.schema(inner, depth)).max().unwrap_or_default()
                }
                (_, value) => self.schema(value, depth),
            };
            nest = nest.max(below);
        }
        if let Some(entry) = put {
            if keywords.is_empty() {
                *schema = entry;
            } else if let Some(all) = keywords.get_mut("allOf").and_then(Value::as_array_mut) {
                all.push(entry);
            } else {
                keywords.insert("allOf".to_owned(), json!([entry]));
            }
        }
        nest
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
            ..Defs::default()
        };
        let mut start = point("once");
        let left = Value::Object(defs.inlined(&mut start));
        let value = json!({ "enum": [point("text")], "properties": { "$ref": { "type": "string" } } });
        assert_eq!(start, json!({ "allOf": [value, point("twice")], "$ref": "urn:elsewhere" }));
        let beside = json!({ "minimum": 1, "allOf": [{ "type": "number" }] });
        assert_eq!(left, json!({ "twice": { "items": point("twice"), "not": beside } }));
    }

    fn depth(value: &Value) -> usize {
        let inside: Vec<&Value> = match value {
            Value::Array(list) => list.iter().collect(),
            Value::Object(members) => members.values().collect(),
            _ => return 0,
        };
        1 + inside.into_iter().map(depth).max().unwrap_or_default()
    }

    #[test]
    fn chains_nest_no_deeper_than_the_stack_may_hold() {
        const COUNT: usize = 500;
        for entry in [json!({}), json!({ "minProperties": 1 }), json!({ "items": {} })] {
            for up in [true, false] {
                let name = |n: usize| format!("{:03}", if up { n } else { COUNT - n });
                let mut defs = Defs::default();
                for n in 0..COUNT {
                    let next = json!({ "$ref": format!("{DEFS}{}", name(n + 1)) });
                    let mut entry = entry.clone();
                    match entry.get_mut("items") {
                        Some(items) => *items = next,
                        None => entry["$ref"] = next["$ref"].clone(),
                    }
                    defs.entries.insert(name(n), entry);
                    defs.uses.insert(name(n), 1);
                }
                defs.uses.insert(name(COUNT), 1);
                defs.entries.insert(name(COUNT), json!({ "type": "null" }));
                // Nothing leads to the first, so that every entry is looked at by itself.
                let left = Value::Object(defs.inlined(&mut json!(true)));
                assert!(depth(&left) < 100, "{}", depth(&left));
                let text = left.to_string();
                assert_eq!(text.matches("null").count(), 1, "{text}");
            }
        }
    }
}
