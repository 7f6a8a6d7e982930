//! The table in `wire`, value by value.
//!
//! Each file in `cases/` holds JSON texts: `accept` pairs what is read with what is then written, `reject`
//! lists what must not be read. Every language runs the same files.
#![expect(clippy::unwrap_used, reason = "tests")]

use event_contracts::{
    __private::{
        serde::{
            Deserialize, Serialize,
            de::{DeserializeOwned, IgnoredAny},
        },
        serde_json,
        serde_with::{DeserializeAs, SerializeAs, de::DeserializeAsWrap, ser::SerializeAsWrap},
    },
    Date, Decimal, Duration, Timestamp, Uuid, Version, wire,
};

#[derive(Deserialize)]
#[serde(crate = "event_contracts::__private::serde")]
struct Cases {
    accept: Vec<(String, String)>,
    reject: Vec<String>,
}

/// Runs a file over the type `T` read and written as `A`.
fn run<T, A>(file: &str)
where
    A: for<'de> DeserializeAs<'de, T> + SerializeAs<T>,
{
    let cases: Cases = serde_json::from_str(file).unwrap();
    assert!(!cases.accept.is_empty() && !cases.reject.is_empty());
    let mut wrong = Vec::new();
    for (text, expected) in &cases.accept {
        match through::<T, A>(text) {
            Ok(written) if written == *expected => {
                let again = through::<T, A>(&written);
                if again.as_ref().ok() != Some(expected) {
                    wrong.push(format!("{text}: written {expected}, which then gives {again:?}"));
                }
            }
            other => wrong.push(format!("{text}: expected {expected}, got {other:?}")),
        }
    }
    for text in &cases.reject {
        let json = serde_json::from_str::<IgnoredAny>(text);
        assert!(json.is_ok(), "not JSON, so it tests nothing: {text}");
        if let Ok(written) = through::<T, A>(text) {
            wrong.push(format!("{text}: accepted, as {written}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Reads from a slice and from a reader, which must agree, and writes.
fn through<T, A>(text: &str) -> Result<String, String>
where
    A: for<'de> DeserializeAs<'de, T> + SerializeAs<T>,
{
    let read = serde_json::from_str::<DeserializeAsWrap<T, A>>(text).map(DeserializeAsWrap::into_inner);
    let write = |value: &T| serde_json::to_string(&SerializeAsWrap::<T, A>::new(value)).unwrap();
    let streamed = serde_json::from_reader::<_, DeserializeAsWrap<T, A>>(text.as_bytes());
    let streamed = streamed.map(DeserializeAsWrap::into_inner).map(|value| write(&value));
    let written = read.map(|value| write(&value)).map_err(|error| error.to_string());
    assert_eq!(written.as_ref().ok(), streamed.as_ref().ok(), "{text} depends on where it is read from");
    written
}

#[test]
fn timestamp() {
    run::<Timestamp, wire::Same>(include_str!("cases/timestamp.json"));
}

#[test]
fn date() {
    run::<Date, wire::Same>(include_str!("cases/date.json"));
}

#[test]
fn duration() {
    run::<Duration, wire::Same>(include_str!("cases/duration.json"));
}

#[test]
fn decimal() {
    run::<Decimal, wire::DecimalNumber>(include_str!("cases/decimal.json"));
}

#[test]
fn integer_int32() {
    run::<i32, wire::Integer>(include_str!("cases/integer-int32.json"));
}

#[test]
fn uuid() {
    run::<Uuid, wire::UuidText>(include_str!("cases/uuid.json"));
}

#[test]
fn double() {
    run::<f64, wire::Double>(include_str!("cases/double.json"));
}

#[test]
fn other_integers() {
    fn limits<T: wire::WireInteger + Copy + DeserializeOwned>(beyond: [&str; 2]) {
        for limit in [T::RANGE.0, T::RANGE.1] {
            let text = limit.to_string();
            assert_eq!(through::<T, wire::Integer>(&text), Ok(text));
        }
        for text in beyond {
            assert!(through::<T, wire::Integer>(text).is_err(), "{text}");
        }
    }
    limits::<i8>(["-129", "128"]);
    limits::<i16>(["-32769", "32768"]);
    limits::<i32>(["-2147483649", "2147483648"]);
    limits::<i64>(["-9223372036854775809", "9223372036854775808"]);
    limits::<u8>(["-1", "256"]);
    limits::<u16>(["-1", "65536"]);
    limits::<u32>(["-1", "4294967296"]);
    limits::<u64>(["-1", "18446744073709551616"]);
    assert_eq!(through::<i64, wire::Integer>("9007199254740991.0").unwrap(), "9007199254740991");
    assert_eq!(through::<i64, wire::Integer>("-9007199254740993.0").unwrap(), "-9007199254740993");
    assert_eq!(through::<i64, wire::Integer>("1e16").unwrap(), "10000000000000000");
    assert!(through::<i64, wire::Integer>("1e999999999").is_err());
}

#[test]
fn versions() {
    for text in ["0.0", "1.0", "1.10", "4294967295.4294967295"] {
        assert_eq!(text.parse::<Version>().unwrap().to_string(), text);
    }
    for text in
        ["", "1", "1.", ".1", "1.0.0", "01.0", "1.00", "+1.0", "1.-0", " 1.0", "1.0 ", "4294967296.0", "1.x"]
    {
        assert!(text.parse::<Version>().is_err(), "{text}");
    }
    assert!(Version::new(1, 10) > Version::new(1, 9) && Version::new(2, 0) > Version::new(1, 10));
}

#[test]
fn doubles_without_a_json_form() {
    #[derive(Serialize)]
    #[serde(crate = "event_contracts::__private::serde")]
    struct Holder(#[serde(with = "wire::As::<wire::Double>")] f64);
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(serde_json::to_string(&Holder(value)).is_err());
    }
}

#[test]
fn durations_as_time() {
    let seconds = |text: &str| text.parse::<Duration>().unwrap().to_std().map(|time| time.as_secs());
    assert_eq!(seconds("P1DT2H3M4S"), Some(93_784));
    assert_eq!(seconds("P2W"), Some(1_209_600));
    assert_eq!(seconds("PT0S"), Some(0));
    assert_eq!(seconds("P1M"), None);
    assert_eq!(seconds("P1Y"), None);
    assert_eq!(seconds("P99999999999999999999D"), None);
    assert_eq!(seconds("P999999999999999999D"), None);
}

#[test]
fn timestamps_in_code() {
    let read = |text: &str| text.parse::<Timestamp>().unwrap();
    let (utc, local) = (read("2026-01-14T16:00:00.25Z"), read("2026-01-14T18:00:00.25+02:00"));
    assert_ne!(utc, local);
    assert_eq!(local.to_utc(), utc);
    assert_eq!(utc.unix_nanos(), local.unix_nanos());
    assert!(utc < local && local < read("2026-01-14T16:00:00.2500001Z"));
    assert_eq!(utc.with_offset_minutes(120), Some(local));
    assert_eq!((local.offset_minutes(), local.unix_seconds()), (120, 1_768_406_400));
    assert_eq!(Timestamp::from_unix_seconds(0).unwrap().to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(Timestamp::from_unix_nanos(-1).unwrap().to_string(), "1969-12-31T23:59:59.9999999Z");
    assert_eq!(Timestamp::from_unix_seconds(253_402_300_800), None);
    assert_eq!(Timestamp::from_unix_nanos(i128::MAX), None);
    assert_eq!(utc.with_offset_minutes(841), None);
    assert_eq!(read("9999-12-31T23:59:59Z").with_offset_minutes(1), None);
    assert!(Timestamp::now() > utc.to_utc() || Timestamp::now().offset_minutes() == 0);
}

#[test]
fn dates_in_code() {
    let date = Date::new(2024, 2, 29).unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
    assert_eq!(Date::new(2025, 2, 29), None);
    assert_eq!(Date::new(0, 1, 1), None);
    assert!(date < Date::new(2024, 3, 1).unwrap());
}
