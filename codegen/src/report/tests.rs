use super::*;
use crate::finding::{FileId, Place, Rule};
use crate::load::SourceFile;

static RULE: Rule = Rule { id: "some-rule", severity: Severity::Error, summary: "", explain: "" };
static OTHER: Rule = Rule { id: "other-rule", severity: Severity::Warning, summary: "", explain: "" };

const NEW: &str = "{\n  \"properties\": {\n    \"qty\": { \"type\": \"string\" },\n    \"a\": 1\n  }\n}\n";
const OLD: &str = "{\n  \"properties\": {\n    \"qty\": { \"type\": \"integer\" }\n  }\n}\n";

fn sources() -> Sources {
    let mut sources = Sources::default();
    let path = "contracts/shop/order-placed/1.0.json".to_owned();
    sources.add(SourceFile { name: path.clone(), path: path.clone(), text: NEW.to_owned() });
    sources.add(SourceFile { name: format!("origin/main:{path}"), path, text: OLD.to_owned() });
    sources
}

fn place(sources: &Sources, file: u32, text: &str) -> Place {
    let start = sources.file(FileId(file)).text.find(text).expect("the text");
    let at = |offset| u32::try_from(offset).expect("small");
    Place { file: FileId(file), start: at(start), end: at(start + text.len()) }
}

fn findings(sources: &Sources) -> Vec<Finding> {
    let mut first = Finding::new(&RULE, "`qty` changed its type, 100% of it")
        .at(place(sources, 0, "\"string\""), "a string now")
        .at(place(sources, 1, "\"integer\""), "an integer before")
        .note("old readers fail")
        .help("make a new major version");
    first.witness = Some("{\n  \"qty\": \"x\"\n}".to_owned());
    first.consumers = vec!["billing".to_owned(), "cart".to_owned()];
    first.reaches = vec!["shop/order-placed 1.0".to_owned()];
    first.fingerprint = Some("0123456789abcdef".to_owned());
    let second =
        Finding::new(&OTHER, "an object over some lines").at(place(sources, 0, "{\n  \"properties\""), "");
    let mut accepted = first.clone();
    accepted.accepted = Some("Ann until 2027-01-01: both sides move at once".to_owned());
    accepted.severity = Severity::Note;
    vec![first, second, Finding::new(&RULE, "about no file"), accepted]
}

#[test]
fn text_report() {
    let sources = sources();
    insta::assert_snapshot!(render(Format::Text, &sources, &findings(&sources), Style::default()));
    assert_eq!(render(Format::Text, &sources, &[], Style::default()), "");
}

/// Every form but the text, which has a test of its own.
const FORMS: [Format; 6] =
    [Format::Json, Format::Sarif, Format::Junit, Format::Github, Format::Gitlab, Format::Markdown];

#[test]
fn each_form_of_a_report() {
    let sources = sources();
    for format in FORMS {
        let name = format!("{format:?}").to_lowercase() + "_report";
        insta::assert_snapshot!(
            name.as_str(),
            render(format, &sources, &findings(&sources), Style::default())
        );
        let empty = render(format, &sources, &[], Style::default());
        insta::assert_snapshot!(name + "_of_nothing", empty);
    }
}

#[test]
fn the_json_report_is_as_its_published_schema_says() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../docs/report.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let sources = sources();
    for findings in [findings(&sources), Vec::new()] {
        let report = render(Format::Json, &sources, &findings, Style::default());
        let report = serde_json::from_str(&report).expect("JSON");
        let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    assert!(!schema.is_valid(&serde_json::json!({ "findings": [] })));
}

#[test]
#[expect(clippy::print_stderr, reason = "it says why it was skipped")]
fn the_sarif_log_is_as_the_standard_says() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpora/schemastore/schemas/sarif-2.1.0.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let schema =
        jsonschema::options().should_validate_formats(true).offline().build(&schema).expect("a schema");
    let sources = sources();
    for findings in [findings(&sources), Vec::new()] {
        let log = render(Format::Sarif, &sources, &findings, Style::default());
        let mut log = serde_json::from_str(&log).expect("JSON");
        let errors: Vec<String> = schema.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        log["runs"][0]["tool"] = serde_json::json!({});
        assert!(!schema.is_valid(&log), "the schema says nothing");
    }
}

