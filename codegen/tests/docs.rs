//! The docs pages: golden folders, and links that lead somewhere.
//!
//! A case is a folder `golden-docs/<case>` with `contracts/` and the pages that come from it, `docs/`.
//! `UPDATE_GOLDEN=1` writes the pages anew; a plain run only compares.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails with a message")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use event_contracts_codegen::emit::{OutputFile, docs};
use event_contracts_codegen::load::config::DocsTarget;
use event_contracts_codegen::load::{self, Sources};
use event_contracts_codegen::lower::lower;
use event_contracts_codegen::model::Model;
use event_contracts_codegen::resolve::resolve;

/// The pages of the workspace at `root`, which must be without a finding.
fn pages(root: &Path, dir: &str) -> Vec<OutputFile> {
    let files = load::disk::read(root).expect("the contracts");
    let (tree, mut findings) = load::tree(&mut Sources::default(), None, files);
    let (contracts, more) = resolve(&tree);
    findings.extend(more);
    let (model, more) = lower(&contracts);
    findings.extend(more);
    let messages: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.is_empty(), "{}: {messages:#?}", root.display());
    docs::files(&tree, &contracts, &model, &DocsTarget { dir: dir.to_owned() })
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn repository() -> Vec<OutputFile> {
    pages(&here().join(".."), "generated/docs")
}

fn cases() -> Vec<PathBuf> {
    let folder = here().join("tests/golden-docs");
    let entries = std::fs::read_dir(&folder).expect("the cases");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "no case in {}", folder.display());
    cases
}

/// Every file below `folder`, by its path from there.
fn read_all(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    found
}

#[test]
fn golden_pages() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
    let mut report = String::new();
    for case in cases() {
        let made: BTreeMap<String, String> =
            pages(&case, "docs").into_iter().map(|file| (file.path, file.text)).collect();
        if update {
            rewrite(&case, &made);
        }
        let kept = read_all(&case.join("docs"));
        let kept: BTreeMap<String, String> =
            kept.into_iter().map(|(path, text)| (format!("docs/{path}"), text)).collect();
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for path in made.keys().chain(kept.keys()).collect::<BTreeSet<_>>() {
            let (kept, made) = (kept.get(path), made.get(path));
            if kept == made {
                continue;
            }
            let (kept, made) = (kept.map_or("", String::as_str), made.map_or("", String::as_str));
            let diff = similar::TextDiff::from_lines(kept, made);
            let diff = diff.unified_diff().header("kept", "made").to_string();
            writeln!(report, "{name}/{path}\n{diff}").expect("a text");
        }
    }
    assert!(report.is_empty(), "pages differ; UPDATE_GOLDEN=1 writes them anew\n{report}");
}

#[expect(clippy::disallowed_methods, reason = "asked for by UPDATE_GOLDEN")]
fn rewrite(case: &Path, made: &BTreeMap<String, String>) {
    let docs = case.join("docs");
    if docs.exists() {
        std::fs::remove_dir_all(&docs).expect("the old pages go");
    }
    for (path, text) in made {
        let path = case.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a page");
    }
}

/// A page and the root of its workspace.
fn every_page() -> Vec<(PathBuf, Vec<OutputFile>)> {
    let mut all: Vec<_> = cases().into_iter().map(|case| (case.clone(), pages(&case, "docs"))).collect();
    all.push((here().join(".."), repository()));
    all
}

