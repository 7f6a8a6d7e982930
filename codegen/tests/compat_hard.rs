//! Schemas that are large, deep or made to explode: an answer in bounded time, or none, never a crash.
#![expect(clippy::expect_used, reason = "a test says what broke by panicking")]

use std::fmt::Write;

use event_contracts_codegen::compat::{Semantics, Side, Verdict, included};
use event_contracts_codegen::load::{self, RawFile, Sources};
use event_contracts_codegen::resolve;

fn verdict(old: &str, new: &str, semantics: Semantics) -> Verdict {
    let contracts = |text: &str| {
        let mut sources = Sources::default();
        let file = RawFile { path: "contracts/types/it.json".to_owned(), bytes: text.as_bytes().to_vec() };
        let (tree, findings) = load::tree(&mut sources, None, vec![file]);
        assert!(findings.is_empty(), "{findings:?}");
        resolve::resolve(&tree).0
    };
    let (old, new) = (contracts(old), contracts(new));
    let side = |c| -> Side<'_> {
        let c: &resolve::Contracts = c;
        Side { schemas: &c.schemas, schema: c.types["contracts/types/it.json"] }
    };
    included(side(&old), side(&new), semantics)
}

/// Twelve types, each with five alternatives that lead to others.
fn mutual(drift: &str) -> String {
    let mut defs = String::new();
    for i in 0..12 {
        let arms: Vec<String> = (0..5)
            .map(|j| {
                let kind = if i == 7 && j == 3 { drift } else { "integer" };
                format!(
                    r##"{{"type":"object","properties":{{"kind":{{"const":"{j}"}},"value":{{"type":"{kind}"}},"next":{{"$ref":"#/$defs/T{}"}}}},"required":["kind"]}}"##,
                    (i + j + 1) % 12
                )
            })
            .collect();
        write!(defs, r#"{}"T{i}":{{"oneOf":[{}]}}"#, if i > 0 { "," } else { "" }, arms.join(","))
            .expect("a string");
    }
    format!(r##"{{"$ref":"#/$defs/T0","$defs":{{{defs}}}}}"##)
}

#[test]
fn mutual_recursion_with_alternatives() {
    let (old, new) = (mutual("integer"), mutual("number"));
    assert_eq!(verdict(&old, &old, Semantics::Strict), Verdict::Compatible);
    assert_eq!(verdict(&old, &new, Semantics::Strict), Verdict::Compatible);
    let Verdict::Breaking(breaks) = verdict(&new, &old, Semantics::Strict) else {
        unreachable!("a number is no integer")
    };
    assert_eq!(breaks.len(), 1, "{breaks:?}");
    assert!(breaks[0].pointer.ends_with("/value"), "{breaks:?}");
}

/// An amount of one of many kinds, each of which is made of amounts; `first` stands for one of these.
fn amounts(kinds: u32, first: &str) -> String {
    let amount = r##"{"$ref":"#/$defs/amount"}"##;
    let (mut names, mut rules) = (String::new(), String::new());
    for i in 0..kinds {
        let (comma, high) = if i == 0 { ("", first) } else { (",", amount) };
        write!(names, r#"{comma}"k{i}""#).expect("a string");
        write!(
            rules,
            r#"{comma}{{"if":{{"properties":{{"kind":{{"const":"k{i}"}}}}}},"then":{{"properties":{{"low{i}":{amount},"high{i}":{high}}}}}}}"#
        )
        .expect("a string");
    }
    let body = format!(r#""properties":{{"kind":{{"enum":[{names}]}}}},"allOf":[{rules}]"#);
    format!(r##"{{"$ref":"#/$defs/amount","$defs":{{"amount":{{{body}}}}}}}"##)
}

#[test]
fn a_reference_in_a_branch_of_its_own_is_what_it_refers_to() {
    let plain = amounts(12, r##"{"$ref":"#/$defs/amount"}"##);
    for word in ["oneOf", "anyOf", "allOf"] {
        let wrapped = amounts(12, &format!(r##"{{"{word}":[{{"$ref":"#/$defs/amount"}}]}}"##));
        assert_eq!(verdict(&plain, &wrapped, Semantics::Strict), Verdict::Compatible);
        assert_eq!(verdict(&wrapped, &plain, Semantics::Strict), Verdict::Compatible);
    }
}

#[test]
fn many_rules_that_have_nothing_to_do_with_each_other() {
    let (old, new) = (amounts(12, r##"{"$ref":"#/$defs/amount"}"##), amounts(12, "true"));
    assert_eq!(verdict(&old, &new, Semantics::Strict), Verdict::Compatible);
    let Verdict::Breaking(breaks) = verdict(&new, &old, Semantics::Strict) else {
        unreachable!("anything is no amount")
    };
    assert!(breaks.iter().any(|one| one.pointer.starts_with("/high0")), "{breaks:?}");
}

/// Branches by their `kind`, and if `twice` two more of one kind; and pairs of members of which one must be there.
/// `typed`: the branches say themselves that they are objects.
fn branches(count: u32, pairs: u32, twice: bool, typed: bool) -> (String, String) {
    let of = if typed { r#""type":"object","# } else { "" };
    let branch = |kind: &str, more: &str| {
        format!(r#"{{{of}"properties":{{"kind":{{"const":"{kind}"}}}},"required":["kind"{more}]}}"#)
    };
    let mut all: Vec<String> = (0..count).map(|i| branch(&format!("k{i}"), "")).collect();
    if twice {
        all.extend([branch("z", r#","x""#), branch("z", r#","y""#)]);
    }
    let some: Vec<String> = (0..pairs)
        .map(|i| format!(r#"{{"anyOf":[{{"required":["p{i}"]}},{{"required":["q{i}"]}}]}}"#))
        .collect();
    let kinds: Vec<String> = (0..count).map(|i| format!("\"k{i}\"")).collect();
    let kinds = format!(r#""required":["kind"],"properties":{{"kind":{{"enum":[{}]}}}}"#, kinds.join(","));
    let writer = format!(r#"{{"type":"object",{kinds},"allOf":[{}]}}"#, some.join(","));
    (writer, format!(r#"{{"type":"object","oneOf":[{}]}}"#, all.join(",")))
}

#[test]
fn branches_that_exclude_each_other_are_not_counted() {
    for (count, pairs, twice, typed) in
        [(60, 6, false, true), (60, 6, false, false), (38, 3, true, true), (38, 3, true, false)]
    {
        let (old, new) = branches(count, pairs, twice, typed);
        let found = verdict(&old, &new, Semantics::Strict);
        assert_eq!(found, Verdict::Compatible, "{count} {pairs} {twice} {typed}");
    }
}

#[test]
fn deep_nesting() {
    let nested = |leaf: &str| {
        let (open, close) = (r#"{"properties":{"a":"#, "}}");
        format!("{}{leaf}{}", open.repeat(60), close.repeat(60))
    };
    let (old, new) = (nested(r#"{"type":"integer"}"#), nested(r#"{"type":"number"}"#));
    assert_eq!(verdict(&old, &new, Semantics::Strict), Verdict::Compatible);
    assert!(!matches!(verdict(&new, &old, Semantics::Strict), Verdict::Compatible));
}

#[test]
fn a_long_chain_of_types() {
    let chain = |last: &str| {
        let mut defs = String::new();
        for i in 0..2_000 {
            write!(defs, r##""T{i}":{{"properties":{{"a":{{"$ref":"#/$defs/T{}"}}}}}},"##, i + 1)
                .expect("a string");
        }
        format!(r##"{{"$ref":"#/$defs/T0","$defs":{{{defs}"T2000":{{"type":"{last}"}}}}}}"##)
    };
    assert!(!matches!(
        verdict(&chain("integer"), &chain("integer"), Semantics::Strict),
        Verdict::Breaking(_)
    ));
    assert!(!matches!(verdict(&chain("number"), &chain("integer"), Semantics::Strict), Verdict::Compatible));
}

#[test]
fn exploding_combinations() {
    let alternatives = |limit: u32| {
        let one = |i: u32| {
            format!(
                r#"{{"anyOf":[{{"minimum":{i}}},{{"maximum":{}}},{{"multipleOf":{}}}]}}"#,
                i + limit,
                i + 2
            )
        };
        let all: Vec<String> = (0..30).map(one).collect();
        format!(r#"{{"allOf":[{}]}}"#, all.join(","))
    };
    let (old, new) = (alternatives(100), alternatives(90));
    // Each of them takes every number, by its first two branches.
    assert_eq!(verdict(&old, &new, Semantics::Strict), Verdict::Compatible);
    assert_eq!(verdict(&old, &old, Semantics::Strict), Verdict::Compatible);
}

#[test]
fn wide_objects_and_long_enums() {
    let wide = |last: &str| {
        let all: Vec<String> = (0..2_000)
            .map(|i| format!(r#""p{i}":{{"type":"{}"}}"#, if i == 1_999 { last } else { "string" }))
            .collect();
        format!(r#"{{"type":"object","properties":{{{}}}}}"#, all.join(","))
    };
    assert!(
        matches!(verdict(&wide("string"), &wide("integer"), Semantics::WriterReader), Verdict::Breaking(b) if b.len() == 1)
    );
    let long = |count: u32| {
        let all: Vec<String> = (0..count).map(|i| format!("\"v{i}\"")).collect();
        format!(r#"{{"enum":[{}]}}"#, all.join(","))
    };
    assert_eq!(verdict(&long(5_000), &long(5_001), Semantics::Strict), Verdict::Compatible);
    assert!(matches!(verdict(&long(5_001), &long(5_000), Semantics::Strict), Verdict::Breaking(_)));
}
