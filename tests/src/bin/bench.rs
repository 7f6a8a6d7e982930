//! `cargo xtask bench codegen`: what generating costs, and what generated code costs.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]

use std::path::PathBuf;
use std::process::ExitCode;

use tests::{bench, workspace};

fn main() -> ExitCode {
    let (flags, folders): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with('-'));
    let json = flags.iter().any(|flag| flag == "--json");
    let mut members = serde_json::Map::new();
    let mut each = |table: bench::Table| {
        if json {
            members.insert(table.id.to_owned(), table.json());
        } else {
            println!("{}", table.text());
        }
    };
    let result = match (flags.iter().find(|flag| *flag != "--json"), folders.as_slice()) {
        (Some(flag), _) => Err(format!("unexpected `{flag}`")),
        (None, [] | [_]) => {
            bench::run(&workspace::root(), folders.first().map(PathBuf::from).as_deref(), &mut each)
        }
        (None, _) => Err("one folder at most".to_owned()),
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
