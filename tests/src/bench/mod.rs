//! What generating costs, what generated code costs beside code written by hand, what the derive costs the compiler, and
//! what the gate costs.

mod csharp;
mod derive;
mod events;
mod gate;
mod generation;
mod measure;
mod pairs;
mod union;

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};

/// One thing that was measured, with what it is held against.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// What was measured, in the order of the columns.
    pub cells: Vec<f64>,
}

/// Rows of the same columns.
#[derive(Debug, Clone)]
pub struct Table {
    /// A word for JSON: `rust`.
    pub id: &'static str,
    /// What it is about.
    pub title: String,
    /// What each cell of a row is: a name and a unit.
    pub columns: Vec<(&'static str, &'static str)>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Measures what the arguments name, and prints it. Gives 2 where that cannot be done.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks to its user")]
pub fn main(args: &[String]) -> ExitCode {
    let (flags, words): (Vec<&String>, Vec<&String>) = args.iter().partition(|arg| arg.starts_with('-'));
    let words: Vec<&str> = words.into_iter().map(String::as_str).collect();
    let rival = words.first() == Some(&"gate") && flags.iter().any(|flag| *flag == "--jsoncompat");
    let json = flags.iter().any(|flag| *flag == "--json");
    let mut members = Map::new();
    let mut each = |table: Table| {
        if json {
            members.insert(table.id.to_owned(), table.json());
        } else {
            println!("{}", table.text());
        }
    };
    let known = |flag: &&&String| **flag == "--json" || (rival && **flag == "--jsoncompat");
    let root = crate::workspace::root();
    let result = match (flags.iter().find(|flag| !known(flag)), words.as_slice()) {
        (Some(flag), _) => Err(format!("unexpected `{flag}`")),
        (None, ["gate"]) => gate(&root, rival, &mut each),
        (None, ["derive"]) => derive(&root, &mut each),
        (None, ["codegen"]) => run(&root, None, &mut each),
        (None, ["codegen", folder]) => run(&root, Some(Path::new(folder)), &mut each),
        (None, _) => Err("bench codegen [DIR], bench gate, or bench derive".to_owned()),
    };
    match result {
        Ok(()) => {
            if json {
                println!("{}", Value::Object(members));
            }
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Measures everything, and gives each table as soon as it is there; `corpus` is a folder of schemas, or a
/// corpus.
///
/// # Errors
/// Something that cannot be measured: the workspace has findings, or a program does not build.
pub fn run(root: &Path, corpus: Option<&Path>, each: &mut dyn FnMut(Table)) -> Result<(), String> {
    each(generation::contracts(root)?);
    if let Some(folder) = corpus {
        each(generation::folder(folder)?);
    }
    each(events::measure(root)?);
    if let Some(table) = csharp::measure(root)? {
        each(table);
    }
    each(union::measure(root)?);
    Ok(())
}

/// Measures the gate; `rival` asks for the crate `jsoncompat` beside it, which is built from the registry.
///
/// # Errors
/// Something that cannot be measured: a program does not build, or says no.
pub fn gate(root: &Path, rival: bool, each: &mut dyn FnMut(Table)) -> Result<(), String> {
    gate::measure(root, rival, each)
}

/// Measures what `#[derive(Event)]` adds to a compilation.
///
/// # Errors
/// Something that cannot be measured: a crate does not compile.
pub fn derive(root: &Path, each: &mut dyn FnMut(Table)) -> Result<(), String> {
    each(derive::measure(root)?);
    Ok(())
}

impl Table {
    /// For people.
    pub fn text(&self) -> String {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default().max(8);
        let mut text = format!("{}\n{:width$}", self.title, "");
        for (name, unit) in &self.columns {
            let head = if unit.is_empty() { (*name).to_owned() } else { format!("{name}, {unit}") };
            // Writing into a String cannot fail.
            let _ = write!(text, "  {head:>22}");
        }
        text.push('\n');
        for row in &self.rows {
            let _ = write!(text, "{:width$}", row.name);
            for cell in &row.cells {
                let digits = if *cell >= 1000.0 { 0 } else { 2 };
                let _ = write!(text, "  {cell:>22.digits$}");
            }
            text.push('\n');
        }
        text
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let row = |row: &Row| {
            let mut value = serde_json::Map::new();
            value.insert("name".to_owned(), row.name.as_str().into());
            for ((name, _), cell) in self.columns.iter().zip(&row.cells) {
                value.insert((*name).to_owned(), json!(cell));
            }
            Value::Object(value)
        };
        json!(self.rows.iter().map(row).collect::<Vec<_>>())
    }
}
