//! The generated code at work, compiled once for all golden workspaces and the repository's own contracts.

use std::path::Path;

use serde_json::{Value, json};

use crate::workspace::{
    compile, compile_library, emit, features, has_extension, repository, target, toolchain, unpack,
};

/// Says what is wrong with an answer, if anything.
type Judge = Box<dyn Fn(&Value) -> Option<String>>;

/// A request and what becomes of its answer.
type Case = (Value, Judge);

#[test]
fn generated_code_reads_writes_and_refuses_as_expected() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut roots = features();
    roots.push(repository());
    unpack(&emit(&roots, &target("Contracts"), "golden"), folder.path());
    let hosts = ["tests/csharp/Host.cs", "codegen/tests/csharp/Usage.cs"];
    let program = compile(&toolchain, folder.path(), &hosts);

    let mut cases: Vec<Case> = vec![(json!({ "op": "usage" }), writes("done"))];
    documents(&mut cases);
    scalars(&mut cases);
    examples(&mut cases);
    malformed(&mut cases);
    let requests: Vec<Value> = cases.iter().map(|(request, _)| request.clone()).collect();
    let answers = toolchain.ask(&program, &requests).unwrap();
    let failures: Vec<String> = cases
        .iter()
        .zip(&answers)
        .filter_map(|((request, judge), answer)| Some(format!("{}\n  {request}\n  {answer}", judge(answer)?)))
        .collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Domains and types that are called as what the generated code uses, in namespaces that exist already.
#[test]
fn awkward_names_compile() {
    let Some(toolchain) = toolchain() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/csharp/awkward");
    for namespace in ["Contracts", "System.Json"] {
        let folder = tempfile::tempdir().unwrap();
        let files = emit(std::slice::from_ref(&root), &target(namespace), "awkward");
        unpack(&files, folder.path());
        compile_library(&toolchain, folder.path());
    }
}

/// `wire.json` of every golden workspace.
fn documents(cases: &mut Vec<Case>) {
    for root in features() {
        for event in array(&parse(&root.join("wire.json"))) {
            let request = |op: &str, doc: &str| json!({ "op": op, "domain": event["domain"], "type": event["event"], "major": event["major"], "doc": doc });
            for pair in array(&event["accept"]) {
                let (doc, out) = (text(&pair[0]), text(&pair[1]));
                cases.push((request("data", doc), writes(out)));
                cases.push((request("serializer", doc), writes(out)));
                cases.push((request("equal", doc), writes("true")));
            }
            for triple in array(&event["reject"]) {
                cases.push((request("data", text(&triple[0])), refuses(text(&triple[1]), text(&triple[2]))));
            }
        }
    }
}

/// The tables that the Rust runtime is tested by.
fn scalars(cases: &mut Vec<Case>) {
    for kind in ["timestamp", "date", "decimal", "integer-int32", "uuid", "double", "duration"] {
        let table = parse(&repository().join(format!("runtime/tests/cases/{kind}.json")));
        let request = |doc: &Value| json!({ "op": "scalar", "kind": kind, "doc": doc });
        for pair in array(&table["accept"]) {
            cases.push((request(&pair[0]), writes(text(&pair[1]))));
        }
        for doc in array(&table["reject"]) {
            cases.push((request(doc), refuses_anyhow()));
        }
    }
}

/// Every example of the repository's contracts, as it stands and in an envelope whose data comes first.
fn examples(cases: &mut Vec<Case>) {
    let raw = event_contracts_codegen::load::disk::read(&repository()).unwrap();
    let before = cases.len();
    for file in raw.iter().filter(|file| has_extension(&file.path, "json")) {
        let schema: Value = serde_json::from_slice(&file.bytes).unwrap();
        let parts: Vec<&str> = file.path.split('/').collect();
        let (Some(event), ["contracts", domain, _, version]) = (schema.get("x-event"), parts.as_slice())
        else {
            continue;
        };
        let major: u32 = version.split('.').next().unwrap().parse().unwrap();
        for example in schema.get("examples").map(array).unwrap_or_default() {
            let doc = example.to_string();
            let request =
                json!({ "op": "data", "domain": domain, "type": event["type"], "major": major, "doc": doc });
            cases.push((request, equals(example)));
            let envelope = json!({
                "data": example, "eventType": event["type"], "version": format!("{major}.99"), "source": event["source"],
                "eventId": "f123b97d-9da7-46d8-afb3-2ce6ec924db0", "timestamp": "2026-01-14T16:00:00Z",
                "correlationId": "742a938a-6a7f-4f2e-977a-a423d4474b71",
            });
            cases.push((json!({ "op": "any", "doc": envelope.to_string() }), equals(&envelope)));
        }
    }
    assert!(cases.len() > before + 80, "the repository's contracts have examples");
}

/// Texts that are no documents end in a verdict too.
fn malformed(cases: &mut Vec<Case>) {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let deep_member = format!("{{\"root\":{}", "{\"name\":\"a\",\"twin\":".repeat(5000));
    let texts = [
        "",
        " ",
        "{",
        "}",
        "{\"root\"",
        "{\"root\":1}}",
        "{} {}",
        "nul",
        "\u{feff}{}",
        "\"\\ud800\"",
        "{\"\\ud800\":1}",
        &deep,
        &deep_member,
    ];
    for doc in texts {
        for op in ["data", "envelope"] {
            let request =
                json!({ "op": op, "domain": "recursive", "type": "CatalogChanged", "major": 1, "doc": doc });
            cases.push((request, refuses_anyhow()));
        }
        cases.push((json!({ "op": "any", "doc": doc }), refuses_anyhow()));
    }
}

fn writes(expected: &str) -> Judge {
    let expected = expected.to_owned();
    Box::new(move |answer| {
        let out = answer["out"].as_str().unwrap_or_default();
        (plain(out) != plain(&expected)).then(|| format!("expected {expected}"))
    })
}

/// Equal as JSON; an example may write 15000.00, which a JSON value of `serde_json` does not keep.
fn equals(expected: &Value) -> Judge {
    let expected = expected.clone();
    Box::new(move |answer| {
        let out: Option<Value> = answer["out"].as_str().and_then(|out| serde_json::from_str(out).ok());
        let equal = out.is_some_and(|out| same(&out, &expected));
        (!equal).then(|| format!("expected {expected}"))
    })
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (a, b) => a == b,
    }
}

fn refuses(pointer: &str, rule: &str) -> Judge {
    let expected = json!({ "ok": false, "pointer": pointer, "rule": rule });
    Box::new(move |answer| {
        let differs = ["ok", "pointer", "rule"].iter().any(|member| answer[member] != expected[member]);
        differs.then(|| format!("expected {expected}"))
    })
}

/// By a verdict, not by an exception of another kind.
fn refuses_anyhow() -> Judge {
    Box::new(|answer| {
        let verdict =
            answer["ok"] == json!(false) && answer["violations"].as_array().is_some_and(|v| !v.is_empty());
        (!verdict).then(|| "expected a refusal".to_owned())
    })
}

/// The JSON with its strings escaped in one way; everything else is kept to the letter.
fn plain(json: &str) -> String {
    let mut out = String::new();
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        out.push_str(&rest[..start]);
        let mut escaped = false;
        let end = rest[start + 1..].find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let Some(end) = end.map(|end| start + 2 + end) else { break };
        let string: String = serde_json::from_str(&rest[start..end]).unwrap();
        out.push_str(&json!(string).to_string());
        rest = &rest[end..];
    }
    out + rest
}

fn parse(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

fn array(value: &Value) -> Vec<&Value> {
    value.as_array().unwrap().iter().collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
