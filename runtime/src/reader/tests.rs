use super::{Refused, read};
use crate::{Decimal, Json, wire};
use arbtest::{arbitrary::Unstructured, arbtest};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};
use std::{collections::BTreeMap, fmt::Debug};

/// A bit of everything that a type may ask for.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "compared by their Debug form")]
struct Mixed {
    text: Option<String>,
    #[serde(default)]
    items: Vec<Json>,
    map: Option<BTreeMap<Name, Value>>,
    raw: Option<Box<RawValue>>,
    #[serde(default, with = "wire::As::<wire::Present<wire::DecimalNumber>>")]
    decimal: Option<Decimal>,
    small: Option<i8>,
    double: Option<f64>,
    wide: Option<u128>,
    flag: Option<bool>,
    letter: Option<char>,
    kind: Option<Kind>,
    pair: Option<(u64, ())>,
    inner: Option<Box<Mixed>>,
    numbered: Option<BTreeMap<u8, Kind>>,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Name(String);

#[derive(Debug, Deserialize, PartialEq)]
enum Kind {
    A,
    B(u8),
}

/// Whether it was read; what it reads `serde_json` reads too, and the same.
#[track_caller]
fn agrees<T: DeserializeOwned + Debug>(text: &str) -> bool {
    let Ok(quick) = read::<T>(text) else { return false };
    let slow = serde_json::from_str::<T>(text).map_err(|error| error.to_string());
    assert_eq!(Ok(format!("{quick:?}")), slow.map(|value| format!("{value:?}")), "{text}");
    true
}

fn all_agree(text: &str) {
    agrees::<Value>(text);
    agrees::<Json>(text);
    agrees::<Mixed>(text);
    agrees::<Box<RawValue>>(text);
    agrees::<serde::de::IgnoredAny>(text);
}

const NAMES: &[&str] = &[
    "text", "items", "map", "raw", "decimal", "small", "double", "wide", "flag", "letter", "kind", "pair",
    "inner", "numbered", "A", "7", "é",
];
const SCALARS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "7",
    "-7",
    "1.50",
    "1e2",
    "1E-2",
    "18446744073709551616",
    "1e400",
    "-9223372036854775809",
    "\"\"",
    "\"A\"",
    "\"a longer text than eight\"",
    "\"\\u00e9\\ud83d\\ude00\\n\\/\"",
    "\"\\ud83d\"",
    "\"\\udc00\"",
    "\"\\ud83d\\u0041\"",
    "01",
    "1.",
    ".5",
    "+1",
    "\"\\x\"",
    "\"\t\"",
    "nul",
    "é",
];

fn value(u: &mut Unstructured<'_>, depth: u32, out: &mut String) -> arbtest::arbitrary::Result<()> {
    let space = |u: &mut Unstructured<'_>, out: &mut String| {
        u.ratio(1, 8).map(|yes| out.push_str(if yes { " \n\t\r" } else { "" }))
    };
    space(u, out)?;
    let kind = if depth == 0 { 2 } else { u.int_in_range(0..=3)? };
    if kind >= 2 {
        out.push_str(u.choose(SCALARS)?);
        return space(u, out);
    }
    let (open, close) = if kind == 0 { ('{', '}') } else { ('[', ']') };
    out.push(open);
    for at in 0..u.int_in_range(0..=3)? {
        out.push_str(if at == 0 { "" } else { "," });
        if kind == 0 {
            space(u, out)?;
            let name = u.choose(NAMES)?;
            out.extend(["\"", name, "\""]);
            space(u, out)?;
            out.push(':');
        }
        value(u, depth - 1, out)?;
    }
    out.push(close);
    space(u, out)
}

#[test]
fn it_accepts_nothing_that_serde_json_refuses_and_reads_the_same() {
    arbtest(|u| {
        let mut text = String::new();
        value(u, 4, &mut text)?;
        all_agree(&text);
        let mut bytes = text.into_bytes();
        for _ in 0..u.int_in_range(1..=2)? {
            let at = u.choose_index(bytes.len())?;
            match u.int_in_range(0..=2)? {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, *u.choose(b"{}[]\",:\\0e. nu")?),
                _ => bytes.truncate(at),
            }
            if bytes.is_empty() {
                return Ok(());
            }
        }
        if let Ok(text) = String::from_utf8(bytes) {
            all_agree(&text);
        }
        Ok(())
    });
}

#[test]
fn it_knows_what_documents_are_made_of() {
    let documents = [
        r#" {"text":"a \"b\" \u00e9\ud83d\ude00","items":[1.50,[{}],{"a":[null]},1e400],"flag":true} "#,
        r#"{ "map" : {"a\n" : {"b" : [1, -2, "x", null, false]}} , "raw" : [ {"a":[]} , 01e ] }"#,
        r#"{"decimal":99.99,"small":-7,"letter":"x","kind":"A","pair":[1,null],"inner":{"other":[{},{}]}}"#,
    ];
    let read = documents.map(|text| agrees::<Mixed>(&text.replace("01e", "0e1")));
    assert_eq!(read, [true; 3]);
    // What is left to `serde_json`.
    for text in [r#"{"double":1.5}"#, r#"{"wide":1}"#, r#"{"kind":{"B":1}}"#, r#"{"numbered":{"1":"A"}}"#] {
        assert_eq!(
            (agrees::<Mixed>(text), serde_json::from_str::<Mixed>(text).is_ok()),
            (false, true),
            "{text}"
        );
    }
}

#[test]
fn no_nesting_exhausts_the_stack() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]")] {
        for (depth, ignored) in [(50, true), (100_000, false)] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert_eq!(read::<serde::de::IgnoredAny>(&text).is_ok(), ignored, "{depth} of {open}");
            assert_eq!(
                read::<Value>(&text).is_ok(),
                ignored && depth * close.len() <= 100,
                "{depth} of {open}"
            );
        }
    }
    assert_eq!(read::<Value>("[[1]").err(), Some(Refused));
}
