//! What validation finds, and where: [`Path`], [`Violation`], [`Violations`].

use std::fmt;

/// A place in a JSON document, as a list linked through the stack.
///
/// Going down costs nothing; text is made only by [`pointer`](Path::pointer), once something is wrong.
///
/// ```
/// use event_contracts::Path;
/// let root = Path::root();
/// let lines = root.key("a/b");
/// assert_eq!(lines.index(2).pointer(), "/a~1b/2");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Segment<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The whole document.
    pub const fn root() -> Self {
        Self { parent: None, segment: Segment::Root }
    }

    /// The member `name` of the object at this place.
    #[must_use]
    pub const fn key(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), segment: Segment::Key(name) }
    }

    /// The item at `position` (from 0) of the array at this place.
    #[must_use]
    pub const fn index(&'a self, position: usize) -> Self {
        Self { parent: Some(self), segment: Segment::Index(position) }
    }

    /// The place as a JSON Pointer (RFC 6901): `""` for the root, `~` written `~0` and `/` written `~1`.
    pub fn pointer(&self) -> String {
        let mut segments = Vec::new();
        let mut here = Some(self);
        while let Some(path) = here {
            segments.push(path.segment);
            here = path.parent;
        }
        let mut out = String::new();
        for segment in segments.into_iter().rev() {
            match segment {
                Segment::Root => {}
                Segment::Key(name) => push_key(&mut out, name),
                Segment::Index(position) => push_key(&mut out, &position.to_string()),
            }
        }
        out
    }
}

/// Adds one escaped segment to a JSON Pointer.
pub(crate) fn push_key(pointer: &mut String, name: &str) {
    pointer.push('/');
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// One place where a document does not follow its contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON Pointer (RFC 6901) to the value that is wrong.
    pub pointer: String,
    /// The JSON Schema keyword that is not met, such as `minLength`; `duplicate` for a repeated member.
    pub rule: &'static str,
    /// What is wrong, in words. It never repeats a text from the document: that may be personal data.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "(root)" } else { &self.pointer };
        write!(f, "{place}: {} [{}]", self.message, self.rule)
    }
}

/// All violations of a document, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// No violation yet; allocates nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one violation.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Adds a violation of the keyword `rule` at `at`.
    pub fn report(&mut self, at: &Path<'_>, rule: &'static str, message: impl Into<String>) {
        self.push(Violation { pointer: at.pointer(), rule, message: message.into() });
    }

    /// Whether the document follows its contract.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The violations in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl FromIterator<Violation> for Violations {
    fn from_iter<I: IntoIterator<Item = Violation>>(violations: I) -> Self {
        Self(violations.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// One violation a line.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, violation) in self.iter().enumerate() {
            if position > 0 {
                writeln!(f)?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
