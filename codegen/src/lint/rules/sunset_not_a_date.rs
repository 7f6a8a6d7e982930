use crate::finding::{Finding, Rule, Severity};
use crate::lint::Context;
use crate::resolve::Status;

/// A sunset that is no date, or belongs to no deprecated event.
pub(super) static RULE: Rule = Rule {
    id: "sunset-not-a-date",
    severity: Severity::Error,
    summary: "`x-event.sunset` is not a date, or the event is not deprecated.",
    explain: r#"## What it finds
A `sunset` that is no date of the form `YYYY-MM-DD`, and one on an event that is neither `deprecated` nor `retired`.

## Why it matters
The sunset is the day from which an event may vanish; the gate and the docs compare it. On an active event it
announces an end that nobody has decided.

## Example
```json
"x-event": { "status": "deprecated", "sunset": "end of June" }
```

## Instead
```json
"x-event": { "status": "deprecated", "sunset": "2027-06-30" }
```"#,
};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for contract in context.contracts.all() {
        let Some(sunset) = &contract.lifecycle.sunset else { continue };
        let place = context.x_event_place(contract, "sunset");
        if !is_date(sunset) {
            let message = format!("the sunset {sunset:?} is not a date");
            findings.push(Finding::new(&RULE, message).at(place, "").help("write it as YYYY-MM-DD"));
        }
        let status = contract.lifecycle.status;
        if !matches!(status, Status::Deprecated | Status::Retired) {
            let message = format!("the event has a sunset and is {}", status.name());
            findings.push(Finding::new(&RULE, message).at(place, "").help("add \"status\": \"deprecated\""));
        }
    }
}

/// Whether a text is a day of the calendar, as RFC 3339 writes it (`full-date`).
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |width: usize| {
        let digits =
            parts.next().filter(|part| part.len() == width && part.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse::<u32>().ok()
    };
    let (Some(year), Some(month), Some(day), None) = (number(4), number(2), number(2), parts.next()) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    year > 0 && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::is_date;
    use crate::lint::testing::check_files;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for (text, expected) in [
            ("2027-06-30", true),
            ("2028-02-29", true),
            ("2000-02-29", true),
            ("2027-02-29", false),
            ("1900-02-29", false),
            ("2027-13-01", false),
            ("2027-00-10", false),
            ("2027-06-00", false),
            ("2027-6-30", false),
            ("2027-06-30T00:00:00Z", false),
            ("2027-06-30-1", false),
            ("", false),
            ("é", false),
        ] {
            assert_eq!(is_date(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sunset_is_a_date_of_a_deprecated_event() {
        let event =
            |rest: &str| format!(r#"{{"x-event": {{"type": "A", "source": "s", "owner": "o", {rest}}}}}"#);
        for (rest, expected) in [
            (r#""status": "deprecated", "sunset": "2027-06-30""#, &[][..]),
            (
                r#""status": "retired", "sunset": "soon""#,
                &[("\"soon\"", "the sunset \"soon\" is not a date")],
            ),
            (r#""sunset": "2027-06-30""#, &[("\"2027-06-30\"", "the event has a sunset and is active")]),
        ] {
            check_files("sunset-not-a-date", &[("contracts/d/a/1.0.json", &event(rest))], expected);
        }
    }
}
