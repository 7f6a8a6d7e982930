//! Patterns: what they mean, in Rust here and in C# in `csharp/patterns.rs`, by one table and by random ones.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "pattern/random.rs"]
mod random;
#[path = "pattern/table.rs"]
mod table;

use arbitrary::Unstructured;
use event_contracts_codegen::pattern::{Engine, Pattern, Term};

/// Every row of the table, and the table itself by an engine of ECMA-262.
#[test]
fn patterns_mean_what_the_table_says() {
    let mut failures = Vec::new();
    for row in table::rows() {
        let pattern = Pattern::parse(&row.pattern).unwrap_or_else(|error| panic!("{}: {error}", row.pattern));
        let terms = pattern.to_rust().unwrap_or_else(|error| panic!("{}: {error}", row.pattern));
        let compiled = table::compiled(&terms);
        let judge = row.flags.map(|flags| {
            regress::Regex::with_flags(&row.pattern, flags)
                .unwrap_or_else(|error| panic!("{}: {error}", row.pattern))
        });
        for (text, expected) in &row.texts {
            let found = compiled.matches(text);
            if found != *expected {
                failures.push(format!("{} on {text:?}: {found}\n  {terms:?}", row.pattern));
            }
            if judge.as_ref().is_some_and(|judge| judge.find(text).is_some() != *expected) {
                failures.push(format!("{} on {text:?}: the table is wrong", row.pattern));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (source, offset, message) in table::refused() {
        let error = Pattern::parse(&source).unwrap_err();
        assert_eq!((error.offset, error.message), (offset, message), "{source}");
    }
}

/// Few patterns need a matcher of our own.
#[test]
fn what_can_be_said_without_look_around_is() {
    let linear = [
        ("^(?!a|b)[a-z]+$", r"[Y^[a-z]+$ N^(?:a|b)]", r"[Y^[a-z]+\z N^(?:a|b)]"),
        ("^(?=a)(?!ab)", "[Y^a N^ab]", "[Y^a N^ab]"),
        ("^(?!(?!a))", "[Y^a]", "[Y^a]"),
        (
            "^.*(?<!x)$",
            r"[Y^[^\n\r\x{2028}\x{2029}]*$ Nx$]",
            r"[Y^(?:[^\n\r\u2028\u2029\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])*\z Nx\z]",
        ),
        ("a(?!b)", "[Ya(?:[^b]|$)]", r"[Ya(?:(?:[^b\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])|\z)]"),
        (
            r"^a\b",
            r"[Y^a(?-u:\b)]",
            r"[Y^a(?:(?:[^0-9A-Z_a-z\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])|\z)]",
        ),
        (r"^(a)-\b(b)$", r"[Y^a-(?-u:\b)b$]", r"[Y^a-b\z]"),
    ];
    for (source, rust, csharp) in linear {
        let pattern = Pattern::parse(source).unwrap();
        let say = |terms: Vec<Term>| {
            let all = terms.iter().map(|term| {
                assert_eq!(term.engine, Engine::Linear, "{source}: {}", term.text);
                format!("{}{}", if term.wanted { 'Y' } else { 'N' }, term.text)
            });
            format!("[{}]", all.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(say(pattern.to_rust().unwrap()), rust, "{source}");
        assert_eq!(say(pattern.to_csharp().unwrap()), csharp, "{source}");
    }
}

/// Nothing makes the reading fail otherwise than by an error, nor takes long.
#[test]
fn hostile_patterns_end() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    for source in [
        deep("(", ")"),
        deep("(?!", ")"),
        deep("(?<=", ")"),
        "(".repeat(30_000),
        "[".repeat(30_000),
        "a*".repeat(10_000),
        "a".to_owned() + &"+".repeat(30_000),
        "(((a{1000}){1000}){1000}){1000}".to_owned(),
        "a{4294967295}".to_owned(),
        "a{99999999999999999999,}".to_owned(),
        r"(?:\P{L}{1000}){1000}".to_owned(),
        r"[^\p{L}]".repeat(500),
        "(?<".repeat(1000),
        "\\u{".repeat(1000),
        "|".repeat(30_000),
        "\u{0}\u{10ffff}".to_owned(),
        "(a)".repeat(5000) + r"\5000",
        r"(?!".to_owned() + &"(?:a|".repeat(45) + r"b\b" + &"){2}{1}?{1}+".repeat(45) + ")c",
        r"((?=\1)(?:a?|b){0,999}){3,9}\1{300}".to_owned(),
        r"(?:(?!--)[a-z]){30000}".to_owned(),
    ] {
        if let Ok(pattern) = Pattern::parse(&source) {
            let terms = [pattern.to_rust(), pattern.to_csharp()].map(Result::unwrap_or_default).concat();
            for term in terms.iter().filter(|term| term.engine == Engine::Ecma) {
                // A pattern that cannot be used matches nothing, wanted or not.
                let terms = [true, false].map(|wanted| Term { wanted, ..term.clone() });
                let used =
                    terms.iter().filter(|term| table::compiled(std::slice::from_ref(term)).matches(""));
                assert_eq!(used.count(), 1, "{source}");
            }
        }
    }
}

/// Random patterns mean what ECMA-262 says.
#[test]
fn random_patterns_agree_with_ecma() {
    let mut carried = 0;
    arbtest::arbtest(|u: &mut Unstructured<'_>| {
        let tree = random::pattern(u)?;
        let source = tree.to_string();
        let pattern = Pattern::parse(&source).unwrap_or_else(|error| panic!("{source}: {error}"));
        let terms = pattern.to_rust().unwrap_or_else(|error| panic!("{source}: {error}"));
        carried += 1;
        let compiled = table::compiled(&terms);
        for _ in 0..8 {
            let text = random::text(u)?;
            let Some(expected) = tree.finds(&text) else { continue };
            assert_eq!(compiled.matches(&text), expected, "{source} on {text:?}: {terms:?}");
        }
        Ok(())
    })
    .budget_ms(1_000);
    assert!(carried > 20, "only {carried} patterns were tried");
}

/// Every pattern of a corpus of published schemas is carried, if there is one here.
#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn patterns_of_published_schemas_are_carried() {
    let Some(patterns) = table::corpus() else {
        println!("skipped: the corpus is not here");
        return;
    };
    let mut counts = [0; 4];
    let mut refused = Vec::new();
    for source in &patterns {
        let terms = Pattern::parse(source).and_then(|pattern| Ok((pattern.to_rust()?, pattern.to_csharp()?)));
        match terms {
            Ok((rust, csharp)) => {
                let own = |terms: &[Term]| terms.iter().any(|term| term.engine == Engine::Ecma);
                counts[0] += 1;
                counts[1] += usize::from(own(&rust));
                counts[2] += usize::from(own(&csharp));
            }
            Err(error) => {
                counts[3] += 1;
                refused.push(format!("{source}: {error}"));
            }
        }
    }
    println!("{} patterns: {counts:?} carried, by our matcher in Rust and in C#, refused", patterns.len());
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
