//! Schemas and the types that they become. A case file holds named schemas; the text file beside it shows the model
//! of each, types, members and checks.
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

mod corpora;
mod rendering;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use corpora::corpora;
use event_contracts_codegen::finding::Finding;
use event_contracts_codegen::load::{RawFile, Sources, tree};
use event_contracts_codegen::lower::{Options, PlainRoot, lower_plain};
use event_contracts_codegen::model::{Check, Condition, Kind, Model, Shape, TypeRef};
use event_contracts_codegen::resolve::resolve;

/// Lowers files as plain schemas, all of them roots unless `roots` names some.
fn lowered(files: &[(&str, &[u8])], root: &str, options: &Options) -> (Model, Vec<Finding>, Duration) {
    let raw = files
        .iter()
        .map(|(name, bytes)| RawFile { path: format!("contracts/{name}.json"), bytes: bytes.to_vec() });
    let mut sources = Sources::default();
    let (tree, mut findings) = tree(&mut sources, None, raw.collect());
    let (contracts, more) = resolve(&tree);
    findings.extend(more);
    let roots = contracts
        .types
        .iter()
        .filter(|(path, _)| path.contains(root))
        .map(|(path, schema)| PlainRoot { path: path.clone(), module: "case".to_owned(), schema: *schema });
    let start = Instant::now();
    let (model, more) = lower_plain(&contracts.schemas, &sources, &roots.collect::<Vec<_>>(), options);
    let time = start.elapsed();
    findings.extend(more);
    (model, findings, time)
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lower");
    let entries = std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    files
}

#[test]
#[expect(clippy::disallowed_methods, reason = "only when golden files are asked for")]
fn schemas_become_the_types_shown() {
    let mut stale = Vec::new();
    for path in cases() {
        let raw = RawFile { path: "case.json".to_owned(), bytes: std::fs::read(&path).expect("a case file") };
        let mut sources = Sources::default();
        let (tree, wrong) = tree(&mut sources, None, vec![raw]);
        assert_eq!(wrong, []);
        let cases = tree.documents["case.json"].root.as_object().expect("schemas by name");
        let mut shown = String::new();
        for case in cases {
            let name = &case.key;
            let options = match name.split_once(' ').map(|(first, _)| first) {
                Some("event:") => Options { plain: true, ..Options::events() },
                _ => Options::plain(),
            };
            let bytes = sources.snippet(case.value.place).as_bytes();
            let (model, findings, _) = lowered(&[("case", bytes)], "case", &options);
            assert_eq!(rendering::unfit(&model), Vec::<String>::new(), "{name}");
            writeln!(shown, "# {name}\n{}", rendering::text(&model)).expect("text");
            for finding in findings {
                writeln!(shown, "! {}", finding.message).expect("text");
            }
        }
        let golden = path.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, &shown).expect("written");
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != shown {
            let old = std::fs::read_to_string(&golden).unwrap_or_default();
            let diff = similar::TextDiff::from_lines(&old, &shown);
            stale.push(diff.unified_diff().header(&golden.to_string_lossy(), "now").to_string());
        }
    }
    assert!(
        stale.is_empty(),
        "run UPDATE_GOLDEN=1 cargo test -p event-contracts-codegen, and look at the diff:\n{}",
        stale.join("\n")
    );
}

