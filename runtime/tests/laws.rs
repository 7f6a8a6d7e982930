//! What holds for every value: reading undoes writing.

use arbtest::arbtest;
use event_contracts::{
    __private::{
        serde_json,
        serde_with::{de::DeserializeAsWrap, ser::SerializeAsWrap},
    },
    Date, Decimal, Timestamp, check, wire,
};

/// Scale is part of a decimal, so they are compared as text too.
#[test]
fn decimals() {
    arbtest(|u| {
        let mantissa = u.int_in_range(-((1_i128 << 96) - 1)..=(1 << 96) - 1)? >> u.int_in_range(0..=96)?;
        let value = Decimal::from_i128_with_scale(mantissa, u.int_in_range(0..=28)?);
        let text = serde_json::to_string(&SerializeAsWrap::<_, wire::DecimalNumber>::new(&value)).unwrap();
        for text in [text.clone(), format!("\"{text}\""), format!("{text}e0")] {
            let read: DeserializeAsWrap<Decimal, wire::DecimalNumber> = serde_json::from_str(&text).unwrap();
            let read = read.into_inner();
            assert_eq!((read, read.scale()), (value, value.scale()), "{text}");
        }
        Ok(())
    });
}

#[test]
fn doubles() {
    arbtest(|u| {
        let bits = f64::from_bits(u.arbitrary()?);
        let places: i32 = u.int_in_range(0..=30)?;
        let decimal = f64::from(u.arbitrary::<i32>()?) * 10_f64.powi(places - 15);
        for value in [bits, decimal, bits.trunc()] {
            if !value.is_finite() {
                continue;
            }
            let text = serde_json::to_string(&SerializeAsWrap::<_, wire::Double>::new(&value)).unwrap();
            let read: DeserializeAsWrap<f64, wire::Double> = serde_json::from_str(&text).unwrap();
            #[expect(clippy::float_cmp, reason = "the very same value")]
            let same = read.into_inner() == value;
            assert!(same, "{value:e} was written {text}");
        }
        Ok(())
    });
}

#[test]
fn timestamps() {
    arbtest(|u| {
        let nanos = i128::from(u.int_in_range(-62_135_596_800_i64..=253_402_300_799)?) * 1_000_000_000
            + i128::from(u.int_in_range(0_u32..=9_999_999)? >> u.int_in_range(0..=24)?) * 100;
        let utc = Timestamp::from_unix_nanos(nanos).unwrap();
        assert_eq!(utc.unix_nanos(), nanos);
        let Some(local) = utc.with_offset_minutes(u.int_in_range(-840..=840)?) else { return Ok(()) };
        let text = local.to_string();
        assert_eq!(text.parse(), Ok(local), "{text}");
        assert_eq!(text.to_lowercase().parse(), Ok(local), "{text}");
        assert_eq!(local.to_utc(), utc);
        Ok(())
    });
}

#[test]
fn dates() {
    arbtest(|u| {
        let (year, month, day) =
            (u.int_in_range(-1..=10_001)?, u.int_in_range(0..=13)?, u.int_in_range(0..=32)?);
        if let Some(date) = Date::new(year, month, day) {
            assert_eq!(date.to_string().parse(), Ok(date));
            assert_eq!((date.year(), date.month(), date.day()), (year, month, day));
        }
        Ok(())
    });
}

/// No text, however odd, does more than to be refused.
#[test]
fn texts_never_panic() {
    arbtest(|u| {
        let symbols = [
            "2026-01-14",
            "T",
            "16:00:00",
            ".",
            "5",
            "Z",
            "+",
            "-",
            "02:00",
            "P",
            "D",
            "é",
            "@",
            "\"",
            "[",
            "]",
            ":",
            "//",
            "%4",
            "a",
        ];
        let mut text = String::new();
        for _ in 0..u.int_in_range(0..=8)? {
            text.push_str(u.choose(&symbols)?);
        }
        if let Ok(value) = text.parse::<Timestamp>() {
            assert_eq!(value.to_string().parse(), Ok(value));
        }
        if let Ok(value) = text.parse::<event_contracts::Duration>() {
            assert_eq!(value.as_str(), text);
        }
        // Whatever is taken for an address or a URI has at least its separator.
        assert!(!check::is_email(&text) || text.contains('@'));
        assert!(!check::is_uri(&text) || text.contains(':'));
        Ok(())
    });
}
