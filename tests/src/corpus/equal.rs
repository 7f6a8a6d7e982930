//! Equality of JSON texts, by value and exact.

use event_contracts_codegen::number::Number;

use crate::doc::Doc;

/// Where two texts differ as JSON values, as a JSON Pointer; `None` where they do not.
pub(super) fn difference(a: &str, b: &str) -> Option<String> {
    match (Doc::parse(a), Doc::parse(b)) {
        (Some(a), Some(b)) => first(&a.sorted(), &b.sorted(), ""),
        _ => Some("(not JSON)".to_owned()),
    }
}

fn first(a: &Doc, b: &Doc, at: &str) -> Option<String> {
    match (a, b) {
        (Doc::Number(x), Doc::Number(y)) => {
            let same = x == y || Number::parse(x).is_some_and(|x| Some(x) == Number::parse(y));
            (!same).then(|| format!("{at}: {x} became {y}"))
        }
        (Doc::Array(x), Doc::Array(y)) if x.len() == y.len() => {
            x.iter().zip(y).enumerate().find_map(|(i, (x, y))| first(x, y, &format!("{at}/{i}")))
        }
        (Doc::Object(x), Doc::Object(y)) => {
            let lost = |from: &[(String, Doc)], of: &[(String, Doc)], what: &str| {
                let name = from.iter().map(|(name, _)| name).find(|n| of.iter().all(|(m, _)| m != *n))?;
                Some(format!("{at}/{}: {what}", name.replace('~', "~0").replace('/', "~1")))
            };
            lost(x, y, "lost").or_else(|| lost(y, x, "added")).or_else(|| {
                x.iter().zip(y).find_map(|((name, x), (_, y))| {
                    first(x, y, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")))
                })
            })
        }
        (a, b) if a == b => None,
        _ => Some(format!("{at}: another value")),
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn numbers_are_equal_by_value_and_members_in_any_order() {
        for (a, b, expected) in [
            ("1.0", "1", None),
            ("1e400", "10e399", None),
            ("9007199254740993", "9007199254740992", Some(": 9007199254740993 became 9007199254740992")),
            (r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#, None),
            (r#"{"a/b":1}"#, "{}", Some("/a~1b: lost")),
            ("{}", r#"{"a":1}"#, Some("/a: added")),
            ("[1,[null]]", "[1,[false]]", Some("/1/0: another value")),
        ] {
            assert_eq!(difference(a, b).as_deref(), expected, "{a} {b}");
        }
    }
}