/// Schemas from the wild: no panic, no name twice or that no language takes, the same twice, and quick.
#[test]
#[expect(clippy::print_stderr, reason = "it shows how far the types reach")]
fn published_schemas_are_lowered() {
    let Some(folder) = corpora("schemastore/schemas") else { return };
    let entries = std::fs::read_dir(&folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    if let Some(only) = std::env::var_os("ONLY") {
        files.retain(|path| name_is(path, &only));
    }
    let (mut types, mut places, mut any, mut slow) = (0, 0, 0, Vec::new());
    let mut shapes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for path in &files {
        let bytes = std::fs::read(path).expect("a schema");
        let (model, _, time) = lowered(&[("case", &bytes)], "case", &Options::plain());
        let name = path.file_name().expect("a name").to_string_lossy();
        assert_eq!(rendering::unfit(&model), Vec::<String>::new(), "{name}");
        types += model.types.len();
        each_use(&model, &mut |ty| {
            places += 1;
            any += usize::from(matches!(ty.kind, Kind::Any));
            if matches!(ty.kind, Kind::Any)
                && let Some(Check::Assert(id)) = ty.checks.first()
            {
                let keywords: Vec<&str> =
                    model.assertion(*id).conditions.iter().map(Condition::keyword).collect();
                let count: &mut (usize, String) = reasons.entry(keywords.join(" ")).or_default();
                count.0 += 1;
                count.1 = format!("{name} {}", model.assertion(*id).name);
            }
        });
        for def in &model.types {
            let shape = match &def.shape {
                Shape::Record(_) => "records",
                Shape::Enum(_) => "enums",
                Shape::Union(_) => "unions",
                Shape::Choice(_) => "choices",
                Shape::Newtype(_) => "newtypes",
            };
            *shapes.entry(shape).or_default() += 1;
        }
        slow.push((time, name.into_owned(), model.types.len(), model.assertions.len()));
        if std::env::var_os("SHOW").is_some_and(|show| name_is(path, &show)) {
            eprintln!("{}", rendering::text(&model));
        }
    }
    slow.sort();
    eprintln!(
        "{} schemas, {types} types {shapes:?}, {any} of {places} places hold any JSON value",
        files.len()
    );
    let mut reasons: Vec<_> =
        reasons.into_iter().map(|(why, (count, example))| (count, why, example)).collect();
    reasons.sort();
    for (count, why, example) in reasons.iter().rev().take(12) {
        eprintln!("{count} for what they must keep of {why}: {example}");
    }
    for (time, name, types, assertions) in slow.iter().rev().take(5) {
        eprintln!("{time:?} {name}: {types} types, {assertions} assertions");
    }
}

/// Each use of a type in the model, those within others too.
fn each_use(model: &Model, look: &mut impl FnMut(&TypeRef)) {
    fn inside(ty: &TypeRef, look: &mut impl FnMut(&TypeRef)) {
        look(ty);
        match &ty.kind {
            Kind::List(inner) | Kind::Map(inner) | Kind::Nullable(inner) => inside(inner, look),
            Kind::Tuple(items) => items.iter().for_each(|item| inside(item, look)),
            _ => {}
        }
    }
    for def in &model.types {
        match &def.shape {
            Shape::Record(record) => record.fields.iter().for_each(|field| inside(&field.ty, look)),
            Shape::Choice(choice) => choice.arms.iter().for_each(|arm| inside(&arm.ty, look)),
            Shape::Newtype(ty) => inside(ty, look),
            Shape::Enum(_) | Shape::Union(_) => {}
        }
    }
}

fn name_is(path: &Path, name: &std::ffi::OsStr) -> bool {
    path.file_stem() == Some(name) || path.file_name() == Some(name)
}

/// Schemas that are large in what they mean, not in what they say.
#[test]
#[expect(clippy::print_stderr, reason = "only where it is asked for")]
fn hostile_schemas_end_soon() {
    let nested = |depth: usize| {
        format!("{}{{}}{}", r#"{"type":"object","properties":{"p":"#.repeat(depth), "}}".repeat(depth))
    };
    let chain = |link: &dyn Fn(usize) -> String, length: usize| {
        let links: Vec<String> = (0..length).map(|at| format!(r#""d{at}": {}"#, link(at))).collect();
        format!(
            r##"{{"$ref": "#/$defs/d0", "$defs": {{{}, "d{length}": {{"type": "object", "properties": {{"end": {{"type": "string"}}}}}}}}}}"##,
            links.join(",")
        )
    };
    let to = |at: usize| format!(r##"{{"$ref": "#/$defs/d{}"}}"##, at + 1);
    let own = |at: usize, more: &str| {
        format!(r#"{{"type": "object", "properties": {{"p{at}": {}}}{more}}}"#, to(at))
    };
    let arms = |at: usize, count: usize| {
        let arms: Vec<String> = (0..count)
            .map(|arm| {
                format!(r##"{{"$ref": "#/$defs/d{}", "properties": {{"a{at}x{arm}": true}}}}"##, at + 1)
            })
            .collect();
        arms.join(",")
    };
    let members: Vec<String> = (0..50_000).map(|at| format!("\"m{at}\"")).collect();
    let cases: [(&str, String); 10] = [
        ("nested properties", nested(60)),
        ("a chain of definitions", chain(&|at| own(at, ""), 3000)),
        ("a chain of references", chain(&to, 5000)),
        ("a chain of allOf", chain(&|at| format!(r#"{{"allOf": [{}, {{"minProperties": 1}}]}}"#, to(at)), 3000)),
        ("doubling allOf", chain(&|at| format!(r#"{{"allOf": [{0}, {0}, {{"properties": {{"p": {0}}}}}]}}"#, to(at)), 60)),
        ("products of anyOf", chain(&|at| own(at, &format!(r#", "anyOf": [{}]"#, arms(at, 12))), 12)),
        ("products of oneOf", chain(&|at| format!(r#"{{"oneOf": [{}]}}"#, arms(at, 4)), 30)),
        ("merged recursion", r##"{"type": "object", "properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#/properties/b"}]}, "b": {"allOf": [{"$ref": "#"}, {"$ref": "#/properties/a"}, {"properties": {"a": {"minProperties": 1}, "b": {"required": ["a"]}}}]}}}"##.to_owned()),
        ("a large enum", format!(r#"{{"enum": [{}]}}"#, members.join(","))),
        ("many twins", format!(r#"{{"properties": {{{}}}}}"#, members[..3000].iter().map(|name| format!(r#"{name}: {{"title": "Twin", "type": "object", "properties": {{"x": true}}}}"#)).collect::<Vec<_>>().join(","))),
    ];
    for (name, schema) in cases {
        let (model, _, time) = lowered(&[("case", schema.as_bytes())], "case", &Options::plain());
        assert!(time < Duration::from_secs(20), "{name}: {time:?}, {} types", model.types.len());
        assert_eq!(rendering::unfit(&model), Vec::<String>::new(), "{name}");
        if std::env::var_os("SHOW").is_some() {
            eprintln!("{name}: {time:?}, {} types, {} assertions", model.types.len(), model.assertions.len());
        }
    }
}
