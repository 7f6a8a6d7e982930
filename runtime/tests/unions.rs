//! A union within itself.

use event_contracts::{Path, Validate, Violations, decode_data, wire};
use serde::{Deserialize, Deserializer};

#[derive(Debug)]
enum Term {
    Not(Box<Not>),
    Is(Is),
}

#[derive(Debug, Deserialize)]
struct Not {
    of: Term,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Is {
    value: bool,
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tagged = wire::tagged(deserializer, "op")?;
        match tagged.tag() {
            "not" => tagged.decode().map(|term| Self::Not(Box::new(term))),
            "is" => tagged.decode().map(Self::Is),
            _ => Err(tagged.unknown_tag(&["not", "is"])),
        }
    }
}

impl Validate for Term {
    fn check(&self, _at: &Path<'_>, _out: &mut Violations) {}
}

fn nested(depth: usize, leaf: &str) -> String {
    format!("{}{leaf}{}", r#"{"op":"not","of":"#.repeat(depth), "}".repeat(depth))
}

/// The work must not double with each level: then this would not end.
#[test]
fn a_deep_fault_is_found() {
    let depth = 60;
    let mut term = &decode_data::<Term>(&nested(depth, r#"{"value":true,"op":"is"}"#)).unwrap();
    let mut levels = 0;
    while let Term::Not(not) = term {
        (term, levels) = (&not.of, levels + 1);
    }
    assert!(matches!(term, Term::Is(Is { value: true })));
    assert_eq!(levels, depth);
    for (leaf, place, rule) in [
        (r#"{"op":"is","value":1}"#, "/value", "type"),
        (r#"{"op":"is"}"#, "", "required"),
        (r#"{"op":"is","value":true,"op":"is"}"#, "", "duplicate"),
        (r#"{"op":"was","value":true}"#, "", "enum"),
        (r#"{"op":"is","value":true,"more":0}"#, "", "additionalProperties"),
    ] {
        let error = decode_data::<Term>(&nested(depth, leaf)).unwrap_err();
        let first = error.violations().unwrap().iter().next().unwrap();
        assert_eq!(
            (first.pointer.as_str(), first.rule),
            (format!("{}{place}", "/of".repeat(depth)).as_str(), rule)
        );
    }
}
