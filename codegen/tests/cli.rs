//! The program as a process, over temporary workspaces.

#![expect(clippy::expect_used, reason = "a test that cannot set up its workspace fails")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

const ORDER_PAID: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "OrderPaid",
  "description": "An order was paid.",
  "x-event": { "type": "OrderPaid", "source": "shop-service", "owner": "shop-team" },
  "type": "object",
  "properties": {
    "orderId": { "description": "The order.", "type": "string", "format": "uuid" },
    "amount": { "description": "What was paid.", "type": "number", "format": "decimal" },
    "currency": { "description": "ISO 4217.", "type": "string", "pattern": "^[A-Z]{3}$" }
  },
  "required": ["orderId", "amount", "currency"],
  "examples": [{ "orderId": "01234567-89ab-cdef-0123-456789abcdef", "amount": 99.50, "currency": "EUR" }]
}
"#;

const ENVELOPE: &str = r#"{
  "description": "The standard envelope.",
  "type": "object",
  "properties": {
    "eventId": { "description": "Id.", "type": "string", "format": "uuid" },
    "eventType": { "description": "Type.", "type": "string" },
    "version": { "description": "Version.", "type": "string" },
    "data": { "description": "Payload." }
  },
  "required": ["eventId", "eventType", "version", "data"]
}
"#;

const DATA: &str = r#"{"orderId":"01234567-89ab-cdef-0123-456789abcdef","amount":99.50,"currency":"EUR"}"#;

struct Workspace(TempDir);

