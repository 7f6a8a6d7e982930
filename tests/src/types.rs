//! Random Rust types as a service that begins with its types would write them, as text.

use std::fmt::Write as _;

use crate::rng::Rng;

const WORDS: &[&str] =
    &["order", "ship_to", "kind_of_it", "noted", "r#type", "x", "last_seen_at", "url2", "in_db"];
const CASES: &[&str] = &[
    "camelCase",
    "PascalCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
    "lowercase",
    "UPPERCASE",
];
const DERIVE: &str = "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]\n";

/// A crate of events `Event0`, `Event1`, … whose types show what serde and schemars know.
pub fn krate(rng: &mut Rng, events: usize) -> String {
    let head = "//! Random types.\n#![allow(missing_docs, non_snake_case, non_camel_case_types, unused, \
                clippy::all)]\nuse std::collections::{BTreeMap, BTreeSet};\n\nuse schemars::JsonSchema;\nuse \
                serde::{Deserialize, Serialize};\n\n#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, \
                JsonSchema)]\npub struct Page<T> {\n    pub items: Vec<T>,\n    pub next: Option<u8>,\n}\n\n";
    let mut types = Types { rng, out: head.to_owned(), count: 0 };
    for number in 0..events {
        let name = format!("Event{number}");
        let mark = "#[schemars(extend(\"x-event\" = {}))]\n";
        if types.rng.one_in(5) {
            types.tagged(&name, mark, 2);
        } else {
            types.record(&name, mark, 3, true);
        }
    }
    types.out
}

/// The type of a field, and whether it has a default.
struct Type {
    name: String,
    has_default: bool,
}

impl Type {
    fn new(name: impl Into<String>, has_default: bool) -> Self {
        Self { name: name.into(), has_default }
    }
}

struct Types<'r> {
    rng: &'r mut Rng,
    out: String,
    count: usize,
}

