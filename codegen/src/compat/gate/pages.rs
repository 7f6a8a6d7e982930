//! A page a keyword: what a change of it does, shown by an example that a test holds the engine to.

mod table;

pub use table::ALL;

/// What can be said of changes to a keyword.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The keyword, which is also the page's id.
    pub keyword: &'static str,
    /// What the keyword says: "`keyword` …".
    pub says: &'static str,
    /// A schema before a change, and after it.
    pub change: [&'static str; 2],
    /// Whether the new reader refuses what the old writer may write.
    pub backward: bool,
    /// Whether the old reader refuses what the new writer may write.
    pub forward: bool,
    /// What to do instead.
    pub instead: &'static str,
    /// The schema after a change that breaks neither direction, where there is one.
    pub mended: Option<&'static str>,
}

/// Keywords that a later draft, or a plainer schema, spells otherwise.
const SPELLINGS: &[(&str, &str)] = &[
    ("$dynamicRef", "$ref"),
    ("$recursiveRef", "$ref"),
    ("additionalItems", "items"),
    ("dependencies", "dependentSchemas"),
];

/// The page of a keyword, that of another spelling included.
pub fn page(keyword: &str) -> Option<&'static Page> {
    let spelt = SPELLINGS.iter().find(|(old, _)| *old == keyword).map_or(keyword, |(_, new)| new);
    ALL.iter().find(|page| page.keyword == spelt)
}

impl Page {
    /// The whole page, in Markdown.
    pub fn markdown(&self) -> String {
        let Self { keyword, says, change: [before, after], backward, forward, instead, mended } = self;
        let json = |text: &str| {
            // Kept in their order, and on few lines: they are ours, and short.
            format!("```json\n{}\n```", text.replace("\":", "\": ").replace(',', ", "))
        };
        let (what, levels) = match (backward, forward) {
            (true, true) => (
                "New readers refuse old messages, and old readers new ones.",
                "The policies `backward`, `forward` and `full` stop it; `none` lets it pass.",
            ),
            (true, false) => (
                "New readers refuse messages that old producers may write. The other way round is fine.",
                "The policies `backward` and `full` stop it; `forward` and `none` let it pass. The opposite change, \
                 from the second to the first, is stopped by `forward` and `full`.",
            ),
            (false, true) => (
                "Old readers refuse messages that new producers may write. The other way round is fine.",
                "The policies `forward` and `full` stop it; `backward` and `none` let it pass. The opposite change, \
                 from the second to the first, is stopped by `backward` and `full`.",
            ),
            (false, false) => ("Nothing breaks on the wire.", "No policy stops it."),
        };
        let mut text = format!(
            "`{keyword}` {says}.\n\nA change that shows it, from\n\n{}\n\nto\n\n{}\n\n{what} {levels}\n\nInstead: {instead}\n",
            json(before),
            json(after)
        );
        if let Some(mended) = mended {
            text.push_str("\nThis breaks nobody:\n\n");
            text.push_str(&json(mended));
            text.push('\n');
        }
        text
    }
}
