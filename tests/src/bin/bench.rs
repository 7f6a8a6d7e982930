//! `cargo xtask bench codegen`: what generating costs, and what generated code costs. `cargo xtask bench gate`: what
//! the gate costs. `cargo xtask bench derive`: what `#[derive(Event)]` adds to a compilation.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

use std::path::Path;
use std::process::ExitCode;

use tests::{bench, workspace};

fn main() -> ExitCode {
    let (flags, words): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with('-'));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let gate = words.first() == Some(&"gate");
    let rival = gate && flags.iter().any(|flag| flag == "--jsoncompat");
    let json = flags.iter().any(|flag| flag == "--json");
    let mut members = serde_json::Map::new();
    let mut each = |table: bench::Table| {
        if json {
            members.insert(table.id.to_owned(), table.json());
        } else {
            println!("{}", table.text());
        }
    };
    let known = |flag: &&String| *flag == "--json" || (rival && *flag == "--jsoncompat");
    let root = workspace::root();
    let result = match (flags.iter().find(|flag| !known(flag)), words.as_slice()) {
        (Some(flag), _) => Err(format!("unexpected `{flag}`")),
        (None, ["gate"]) => bench::gate(&root, rival, &mut each),
        (None, ["derive"]) => bench::derive(&root, &mut each),
        (None, ["codegen"]) => bench::run(&root, None, &mut each),
        (None, ["codegen", folder]) => bench::run(&root, Some(Path::new(folder)), &mut each),
        (None, _) => Err("bench codegen [DIR], bench gate, or bench derive".to_owned()),
    };
    match result {
        Ok(()) => {
            if json {
                println!("{}", serde_json::Value::Object(members));
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
