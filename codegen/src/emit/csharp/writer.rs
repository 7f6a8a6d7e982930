//! Lines of C#, indented.

use std::ops::{Deref, DerefMut};

/// How long lines should be.
const WIDTH: usize = 120;

/// Text that grows by lines. Blank lines are asked for ahead and vanish at the start of a block.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
    gap: bool,
    after_block: bool,
}

/// Whether a line belongs to the block before it.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || ["}", "else", "catch", "case", "default"].iter().any(|start| line.starts_with(start))
}

impl Writer {
    /// Adds a line, apart from a block that ends before it; an empty one stays without indentation.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        let gap = std::mem::take(&mut self.gap) || (self.after_block && !continues(line));
        if gap && !self.text.is_empty() && !self.text.ends_with("{\n") && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        self.after_block = matches!(line.trim_start(), "}" | "};" | "});");
        if !line.is_empty() {
            self.text.push_str(&"    ".repeat(self.depth));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// Adds several lines.
    pub(super) fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        for line in lines {
            self.line(line);
        }
    }

    /// Asks for a blank line before the next one.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// Opens a block below `head`; it ends with `}` when the guard goes.
    pub(super) fn block(&mut self, head: impl AsRef<str>) -> Block<'_> {
        self.block_until(head, "}")
    }

    /// Opens a type whose bases go below where the line would be too long.
    pub(super) fn type_block(&mut self, head: &str, bases: &str) -> Block<'_> {
        if self.depth * 4 + head.len() + bases.len() < WIDTH {
            return self.block(format!("{head} : {bases}"));
        }
        self.line(head);
        self.continued(format!(": {bases}"));
        self.bare_block()
    }

    /// Opens a block that ends with `end`.
    pub(super) fn block_until(&mut self, head: impl AsRef<str>, end: &'static str) -> Block<'_> {
        self.line(head);
        let mut block = self.bare_block();
        block.end = end;
        block
    }

    /// Opens a block whose head is written already.
    pub(super) fn bare_block(&mut self) -> Block<'_> {
        self.line("{");
        self.depth += 1;
        Block { writer: self, end: "}" }
    }

    /// Adds a member with an expression for its body, which goes below where the line would be too long.
    pub(super) fn arrow(&mut self, head: &str, body: &str) {
        if self.depth * 4 + head.len() + body.len() < WIDTH {
            self.line(format!("{head} => {body};"));
        } else {
            self.line(format!("{head} =>"));
            self.continued(format!("{body};"));
        }
    }

    /// Adds a line that is indented once more than the others.
    pub(super) fn continued(&mut self, line: impl AsRef<str>) {
        self.depth += 1;
        self.line(line);
        self.depth -= 1;
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// An open block.
#[derive(Debug)]
pub(super) struct Block<'a> {
    writer: &'a mut Writer,
    end: &'static str,
}

impl Drop for Block<'_> {
    fn drop(&mut self) {
        self.writer.gap = false;
        self.writer.depth -= 1;
        self.writer.line(self.end);
    }
}

impl Deref for Block<'_> {
    type Target = Writer;

    fn deref(&self) -> &Writer {
        self.writer
    }
}

impl DerefMut for Block<'_> {
    fn deref_mut(&mut self) -> &mut Writer {
        self.writer
    }
}