impl Types<'_> {
    fn fresh(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{what}{}", self.count)
    }

    /// A name of a field that no other type has, as types may be flattened into each other.
    fn field_name(&mut self) -> String {
        let word = *self.rng.pick(WORDS);
        self.fresh(&format!("{word}_"))
    }

    fn renaming(&mut self) -> String {
        let case = *self.rng.pick(CASES);
        match self.rng.below(4) {
            0 | 1 => format!("#[serde(rename_all = \"{case}\")]\n"),
            _ => String::new(),
        }
    }

    /// Of an enum, whose variants may have fields.
    fn renamings(&mut self) -> String {
        let case = *self.rng.pick(CASES);
        let fields = format!("#[serde(rename_all_fields = \"{case}\")]\n");
        self.renaming() + if self.rng.one_in(2) { &fields } else { "" }
    }

    fn put(&mut self, parts: &[&str]) {
        self.out.push_str(&parts.concat());
    }

    fn scalar(&mut self) -> Type {
        let names = [
            "String", "bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "usize", "f64", "String",
        ];
        Type::new(*self.rng.pick(&names), true)
    }

    fn ty(&mut self, depth: usize) -> Type {
        if depth == 0 {
            return self.scalar();
        }
        let inner = |types: &mut Self| types.ty(depth - 1).name;
        match self.rng.below(22) {
            0..=4 => self.scalar(),
            5 => Type::new("char", false),
            6 => Type::new("uuid::Uuid", false),
            7 => Type::new(format!("Option<{}>", inner(self)), true),
            8 => Type::new(format!("Vec<{}>", inner(self)), true),
            9 => Type::new(format!("BTreeMap<String, {}>", inner(self)), true),
            10 => Type::new("BTreeSet<String>", true),
            11 => Type::new(format!("({}, {})", inner(self), inner(self)), false),
            12 => Type::new(format!("[{}; 2]", inner(self)), false),
            13 => Type::new(format!("Box<{}>", inner(self)), false),
            14 => Type::new("serde_json::Value", true),
            15 => Type::new(format!("BTreeMap<u32, {}>", inner(self)), true),
            16 => Type::new(format!("Page<{}>", inner(self)), false),
            17 => Type::new(format!("Option<Option<{}>>", inner(self)), true),
            18 => {
                let (name, held, mark) = (self.fresh("Newtype"), inner(self), self.rng.one_in(2));
                let mark = if mark { "#[serde(transparent)]\n" } else { "" };
                self.put(&[DERIVE, mark, "pub struct ", &name, "(pub ", &held, ");\n\n"]);
                Type::new(name, false)
            }
            19 => {
                let name = self.fresh("Record");
                let may_flatten = self.rng.one_in(3);
                self.record(&name, "", depth - 1, may_flatten);
                Type::new(name, false)
            }
            _ => {
                let name = self.fresh("Choice");
                match self.rng.below(5) {
                    0 => self.plain(&name),
                    1 => self.tagged(&name, "", depth - 1),
                    2 => self.variants(&name, "", depth - 1),
                    3 => self.variants(&name, "#[serde(tag = \"t\", content = \"c\")]\n", depth - 1),
                    _ => self.untagged(&name, depth - 1),
                }
                Type::new(name, false)
            }
        }
    }

    /// A struct; one that flattens others may hold any members.
    fn record(&mut self, name: &str, mark: &str, depth: usize, may_flatten: bool) {
        let mut fields = String::new();
        for _ in 0..=self.rng.below(5) {
            fields.push_str(&self.field(depth));
        }
        let flattens = may_flatten && self.rng.one_in(3);
        if flattens {
            let part = match self.rng.below(3) {
                0 => {
                    let part = self.fresh("Part");
                    self.record(&part, "", depth.saturating_sub(1), false);
                    part
                }
                1 => {
                    let choice = self.fresh("Choice");
                    self.tagged(&choice, "", depth.saturating_sub(1));
                    choice
                }
                _ => "BTreeMap<String, serde_json::Value>".to_owned(),
            };
            let field = self.field_name();
            let _ = writeln!(fields, "    #[serde(flatten)]\n    pub {field}: {part},");
        } else if self.rng.one_in(8) {
            let field = self.field_name();
            let _ = writeln!(
                fields,
                "    #[serde(skip_serializing_if = \"Option::is_none\")]\n    pub {field}: Option<Box<{name}>>,"
            );
        }
        let renaming = self.renaming();
        let closed = if may_flatten && !flattens && self.rng.one_in(4) {
            "#[serde(deny_unknown_fields)]\n"
        } else {
            ""
        };
        self.put(&[DERIVE, mark, &renaming, closed, "pub struct ", name, " {\n", &fields, "}\n\n"]);
    }

    fn field(&mut self, depth: usize) -> String {
        let (name, ty) = (self.field_name(), self.ty(depth));
        let mut attributes = String::new();
        if self.rng.one_in(6) {
            let odd = *self.rng.pick(&["a b", "x.y", "$id", "ä/~", "9"]);
            let _ = writeln!(attributes, "    #[serde(rename = \"{odd}{}\")]", self.count);
        }
        if ty.name.starts_with("Option<") && self.rng.one_in(2) {
            attributes.push_str("    #[serde(skip_serializing_if = \"Option::is_none\")]\n");
        } else if ty.has_default && self.rng.one_in(4) {
            attributes.push_str("    #[serde(default)]\n");
        }
        let bounds = match ty.name.as_str() {
            "i16" | "i64" => ["range(min = -3, max = 40)", "range(min = 0)"].as_slice(),
            "u8" | "u32" | "usize" => &["range(max = 99)", "range(min = 1, max = 12)"],
            "f64" => &["range(min = 0.5)", "range(max = 10.25)"],
            "String" => &["length(min = 1, max = 8)", "regex(pattern = r\"^[a-z]{2,4}$\")", "email", "url"],
            name if name.starts_with("Vec<") => &["length(max = 3)"],
            _ => &[],
        };
        // A default that breaks them would be an error of its own.
        if !bounds.is_empty() && !attributes.contains("default") && self.rng.one_in(3) {
            let _ = writeln!(attributes, "    #[schemars({})]", self.rng.pick(bounds));
        }
        format!("{attributes}    pub {name}: {},\n", ty.name)
    }

    fn fields(&mut self, depth: usize) -> String {
        (0..=self.rng.below(2)).map(|_| self.field(depth).replace("pub ", "")).collect()
    }

    /// An enum of texts.
    fn plain(&mut self, name: &str) {
        let renaming = self.renaming();
        self.put(&[
            DERIVE,
            &renaming,
            "pub enum ",
            name,
            " { Open, ShippedOut, #[serde(rename = \"???\")] Lost }\n\n",
        ]);
    }

    /// An enum of objects that a member tells apart.
    fn tagged(&mut self, name: &str, mark: &str, depth: usize) {
        let part = self.fresh("Part");
        self.record(&part, "", depth.saturating_sub(1), false);
        let (fields, renaming) = (self.fields(depth.saturating_sub(1)), self.renamings());
        self.put(&[
            DERIVE,
            mark,
            "#[serde(tag = \"kind\")]\n",
            &renaming,
            "pub enum ",
            name,
            " {\n    Bare,\n    Whole(",
            &part,
            "),\n    WithFields {\n",
            &fields,
            "    },\n}\n\n",
        ]);
    }

    /// An enum by the names of its variants, or with a tag beside the content.
    fn variants(&mut self, name: &str, mark: &str, depth: usize) {
        let (one, two, three) = (self.ty(depth).name, self.ty(depth).name, self.scalar().name);
        let (fields, renaming) = (self.fields(depth), self.renamings());
        let _ = write!(
            self.out,
            "{DERIVE}{mark}{renaming}pub enum {name} {{\n    Bare,\n    TheOne({one}),\n    Pair({two}, {three}),\n    \
             WithFields {{\n{fields}    }},\n}}\n\n"
        );
    }

    /// An enum whose variants only their JSON tells apart.
    fn untagged(&mut self, name: &str, depth: usize) {
        let part = self.fresh("Part");
        self.record(&part, "", depth, false);
        let mut variants = vec!["Text(String)".to_owned(), "Flag(bool)".to_owned(), format!("Part({part})")];
        variants.push((*self.rng.pick(&["Many(Vec<String>)", "Pair(i32, String)", "Nothing"])).to_owned());
        variants.push((*self.rng.pick(&["Number(f64)", "Whole(i64)", "Small(u8), Number(f64)"])).to_owned());
        let from = self.rng.below(variants.len());
        variants.rotate_left(from);
        self.put(&[
            DERIVE,
            "#[serde(untagged)]\npub enum ",
            name,
            " {\n    ",
            &variants.join(",\n    "),
            ",\n}\n\n",
        ]);
    }
}