#[test]
fn texts_end_with_one_newline_and_no_line_with_a_space() {
    for (_, files) in every_page() {
        for OutputFile { path, text } in files {
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
            for line in text.lines() {
                assert_eq!(line, line.trim_end(), "{path}");
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(repository(), repository());
}

#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for (root, files) in every_page() {
        let texts: BTreeMap<String, &str> =
            files.iter().map(|file| (file.path.clone(), file.text.as_str())).collect();
        for (path, text) in &texts {
            for target in link_targets(text) {
                links += 1;
                let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
                let file = if file.is_empty() { path.clone() } else { join(path, &decode(file)) };
                match texts.get(&file) {
                    Some(page) if !anchor.is_empty() => {
                        let anchors = anchors(page);
                        assert!(
                            anchors.contains(&decode(anchor)),
                            "{path} links to {target}, there is {anchors:?}"
                        );
                    }
                    Some(_) => {}
                    None => {
                        assert!(
                            root.join(&file).is_file(),
                            "{path} links to {target}, and there is no {file}"
                        );
                        assert_eq!(anchor, "", "{path}: an anchor in a file that is no page");
                    }
                }
            }
        }
    }
    assert!(links > 500, "only {links} links were seen");
}

/// The text without code: links in it are none.
fn without_code(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        let mut rest = line;
        while let Some(start) = rest.find('`') {
            let ticks: String = rest[start..].chars().take_while(|c| *c == '`').collect();
            let after = &rest[start + ticks.len()..];
            out.push_str(&rest[..start]);
            let ends: Vec<usize> = after.match_indices(&ticks).map(|(at, _)| at).collect();
            let closes =
                |at: &usize| !after[at + ticks.len()..].starts_with('`') && !after[..*at].ends_with('`');
            match ends.into_iter().find(closes) {
                Some(at) => {
                    out.push_str("CODE");
                    rest = &after[at + ticks.len()..];
                }
                None if rest[..start].ends_with('\\') => rest = after,
                None => panic!("a code span without an end: {line}"),
            }
        }
        out.push_str(rest);
        out.push('\n');
    }
    out
}

fn link_targets(text: &str) -> Vec<String> {
    let text = without_code(text);
    let found = text.match_indices("](").filter(|(at, _)| !text[..*at].ends_with('\\'));
    found.map(|(at, _)| text[at + 2..].split(')').next().unwrap_or_default().to_owned()).collect()
}

/// The anchors of a page's headings, by GitHub's rules: letters, digits, hyphens and underscores in lower
/// case, a hyphen for a space, a number behind one that comes again.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let text = without_code(page);
    for heading in text.lines().filter(|line| line.starts_with('#')) {
        let heading = heading.trim_start_matches('#').trim();
        // The text of a link, without its target.
        let heading = heading.strip_prefix('[').and_then(|rest| rest.split("](").next()).unwrap_or(heading);
        let heading =
            heading.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&#124;", "|");
        let kept: String =
            heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).collect();
        let base = kept.to_lowercase().replace(' ', "-");
        let mut anchor = base.clone();
        for number in 1.. {
            if anchors.insert(anchor.clone()) {
                break;
            }
            anchor = format!("{base}-{number}");
        }
    }
    anchors
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
            let digits = std::str::from_utf8(&digits).expect("ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn join(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop().expect("a folder above")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn hostile_text_stays_text() {
    let files = pages(&here().join("tests/golden-docs/hostile"), "docs");
    assert!(files.iter().any(|file| file.text.contains("script")), "the case says something hostile");
    for OutputFile { path, text } in files {
        let prose = without_code(&text);
        for (at, _) in prose.match_indices('<') {
            let tag = prose[at..].split('>').next().unwrap_or_default();
            assert!(matches!(tag, "<code" | "</code"), "{path}: HTML {tag}>");
        }
        for target in link_targets(&text) {
            assert!(!target.contains(':'), "{path}: a link to {target}");
        }
        for label in
            text.lines().filter(|line| line.starts_with("  event_") || line.starts_with("  service_"))
        {
            let plain = |c: char| c.is_alphanumeric() || " _-#;[]()\":>".contains(c);
            assert!(label.chars().all(plain), "{path}: {label}");
            assert!(label.matches('"').count() <= 2, "{path}: {label}");
        }
        // A row has as many cells as its header.
        let mut cells = None;
        for line in prose.lines() {
            if !line.starts_with("| ") {
                cells = None;
                continue;
            }
            let pipes = line.match_indices('|').filter(|(at, _)| !line[..*at].ends_with('\\')).count();
            assert_eq!(*cells.get_or_insert(pipes), pipes, "{path}: {line}");
        }
    }
}

