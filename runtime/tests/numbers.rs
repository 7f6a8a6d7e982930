//! [`Number`] against arithmetic on big integers, done slowly and plainly.

use arbtest::arbitrary::{self, Unstructured};
use arbtest::arbtest;
use event_contracts::{__private::serde_json, Integer, Json, Num, Number};
use std::cmp::Ordering;

/// A number's text, and its value as digits before and behind a point that stands 30 places from the end.
struct Sample {
    text: String,
    negative: bool,
    digits: Vec<u8>,
}

const PLACES: usize = 30;

fn sample(u: &mut Unstructured<'_>) -> arbitrary::Result<Sample> {
    let negative: bool = u.arbitrary()?;
    let digits = |u: &mut Unstructured<'_>, most: usize| -> arbitrary::Result<String> {
        let zeros = u.ratio(1, 3)?;
        (0..u.int_in_range(0..=most)?)
            .map(|_| Ok(if zeros { '0' } else { u.int_in_range(b'0'..=b'9')?.into() }))
            .collect()
    };
    let whole = digits(u, 22)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let fraction = digits(u, 10)?;
    let shift: usize = u.int_in_range(0..=40)?;
    let exponent = i64::try_from(shift).unwrap_or_default() - 20;
    let mut text = format!("{}{whole}", if negative { "-" } else { "" });
    if !fraction.is_empty() {
        text = format!("{text}.{fraction}");
    }
    if exponent != 0 || u.ratio(1, 8)? {
        let e = u.choose(&["e", "E", "e+"])?;
        text = format!("{text}{}{exponent}", if exponent < 0 { "e" } else { e });
    }
    let zeros = PLACES + shift - 20 - fraction.len();
    let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
    let digits: Vec<u8> = digits.trim_start_matches('0').bytes().map(|b| b - b'0').collect();
    Ok(Sample { text, negative: negative && !digits.is_empty(), digits })
}

fn compare(a: &Sample, b: &Sample) -> Ordering {
    let magnitude =
        |a: &Sample, b: &Sample| a.digits.len().cmp(&b.digits.len()).then_with(|| a.digits.cmp(&b.digits));
    match (a.negative, b.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => magnitude(a, b),
        (true, true) => magnitude(b, a),
    }
}

/// By subtraction, digit after digit.
fn is_multiple(value: &[u8], divisor: &[u8]) -> bool {
    let mut rest: Vec<u8> = Vec::new();
    for digit in value {
        rest.push(*digit);
        while rest.first() == Some(&0) {
            rest.remove(0);
        }
        while rest.len() > divisor.len() || (rest.len() == divisor.len() && rest.as_slice() >= divisor) {
            let mut borrow = 0;
            for at in 0..rest.len() {
                let place = rest.len() - 1 - at;
                let taken = borrow + if at < divisor.len() { divisor[divisor.len() - 1 - at] } else { 0 };
                borrow = u8::from(rest[place] < taken);
                rest[place] = rest[place] + 10 * borrow - taken;
            }
            while rest.first() == Some(&0) {
                rest.remove(0);
            }
        }
    }
    rest.is_empty()
}

#[test]
fn numbers_are_exact() {
    arbtest(|u| {
        let (a, b) = (sample(u)?, sample(u)?);
        let (x, y): (Number, Number) = (a.text.parse().unwrap(), b.text.parse().unwrap());
        assert_eq!(x.to_string(), a.text);
        assert_eq!(x.cmp(&y), compare(&a, &b), "{} against {}", a.text, b.text);
        let whole = a.digits.len() <= PLACES && a.digits.is_empty()
            || a.digits.iter().rev().take(PLACES).all(|digit| *digit == 0) && a.digits.len() > PLACES;
        assert_eq!(x.is_whole(), whole, "{}", a.text);
        if !b.digits.is_empty() {
            let multiple = x.as_num().is_multiple_of(y.as_num());
            assert_eq!(multiple, is_multiple(&a.digits, &b.digits), "{} of {}", a.text, b.text);
        }
        let text = serde_json::to_string(&x).unwrap();
        assert_eq!(text, a.text);
        let back: Number = serde_json::from_str(&text).unwrap();
        assert_eq!(back.to_string(), a.text);
        Ok(())
    });
}

