//! `event-contracts explain`

use std::fmt::Write as _;

use super::{Failure, Outcome, diff, generate};
use crate::compat::gate::pages;
use crate::finding::Rule;
use crate::{compat, import, lint, load, lower, resolve, validate};

/// Every rule of every step, by id.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules =
        vec![&load::NOT_JSON, &load::NOT_YAML, &load::DUPLICATE_KEY, &load::BAD_CONFIG, &lint::UNKNOWN_RULE];
    rules.push(&generate::STALE_OUTPUT);
    rules.extend(resolve::rules::ALL);
    rules.extend(lint::rules::ALL.iter().map(|lint| lint.rule));
    rules.extend(lower::ALL);
    rules.extend(compat::rules::ALL);
    rules.extend(compat::gate::rules::ALL);
    rules.extend([&diff::DIFF_BACKWARD, &diff::DIFF_FORWARD, &diff::DIFF_UNDECIDED]);
    rules.extend(validate::rules::ALL);
    rules.extend(import::rules::ALL);
    rules.sort_by_key(|rule| rule.id);
    rules
}

pub(super) fn one(id: &str) -> Result<Outcome, Failure> {
    if let Some(page) = pages::page(id) {
        return Ok(Outcome::text(format!("{id} (keyword)\n\n{}", page.markdown())));
    }
    let rules = rules();
    let Some(rule) = rules.iter().find(|rule| rule.id == id) else {
        let keywords = pages::ALL.iter().map(|page| page.keyword);
        let near = resolve::nearest(id, rules.iter().map(|rule| rule.id).chain(keywords));
        let near = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
        return Err(Failure(format!("there is no rule {id:?}{near}")));
    };
    let Rule { id, severity, summary, explain } = rule;
    Ok(Outcome::text(format!("{id} ({severity})\n\n{summary}\n\n{}\n", explain.trim_end())))
}

pub(super) fn list() -> Outcome {
    let rules = rules();
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut text = String::new();
    for Rule { id, severity, summary, .. } in rules {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{id:width$}  {:7}  {summary}", severity.to_string());
    }
    text.push_str("\nwhat a change of a keyword does:\n");
    for page in pages::ALL {
        let _ = writeln!(text, "{:width$}  keyword  {}", page.keyword, page.says);
    }
    Outcome::text(text)
}

/// The page of each rule and keyword, by path below `docs/rules`, with an index.
pub fn pages() -> Vec<(String, String)> {
    let mut index = String::from(
        "# Rules\n\nGenerated from the rules in `codegen/src`: `UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen` writes \
         these pages, `event-contracts explain RULE` prints them.\n\n| rule | severity | |\n| --- | --- | --- |\n",
    );
    let mut files = Vec::new();
    for Rule { id, severity, summary, explain } in rules() {
        let _ = writeln!(index, "| [`{id}`]({id}.md) | {severity} | {summary} |");
        files.push((
            format!("{id}.md"),
            format!("# {id}\n\n{severity}: {summary}\n\n{}\n", explain.trim_end()),
        ));
    }
    index.push_str(
        "\n## Keywords\n\nWhat a change of a keyword does to those who write and read the event, and which policy of \
         `contracts.toml` stops it.\n\n| keyword | the example breaks | |\n| --- | --- | --- |\n",
    );
    for page in pages::ALL {
        let name = page.keyword.trim_start_matches('$');
        let breaks = match (page.backward, page.forward) {
            (true, true) => "backward and forward",
            (true, false) => "backward",
            (false, true) => "forward",
            (false, false) => "nothing",
        };
        let _ = writeln!(index, "| [`{}`](keywords/{name}.md) | {breaks} | {} |", page.keyword, page.says);
        files.push((format!("keywords/{name}.md"), format!("# {}\n\n{}", page.keyword, page.markdown())));
    }
    files.push(("README.md".to_owned(), index));
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_kebab_case_and_every_rule_has_a_page() {
        let rules = rules();
        assert!(rules.windows(2).all(|pair| pair[0].id < pair[1].id));
        for rule in rules {
            assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", rule.id);
            assert!(rule.summary.ends_with('.') && !rule.explain.is_empty(), "{}", rule.id);
        }
    }
}
