//! A union of many events, as webhooks have them: told apart by its tag, or by trying?

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use event_contracts_codegen::finding::Severity;
use event_contracts_codegen::plain::compile;
use serde_json::{Value, json};

use crate::corpus::files;

use super::{Row, Table, generation};

/// Arms of the union.
const ARMS: usize = 60;

/// Measures the generated union against `serde_json::Value`, the first arm, the middle and the last.
pub(super) fn measure(root: &Path) -> Result<Table, String> {
    let work = root.join("target/bench/union");
    let failed = |error: std::io::Error| format!("{}: {error}", work.display());
    let schema = work.join("webhook.json");
    files::write(&work, [("webhook.json", format!("{:#}\n", schema_of(ARMS)).as_str())])?;
    let compiled = compile(&generation::request(schema, None)).map_err(|error| error.to_string())?;
    let errors = compiled.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
    let Some(main) = compiled.roots.first().filter(|_| errors.is_empty()) else {
        return Err(format!("the union of webhooks is refused: {errors:?}"));
    };
    let (mut rust, mut csharp) = (0, 0);
    for file in &compiled.files {
        if let Some(path) = file.path.strip_prefix("rust/src/") {
            rust += file.text.lines().count();
            files::write(&work.join("generated/src"), [(path, file.text.as_str())])?;
        } else if Path::new(&file.path).extension().is_some_and(|extension| extension == "cs")
            && !file.path.contains("/Support/")
        {
            csharp += file.text.lines().count();
        }
    }
    let runtime = root.join("runtime").display().to_string();
    let package = |name: &str, more: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             event-contracts = {{ path = \"{runtime}\" }}\n{more}"
        )
    };
    let more = "generated = { path = \"generated\" }\n\n[workspace]\nmembers = [\"generated\"]\n";
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).map_err(failed)?;
    if !work.join("Cargo.lock").exists() {
        files::write(&work, [("Cargo.lock", lock.as_str())])?;
    }
    let source = include_str!("../../hosts/rust/union.rs")
        .replace("generated::Webhook", &format!("generated::{}", main.rust));
    let mut documents = String::new();
    for arm in [0, ARMS / 2, ARMS - 1] {
        // Writing into a String cannot fail.
        let _ = writeln!(documents, "{}", document_of(arm));
    }
    let (generated, webhooks) = (package("generated", ""), package("webhooks", more));
    files::write(
        &work,
        [
            ("generated/Cargo.toml", generated.as_str()),
            ("Cargo.toml", webhooks.as_str()),
            ("src/main.rs", source.as_str()),
            ("documents.ndjson", documents.as_str()),
        ],
    )?;
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--offline", "--release", "--target-dir"])
        .arg(root.join("target/bench/target"))
        .arg("--")
        .arg(work.join("documents.ndjson"))
        .current_dir(&work)
        .output()
        .map_err(failed)?;
    if !output.status.success() {
        return Err(format!("the union of webhooks: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut rows = Vec::new();
    for (name, line) in ["first arm", "middle arm", "last arm"]
        .into_iter()
        .zip(String::from_utf8_lossy(&output.stdout).lines())
    {
        let numbers: Vec<f64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [generated, value] = numbers[..] else { return Err(format!("not two times: {line}")) };
        let lines = [rust, csharp].map(|lines| f64::from(u32::try_from(lines).unwrap_or(u32::MAX)));
        rows.push(Row {
            name: name.to_owned(),
            cells: vec![generated, value, generated / value, lines[0], lines[1]],
        });
    }
    Ok(Table {
        id: "union",
        title: format!("Rust: a union of {ARMS} webhook events, against `serde_json::Value`"),
        columns: vec![
            ("generated", "ns"),
            ("value", "ns"),
            ("to_value", "x"),
            ("rust_lines", ""),
            ("csharp_lines", ""),
        ],
        rows,
    })
}

const NOUNS: &[&str] =
    &["account", "charge", "customer", "dispute", "invoice", "payout", "plan", "price", "refund", "transfer"];
const VERBS: &[&str] = &["created", "updated", "deleted", "failed", "paid", "expired"];

fn name(arm: usize) -> String {
    format!("{}.{}", NOUNS[arm % NOUNS.len()], VERBS[arm / NOUNS.len() % VERBS.len()])
}

/// The schema: what all arms share, and what each has of its own.
fn schema_of(arms: usize) -> Value {
    let arm = |index: usize| {
        let mut object = json!({
            "type": "object",
            "properties": {
                "id": { "type": "string", "minLength": 1, "maxLength": 64 },
                "status": { "type": "string", "enum": ["open", "closed", "pending"] },
                "amount": { "type": "integer", "minimum": 0, "maximum": 1_000_000_000 },
                "currency": { "type": "string", "pattern": "^[a-z]{3}$" },
                "livemode": { "type": "boolean" },
                "note": { "type": ["string", "null"], "maxLength": 500 },
                "tags": { "type": "array", "items": { "type": "string" }, "maxItems": 20 }
            },
            "required": ["id", "status", "amount", "currency", "livemode"]
        });
        let own = format!("{}_reference", name(index).replace('.', "_"));
        object["properties"][own] = json!({ "type": "string", "maxLength": 40 });
        json!({
            "title": name(index).replace('.', " "),
            "type": "object",
            "properties": {
                "type": { "const": name(index) },
                "id": { "type": "string", "minLength": 1 },
                "created": { "type": "integer", "minimum": 0, "maximum": 4_102_444_800_i64 },
                "data": { "type": "object", "properties": { "object": object }, "required": ["object"] }
            },
            "required": ["type", "id", "created", "data"]
        })
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Webhook",
        "oneOf": (0..arms).map(arm).collect::<Vec<_>>()
    })
}

fn document_of(arm: usize) -> Value {
    json!({
        "id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
        "type": name(arm),
        "created": 1_686_089_970,
        "data": { "object": {
            "id": "obj_1NG8Du2eZvKYlo2C9XMqbR0x",
            "status": "open",
            "amount": 2000,
            "currency": "usd",
            "livemode": false,
            "note": null,
            "tags": ["first", "second", "third"]
        } }
    })
}
