//! `event-contracts check` as a process, in git histories as people make them.
#![expect(clippy::disallowed_methods, reason = "the histories are written into temporary folders")]
#![expect(clippy::expect_used, reason = "a test ends where its ground is missing")]

mod acceptances;
mod bases;

use std::fs;
use std::path::Path;
use std::process::Command;

/// A temporary repository with one contract, committed on `main`.
struct Repository {
    folder: tempfile::TempDir,
}

const PATH: &str = "contracts/shop/order-paid/1.0.json";

fn contract(properties: &str, required: &str) -> String {
    format!(
        r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "OrderPaid",
  "description": "An order was paid.",
  "x-event": {{ "type": "OrderPaid", "source": "order-service", "owner": "orders-team" }},
  "type": "object",
  "properties": {{
    {properties}
  }},
  "required": [{required}],
  "examples": [{{ "orderId": "A-1", "amount": 12.50 }}]
}}
"#
    )
}

const ORDER_ID: &str = r#""orderId": { "type": "string", "maxLength": 20, "description": "The order." }"#;
const AMOUNT: &str =
    r#""amount": { "type": "number", "format": "decimal", "description": "What was paid." }"#;
const NOTE: &str = r#""note": { "type": "string", "description": "A remark." }"#;

fn published() -> String {
    contract(&format!("{ORDER_ID},\n    {AMOUNT}"), r#""orderId", "amount""#)
}

const SERVICES: &str = r#"
[services.order-service]
publishes = ["shop/order-paid"]

[[services.mail-service.subscribes]]
event = "shop/order-paid"
versions = "1"
uses = ["/amount"]
"#;

impl Repository {
    fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        repository.git(&["init", "-q", "-b", "main"]);
        repository
            .write("contracts/contracts.toml", "[workspace]\nname = \"test\"\nmain-branch = \"main\"\n");
        repository.write("contracts/services.toml", SERVICES);
        repository.write(PATH, &published());
        repository.commit("publish");
        repository
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn git(&self, args: &[&str]) {
        git(self.path(), args);
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// The findings as JSON, and the exit code.
    fn report(&self, args: &[&str]) -> (Option<i32>, Vec<serde_json::Value>) {
        let output = program(self.path(), &[&["check", "--format", "json"], args].concat());
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        (output.status.code(), report["findings"].as_array().expect("findings").clone())
    }

    #[track_caller]
    fn check(&self, args: &[&str], code: i32, expected: &[&str]) {
        check(self.path(), args, code, expected);
    }
}

fn git(folder: &Path, args: &[&str]) {
    let identity =
        ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"];
    let output = Command::new("git").args(identity).args(args).current_dir(folder).output().expect("git");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn program(folder: &Path, args: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_event-contracts"));
    command.args(args).current_dir(folder).env("NO_COLOR", "1").output().expect("the program")
}

#[track_caller]
fn check(folder: &Path, args: &[&str], code: i32, expected: &[&str]) {
    let output = program(folder, &[&["check"], args].concat());
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{text}");
    for part in expected {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn nothing_changed() {
    Repository::new().check(&[], 0, &[]);
}

#[test]
fn a_required_field_is_deleted() {
    let repository = Repository::new();
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.write(PATH, &contract(ORDER_ID, r#""orderId""#));
    let expected = ["published-changed", PATH, "\"orderId\"", "mail-service (uses /amount)"];
    repository.check(&[], 1, &expected);
    repository.commit("drop the amount");
    repository.check(&[], 1, &expected);
    repository.check(&["--against", "HEAD"], 0, &[]);
}

#[test]
fn descriptions_may_change_in_place() {
    let repository = Repository::new();
    repository.write(PATH, &published().replace("An order was paid.", "A customer paid for an order."));
    repository.check(&[], 0, &[]);
}

#[test]
fn a_minor_that_adds_an_optional_field_passes() {
    let repository = Repository::new();
    let minor = contract(&format!("{ORDER_ID},\n    {AMOUNT},\n    {NOTE}"), r#""orderId", "amount""#);
    repository.write("contracts/shop/order-paid/1.1.json", &minor);
    repository.check(&[], 0, &[]);
}

#[test]
fn a_minor_that_asks_for_more_is_stopped() {
    let repository = Repository::new();
    let minor =
        contract(&format!("{ORDER_ID},\n    {AMOUNT},\n    {NOTE}"), r#""orderId", "amount", "note""#);
    repository.write("contracts/shop/order-paid/1.1.json", &minor);
    repository.check(&[], 1, &["minor-breaks", "contracts/shop/order-paid/1.1.json", "note", "2.0"]);
}

#[test]
fn a_published_contract_vanishes() {
    let repository = Repository::new();
    repository.git(&["rm", "-q", PATH]);
    repository.check(&[], 1, &["published-vanished", "shop/order-paid"]);
}

#[test]
fn a_version_is_left_out() {
    let repository = Repository::new();
    let minor = contract(&format!("{ORDER_ID},\n    {AMOUNT},\n    {NOTE}"), r#""orderId", "amount""#);
    repository.write("contracts/shop/order-paid/1.2.json", &minor);
    repository.check(&[], 1, &["version-gap"]);
}

#[test]
fn the_base_is_where_the_branch_began_and_not_where_main_is_now() {
    let repository = Repository::new();
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.commit("work");
    repository.git(&["switch", "-q", "main"]);
    repository
        .write("contracts/shop/order-failed/1.0.json", &published().replace("OrderPaid", "OrderFailed"));
    repository.commit("publish another on main");
    repository.git(&["switch", "-q", "change"]);
    // Against the tip of main, the contract that the branch never saw would seem to have vanished.
    repository.check(&[], 0, &[]);
    repository.check(&["--against", "main"], 1, &["published-vanished"]);
}

#[test]
fn a_shared_type_breaks_what_refers_to_it() {
    let repository = Repository::new();
    let by_reference = r#""orderId": { "$ref": "../../types/order-id.json", "description": "The order." }"#;
    let order_id = |length| {
        format!(
            "{{ \"title\": \"OrderId\", \"description\": \"x\", \"type\": \"string\", \"maxLength\": {length} }}\n"
        )
    };
    repository.write("contracts/types/order-id.json", &order_id(20));
    repository.write(PATH, &contract(&format!("{by_reference},\n    {AMOUNT}"), r#""orderId", "amount""#));
    // The same meaning in other words is no change.
    repository.check(&[], 0, &[]);
    repository.commit("share the id");
    repository.write("contracts/types/order-id.json", &order_id(10));
    repository.check(&[], 1, &["contracts/types/order-id.json", "maxLength", "mail-service"]);
}

#[test]
fn what_git_cannot_give_is_said() {
    let repository = Repository::new();
    repository.check(&["--against", "no-such-revision"], 2, &["no-such-revision"]);
    repository.check(&["--against", "--output=x"], 2, &[]);
    let bare = tempfile::tempdir().expect("a temporary folder");
    let shallow = bare.path().join("shallow");
    repository.git(&["switch", "-q", "-c", "change"]);
    repository.commit("one");
    repository.commit("two");
    let url = format!("file://{}", repository.path().display());
    git(
        bare.path(),
        &["clone", "-q", "--depth", "1", "--branch", "change", &url, &shallow.to_string_lossy()],
    );
    check(&shallow, &[], 2, &["shallow", "fetch"]);
}

#[test]
fn findings_can_be_read_by_machines() {
    let repository = Repository::new();
    repository.write(PATH, &contract(ORDER_ID, r#""orderId""#));
    repository.check(&["--format", "github"], 1, &["::error file=contracts/shop/order-paid/1.0.json,line="]);
    let output = Command::new(env!("CARGO_BIN_EXE_event-contracts"))
        .args(["check", "--format", "json"])
        .current_dir(repository.path())
        .output()
        .expect("the program");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "published-changed", "{report:#}");
    assert_eq!(finding["file"], PATH, "{report:#}");
    let witness: serde_json::Value =
        serde_json::from_str(finding["witness"].as_str().expect("a witness")).expect("JSON");
    assert!(witness.get("amount").is_none(), "{witness}");
}

#[test]
fn a_published_contract_cannot_leave_its_life_by_the_back_door() {
    let repository = Repository::new();
    let with = |life: &str| {
        published().replace("\"owner\": \"orders-team\"", &format!("\"owner\": \"orders-team\", {life}"))
    };
    for (life, expected) in [
        (r#""status": "draft""#, "cannot become a draft again"),
        (r#""status": "retired""#, "is retired before a sunset"),
        (r#""status": "deprecated", "sunset": "2020-01-01""#, "lies behind us, 2020-01-01"),
    ] {
        repository.write(PATH, &with(life));
        repository.check(&[], 1, &["published-changed", expected, "mail-service"]);
    }
    repository.write(PATH, &with(r#""status": "deprecated", "sunset": "2999-12-31""#));
    repository.check(&[], 0, &[]);
}
