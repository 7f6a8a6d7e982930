//! The rules that keep contracts good. One file a rule, in [`rules`]; levels are applied here.

pub mod context;
mod levels;
pub mod rules;

use crate::finding::{Finding, Rule};
use crate::load::{Sources, Tree};
use crate::resolve::Contracts;
pub use context::Context;
pub use levels::UNKNOWN_RULE;

/// A rule and the function that looks for it.
pub struct Lint {
    /// Its id, severity and page.
    pub rule: &'static Rule,
    /// Adds what it finds, with the rule's own severity.
    pub check: fn(&Context<'_>, &mut Vec<Finding>),
}

/// What every rule that is not switched off has to say about a tree, in the order of reports.
pub fn lint(sources: &Sources, tree: &Tree, contracts: &Contracts) -> Vec<Finding> {
    let context = Context::new(tree, contracts);
    let mut findings = levels::unknown_rules(sources, &tree.config);
    for lint in rules::ALL {
        if let Some(severity) = levels::severity(&tree.config, lint.rule) {
            let mut found = Vec::new();
            (lint.check)(&context, &mut found);
            findings.extend(found.into_iter().map(|finding| Finding { severity, ..finding }));
        }
    }
    crate::finding::sort(&mut findings);
    findings
}

#[cfg(test)]
pub(crate) mod testing;
