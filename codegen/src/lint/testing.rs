//! What the tests of the rules share.

use super::{Context, rules};
use crate::load::{self, RawFile, Sources, Tree};
use crate::resolve::{self, Contracts};

/// A workspace of these files.
pub(crate) fn workspace(files: &[(&str, &str)]) -> (Sources, Tree, Contracts) {
    let raw =
        |(path, text): &(&str, &str)| RawFile { path: (*path).to_owned(), bytes: text.as_bytes().to_vec() };
    let mut sources = Sources::default();
    let (tree, findings) = load::tree(&mut sources, None, files.iter().map(raw).collect());
    assert_eq!(findings, []);
    let (contracts, _) = resolve::resolve(&tree);
    (sources, tree, contracts)
}

/// What the rule says about a workspace: marked text, message.
#[track_caller]
pub(crate) fn check_files(rule: &str, files: &[(&str, &str)], expected: &[(&str, &str)]) {
    let (sources, tree, contracts) = workspace(files);
    let lint = rules::ALL.iter().find(|lint| lint.rule.id == rule).expect("a rule");
    let mut findings = Vec::new();
    (lint.check)(&Context::new(&tree, &contracts), &mut findings);
    crate::finding::sort(&mut findings);
    let found: Vec<(String, String)> = findings
        .iter()
        .map(|finding| {
            assert_eq!(finding.rule.id, rule);
            let marked = finding.place().map(|place| sources.snippet(place).to_owned()).unwrap_or_default();
            (marked, finding.message.clone())
        })
        .collect();
    let expected: Vec<(String, String)> =
        expected.iter().map(|(marked, message)| ((*marked).to_owned(), (*message).to_owned())).collect();
    assert_eq!(found, expected);
}

/// The same for one event whose schema holds these keywords, given as the members of a JSON object.
#[track_caller]
pub(crate) fn check(rule: &str, keywords: &str, expected: &[(&str, &str)]) {
    let text = format!(
        r#"{{"title": "OrderPaid", "description": "d", "x-event": {{"type": "OrderPaid", "source": "shop", "owner": "t"}}, {keywords}}}"#
    );
    check_files(rule, &[("contracts/shop/order-paid/1.0.json", &text)], expected);
}
