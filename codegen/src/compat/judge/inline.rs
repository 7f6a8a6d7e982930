//! Entries of `$defs` that are referred to once, put where they are referred to: a validator of fewer references is
//! built sooner, and nests them less.

use serde_json::{Map, Value, json};

/// Most that is put into each other, as a validator is built on the stack.
const DEEP: u32 = 24;

/// Where an entry is found.
pub(super) const DEFS: &str = "#/$defs/";

/// The entries of `$defs`, and how often each is referred to. Their names are a prefix and their index.
#[derive(Default)]
pub(super) struct Defs {
    pub(super) prefix: &'static str,
    pub(super) entries: Vec<Entry>,
}

#[derive(Default)]
pub(super) struct Entry {
    /// Nothing once it was put where it is referred to.
    pub(super) schema: Option<Value>,
    pub(super) uses: u32,
    /// How deep entries are nested in it already, of which some were put into others.
    pub(super) nest: u32,
}

impl Defs {
    pub(super) fn reference(&self, index: usize) -> String {
        format!("{DEFS}{}{index}", self.prefix)
    }

    fn referred(&self, reference: &str) -> Option<usize> {
        reference.strip_prefix(DEFS)?.strip_prefix(self.prefix)?.parse().ok()
    }

    /// Puts into `start` what is referred to once, and gives the entries that are left.
    pub(super) fn inlined(mut self, start: &mut Value) -> Map<String, Value> {
        self.schema(start, 0);
        // What is left of those that are referred to once lay too deep.
        for often in [true, false] {
            for index in 0..self.entries.len() {
                let Some(entry) = self.entries.get_mut(index).filter(|entry| often == (entry.uses > 1))
                else {
                    continue;
                };
                if let Some(mut schema) = entry.schema.take() {
                    let nest = self.schema(&mut schema, 0);
                    if let Some(entry) = self.entries.get_mut(index) {
                        (entry.schema, entry.nest) = (Some(schema), nest);
                    }
                }
            }
        }
        let named = |(index, entry): (usize, Entry)| Some((format!("{}{index}", self.prefix), entry.schema?));
        self.entries.into_iter().enumerate().filter_map(named).collect()
    }

    /// Puts entries into a schema that lies `depth` entries deep; gives how deep it then nests.
    fn schema(&mut self, schema: &mut Value, depth: u32) -> u32 {
        let Value::Object(keywords) = schema else { return 0 };
        let reference = keywords.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| self.referred(reference));
        let target = target.and_then(|index| self.entries.get_mut(index));
        let known = target.as_ref().map(|entry| entry.nest).unwrap_or_default();
        let once = target.filter(|entry| depth + known < DEEP && entry.uses == 1);
        let mut put = once.and_then(|entry| entry.schema.take());
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
        let point = |index: usize| json!({ "$ref": format!("{DEFS}w{index}") });
        let value = json!({ "enum": [point(4)], "properties": { "$ref": point(4) } });
        let entries = [
            (json!({ "allOf": [value, point(1)], "$ref": "urn:elsewhere" }), 1),
            (json!({ "items": point(1), "not": point(2), "if": { "$ref": format!("{DEFS}r3") } }), 2),
            (json!({ "$ref": format!("{DEFS}w3"), "minimum": 1 }), 1),
            (json!({ "type": "number" }), 1),
            (json!({ "type": "string" }), 1),
        ];
        let entries = entries.map(|(schema, uses)| Entry { schema: Some(schema), uses, nest: 0 });
        let mut start = point(0);
        let left = Value::Object(Defs { prefix: "w", entries: entries.into() }.inlined(&mut start));
        let value = json!({ "enum": [point(4)], "properties": { "$ref": { "type": "string" } } });
        assert_eq!(start, json!({ "allOf": [value, point(1)], "$ref": "urn:elsewhere" }));
        let beside = json!({ "minimum": 1, "allOf": [{ "type": "number" }] });
        let other = json!({ "$ref": format!("{DEFS}r3") });
        assert_eq!(left, json!({ "w1": { "items": point(1), "not": beside, "if": other } }));
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
                let place = |n: usize| if up { n } else { COUNT - n };
                let mut defs = Defs::default();
                defs.entries.resize_with(COUNT + 1, || Entry { uses: 1, ..Entry::default() });
                for n in 0..COUNT {
                    let next = json!({ "$ref": defs.reference(place(n + 1)) });
                    let mut entry = entry.clone();
                    match entry.get_mut("items") {
                        Some(items) => *items = next,
                        None => entry["$ref"] = next["$ref"].clone(),
                    }
                    defs.entries[place(n)].schema = Some(entry);
                }
                defs.entries[place(COUNT)].schema = Some(json!({ "type": "null" }));
                // Nothing leads to the first, so that every entry is looked at by itself.
                let left = Value::Object(defs.inlined(&mut json!(true)));
                assert!(depth(&left) < 100, "{}", depth(&left));
                let text = left.to_string();
                assert_eq!(text.matches("null").count(), 1, "{text}");
            }
        }
    }
}
