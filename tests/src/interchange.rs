//! Documents of contracts with what is expected of them, and the comparison with what generated code makes of them.
//!
//! Documents are every example, and what a seeded generator makes from the schemas: minimal, full, at the bounds.
//! Mutants have one fault each; there the `jsonschema` crate is another judge.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use event_contracts_codegen::load::Tree;
use event_contracts_codegen::number::Number;
use event_contracts_codegen::resolve::{Contract, Contracts, SchemaId};
use serde_json::Value;

use crate::doc::Doc;
use crate::generate::{Amount, Generator};
use crate::{csharp, mutate, oracle};

/// An event and major, as hosts are asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The folder below `contracts/`.
    pub domain: String,
    /// The name on the wire.
    pub event_type: String,
    /// The major version.
    pub major: u32,
}

/// A document and what is expected of it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Whose document it is.
    pub event: Event,
    /// The contract, and how the document was made.
    pub name: String,
    /// The document.
    pub text: String,
    /// What is written back, if it is accepted; else why it is not.
    pub expected: Result<Doc, String>,
}

/// How many documents are made.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// Generated documents of each amount, per contract.
    pub seeds: u64,
    /// Valid documents per contract whose mutants are tried.
    pub mutated: usize,
    /// Whether a generated document must be valid; else those that are not are left out.
    pub strict: bool,
}

/// The documents of all contracts.
///
/// # Errors
/// A generated document that is not valid, or a bundle that is no schema.
pub fn cases(tree: &Tree, contracts: &Contracts, amounts: Amounts) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for versions in contracts.events.values() {
        for contract in versions.values() {
            // Only the newest minor of a major has a type; what an older one refuses it may read.
            let later = |other: &Contract| {
                other.version.major == contract.version.major && other.version.minor > contract.version.minor
            };
            let mutated = if versions.values().any(later) { 0 } else { amounts.mutated };
            of_contract(tree, contracts, contract, Amounts { mutated, ..amounts }, &mut cases)?;
        }
    }
    Ok(cases)
}

fn of_contract(
    tree: &Tree,
    contracts: &Contracts,
    contract: &Contract,
    amounts: Amounts,
    cases: &mut Vec<Case>,
) -> Result<(), String> {
    let event = Event {
        domain: contract.domain.clone(),
        event_type: contract.event_type.clone(),
        major: contract.version.major,
    };
    let validator = oracle::reader(tree, contracts, contract)?;
    let judge = |doc: &Doc| -> Result<(), String> {
        let value: Value = serde_json::from_str(&doc.to_json()).map_err(|error| error.to_string())?;
        validator.validate(&value).map_err(|error| format!("{} at {}", error, error.instance_path()))
    };
    let label = |what: &str| format!("{}: {what}", contract.path);
    let valid = valid(contracts, contract.schema, amounts.seeds);
    for (name, doc) in &valid {
        if let Err(why) = judge(doc) {
            if !amounts.strict {
                continue;
            }
            let text = doc.to_json();
            return Err(format!("{}: the generator made an invalid document: {why}\n{text}", label(name)));
        }
        let (name, text) = (label(name), doc.to_json());
        cases.push(Case { event: event.clone(), name, text, expected: Ok(doc.clone()) });
    }
    for (name, doc) in valid.iter().filter(|(_, doc)| judge(doc).is_ok()).take(amounts.mutated) {
        for mutant in mutate::mutants(&contracts.schemas, contract.schema, doc) {
            let judged = if mutant.duplicate {
                Err("a key stands twice".to_owned())
            } else if mutant.what.starts_with("one below int64") {
                // The validator takes it for the bound itself.
                Err("less than 64 bits hold".to_owned())
            } else {
                judge(&mutant.doc)
            };
            cases.push(Case {
                event: event.clone(),
                name: label(&format!("{name}, {}", mutant.what)),
                text: mutant.doc.to_json(),
                expected: judged.map(|()| mutant.doc.clone()),
            });
        }
    }
    Ok(())
}

/// The examples of a schema, and what is made from it.
fn valid(contracts: &Contracts, schema: SchemaId, seeds: u64) -> Vec<(String, Doc)> {
    let mut valid = Vec::new();
    let examples = contracts.schemas.keywords(schema).and_then(|keywords| keywords.examples.as_ref());
    for (index, example) in examples.iter().flat_map(|examples| &examples.value).enumerate() {
        valid.push((format!("example {index}"), Doc::from_node(example)));
    }
    let mut seen = BTreeSet::new();
    for seed in 0..seeds {
        for amount in [Amount::Minimal, Amount::Full, Amount::Some] {
            let doc = Generator::new(&contracts.schemas, seed, amount).document(schema);
            if seen.insert(doc.to_json()) {
                valid.push((format!("{amount:?} {seed}"), doc));
            }
        }
    }
    valid
}

/// The request for a document.
pub fn request(case: &Case, text: &str) -> Value {
    csharp::data_request(&case.event.domain, &case.event.event_type, case.event.major, text)
}

/// Whether what was written is what was read, but for undeclared members, which readers drop, and for
/// integers and doubles, whose value counts and not their spelling.
pub fn same(read: &Doc, written: &Doc) -> bool {
    match (read, written) {
        (Doc::Number(a), Doc::Number(b)) => a == b || is_respelt(a, b),
        (Doc::Array(a), Doc::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Doc::Object(a), Doc::Object(b)) => {
            let find = |members: &[(String, Doc)], key: &str| {
                members.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
            };
            b.iter().all(|(key, written)| find(a, key).is_some_and(|read| same(&read, written)))
                && a.iter().all(|(key, _)| key == "undeclaredMember" || find(b, key).is_some())
        }
        (a, b) => a == b,
    }
}

/// `5.0` and `5e0` for 5, `1.50e1` for 15.0: the same number, and as many places.
fn is_respelt(read: &str, written: &str) -> bool {
    let unusual = read.contains(['e', 'E']) || read.ends_with(".0") || written.contains('e');
    unusual && Number::parse(read) == Number::parse(written)
}

/// Says what is not as expected of a case.
pub fn compare(language: &str, case: &Case, outcome: &Result<String, String>, failures: &mut String) {
    let complaint = match (&case.expected, outcome) {
        (Ok(_), Err(why)) => format!("{language} refuses what is valid: {why}"),
        (Err(why), Ok(_)) => format!("{language} accepts what is invalid: {why}"),
        (Ok(read), Ok(text)) => match Doc::parse(text) {
            Some(written) if same(read, &written) => return,
            _ => format!("{language} writes something else: {text}"),
        },
        (Err(_), Err(_)) => return,
    };
    let mut text: String = case.text.chars().take(600).collect();
    if text.len() < case.text.len() {
        text.push('…');
    }
    let _ = writeln!(failures, "{}\n    {complaint}\n    {text}", case.name);
}

/// Says how many documents have failures, and shows the first.
///
/// # Errors
/// When there is one.
pub fn report(failures: &str, total: usize) -> Result<(), String> {
    let count = failures.lines().filter(|line| !line.starts_with(' ')).count();
    let shown: String = failures.split_inclusive('\n').take(90).collect();
    if failures.is_empty() { Ok(()) } else { Err(format!("{count} of {total} documents:\n{shown}")) }
}
