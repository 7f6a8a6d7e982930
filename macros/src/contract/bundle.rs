//! A contract with everything that it refers to, as one JSON text.

use super::{
    files::{self, Files},
    json::Document,
};

/// The text of the schema in a file; other files stand under `$defs`, each once, by their paths.
pub(crate) fn bundle(files: &mut Files, path: &str, root: &'static Document) -> String {
    let mut bundler = Bundler { files, queue: vec![(path.to_owned(), root)] };
    // The places of references stay where they are in front of the others.
    let end = root.text.trim_end().len() - 1;
    let (at, is_first) = match root.definitions {
        Some(start) => {
            let rest = root.text.get(start + 1..).unwrap_or_default();
            (start + 1, rest.trim_start().starts_with('}'))
        }
        None => (end, root.root.members().is_empty()),
    };
    let before = bundler.copy(0, 0, at);
    let after = bundler.copy(0, at, end);
    let mut embedded = String::new();
    let mut next = 1;
    // A file may ask for more of them.
    while let Some((path, document)) = bundler.queue.get(next).cloned() {
        if next > 1 {
            embedded.push(',');
        }
        let text = bundler.copy(next, 0, document.text.len());
        embedded.extend([quoted(&path).as_str(), ":", text.trim()]);
        next += 1;
    }
    if embedded.is_empty() {
        return before + &after + "}";
    }
    match (root.definitions, is_first) {
        (Some(_), true) => before + &embedded + &after + "}",
        (Some(_), false) => before + &embedded + "," + &after + "}",
        (None, true) => before + "\"$defs\":{" + &embedded + "}" + &after + "}",
        (None, false) => before.trim_end().to_owned() + ",\"$defs\":{" + &embedded + "}" + &after + "}",
    }
}

struct Bundler<'f> {
    files: &'f mut Files,
    /// The files in the order in which they are met.
    queue: Vec<(String, &'static Document)>,
}

impl Bundler<'_> {
    /// A part of a file's text, its references as they are in the bundle.
    fn copy(&mut self, file: usize, from: usize, to: usize) -> String {
        let Some((_, document)) = self.queue.get(file) else { return String::new() };
        let document: &'static Document = document;
        let part = |start: usize, end: usize| document.text.get(start..end).unwrap_or_default();
        let mut out = String::with_capacity(to - from);
        let mut at = from;
        for &(start, end) in document.references.iter().filter(|(start, end)| *start >= from && *end <= to) {
            out += part(at, start);
            let reference = part(start + 1, end - 1);
            out += &quoted(&self.reference(reference, file));
            at = end;
        }
        out + part(at, to)
    }

    fn reference(&mut self, reference: &str, file: usize) -> String {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let from = self.queue.get(file).map(|(path, _)| path.clone()).unwrap_or_default();
        let target = if path.is_empty() { Some(from) } else { files::relative(&from, path) };
        let Some(target) = target else { return reference.to_owned() };
        let known = self.queue.iter().position(|(path, _)| *path == target);
        let position = known.or_else(|| {
            let document = self.files.read(&target).ok()?;
            self.queue.push((target.clone(), document));
            Some(self.queue.len() - 1)
        });
        match position {
            None => reference.to_owned(),
            Some(0) => format!("#{fragment}"),
            Some(_) => format!("#/$defs/{}{fragment}", target.replace('~', "~0").replace('/', "~1")),
        }
    }
}

/// Paths and references have no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
