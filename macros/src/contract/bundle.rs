//! A contract with everything that it refers to, as one JSON text.

use super::{
    files::{self, Files},
    json::{Node, Value},
};

/// The text of the schema in a file; other files stand under `$defs`, each once, by their paths.
pub(crate) fn bundle(files: &mut Files, path: &str, root: &'static Node) -> String {
    let mut bundler = Bundler { files, queue: vec![(path.to_owned(), root)], out: String::from("{") };
    bundler.members(root, 0, true);
    let mut next = 1;
    let own = root.get("$defs").map(Node::members).unwrap_or_default();
    if bundler.queue.len() > 1 || !own.is_empty() {
        bundler.comma();
        bundler.out.push_str("\"$defs\":{");
        bundler.all(own, 0);
        // A file may ask for more of them.
        while let Some((path, root)) = bundler.queue.get(next).cloned() {
            bundler.comma();
            bundler.string(&path);
            bundler.out.push(':');
            bundler.value(root, next);
            next += 1;
        }
        bundler.out.push('}');
    }
    bundler.out.push('}');
    bundler.out
}

struct Bundler<'f> {
    files: &'f mut Files,
    /// The files in the order in which they are met.
    queue: Vec<(String, &'static Node)>,
    out: String,
}

impl Bundler<'_> {
    fn comma(&mut self) {
        if !self.out.ends_with(['{', '[']) {
            self.out.push(',');
        }
    }

    fn all(&mut self, members: &'static [super::json::Member], file: usize) {
        for member in members {
            self.comma();
            self.string(&member.name);
            self.out.push(':');
            match member.node.text().filter(|_| member.name == "$ref") {
                Some(reference) => {
                    let reference = self.reference(reference, file);
                    self.string(&reference);
                }
                None => self.value(&member.node, file),
            }
        }
    }

    fn members(&mut self, node: &'static Node, file: usize, is_root: bool) {
        let members = node.members();
        let start = members.iter().position(|member| is_root && member.name == "$defs");
        let Some(start) = start else { return self.all(members, file) };
        let (before, after) = members.split_at(start);
        self.all(before, file);
        self.all(after.get(1..).unwrap_or_default(), file);
    }

    fn value(&mut self, node: &'static Node, file: usize) {
        match &node.value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Number(text) => self.out.push_str(text),
            Value::String(text) => self.string(text),
            Value::Array(items) => {
                self.out.push('[');
                for item in items {
                    self.comma();
                    self.value(item, file);
                }
                self.out.push(']');
            }
            Value::Object(members) => {
                self.out.push('{');
                self.all(members, file);
                self.out.push('}');
            }
        }
    }

    /// A reference as it is written in the bundle.
    fn reference(&mut self, reference: &str, file: usize) -> String {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let from = self.queue.get(file).map(|(path, _)| path.clone()).unwrap_or_default();
        let target = if path.is_empty() { Some(from) } else { files::relative(&from, path) };
        let Some(target) = target else { return reference.to_owned() };
        let known = self.queue.iter().position(|(path, _)| *path == target);
        let position = known.or_else(|| {
            let root = self.files.read(&target).ok()?;
            self.queue.push((target.clone(), root));
            Some(self.queue.len() - 1)
        });
        match position {
            None => reference.to_owned(),
            Some(0) => format!("#{fragment}"),
            Some(_) => format!("#/$defs/{}{fragment}", target.replace('~', "~0").replace('/', "~1")),
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                control if control < ' ' => {
                    let digits = format!("\\u{:04x}", u32::from(control));
                    self.out.push_str(&digits);
                }
                other => self.out.push(other),
            }
        }
        self.out.push('"');
    }
}
