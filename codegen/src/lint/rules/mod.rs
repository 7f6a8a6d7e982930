//! One file a rule; the file's name is the rule's id.

mod bare_number;
mod deprecated_without_successor;
mod envelope_field_in_payload;
mod event_name;
mod invalid_example;
mod missing_description;
mod missing_example;
mod money_without_currency;
mod open_enum_not_string;
mod pattern_backtracks;
mod pattern_not_portable;
mod property_case;
mod sunset_not_a_date;
mod unbounded_integer;
mod unknown_service;
mod unknown_x_keyword;
mod untyped_value;
mod unused_type;
mod uses_differ;

use super::Lint;

/// Every rule, by id.
pub static ALL: &[Lint] = &[
    Lint { rule: &bare_number::RULE, check: bare_number::check },
    Lint { rule: &deprecated_without_successor::RULE, check: deprecated_without_successor::check },
    Lint { rule: &envelope_field_in_payload::RULE, check: envelope_field_in_payload::check },
    Lint { rule: &event_name::RULE, check: event_name::check },
    Lint { rule: &invalid_example::RULE, check: invalid_example::check },
    Lint { rule: &missing_description::RULE, check: missing_description::check },
    Lint { rule: &missing_example::RULE, check: missing_example::check },
    Lint { rule: &money_without_currency::RULE, check: money_without_currency::check },
    Lint { rule: &open_enum_not_string::RULE, check: open_enum_not_string::check },
    Lint { rule: &pattern_backtracks::RULE, check: pattern_backtracks::check },
    Lint { rule: &pattern_not_portable::RULE, check: pattern_not_portable::check },
    Lint { rule: &property_case::RULE, check: property_case::check },
    Lint { rule: &sunset_not_a_date::RULE, check: sunset_not_a_date::check },
    Lint { rule: &unbounded_integer::RULE, check: unbounded_integer::check },
    Lint { rule: &unknown_service::RULE, check: unknown_service::check },
    Lint { rule: &unknown_x_keyword::RULE, check: unknown_x_keyword::check },
    Lint { rule: &untyped_value::RULE, check: untyped_value::check },
    Lint { rule: &unused_type::RULE, check: unused_type::check },
    Lint { rule: &uses_differ::RULE, check: uses_differ::check },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_rule_named_after_it_and_documented() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint/rules");
        let entries =
            std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
        let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        let mut stems: Vec<String> =
            files.map(|path| path.file_stem().expect("a name").to_string_lossy().replace('_', "-")).collect();
        stems.retain(|stem| stem != "mod");
        stems.sort();
        let ids: Vec<&str> = ALL.iter().map(|lint| lint.rule.id).collect();
        assert_eq!(stems, ids);
        for Lint { rule, .. } in ALL {
            assert!(rule.summary.ends_with('.'), "{}", rule.id);
            for heading in ["## What it finds", "## Why it matters", "## Example", "## Instead"] {
                assert!(rule.explain.contains(heading), "{}: {heading}", rule.id);
            }
        }
    }
}
