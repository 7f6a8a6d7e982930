//! Where a value of JSON ends.

use super::Refused;

const ONES: u64 = u64::MAX / 0xff;
const HIGH: u64 = ONES << 7;

/// How deep a value nests that is passed over.
const DEPTH: u32 = u128::BITS;

/// The first byte from `at` on that is no space, and where it is.
#[inline]
pub(super) fn token(json: &[u8], at: usize) -> Result<(u8, usize), Refused> {
    match json.get(at) {
        Some(byte @ b'!'..) => Ok((*byte, at)),
        _ => past_space(json, at),
    }
}

#[cold]
fn past_space(json: &[u8], mut at: usize) -> Result<(u8, usize), Refused> {
    loop {
        match json.get(at) {
            Some(b' ' | b'\n' | b'\t' | b'\r') => at += 1,
            Some(byte) => return Ok((*byte, at)),
            None => return Err(Refused),
        }
    }
}

/// How far the start of `json` is plain within a string: up to a quote, a backslash, a control character or the end.
#[inline]
pub(super) fn plain_text(json: &[u8]) -> usize {
    let (words, rest) = json.as_chunks::<8>();
    let mut length = 0;
    for bytes in words {
        let word = u64::from_le_bytes(*bytes);
        let (quote, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
        let quote = quote.wrapping_sub(ONES) & !quote;
        let backslash = backslash.wrapping_sub(ONES) & !backslash;
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        // The lowest bit that is set is right, those above it may not be.
        let found = (quote | backslash | control) & HIGH;
        if found != 0 {
            return length + found.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..=0x1f)).count()
}

/// The end of a string whose content starts at `at`: after the quote.
pub(super) fn string(json: &[u8], mut at: usize) -> Result<usize, Refused> {
    loop {
        at += plain_text(json.get(at..).unwrap_or_default());
        match json.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = escaped(json, at + 1)?,
            _ => return Err(Refused),
        }
    }
}

/// The end of an escape whose letter is at `at`.
fn escaped(json: &[u8], at: usize) -> Result<usize, Refused> {
    match json.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => unit(json, at + 1).map(|_| at + 5),
        _ => Err(Refused),
    }
}

/// The four hexadecimal digits at `at`.
pub(super) fn unit(json: &[u8], at: usize) -> Result<u32, Refused> {
    let digits = json.get(at..).and_then(<[u8]>::first_chunk::<4>).ok_or(Refused)?;
    digits.iter().try_fold(0, |unit, digit| {
        char::from(*digit).to_digit(16).map(|digit| unit * 16 + digit).ok_or(Refused)
    })
}

/// The end of the digits from `at` on; there is one at least.
#[inline]
fn digits(json: &[u8], at: usize) -> Result<usize, Refused> {
    let mut end = at;
    while matches!(json.get(end), Some(b'0'..=b'9')) {
        end += 1;
    }
    if end == at { Err(Refused) } else { Ok(end) }
}

/// The end of a number that starts at `at`.
#[inline]
pub(super) fn number(json: &[u8], at: usize) -> Result<usize, Refused> {
    let start = at + usize::from(json.get(at) == Some(&b'-'));
    let mut end = digits(json, start)?;
    if end > start + 1 && json.get(start) == Some(&b'0') {
        return Err(Refused);
    }
    if json.get(end) == Some(&b'.') {
        end = digits(json, end + 1)?;
    }
    if let Some(b'e' | b'E') = json.get(end) {
        end = digits(json, end + 1 + usize::from(matches!(json.get(end + 1), Some(b'+' | b'-'))))?;
    }
    Ok(end)
}

/// The end of a word that starts at `at`.
#[inline]
pub(super) fn word(json: &[u8], at: usize, word: &[u8]) -> Result<usize, Refused> {
    let end = at + word.len();
    if json.get(at..end) == Some(word) { Ok(end) } else { Err(Refused) }
}

/// The end of a value that is neither array nor object, and starts with `first` at `at`.
#[inline]
fn scalar(json: &[u8], first: u8, at: usize) -> Result<usize, Refused> {
    match first {
        b'"' => string(json, at + 1),
        b'-' | b'0'..=b'9' => number(json, at),
        b'n' => word(json, at, b"null"),
        b't' => word(json, at, b"true"),
        b'f' => word(json, at, b"false"),
        _ => Err(Refused),
    }
}

/// The end of a value that starts with `first` at `at`. No stack is needed, so no text exhausts it.
#[inline]
pub(super) fn value(json: &[u8], first: u8, at: usize) -> Result<usize, Refused> {
    if matches!(first, b'{' | b'[') { nested(json, first, at) } else { scalar(json, first, at) }
}

fn nested(json: &[u8], mut first: u8, mut at: usize) -> Result<usize, Refused> {
    // A bit for each array or object that is open: whether it is an object.
    let (mut open, mut depth) = (0_u128, 0);
    loop {
        if let b'{' | b'[' = first {
            if depth == DEPTH {
                return Err(Refused);
            }
            (open, depth) = (open << 1 | u128::from(first == b'{'), depth + 1);
            (first, at) = token(json, at + 1)?;
            if first != closing(open) {
                (first, at) = item(json, open, first, at)?;
                continue;
            }
            at += 1;
            (open, depth) = (open >> 1, depth - 1);
        } else {
            at = scalar(json, first, at)?;
        }
        // After a value: what closes, then a comma and the next value.
        loop {
            if depth == 0 {
                return Ok(at);
            }
            (first, at) = token(json, at)?;
            if first != closing(open) {
                break;
            }
            at += 1;
            (open, depth) = (open >> 1, depth - 1);
        }
        if first != b',' {
            return Err(Refused);
        }
        (first, at) = token(json, at + 1)?;
        (first, at) = item(json, open, first, at)?;
    }
}

#[inline]
fn closing(open: u128) -> u8 {
    if open & 1 == 1 { b'}' } else { b']' }
}

/// The first byte of an item's value, past its name where it is a member.
#[inline]
fn item(json: &[u8], open: u128, first: u8, at: usize) -> Result<(u8, usize), Refused> {
    if open & 1 == 0 {
        return Ok((first, at));
    }
    if first != b'"' {
        return Err(Refused);
    }
    match token(json, string(json, at + 1)?)? {
        (b':', at) => token(json, at + 1),
        _ => Err(Refused),
    }
}
