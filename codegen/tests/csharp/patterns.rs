//! Patterns in C#.

use arbitrary::Unstructured;
use event_contracts_codegen::pattern::{Engine, Pattern, Term};
use serde_json::{Value, json};

use crate::pattern_random as random;
use crate::pattern_table as table;
use crate::workspace::{compile, toolchain};

/// The table, random patterns, and where a text gets too costly, in one process.
#[test]
fn patterns_mean_the_same_in_csharp() {
    let Some(toolchain) = toolchain() else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = [
        "codegen/src/emit/csharp/support/EcmaMatcher.cs",
        "codegen/src/emit/csharp/support/EcmaNode.cs",
        "codegen/src/emit/csharp/support/EcmaParser.cs",
        "codegen/src/emit/csharp/support/EcmaProgram.cs",
        "codegen/src/emit/csharp/support/EcmaSearch.cs",
        "codegen/src/emit/csharp/support/EcmaSet.cs",
        "codegen/src/emit/csharp/support/Pattern.cs",
        "codegen/src/emit/csharp/support/PatternRuns.cs",
        "codegen/tests/csharp/PatternHost.cs",
    ];
    let program = compile(&toolchain, folder.path(), &files);

    let mut cases: Vec<(String, Vec<(String, bool)>)> =
        table::rows().into_iter().map(|row| (row.pattern, row.texts)).collect();
    let rows = cases.len();
    arbtest::arbtest(|u: &mut Unstructured<'_>| {
        let tree = random::pattern(u)?;
        let mut texts = Vec::new();
        for _ in 0..8 {
            let text = random::text(u)?;
            texts.extend(tree.finds(&text).map(|expected| (text, expected)));
        }
        cases.push((tree.to_string(), texts));
        Ok(())
    })
    .budget_ms(300);
    assert!(cases.len() > rows + 20, "few random patterns were made");
    cases.extend(costly());

    let mut requests = Vec::new();
    let mut carried = Vec::new();
    for (source, texts) in &cases {
        let Ok(terms) = Pattern::parse(source).and_then(|pattern| pattern.to_csharp()) else {
            panic!("{source} is not carried")
        };
        let say = |term: &Term| json!([term.text, term.wanted, term.engine == Engine::Ecma]);
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

/// The longest text that Rust can tell with its steps, and the next one, which it refuses.
fn costly() -> Vec<(String, Vec<(String, bool)>)> {
    let rows = [
        (r"^(?!(?:(a+)+\1)+c)a", "a"),
        (r"^(?:(?=(a|😀)*)[^]\1?)*c?$", "a😀"),
        (r"^(?:[^](?<=^(?:(?!\1\1)([^]))*))*$", "a😀"),
    ];
    let each = |(source, unit): (&str, &str)| {
        let compiled = table::compiled(&Pattern::parse(source).unwrap().to_rust().unwrap());
        let (mut told, mut refused) = (1, 1_000);
        while told + 1 < refused {
            let middle = usize::midpoint(told, refused);
            *if compiled.matches(&unit.repeat(middle)) { &mut told } else { &mut refused } = middle;
        }
        (source.to_owned(), vec![(unit.repeat(told), true), (unit.repeat(refused), false)])
    };
    rows.into_iter().map(each).collect()
}
