//! [`Timestamp`]: RFC 3339 `date-time`.

use crate::{
    date::{Date, two},
    text::{FormatError, text_serde},
};
use jiff::{SignedDuration, civil::DateTime};
use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// 100 ns, the resolution of C# `DateTimeOffset`.
const TICKS_PER_SECOND: i64 = 10_000_000;
const NANOS_PER_TICK: i32 = 100;
const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;
/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.9999999Z.
const TICKS: std::ops::RangeInclusive<i64> =
    -62_135_596_800 * TICKS_PER_SECOND..=253_402_300_800 * TICKS_PER_SECOND - 1;
/// ±14:00, the range of C# `DateTimeOffset`.
const OFFSET_MINUTES: std::ops::RangeInclusive<i16> = -14 * 60..=14 * 60;
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// An instant together with the UTC offset it was written with, as C# `DateTimeOffset`.
///
/// Resolution 100 ns, years 0001 to 9999, offsets to ±14:00 in whole minutes. Two timestamps are equal
/// when both instant and offset are; they are ordered by instant, then by offset.
///
/// Text is RFC 3339: the offset is required, lower-case `t` and `z` are read, digits of the fraction
/// beyond 100 ns are cut off, and a leap second (`:60`) is refused because neither language can hold it.
/// It is written with as few fraction digits as it needs, and `Z` for a zero offset.
///
/// ```
/// use event_contracts::Timestamp;
/// let sent: Timestamp = "2026-01-14t18:00:00.500+02:00".parse()?;
/// assert_eq!(sent.to_string(), "2026-01-14T18:00:00.5+02:00");
/// assert_eq!(sent.to_utc().to_string(), "2026-01-14T16:00:00.5Z");
/// # Ok::<(), event_contracts::FormatError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Since the Unix epoch, in UTC.
    ticks: i64,
    offset_minutes: i16,
}

impl Timestamp {
    /// The current instant, in UTC.
    pub fn now() -> Self {
        #[expect(clippy::disallowed_methods, reason = "a producer stamps its events with the clock")]
        let now = SystemTime::now();
        let since = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let ticks = i64::try_from(since.as_nanos() / 100).unwrap_or(i64::MAX);
        Self { ticks: ticks.min(*TICKS.end()), offset_minutes: 0 }
    }

    /// The instant that many nanoseconds after the Unix epoch, in UTC, cut to 100 ns; `None` outside
    /// the years 0001 to 9999.
    pub fn from_unix_nanos(nanos: i128) -> Option<Self> {
        let ticks = i64::try_from(nanos.div_euclid(i128::from(NANOS_PER_TICK))).ok()?;
        Self::from_ticks(ticks, 0)
    }

    /// The instant that many seconds after the Unix epoch, in UTC; `None` outside the years 0001 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_ticks(seconds.checked_mul(TICKS_PER_SECOND)?, 0)
    }

    /// Nanoseconds from the Unix epoch to this instant; the offset does not matter.
    pub fn unix_nanos(self) -> i128 {
        i128::from(self.ticks) * i128::from(NANOS_PER_TICK)
    }

    /// Whole seconds from the Unix epoch to this instant, rounded down.
    pub fn unix_seconds(self) -> i64 {
        self.ticks.div_euclid(TICKS_PER_SECOND)
    }

    /// Minutes that the local clock was ahead of UTC.
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// The same instant with another offset; `None` beyond ±14:00, or if the local year would leave
    /// 0001 to 9999.
    pub fn with_offset_minutes(self, minutes: i16) -> Option<Self> {
        Self::from_ticks(self.ticks, minutes)
    }

    /// The same instant in UTC.
    #[must_use]
    pub fn to_utc(self) -> Self {
        Self { offset_minutes: 0, ..self }
    }

    fn from_ticks(ticks: i64, offset_minutes: i16) -> Option<Self> {
        let local = ticks.checked_add(i64::from(offset_minutes) * TICKS_PER_MINUTE)?;
        let fits =
            TICKS.contains(&ticks) && TICKS.contains(&local) && OFFSET_MINUTES.contains(&offset_minutes);
        fits.then_some(Self { ticks, offset_minutes })
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let (&[b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2], rest) = rest.split_first_chunk::<9>()?
        else {
            return None;
        };
        let (hour, minute, second) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let (fraction, rest) = fraction(rest)?;
        let offset_minutes = offset(rest)?;
        let local = Date::parse(date)?.civil().at(hour, minute, second, 0).duration_since(EPOCH);
        let ticks = local.as_secs() * TICKS_PER_SECOND + fraction;
        Self::from_ticks(ticks - i64::from(offset_minutes) * TICKS_PER_MINUTE, offset_minutes)
    }
}

/// Ticks of `.123`, if there is a fraction, and what follows it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.', digits @ ..] = text else { return Some((0, text)) };
    let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at(length);
    if digits.is_empty() {
        return None;
    }
    let padded = digits.iter().chain(std::iter::repeat(&b'0')).take(7);
    Some((padded.fold(0, |ticks, digit| ticks * 10 + i64::from(digit - b'0')), rest))
}

/// Minutes of `Z` or `±HH:MM`; `-00:00` is zero.
fn offset(text: &[u8]) -> Option<i16> {
    let sign = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let &[_, h1, h2, b':', m1, m2] = text else { return None };
    let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
    (minutes < 60).then(|| sign * (i16::from(hours) * 60 + i16::from(minutes)))
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.ticks + i64::from(self.offset_minutes) * TICKS_PER_MINUTE;
        let seconds = SignedDuration::from_secs(local.div_euclid(TICKS_PER_SECOND));
        let clock = EPOCH.checked_add(seconds).map_err(|_| fmt::Error)?;
        let (date, time) = (clock.date(), clock.time());
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())?;
        write!(f, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        let mut fraction = local.rem_euclid(TICKS_PER_SECOND);
        if fraction != 0 {
            let mut width = 7;
            while fraction % 10 == 0 {
                fraction /= 10;
                width -= 1;
            }
            write!(f, ".{fraction:0width$}")?;
        }
        if self.offset_minutes == 0 {
            return f.write_str("Z");
        }
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// RFC 3339 section 5.6 `date-time`, within the limits of the type.
impl FromStr for Timestamp {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let expected = "an RFC 3339 date-time with an offset, such as 2026-01-14T16:00:00Z";
        Self::parse(text.as_bytes()).ok_or(FormatError { expected })
    }
}

text_serde!(Timestamp, "format");
