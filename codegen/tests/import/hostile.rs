//! Files that no one would write: each ends in a finding with its place and what to do, or in a contract, soon and within
//! bounds.

use super::{run, workspace};

fn repeat(text: &str, times: usize) -> String {
    text.repeat(times)
}

/// A file, the exit code of its import, and what is said, in this order.
type Case = (&'static str, Vec<u8>, i32, &'static [&'static str]);

fn many(one: fn(usize) -> String, count: usize) -> Vec<u8> {
    (0..count).map(one).collect::<String>().into_bytes()
}

fn declared(before: &str, inside: &str, times: usize, after: &str) -> Vec<u8> {
    format!("{before}{}{after}", inside.repeat(times)).into_bytes()
}

/// What is no C#, or hardly any.
fn csharp() -> Vec<Case> {
    vec![
        ("empty.cs", Vec::new(), 1, &["no declared type looks like an event", "the file holds no C#"]),
        ("bom.cs", "\u{feff}public record A(int X);\r\n".into(), 0, &["contracts/d/a/1.0.json"]),
        (
            "utf16.cs",
            b"\xff\xfep\0".to_vec(),
            1,
            &["the file is not UTF-8", "utf16.cs:1:1", "save it as UTF-8"],
        ),
        (
            "nul.cs",
            "public record A\0(int X);".into(),
            1,
            &["no declared type looks like an event", "--event"],
        ),
        (
            "long.cs",
            declared("public record A(int X);", ";", 600_000, ""),
            0,
            &["is longer than what is read", "long.cs:1:500016", "give the files"],
        ),
        ("braces.cs", declared("", "{", 20_000, ""), 1, &["no declared type"]),
        (
            "parens.cs",
            declared("public record A", "(", 20_000, ""),
            1,
            &["a parameter of a record is a type and a name", "parens.cs:1:"],
        ),
        ("brackets.cs", declared("public class A {", "[", 20_000, ""), 1, &["no declared type"]),
        ("attributes.cs", declared("", "[A(", 10_000, ""), 1, &["no declared type"]),
        (
            "quotes.cs",
            declared("public record A(int X);", "\"\"\"", 10_001, ""),
            0,
            &["contracts/d/a/1.0.json"],
        ),
        (
            "generic.cs",
            declared("public record A(", "List<", 10_000, "int X);"),
            1,
            &["a parameter of a record is a type and a name", "generic.cs:1:"],
        ),
        (
            "nested.cs",
            declared("", "public class A { public int X { get; set; } ", 10_000, ""),
            1,
            &["--event"],
        ),
        (
            "arrays.cs",
            declared("public record A(int", "[]", 10_000, " X);"),
            1,
            &["a parameter of a record is a type and a name", "arrays.cs:1:"],
        ),
        (
            "literal.cs",
            declared("public record A(int X = ", "-", 20_000, "1);"),
            0,
            &["contracts/d/a/1.0.json"],
        ),
    ]
}

/// Types of more than anyone declares.
fn large_types() -> Vec<Case> {
    vec![
        (
            "bases.cs",
            many(|n| format!("public record R{n}(int A{n}) : R{}(1);\n", n + 1), 300),
            0,
            &[
                "R0 has more than 64 bases: those from R64 on were not read",
                "bases.cs:1:15",
                "declare what the event holds itself",
            ],
        ),
        (
            "part-of-bases.cs",
            [
                many(|n| format!("public record R{n}(int A{n}) : R{}(1);\n", n + 1), 300),
                b"public record TopEvent(R0 X);".to_vec(),
            ]
            .concat(),
            0,
            &["R0 has more than 64 bases: those from R64 on were not read", "part-of-bases.cs:1:15"],
        ),
        (
            "copies.cs",
            [
                b"public record B(int X".to_vec(),
                many(|n| format!(", int X{n}"), 1_999),
                b");".to_vec(),
                many(|n| format!("public record E{n}() : B(1);\n"), 20_000),
            ]
            .concat(),
            1,
            &["the events have more than 200000 members", "copies.cs:", "name the events"],
        ),
        (
            "circle.cs",
            "public record A(B X) : B(null); public record B(A Y) : A(null); public record C(A Z);".into(),
            0,
            &["contracts/d/c/1.0.json"],
        ),
        (
            "members.cs",
            declared("public record A(int X", ", int X", 3_000, ");"),
            0,
            &["contracts/d/a/1.0.json"],
        ),
        (
            "wide.cs",
            [b"public record A(int X".to_vec(), many(|n| format!(", int X{n}"), 3_000), b");".to_vec()]
                .concat(),
            0,
            &[
                "A has 3001 members: only those before X1999 are in the contract",
                "what has so many is a list or a map",
            ],
        ),
        (
            "unknown.cs",
            [b"public record A(int X".to_vec(), many(|n| format!(", U{n} X{n}"), 500), b");".to_vec()]
                .concat(),
            0,
            &["is not declared here", "more findings are not shown"],
        ),
    ]
}

fn json() -> Vec<Case> {
    let lines = |line: &str, count: usize| repeat(line, count).into_bytes();
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{{\"a\":{}1{}}}", open.repeat(depth), close.repeat(depth)).into_bytes()
    };
    let keys =
        |from: usize, to: usize| (from..to).map(|n| format!("\"k{n}\":1")).collect::<Vec<_>>().join(",");
    vec![
        ("empty.json", Vec::new(), 1, &["holds no sample", "empty.json:1:1", "one a line"]),
        ("blank.json", " \r\n\n".into(), 1, &["holds no sample"]),
        ("bom.ndjson", "\u{feff}{\"a\":1}\r\n{\"a\":2}\r\n{\"a\":3}\r\n".into(), 0, &["from 3 samples"]),
        ("bom.json", "\u{feff}{\"a\":01}".into(), 1, &["not JSON", "bom.json:1:8"]),
        (
            "utf16.json",
            b"\xff\xfe{\0}\0".to_vec(),
            1,
            &["the file is not UTF-8", "utf16.json:1:1", "save it as UTF-8"],
        ),
        (
            "latin.ndjson",
            b"{\"a\":1}\n{\"a\":\"\xe9\"}\n".to_vec(),
            1,
            &["the file is not UTF-8", "latin.ndjson:2:7"],
        ),
        ("cr.ndjson", "{\"a\":1}\r{\"a\":2}\r".into(), 1, &["not JSON", "cr.ndjson:1:9", "one a line"]),
        ("cut.ndjson", "{\"a\":1}\n{\"a\":".into(), 1, &["not JSON", "cut.ndjson:2:"]),
        (
            "twice.ndjson",
            "{\"a\":1}\n{\"b\":1,\"b\":2}\n".into(),
            1,
            &["the key \"b\" stands here twice", "twice.ndjson:2:8", "remove or rename"],
        ),
        (
            "numbers.ndjson",
            lines("{\"a\":1e400,\"b\":-1e-400,\"c\":123456789012345678901234567890,\"d\":-0}\n", 3),
            1,
            &["neither a decimal nor a double"],
        ),
        ("exponent.ndjson", "{\"a\":1e999999999999}".into(), 1, &["exponent.ndjson"]),
        (
            "digits.ndjson",
            format!("{{\"a\":{}}}", repeat("9", 20_000)).into(),
            1,
            &["neither a decimal nor a double"],
        ),
        ("surrogate.ndjson", "{\"a\":\"\\ud800\"}".into(), 1, &["not JSON", "surrogate.ndjson:1:7"]),
        (
            "deep.json",
            nested("{\"a\":", "}", 10_000),
            1,
            &["nest", "deep.json:1:", "samples are JSON objects"],
        ),
        ("deep-list.json", nested("[", "]", 10_000), 1, &["nest", "deep-list.json:1:"]),
        ("bad-lines.ndjson", lines("{a}\n", 2_000), 1, &["bad-lines.ndjson:1:2", "bad-lines.ndjson:100:2"]),
        (
            "line.ndjson",
            format!("{{\"a\":\"{}\"}}", repeat("x", 1 << 18)).into(),
            0,
            &["contracts/d/thing-happened/1.0.json"],
        ),
        (
            "large.ndjson",
            repeat(" ", (64 << 20) + 1).into(),
            2,
            &["larger than 64 MiB", "some of the samples"],
        ),
        (
            "items.json",
            nested("[[],", "]", 2_100_000),
            1,
            &["more than 2000000 values", "items.json:1:", "give some of the samples"],
        ),
        (
            "keys.json",
            format!("{{{}}}", keys(0, 5_000)).into(),
            1,
            &["ThingHappened has 5000 fields", "keys.json:1:1"],
        ),
        ("map.json", format!("{{\"m\":{{{}}}}}", keys(0, 5_000)).into(), 0, &["it has very many keys"]),
        (
            "ones.ndjson",
            lines("1\n", 500_000),
            1,
            &["ones.ndjson:1:1", "ones.ndjson:50:1", "more findings are not shown"],
        ),
        (
            "open-quote.ndjson",
            [b"\"\\\n".to_vec(), nested("[[],", "]", 2_100_000)].concat(),
            1,
            &["more than 2000000 values", "open-quote.ndjson:2:"],
        ),
        (
            "round.ndjson",
            lines(&format!("{{\"a\":1{}}}\n", repeat("0", 45)), 3),
            0,
            &["contracts/d/thing-happened/1.0.json"],
        ),
        ("text.json", "\"x\"".into(), 1, &["a sample is a JSON object", "text.json:1:1"]),
    ]
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a folder of the test's own")]
fn hostile_files_end_in_a_finding() {
    let mut failures = Vec::new();
    for (option, cases) in
        [("--from-csharp", csharp()), ("--from-csharp", large_types()), ("--from-json", json())]
    {
        for (name, bytes, code, said) in cases {
            let folder = workspace();
            let root = folder.path().to_string_lossy().into_owned();
            std::fs::write(folder.path().join(name), bytes).expect("a file");
            let input = format!("{root}/{name}");
            let mut args = vec!["import", "--root", &root, "--domain", "d", option, &input];
            if option == "--from-json" {
                args.extend(["--event", "ThingHappened"]);
            }
            let (found, out, err) = run(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>(), b"");
            let all = out + &err;
            let mut rest = all.as_str();
            let in_order = said.iter().all(|wanted| match rest.split_once(wanted) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            });
            if found != code || !in_order || all.len() > 100_000 {
                failures.push(format!("{name}: exit code {found}, {} bytes\n{:.1500}", all.len(), all));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
