//! `[lint]` of `contracts.toml`: the only place where a level meets a rule.

use super::rules;
use crate::finding::{FileId, Finding, Place, Rule, Severity};
use crate::load::config::{Config, Level};
use crate::load::{SourceFile, Sources};
use crate::resolve::nearest;

/// A level for a rule that does not exist.
pub static UNKNOWN_RULE: Rule = Rule {
    id: "unknown-rule",
    severity: Severity::Error,
    summary: "`[lint]` in contracts.toml sets a level for no lint rule.",
    explain: "A misspelt rule id would leave the rule at its own level without a word. Only lint rules have a level: what \
              `load`, `resolve` and the compatibility gate find is never a matter of taste.\n\nMend the id; \
              `event-contracts explain --list` names them all.",
};

/// The severity that counts for a rule; `None` if it is switched off.
pub(super) fn severity(config: &Config, rule: &Rule) -> Option<Severity> {
    match config.lint.get(rule.id) {
        Some(Level::Error) => Some(Severity::Error),
        Some(Level::Warning) => Some(Severity::Warning),
        Some(Level::Off) => None,
        None => Some(rule.severity),
    }
}

/// A finding for each level without a rule.
pub(super) fn unknown_rules(sources: &Sources, config: &Config) -> Vec<Finding> {
    let known = || rules::ALL.iter().map(|lint| lint.rule.id);
    let unknown = config.lint.keys().filter(|id| known().all(|known| known != id.as_str()));
    let config_file = sources.by_name("contracts/contracts.toml");
    unknown
        .map(|id| {
            let mut finding = Finding::new(&UNKNOWN_RULE, format!("there is no lint rule {id:?}"));
            if let Some(place) = config_file.and_then(|(file, source)| place(file, source, id)) {
                finding = finding.at(place, "");
            }
            match nearest(id, known()) {
                Some(near) => finding.help(format!("did you mean {near:?}?")),
                None => finding.help("`event-contracts explain --list` names the rules"),
            }
        })
        .collect()
}

/// Where an id stands as a key behind `[lint]`.
fn place(file: FileId, source: &SourceFile, id: &str) -> Option<Place> {
    let table = source.text.find("[lint]")?;
    let start = table + source.text[table..].find(id)?;
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Some(Place { file, start: at(start), end: at(start + id.len()) })
}

#[cfg(test)]
mod tests {
    use super::super::testing::workspace;

    #[test]
    fn levels_are_applied_and_unknown_ids_named() {
        let event = r#"{"title": "OrderPaid", "description": "d", "type": "object",
            "x-event": {"type": "OrderPaid", "source": "s", "owner": "o"},
            "properties": {"Bad": {"description": "d", "type": "string"}}}"#;
        for (config, expected) in [
            ("", &["warning property-case", "warning missing-example"][..]),
            ("[lint]\nproperty-case = 'error'\nmissing-example = 'off'\n", &["error property-case"]),
            (
                "[lint]\nproprty-case = 'off'\nmissing-example = 'off'\n",
                &["error unknown-rule", "warning property-case"],
            ),
        ] {
            let files = [("contracts/contracts.toml", config), ("contracts/shop/order-paid/1.0.json", event)];
            let (sources, tree, contracts) = workspace(&files);
            let found = super::super::lint(&sources, &tree, &contracts);
            let mut found: Vec<String> =
                found.iter().map(|f| format!("{} {}", f.severity, f.rule.id)).collect();
            let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{config}");
        }
    }
}
