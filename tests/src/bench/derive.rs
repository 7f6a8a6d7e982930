//! What `#[derive(Event)]` adds to the compilation of a crate with many events.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};

use crate::corpus::files;

use super::{Row, Table};

/// Events of the crate.
const EVENTS: usize = 100;
/// Runs of the compiler, of which the quickest counts: all else is what the machine does beside it.
const RUNS: usize = 9;

/// Measures types as they are generated, and types that are held to their contract, each against the same impls written
/// out by hand, and beside them what serde's own derives add to the bare types.
pub(super) fn measure(root: &Path) -> Result<Table, String> {
    let work = root.join("target/bench/derive");
    let contract = |event: usize| (format!("contracts/shop/event-{event}/1.0.json"), contract_of(event));
    let mut texts: Vec<(String, String)> = (0..EVENTS).map(contract).collect();
    texts.push(("contracts/contracts.toml".to_owned(), String::new()));
    texts.push(("contracts/shop/types/order-line.json".to_owned(), format!("{:#}\n", line())));
    texts.extend(KINDS.iter().map(|kind| (kind.file(), source(*kind))));
    files::write(&work, texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    let externs = externs(root)?;
    let mut least = [f64::INFINITY; KINDS.len()];
    // Each takes every place in a round: after the quickest of them the machine is slower.
    let turns = (0..RUNS).flat_map(|round| (0..KINDS.len()).map(move |place| (round + place) % KINDS.len()));
    for turn in turns {
        if let (Some(kind), Some(least)) = (KINDS.get(turn), least.get_mut(turn)) {
            *least = least.min(compile(&work, *kind, &externs)?);
        }
    }
    let [generated, written_out, held, by_hand, serde, bare] = least;
    let row = |name: &str, with: f64, without: f64| Row {
        name: name.to_owned(),
        cells: vec![with, without, with - without, with / without],
    };
    Ok(Table {
        id: "derive",
        title: format!(
            "`cargo check` of a crate with {EVENTS} events: generated types, and types held to their contract, against the \
             same impls written out by hand; serde's two derives against the bare types"
        ),
        columns: vec![("derive", "ms"), ("without", "ms"), ("added", "ms"), ("ratio", "x")],
        rows: vec![
            row("generated", generated, written_out),
            row("held", held, by_hand),
            row("serde's own", serde, bare),
        ],
    })
}

const KINDS: [Kind; 6] =
    [Kind::Generated, Kind::WrittenOut, Kind::Held, Kind::ByHand, Kind::Serde, Kind::Bare];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// As the generator writes it.
    Generated,
    /// The same with its impl of `Event` written out.
    WrittenOut,
    /// Held to its contract.
    Held,
    /// The same impls, with nothing that holds the type.
    ByHand,
    /// serde's derives alone.
    Serde,
    /// No derive at all.
    Bare,
}

impl Kind {
    fn file(self) -> String {
        let name = match self {
            Self::Generated => "generated",
            Self::WrittenOut => "written_out",
            Self::Held => "held",
            Self::ByHand => "by_hand",
            Self::Serde => "serde_alone",
            Self::Bare => "bare",
        };
        format!("{name}.rs")
    }
}

fn line() -> Value {
    json!({
        "title": "OrderLine",
        "type": "object",
        "properties": {
            "sku": { "type": "string", "maxLength": 64 },
            "quantity": { "type": "integer", "minimum": 1, "maximum": 100_000 },
            "unitPrice": { "type": "number", "format": "decimal" }
        },
        "required": ["sku", "quantity", "unitPrice"]
    })
}

fn contract_of(event: usize) -> String {
    let contract = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Event{event}"),
        "x-event": { "type": format!("Event{event}"), "source": "shop-service", "owner": "shop-team" },
        "type": "object",
        "properties": {
            "orderId": { "type": "string", "format": "uuid", "description": "The order." },
            "customer": { "type": "string", "maxLength": 64, "description": "Who bought." },
            "channel": { "enum": ["web", "shop"], "x-open-enum": true, "description": "Where." },
            "total": { "type": "number", "format": "decimal", "description": "What it costs." },
            "placedAt": { "type": "string", "format": "date-time", "description": "When." },
            "lines": { "type": "array", "items": { "$ref": "../types/order-line.json" } },
            "note": { "type": "string", "maxLength": 500, "description": "What else." }
        },
        "required": ["orderId", "customer", "channel", "total", "placedAt", "lines"]
    });
    format!("{contract:#}\n")
}