/// Contracts that the generators refuse, yet that the docs must survive: without a model, in little time.
#[test]
fn any_schema_has_a_page() {
    let doubling: Vec<String> = (0..40)
        .map(|n| {
            let next = n + 1;
            format!(
                r##""D{n}": {{ "type": "object", "properties": {{ "a": {{ "$ref": "#/$defs/D{next}" }},
                "b": {{ "$ref": "#/$defs/D{next}" }} }} }}"##
            )
        })
        .collect();
    let text = r##"{
      "x-event": { "type": "Odd", "source": "s", "owner": "o" },
      "type": "object",
      "required": ["gone"],
      "properties": {
        "self": { "$ref": "#" },
        "nested": { "$ref": "#/$defs/Nested" },
        "wide": { "$ref": "#/$defs/Wide" },
        "loop": { "$ref": "#/$defs/Loop" },
        "doubling": { "$ref": "#/$defs/D0" },
        "yes": true, "no": false, "empty": {},
        "several": { "type": ["string", "integer", "null"] },
        "null": { "type": "null" },
        "nothing": { "enum": [] },
        "mixed": { "enum": [1.50, "a", null, [1]] },
        "odd": { "allOf": [{ "minimum": 1 }], "not": { "const": 3 }, "if": true, "then": false },
        "tuple": { "type": "array", "prefixItems": [{ "type": "string" }] }
      },
      "$defs": { "Nested": { "type": "array", "items": { "$ref": "#/$defs/Nested" } },
        "Wide": { "anyOf": [{ "$ref": "#/$defs/Wide" }, { "type": "array", "items": { "$ref": "#/$defs/Wide" } },
          { "type": "object", "additionalProperties": { "$ref": "#/$defs/Wide" } }, { "type": "string" }] },
        "Loop": { "oneOf": [{ "$ref": "#/$defs/Loop" }, { "type": "null" }] },
        DOUBLING, "D40": { "type": "string" } }
    }"##;
    let text = text.replace("DOUBLING", &doubling.join(", "));
    let file =
        |path: &str, text: &str| load::RawFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let files = vec![
        file("contracts/a/odd/1.0.json", &text),
        file("contracts/a/odd/1.1.json", &text.replace("1.50", "2.5")),
        file("contracts/README.json", "true"),
        file("contracts/a/readme.json", r#"{ "title": "" }"#),
        file("contracts/envelope/1.0.json", "false"),
    ];
    let (tree, _) = load::tree(&mut Sources::default(), None, files);
    let (contracts, _) = resolve(&tree);
    let made = docs::files(&tree, &contracts, &Model::default(), &DocsTarget { dir: "./docs/".to_owned() });
    let paths: Vec<&str> = made.iter().map(|file| file.path.as_str()).collect();
    let expected = ["README.md", "a.md", "a/README.md", "a/odd.md", "envelope.md", "services.md", "types.md"];
    assert_eq!(paths, expected.map(|path| format!("docs/{path}")));
    let page = &made[3].text;
    assert!(page.contains("| `mixed` "), "{page}");
    assert!(page.contains("- **Changed** `mixed`: new value: `2.5`; value gone: `1.50`"), "{page}");
    assert!(page.len() < 60_000, "{} bytes", page.len());
}

/// A chain of definitions that no reader follows to its end.
#[test]
fn deep_nesting_ends() {
    let version = |last: &str| {
        let chain: Vec<String> = (0..3000)
            .map(|n| {
                let next = format!(r##"{{ "$ref": "#/$defs/D{}" }}"##, n + 1);
                format!(r#""D{n}": {{ "type": "object", "properties": {{ "a": {next} }} }}"#)
            })
            .collect();
        let x_event = r#""x-event": { "type": "Odd", "source": "s", "owner": "o" }"#;
        let chain = chain.join(", ");
        let text = format!(
            r##"{{ {x_event}, "$ref": "#/$defs/D0", "$defs": {{ {chain}, "D3000": {{ "type": "{last}" }} }} }}"##
        );
        text.into_bytes()
    };
    let files = vec![
        load::RawFile { path: "contracts/a/odd/1.0.json".to_owned(), bytes: version("string") },
        load::RawFile { path: "contracts/a/odd/1.1.json".to_owned(), bytes: version("boolean") },
    ];
    let (tree, findings) = load::tree(&mut Sources::default(), None, files);
    assert_eq!(findings, []);
    let (contracts, findings) = resolve(&tree);
    assert_eq!(findings, []);
    let made = docs::files(&tree, &contracts, &Model::default(), &DocsTarget { dir: "docs".to_owned() });
    let page = &made.iter().find(|file| file.path == "docs/a/odd.md").expect("the page").text;
    assert!(page.contains(".a`, see the contracts\n"), "{page}");
    assert!(page.contains(" deeper fields are in the contract "), "{page}");
}
