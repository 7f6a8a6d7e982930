//! Text that is made while the program is compiled.

/// A field or variant, for messages.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) owner: &'static str,
    /// Empty for the type itself.
    pub(super) field: &'static str,
    pub(super) file: &'static str,
    pub(super) line: u32,
}

/// A message.
pub(super) struct Text {
    bytes: [u8; Self::ROOM],
    length: usize,
}

impl Text {
    const ROOM: usize = 900;

    pub(super) const fn new() -> Self {
        Self { bytes: [0; Self::ROOM], length: 0 }
    }

    /// Adds a text; what does not fit is cut off.
    pub(super) const fn add(mut self, text: &[u8]) -> Self {
        let mut at = 0;
        while at < text.len() && self.length < Self::ROOM {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    /// "`Type::field` (file and line)"
    pub(super) const fn origin(self, origin: Origin) -> Self {
        let text = self.add(b"`").add(origin.owner.as_bytes());
        let text = match origin.field.as_bytes() {
            b"" => text,
            field => text.add(b"::").add(field),
        };
        text.add(b"` (").add(origin.file.as_bytes()).add(b":").number(origin.line as i128).add(b")")
    }

    pub(super) const fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at(self.length).0
    }

    pub(super) const fn number(self, value: i128) -> Self {
        let mut digits = [0; 40];
        let mut at = digits.len();
        let mut left = value.unsigned_abs();
        loop {
            at -= 1;
            let digit = (left % 10) as u8;
            digits[at] = b'0' + digit;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        let sign: &[u8] = if value < 0 { b"-" } else { b"" };
        self.add(sign).add(digits.split_at(at).1)
    }

    /// Ends the compilation with it, if there is one.
    #[track_caller]
    #[expect(clippy::panic, reason = "called while the program is compiled, and never when it runs")]
    pub(super) const fn fail(message: Option<&Self>) {
        if let Some(Self { bytes, length }) = message {
            let mut length = *length;
            // A character may be cut in two.
            loop {
                match core::str::from_utf8(bytes.split_at(length).0) {
                    Ok(text) => panic!("{}", text),
                    Err(error) => length = error.valid_up_to(),
                }
            }
        }
    }
}

pub(super) const fn equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