#[test]
fn multiples_are_often_found() {
    arbtest(|u| {
        let (a, b): (i128, i128) = (u.int_in_range(-1_000_000..=1_000_000)?, u.int_in_range(1..=(1 << 90))?);
        let zeros = "0".repeat(u.int_in_range(0..=5)?);
        let places: u32 = u.int_in_range(0..=40)?;
        let (product, divisor) = (format!("{}{zeros}e-{places}", a * b), format!("{b}e-{places}"));
        assert!(Num::Text(&product).is_multiple_of(Num::Text(&divisor)), "{product} of {divisor}");
        let beside = format!("{}e-{places}", a * b + 1);
        assert_eq!(Num::Text(&beside).is_multiple_of(Num::Text(&divisor)), b == 1, "{beside} of {divisor}");
        Ok(())
    });
}

#[test]
fn great_exponents_are_cheap() {
    let number = |text: &str| text.parse::<Number>().unwrap();
    let huge = number("1e999999999999999999999999");
    assert!(huge > number("9e99999999"));
    assert!(number("-1e999999999") < number("-1e99999999"));
    assert!(number("1e-999999999") > Number::from(0));
    assert!(huge.is_whole() && !number("1e-999999999").is_whole());
    assert!(!number("1e999999999").as_num().is_multiple_of(Num::Signed(3_000_000)));
    assert!(number("1e999999999").as_num().is_multiple_of(Num::Signed(1 << 40)));
    assert!(number("1e999999999").as_num().is_multiple_of(Num::Text("0.0009765625")));
    assert_eq!(huge.as_i128(), None);
    assert_eq!(number("0e999999999"), Number::from(0));
}

#[test]
fn what_is_no_number_is_refused() {
    for text in ["", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1 ", "0x1", "NaN", "1e5.0", "١"] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
    for text in ["1.5", "1e-1", "0.1e0"] {
        assert!(text.parse::<Integer>().is_err(), "{text}");
    }
    for (text, value) in
        [("1.0", 1), ("1e3", 1000), ("-0", 0), ("-9223372036854775808", i64::MIN), ("120e-1", 12)]
    {
        assert_eq!(text.parse::<Integer>().unwrap().as_i64(), Some(value), "{text}");
        assert_eq!(text.parse::<Integer>().unwrap().to_string(), text);
    }
}

fn value(u: &mut Unstructured<'_>, depth: usize) -> arbitrary::Result<String> {
    Ok(match u.int_in_range(0..=if depth == 0 { 4 } else { 6 })? {
        0 => "null".to_owned(),
        1 => "true".to_owned(),
        2 => u.choose(&["\"\"", "\"a\\u0062\\\"\"", "\"é\\n😀\"", "\"\\ud83d\\ude00]\""])?.to_string(),
        3 | 4 => sample(u)?.text,
        5 => {
            let items = (0..u.int_in_range(0..=3)?)
                .map(|_| value(u, depth - 1))
                .collect::<arbitrary::Result<Vec<_>>>()?;
            format!("[{}]", items.join(" ,\n"))
        }
        _ => {
            let count = u.int_in_range(0..=20)?;
            let members = (0..count).map(|at| Ok(format!("\"k\\u0030{at}\" : {}", value(u, depth - 1)?)));
            format!("{{ {} }}", members.collect::<arbitrary::Result<Vec<_>>>()?.join(","))
        }
    })
}

#[test]
fn json_keeps_everything() {
    arbtest(|u| {
        let text = value(u, 3)?;
        let json: Json = text.parse().unwrap();
        let written = json.to_string();
        assert_eq!(written.parse::<Json>().unwrap(), json);
        assert_eq!(written.parse::<Json>().unwrap().to_string(), written);
        // The same to everyone who reads doubles.
        let value: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(value, serde_json::from_str::<serde_json::Value>(&text).unwrap());
        Ok(())
    });
}

#[test]
fn json_refuses() {
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(deep(128).parse::<Json>().is_ok());
    let many: Vec<String> = (0..40).map(|at| format!("\"{at}\":1,")).collect();
    let many = many.concat();
    for (text, rule, pointer) in [
        (r#"{"a": [1, {"b": 1, "\u0062": 2}]}"#.to_owned(), "duplicate", "/a/1"),
        (format!("[{{{many}\"7\":2}}]"), "duplicate", "/0"),
        (r#"["\ud800"]"#.to_owned(), "type", "/0"),
        (deep(129), "type", &*"/0".repeat(128)),
        (deep(100_000), "type", &*"/0".repeat(128)),
    ] {
        let error = text.parse::<Json>().unwrap_err();
        let violations = error.violations().expect("JSON");
        let found: Vec<_> = violations.iter().map(|v| (v.rule, v.pointer.as_str())).collect();
        assert_eq!(found, [(rule, pointer)]);
    }
    for text in ["", "[1", "[1,]", "{\"a\"}", "nul", "01"] {
        assert!(matches!(text.parse::<Json>(), Err(event_contracts::DecodeError::Json { .. })), "{text}");
    }
}
