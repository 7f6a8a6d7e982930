//! The text of a page as it grows.

use super::escape::code;
use super::table::Table;
use crate::emit::json::pretty;
use crate::load::Node;

/// The command that writes the pages.
pub(super) const COMMAND: &str = "event-contracts generate";

/// A page's text. Blocks end with an empty line.
#[derive(Debug, Default)]
pub(super) struct Out(String);

impl Out {
    /// A block; nothing if it is empty.
    pub(super) fn block(&mut self, block: &str) {
        if !block.is_empty() {
            self.0.push_str(block);
            self.0.push_str("\n\n");
        }
    }

    /// A block quote.
    pub(super) fn quote(&mut self, block: &str) {
        let lines: Vec<String> =
            block.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
        self.block(&lines.join("\n"));
    }

    /// A list; nothing if it is empty.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        self.block(&items.join("\n"));
    }

    /// A table; nothing if it is empty.
    pub(super) fn table(&mut self, table: &Table) {
        if !table.is_empty() {
            self.0.push_str(&table.render());
            self.0.push('\n');
        }
    }

    /// JSON in a fence.
    pub(super) fn json(&mut self, node: &Node) {
        self.block(&format!("```json\n{}\n```", pretty(node)));
    }

    /// The text, with a last line that says which file it comes from.
    pub(super) fn close(mut self, from: &str) -> String {
        self.block("---");
        self.block(&format!("Generated from {} by `{COMMAND}`.", code(from)));
        self.finish()
    }

    /// The text, with one newline at the end.
    pub(super) fn finish(self) -> String {
        format!("{}\n", self.0.trim_end())
    }
}