#[test]
fn the_sarif_log_hangs_together() {
    let sources = sources();
    let log = render(Format::Sarif, &sources, &findings(&sources), Style::default());
    let log: serde_json::Value = serde_json::from_str(&log).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let mut names = std::collections::BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        assert!(names.insert(result["partialFingerprints"]["eventContracts/v1"].to_string()), "{result}");
    }
    assert_eq!(results.len(), 4);
    // What was accepted keeps its level, and says why it does not count.
    assert_eq!(
        (&results[3]["level"], results[3]["suppressions"].as_array().map(Vec::len)),
        (&"error".into(), Some(1))
    );
}

#[test]
fn a_comment_cannot_be_broken_out_of() {
    let nasty =
        "x\n```\n</details><script>@team #1 [a](https://e.example) <img src=x> | ` www.e.example\n# h";
    let sources = one_file("{}");
    let mut finding = Finding::new(&RULE, nasty)
        .at(Place { file: FileId(0), start: 0, end: 1 }, nasty)
        .note(nasty)
        .help(nasty);
    finding.witness = Some(nasty.to_owned());
    finding.consumers = vec![nasty.to_owned()];
    insta::assert_snapshot!(render(
        Format::Markdown,
        &sources,
        std::slice::from_ref(&finding),
        Style::default()
    ));
    let many = render(Format::Markdown, &sources, &vec![finding; 500], Style::default());
    assert!(many.chars().count() < 65_536 && many.ends_with("more are in the log of the run.\n"));
}

fn one_file(text: &str) -> Sources {
    let mut sources = Sources::default();
    let name = "contracts/a.json".to_owned();
    sources.add(SourceFile { name: name.clone(), path: name, text: text.to_owned() });
    sources
}

#[test]
fn a_minified_file_is_cut_around_the_mark() {
    let (before, behind) = ("1,".repeat(100_000), "é".repeat(50_000));
    let text = format!("{{\"é\":[{before}],\"marked\":true,\"rest\":\"{behind}\"}}");
    let sources = one_file(&text);
    let findings = vec![Finding::new(&RULE, "long").at(place(&sources, 0, "\"marked\""), "here"); 200];
    let report = render(Format::Text, &sources, &findings[..1], Style::default());
    assert!(report.contains("contracts/a.json:1:200009"), "{report}");
    assert!(report.contains("^^^^^^^^ here"), "{report}");
    assert!(report.len() < 1_000, "{}", report.len());
    insta::assert_snapshot!(report);
    let all = render(Format::Text, &sources, &findings, Style::default());
    assert!(all.len() < 200 * 1_000);
}

#[test]
fn marks_stay_right_behind_replaced_characters_and_crlf() {
    let sources = one_file("{\r\n\t\"\u{1b}[31m\u{9b}é\": \"bad\"\r\n}");
    let finding = Finding::new(&RULE, "x\u{1b}[2Jy").at(place(&sources, 0, "\"bad\""), "\u{202e}here\x07");
    insta::assert_snapshot!(render(Format::Text, &sources, &[finding], Style::default()));
}

#[test]
fn no_control_character_reaches_the_reader() {
    let nasty: String = ('\0'..='\u{a0}').chain(['\u{202e}', '\u{2066}']).filter(|c| *c != '\n').collect();
    let sources = one_file(&format!("\"{nasty}\""));
    let whole = Place { file: FileId(0), start: 0, end: u32::try_from(nasty.len()).expect("small") };
    let mut finding = Finding::new(&RULE, nasty.as_str())
        .at(whole, nasty.as_str())
        .note(nasty.as_str())
        .help(nasty.as_str());
    finding.witness = Some(nasty.clone());
    finding.consumers = vec![nasty.clone()];
    for format in FORMS.into_iter().chain([Format::Text]) {
        let report = render(format, &sources, std::slice::from_ref(&finding), Style::default());
        let bad: Vec<char> = report
            .chars()
            .filter(|c| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202e}' | '\u{2066}'))
            .collect();
        assert!(bad.is_empty(), "{bad:?} in {format:?}\n{report}");
    }
}

#[test]
fn places_beyond_the_text_do_not_panic() {
    for text in ["", "é", "a\n", "\r\n\r\n"] {
        let sources = one_file(text);
        for (start, end) in [(0, 0), (1, 1), (1, 0), (5, 9), (0, 9)] {
            let finding = Finding::new(&RULE, "x").at(Place { file: FileId(0), start, end }, "here");
            for format in FORMS.into_iter().chain([Format::Text]) {
                assert!(
                    !render(format, &sources, std::slice::from_ref(&finding), Style::default()).is_empty()
                );
            }
        }
    }
}