fn source(kind: Kind) -> String {
    let data = if kind == Kind::Held { ", EventData" } else { "" };
    let mut text = format!(
        "#![allow(dead_code, unused_imports)]\n\
         use event_contracts::{{Decimal, Event, EventData, Path, Timestamp, Uuid, Validate, Version, Violations, held, wire}};\n\
         use serde::{{Deserialize, Serialize}};\n\n\
         #[derive(Serialize, Deserialize{data})]\n#[serde(rename_all = \"camelCase\")]\nstruct OrderLine {{\n    \
         sku: String,\n    quantity: u32,\n    {DECIMAL}\n    unit_price: Decimal,\n}}\n\n\
         #[derive(Serialize, Deserialize{data})]\n#[serde(rename_all = \"camelCase\")]\nenum Channel {{\n    Web,\n    \
         Shop,\n    #[serde(untagged)]\n    Other(String),\n}}\n"
    );
    for event in 0..EVENTS {
        let schema = format!("contracts/shop/event-{event}/1.0.json");
        let derive = if matches!(kind, Kind::Held | Kind::Generated) { ", Event" } else { "" };
        let attribute = match kind {
            Kind::Generated => format!(
                "#[event(domain = \"shop\", type = \"Event{event}\", version = \"1.0\", source = \"shop-service\", \
                 schema_file = \"{schema}\")]\n"
            ),
            Kind::Held => format!("#[event(contract = \"shop/event-{event}\", version = \"1.0\")]\n"),
            _ => String::new(),
        };
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "\n#[derive(Serialize, Deserialize{derive})]\n{attribute}#[serde(rename_all = \"camelCase\")]\n\
             struct Event{event} {{\n    order_id: Uuid,\n    customer: String,\n    channel: Channel,\n    {DECIMAL}\n    \
             total: Decimal,\n    placed_at: Timestamp,\n    lines: Vec<OrderLine>,\n    \
             #[serde(skip_serializing_if = \"Option::is_none\")]\n    note: Option<String>,\n}}\n"
        );
        if matches!(kind, Kind::WrittenOut | Kind::ByHand) {
            let _ = write!(
                text,
                "\nimpl Event for Event{event} {{\n    const DOMAIN: &'static str = \"shop\";\n    \
                 const TYPE: &'static str = \"Event{event}\";\n    const VERSION: Version = Version::new(1, 0);\n    \
                 const SOURCE: &'static str = \"shop-service\";\n    \
                 const SCHEMA: &'static str = include_str!(\"{schema}\");\n}}\n"
            );
        }
        let check = match kind {
            Kind::WrittenOut | Kind::Generated => {
                "fn check(&self, _: &Path<'_>, _: &mut Violations) {}".to_owned()
            }
            Kind::ByHand => format!(
                "fn check(&self, at: &Path<'_>, out: &mut Violations) {{\n        \
                 static SCHEMA: held::Schema = held::Schema::new(Event{event}::SCHEMA, false);\n        \
                 SCHEMA.check(self, at, out);\n    }}"
            ),
            Kind::Held | Kind::Serde | Kind::Bare => continue,
        };
        let _ = write!(text, "\nimpl Validate for Event{event} {{\n    {check}\n}}\n");
    }
    if kind == Kind::Bare {
        let is_serde = |line: &&str| line.trim_start().starts_with("#[derive(") || line.contains("#[serde(");
        text = text.lines().filter(|line| !is_serde(line)).flat_map(|line| [line, "\n"]).collect();
    }
    text
}

const DECIMAL: &str = "#[serde(with = \"wire::As::<wire::DecimalNumber>\")]";

/// Builds the runtime, and says where it and serde are.
fn externs(root: &Path) -> Result<Vec<String>, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--offline", "--package=event-contracts", "--message-format=json"])
        .current_dir(root)
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let mut arguments = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let artifact: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let name = artifact["target"]["name"].as_str().unwrap_or_default();
        if !matches!(name, "event_contracts" | "serde") {
            continue;
        }
        let files = artifact["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for file in files.map(PathBuf::from).filter(|file| file.extension().is_some_and(|e| e == "rlib")) {
            arguments.push(format!("--extern={name}={}", file.display()));
            let folder = file.parent().unwrap_or(&file);
            arguments.push(format!("-Ldependency={}", folder.display()));
            arguments.push(format!("-Ldependency={}", folder.join("deps").display()));
        }
    }
    Ok(arguments)
}

/// Milliseconds.
fn compile(work: &Path, kind: Kind, externs: &[String]) -> Result<f64, String> {
    let start = Instant::now();
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir=out"])
        .args(externs)
        .arg(kind.file())
        .env("CARGO_MANIFEST_DIR", work)
        .env_remove("EVENT_CONTRACTS_DIR")
        .current_dir(work)
        .output()
        .map_err(|error| error.to_string())?;
    let time = start.elapsed().as_secs_f64() * 1e3;
    if output.status.success() { Ok(time) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