struct Output {
    code: i32,
    out: String,
    err: String,
}

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().expect("a folder"));
        workspace.put("contracts/contracts.toml", "[workspace]\nname = 'Shop'\n");
        workspace.put("contracts/shop/order-paid/1.0.json", ORDER_PAID);
        workspace.put("contracts/envelope/1.0.json", ENVELOPE);
        workspace
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::File::create(path).expect("created").write_all(text.as_bytes()).expect("written");
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], stdin: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_event-contracts"))
            .args(args)
            .current_dir(self.path())
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        child.stdin.take().expect("a pipe").write_all(stdin.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("ended");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Output {
            code: output.status.code().expect("a code"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

fn event(event_type: &str, version: &str, data: &str) -> String {
    format!(
        r#"{{"eventId":"01234567-89ab-cdef-0123-456789abcdef","eventType":"{event_type}","version":"{version}","data":{data}}}"#
    )
}

#[test]
fn lint_says_nothing_about_good_contracts() {
    let workspace = Workspace::new();
    let output = workspace.run(&["lint", "--deny-warnings"]);
    assert_eq!(
        (output.code, output.out.as_str()),
        (0, "1 contract and 0 shared types: no findings\n"),
        "{}",
        output.err
    );
    // Found from a folder below, too.
    let below = Command::new(env!("CARGO_BIN_EXE_event-contracts"))
        .arg("lint")
        .current_dir(workspace.path().join("contracts/shop"))
        .output()
        .expect("ran");
    assert_eq!(below.status.code(), Some(0));
}

#[test]
fn lint_shows_what_it_finds_in_each_format() {
    let workspace = Workspace::new();
    workspace.put("contracts/shop/order-paid/1.0.json", &ORDER_PAID.replace(", \"format\": \"decimal\"", ""));
    let output = workspace.run(&["lint"]);
    assert_eq!(output.code, 1, "{}", output.out);
    for part in [
        "error[bare-number]: the number is neither a decimal nor a double",
        "--> contracts/shop/order-paid/1.0.json:9:58",
        "\n1 error\nmore about a rule: event-contracts explain bare-number\n",
    ] {
        assert!(output.out.contains(part), "{}", output.out);
    }
    assert!(!output.out.contains('\x1b'));
    assert!(workspace.run(&["lint", "--color", "always"]).out.contains('\x1b'));
    let json: serde_json::Value =
        serde_json::from_str(&workspace.run(&["lint", "--format", "json"]).out).expect("JSON");
    assert_eq!(json["findings"][0]["rule"], "bare-number");
    assert_eq!((&json["errors"], &json["findings"][0]["line"]), (&1.into(), &9.into()));
    let github = workspace.run(&["--format", "github", "lint"]).out;
    assert!(
        github.starts_with("::error file=contracts/shop/order-paid/1.0.json,line=9,endLine=9,col=58,"),
        "{github}"
    );
}

#[test]
fn levels_and_the_threshold_decide_the_exit_code() {
    let workspace = Workspace::new();
    workspace.put("contracts/types/unused.json", r#"{"description": "d", "type": "string"}"#);
    assert_eq!(workspace.run(&["lint"]).code, 0);
    assert_eq!(workspace.run(&["lint", "--deny-warnings"]).code, 1);
    workspace.put("contracts/contracts.toml", "[lint]\nunused-type = 'error'\n");
    assert_eq!(workspace.run(&["lint"]).code, 1);
    workspace.put("contracts/contracts.toml", "[lint]\nunused-type = 'off'\n");
    assert_eq!(workspace.run(&["lint", "--deny-warnings"]).code, 0);
    workspace.put("contracts/contracts.toml", "[lint]\nunusd-type = 'off'\n");
    let output = workspace.run(&["lint"]);
    assert!(output.code == 1 && output.out.contains("contracts/contracts.toml:2:1"), "{}", output.out);
    // Load and resolve findings show up as well.
    workspace.put("contracts/types/unused.json", r#"{"$ref": "gone.json"}"#);
    assert!(workspace.run(&["lint"]).out.contains("error[unresolved-ref]"));
    workspace.put("contracts/types/unused.json", "{");
    assert!(workspace.run(&["lint"]).out.contains("error[not-json]"));
}

#[test]
fn without_a_workspace_nothing_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().to_str().expect("UTF-8");
    let workspace = Workspace::new();
    let output = workspace.run(&["--root", root, "lint"]);
    assert!(output.code == 2 && output.out.is_empty() && output.err.starts_with("error: "), "{}", output.err);
}

#[test]
fn events_are_validated() {
    let workspace = Workspace::new();
    workspace.put("good.json", &event("OrderPaid", "1.0", DATA));
    let output = workspace.run(&["validate", "good.json"]);
    assert_eq!((output.code, output.out.as_str()), (0, "1 document: valid\n"), "{}", output.err);
    workspace.put("newer.json", &event("OrderPaid", "1.3", DATA));
    let output = workspace.run(&["validate", "newer.json"]);
    assert!(output.code == 0 && output.out.contains("note[newer-minor]"), "{}", output.out);
    workspace.put(
        "bad.json",
        &event("OrderPaid", "1.0", &DATA.replace("99.50", "\"99.50\"").replace("EUR", "euro")),
    );
    let output = workspace.run(&["validate", "good.json", "bad.json"]);
    assert_eq!(output.code, 1, "{}", output.out);
    for part in [
        "/data/amount is a string, not number",
        "/data/currency \"euro\" does not match the pattern ^[A-Z]{3}$",
        " ::: contracts/shop/order-paid/1.0.json:9",
        "2 errors",
    ] {
        assert!(output.out.contains(part), "{}", output.out);
    }
    let output = workspace.run(&["validate", "missing.json"]);
    assert!(output.code == 2 && output.err.contains("missing.json"), "{}", output.err);
}

#[test]
fn streams_and_payloads_are_validated() {
    let workspace = Workspace::new();
    let lines = format!("{}\n{}\nx\n", event("OrderPaid", "1.0", DATA), event("OrderPaid", "1.0", "{}"));
    let output = workspace.run_with(&["validate", "-"], &lines);
    assert!(
        output.code == 1 && output.out.contains("<stdin>:2:") && output.out.contains("<stdin>:3:1"),
        "{}",
        output.out
    );
    workspace.put("data.ndjson", &format!("{DATA}\n").repeat(3));
    let output = workspace.run(&["validate", "--data", "shop/order-paid@1.0", "data.ndjson"]);
    assert_eq!((output.code, output.out.as_str()), (0, "3 documents: valid\n"), "{}", output.err);
    let output = workspace.run(&["validate", "--data", "shop/order-payed@1.0", "data.ndjson"]);
    assert_eq!(
        output.err,
        "error: there is no event \"shop/order-payed\"; did you mean \"shop/order-paid\"?\n"
    );
    assert_eq!(output.code, 2);
    assert_eq!(workspace.run(&["validate", "--data", "shop/order-paid@9.0", "data.ndjson"]).code, 2);
    assert_eq!(workspace.run(&["validate"]).code, 2);
}

#[test]
fn new_files_are_made_and_never_replaced() {
    let workspace = Workspace::new();
    let output = workspace.run(&["new", "event", "shop", "OrderShipped", "--source", "shop-service"]);
    assert!(
        output.code == 0 && output.out.starts_with("made contracts/shop/order-shipped/1.0.json\n"),
        "{}",
        output.err
    );
    let output = workspace.run(&["lint"]);
    assert!(output.code == 0 && output.out.contains("missing-description"), "{}", output.out);
    assert_eq!(workspace.run(&["new", "event", "shop", "OrderShipped"]).code, 2);
    assert_eq!(workspace.run(&["new", "event", "../x", "OrderShipped"]).code, 2);
    let output = workspace.run(&["new", "version", "shop/order-paid"]);
    assert!(output.code == 0 && output.out.contains("contracts/shop/order-paid/1.1.json"), "{}", output.err);
    let text =
        fs::read_to_string(workspace.path().join("contracts/shop/order-paid/1.1.json")).expect("there");
    assert_eq!(text, ORDER_PAID);
    assert_eq!(workspace.run(&["new", "version", "shop/order-paid", "--major"]).code, 0);
    assert!(workspace.path().join("contracts/shop/order-paid/2.0.json").is_file());
    assert_eq!(workspace.run(&["new", "version", "shop/nothing"]).code, 2);
}

#[test]
fn explain_knows_the_rules() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["explain", "money-without-currency"]).code, 0);
    assert_eq!(workspace.run(&["explain", "money"]).code, 2);
    assert_eq!(workspace.run(&["explain", "--list"]).code, 0);
}

#[test]
fn broken_contracts_stop_before_anything_is_generated_or_judged() {
    let workspace = Workspace::new();
    workspace.put("contracts/shop/order-paid/1.0.json", "{");
    workspace.put("good.json", &event("OrderPaid", "1.0", DATA));
    for args in [&["generate"][..], &["generate", "--check"], &["check"], &["validate", "good.json"]] {
        let output = workspace.run(args);
        assert!(output.code == 1 && output.out.contains("error[not-json]"), "{args:?} {}", output.err);
    }
}

#[test]
fn a_very_long_chain_of_references_ends() {
    let workspace = Workspace::new();
    let mut defs: Vec<String> = (0..3_000)
        .map(|i| {
            format!(
                r##""T{i}": {{"description": "d", "properties": {{"x": {{"$ref": "#/$defs/T{}"}}}}}}"##,
                i + 1
            )
        })
        .collect();
    defs.push(r#""T3000": {"description": "d", "type": "string"}"#.to_owned());
    let defs =
        format!(r##", "chain": {{"$ref": "#/$defs/T0"}}}}, "$defs": {{{}}}, "required":"##, defs.join(","));
    let text = ORDER_PAID.replacen("\n  },\n  \"required\":", &defs, 1);
    assert_ne!(text, ORDER_PAID);
    workspace.put("contracts/shop/order-paid/1.0.json", &text);
    let output = workspace.run(&["lint"]);
    assert_eq!((output.code, output.err.as_str()), (0, ""), "{}", output.out);
}

#[test]
fn diff_names_what_it_cannot_find() {
    let workspace = Workspace::new();
    workspace.put("broken.json", "{");
    workspace.put("text.txt", "no JSON");
    for (args, code, part) in [
        (
            ["nothing", "shop/order-paid@1.0"],
            2,
            "\"nothing\" is neither a file nor of the form domain/event@1.0",
        ),
        (["shop/order-paid@1.0", "shop/order-paid@1.9"], 2, "has no version \"1.9\"; there is 1.0"),
        (["broken.json", "shop/order-paid@1.0"], 1, "error[not-json]"),
        (["text.txt", "text.txt"], 1, "error[not-json]"),
    ] {
        let output = workspace.run(&["diff", args[0], args[1]]);
        let said = format!("{}{}", output.out, output.err);
        assert!(output.code == code && said.contains(part), "{args:?} {} {said}", output.code);
    }
}

#[test]
fn diff_of_any_two_schemas_is_one_object() {
    let workspace = Workspace::new();
    // Both have one name, as two states of one file do; each is read by itself.
    let schema = |length: u32| {
        format!(
            r##"{{ "$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://e.example/s.json",
            "definitions": {{ "name": {{ "type": "string", "maxLength": {length} }} }},
            "type": "object", "properties": {{ "name": {{ "$ref": "#/definitions/name" }} }} }}"##
        )
    };
    workspace.put("old.json", &schema(20));
    workspace.put("new.json", &schema(10));
    workspace.put("types.yaml", "type: object\nproperties: { n: { const: 1234567890123456789 } }\n");
    workspace.put("none.yaml", "type: object\nproperties: { n: false }\n");
    let diff = |args: &[&str]| {
        let output = workspace.run(&[&["diff", "--format", "json"], args].concat());
        assert_eq!((output.code, output.err.as_str()), (0, ""), "{}", output.out);
        let schema = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let own = include_str!("../../docs/diff.schema.json").replace("report.schema.json#", "#");
        let mut own = schema(&own);
        let report = schema(include_str!("../../docs/report.schema.json"));
        for name in ["Finding", "Label"] {
            own["$defs"][name] = report["$defs"][name].clone();
        }
        let validator = jsonschema::validator_for(&own).unwrap();
        let value: serde_json::Value = serde_json::from_str(&output.out).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{value:#}");
        (value, output.out)
    };
    let (value, _) = diff(&["old.json", "new.json"]);
    assert_eq!(value["backward"]["verdict"], "breaking", "{value:#}");
    let witness = value["backward"]["witness"]["name"].as_str().unwrap();
    assert!(witness.len() > 10 && value["backward"]["findings"][0]["rule"] == "diff-backward", "{value:#}");
    assert_eq!(value["forward"]["verdict"], "compatible", "{value:#}");
    assert!(value["forward"]["witness"].is_null() && value["forward"]["reason"].is_null(), "{value:#}");
    assert_eq!(value["findings"], serde_json::json!([]), "{value:#}");
    // What a reference names that is not here is unknown, and one with itself.
    let outside = |length: u32, name: &str| {
        let url = format!("https://e.example/lib/{name}-types.json#/$defs/x");
        format!(
            r#"{{ "type": "object", "required": ["a"], "properties": {{
                "a": {{ "type": "string", "maxLength": {length} }}, "b": {{ "$ref": "{url}" }} }} }}"#
        )
    };
    let one = outside(5, "one");
    let files = [("one", one.clone()), ("fewer", outside(3, "one")), ("two", outside(5, "two"))];
    for (name, text) in files.into_iter().chain([("plain", one.replace("https://", "http://"))]) {
        workspace.put(&format!("outside/{name}.json"), &text);
    }
    workspace.put("vendor/one-types.json", r#"{ "$defs": { "x": { "maximum": 5 } } }"#);
    workspace.put("vendor/two-types.json", r#"{ "$defs": { "x": { "maximum": 9 } } }"#);
    let vendor = ["--schemas", "vendor"];
    for (old, new, more, backward, forward, doubts) in [
        ("one", "plain", &[][..], "compatible", "compatible", 2),
        ("one", "fewer", &[], "breaking", "compatible", 2),
        ("one", "two", &[], "undecided", "undecided", 2),
        ("one", "two", &vendor, "compatible", "breaking", 0),
    ] {
        let [old, new] = [old, new].map(|name| format!("outside/{name}.json"));
        let (value, _) = diff(&[&[old.as_str(), new.as_str()], more].concat());
        let found = [&value["backward"]["verdict"], &value["forward"]["verdict"]];
        assert_eq!(found, [backward, forward], "{old} {new} {value:#}");
        assert_eq!(value["findings"].as_array().map(Vec::len), Some(doubts), "{old} {new} {value:#}");
    }
    // Two contracts may not refer to what is not there.
    let asked = ["diff", "outside/one.json", "outside/two.json", "--semantics", "writer-reader"];
    assert_eq!(workspace.run(&asked).code, 1);
    // No digit is lost on the way.
    assert!(diff(&["types.yaml", "none.yaml"]).1.contains("1234567890123456789"));
    // A plain schema is compared strictly: a document may hold what nothing declares.
    workspace.put("some.json", r#"{ "type": "object", "properties": { "other": { "type": "string" } } }"#);
    for (semantics, verdict) in [(&[][..], "breaking"), (&["--semantics", "writer-reader"], "compatible")] {
        let (value, _) = diff(&[&["some.json", "old.json"], semantics].concat());
        assert_eq!(value["backward"]["verdict"], verdict, "{value:#}");
    }
}
