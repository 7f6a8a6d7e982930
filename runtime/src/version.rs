//! [`Version`]: `major.minor` of a contract.

use crate::text::{FormatError, text_serde};
use std::{fmt, str::FromStr};

/// The version of a contract: a new minor is compatible, a new major is not.
///
/// ```
/// use event_contracts::Version;
/// let version: Version = "1.10".parse()?;
/// assert!(version > Version::new(1, 9));
/// assert!("1.01".parse::<Version>().is_err());
/// # Ok::<(), event_contracts::FormatError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Counts incompatible changes.
    pub major: u32,
    /// Counts compatible changes within the major.
    pub minor: u32,
}

impl Version {
    /// `major.minor`.
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// Two decimal numbers without sign or leading zero, with a point between them.
impl FromStr for Version {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let parse = || {
            let (major, minor) = text.split_once('.')?;
            Some(Self::new(number(major)?, number(minor)?))
        };
        parse().ok_or(FormatError { expected: "a version such as \"1.0\"" })
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let canonical = text == "0" || !text.starts_with('0');
    if digits && canonical { text.parse().ok() } else { None }
}

text_serde!(Version, "pattern");
