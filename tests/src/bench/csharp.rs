//! The same events in C#, beside records written by hand.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::events::EVENTS;
use super::{Row, Table, events};
use crate::corpus::files;
use crate::toolchain::Toolchain;

/// Measures each event; `None` where there is no C#.
pub(super) fn measure(root: &Path) -> Result<Option<Table>, String> {
    let Some(toolchain) = Toolchain::find()? else { return Ok(None) };
    let work = root.join("target/bench/csharp");
    let failed = |error: std::io::Error| format!("{}: {error}", work.display());
    let mut documents = String::new();
    for (event, example) in EVENTS {
        // Writing into a String cannot fail.
        let _ = writeln!(documents, "{event} {}", events::document(root, event, *example)?);
    }
    let list = work.join("documents.txt");
    let source = include_str!("../../hosts/csharp/EventBench.cs");
    files::write(&work, [("src/EventBench.cs", source), ("documents.txt", documents.as_str())])?;
    let program = work.join("EventBench.dll");
    toolchain.compile(&[&root.join("generated/csharp"), &work.join("src")], &program, &["-optimize+"])?;
    let output = Command::new(&toolchain.run).arg(&program).arg(&list).output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!("the C# benchmark: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut rows = Vec::new();
    for ((event, _), line) in EVENTS.iter().zip(String::from_utf8_lossy(&output.stdout).lines()) {
        let numbers: Vec<f64> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [generated, by_hand] = numbers[..] else { return Err(format!("not two times: {line}")) };
        rows.push(Row { name: (*event).to_owned(), cells: vec![generated, by_hand, generated / by_hand] });
    }
    Ok(Some(Table {
        id: "csharp",
        title: "C#: reading and validating an event, against a record written by hand and plain System.Text.Json, \
                which validates nothing"
            .to_owned(),
        columns: vec![("generated", "ns"), ("by_hand", "ns"), ("to_hand", "x")],
        rows,
    }))
}
