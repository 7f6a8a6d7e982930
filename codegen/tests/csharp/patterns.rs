//! Patterns on .NET's engines.

use arbitrary::Unstructured;
use event_contracts_codegen::pattern::{Engine, Pattern, Term};
use serde_json::{Value, json};

use crate::pattern_random as random;
use crate::pattern_table as table;
use crate::workspace::{compile, toolchain};

/// The table, and random patterns by an engine of ECMA-262, in one process.
#[test]
fn patterns_mean_the_same_in_csharp() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = [
        "codegen/src/emit/csharp/support/Pattern.cs",
        "codegen/src/emit/csharp/support/PatternRuns.cs",
        "codegen/tests/csharp/PatternHost.cs",
    ];
    let program = compile(&toolchain, folder.path(), &files);

    let mut cases: Vec<(String, Vec<(String, bool)>)> =
        table::rows().into_iter().map(|row| (row.pattern, row.texts)).collect();
    let rows = cases.len();
    arbtest::arbtest(|u: &mut Unstructured<'_>| {
        let source = random::pattern(u)?;
        let Ok(judge) = regress::Regex::with_flags(&source, "u") else { return Ok(()) };
        let texts = (0..8).map(|_| random::text(u)).collect::<Result<Vec<_>, _>>()?;
        let texts = texts.into_iter().map(|text| (judge.find(&text).is_some(), text));
        cases.push((source, texts.map(|(expected, text)| (text, expected)).collect()));
        Ok(())
    })
    .budget_ms(300);
    assert!(cases.len() > rows + 20, "few random patterns were made");

    let mut requests = Vec::new();
    let mut carried = Vec::new();
    for (source, texts) in &cases {
        let Ok(terms) = Pattern::parse(source).and_then(|pattern| pattern.to_csharp()) else { continue };
        let say = |term: &Term| json!([term.text, term.wanted, term.engine == Engine::Backtracking]);
        let terms: Vec<Value> = terms.iter().map(say).collect();
        requests.push(json!([terms, texts.iter().map(|(text, _)| text).collect::<Vec<_>>()]));
        carried.push((source, texts));
    }
    let answers = &toolchain.ask(&program, &[Value::Array(requests.clone())]).unwrap()[0];
    let answers = answers.as_array().unwrap_or_else(|| panic!("{answers}"));
    let failures: Vec<String> = carried
        .iter()
        .zip(answers)
        .zip(&requests)
        .filter(|(((_, texts), answer), _)| {
            **answer != json!(texts.iter().map(|(_, expected)| *expected).collect::<Vec<_>>())
        })
        .map(|(((source, texts), answer), request)| {
            format!("{source}\n  {texts:?}\n  {answer}\n  {}", request[0])
        })
        .collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), carried.len(), failures.join("\n"));
}
