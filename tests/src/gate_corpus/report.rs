//! What came out, as a table and as JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use event_contracts_codegen::compat::Verdict;
use serde_json::{Value, json};

use super::Counts;

/// One direction of one pair.
pub(super) struct Check {
    pub(super) verdict: Verdict,
    pub(super) time: Duration,
    /// Who says otherwise, and why.
    pub(super) contradictions: Vec<String>,
    /// Why a witness could not be judged.
    pub(super) unconfirmed: Vec<String>,
}

/// All of them.
#[derive(Default)]
pub(super) struct Report {
    pub(super) pairs: usize,
    pub(super) errors: BTreeMap<String, String>,
    /// Pairs with a reference that leads to nothing.
    pub(super) unresolved: BTreeMap<String, String>,
    compatible: usize,
    breaking: usize,
    breaks: usize,
    undecided: BTreeMap<String, String>,
    contradictions: BTreeMap<String, String>,
    unconfirmed: BTreeMap<String, String>,
    mislabelled: BTreeMap<String, String>,
    labelled: usize,
    times: Vec<(Duration, String)>,
}

impl Report {
    pub(super) fn add(&mut self, name: String, check: Check, expected: Option<&str>) {
        let verdict = match &check.verdict {
            Verdict::Compatible => "compatible",
            Verdict::Breaking(_) => "breaking",
            Verdict::Undecided(_) => "undecided",
        };
        match &check.verdict {
            Verdict::Compatible => self.compatible += 1,
            Verdict::Breaking(breaks) => {
                self.breaking += 1;
                self.breaks += breaks.len();
            }
            Verdict::Undecided(reasons) => {
                let first = reasons.first().map(|r| format!("{}: {}", r.keyword, r.why)).unwrap_or_default();
                self.undecided.insert(name.clone(), first);
            }
        }
        if let Some(expected) = expected {
            self.labelled += 1;
            if verdict != expected && verdict != "undecided" {
                self.mislabelled.insert(name.clone(), format!("{verdict}, and the label says {expected}"));
            }
        }
        if let Some(first) = check.contradictions.into_iter().next() {
            self.contradictions.insert(name.clone(), format!("{verdict}: {first}"));
        }
        if let Some(first) = check.unconfirmed.into_iter().next() {
            self.unconfirmed.insert(name.clone(), first);
        }
        self.times.push((check.time, name));
    }

    /// A direction whose verdict hangs on a schema that is not here: it cannot be checked.
    pub(super) fn hanging(&mut self, name: &str, direction: &str) {
        let why = self.unresolved.get(name).cloned().unwrap_or_default();
        let said = self.errors.entry(name.to_owned()).or_insert(why);
        said.extend(["; ", direction, " hangs on it"]);
    }

    pub(super) fn is_bad(&self) -> bool {
        !(self.contradictions.is_empty() && self.unconfirmed.is_empty() && self.mislabelled.is_empty())
    }

    /// Milliseconds that this part of the checks stays below.
    fn quantile(&self, part: f64) -> f64 {
        let mut times: Vec<Duration> = self.times.iter().map(|(time, _)| *time).collect();
        times.sort();
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index into a list of thousands"
        )]
        let index = ((times.len() as f64 * part).ceil() as usize).clamp(1, times.len().max(1)) - 1;
        times.get(index).map_or(0.0, |time| (time.as_secs_f64() * 1e6).round() / 1e3)
    }

    fn reasons(&self) -> Counts {
        let mut counts = Counts::new();
        for reason in self.undecided.values() {
            *counts.entry(reason.clone()).or_default() += 1;
        }
        counts
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "pairs": self.pairs,
            "checks": self.times.len(),
            "compatible": self.compatible,
            "breaking": self.breaking,
            "breaks": self.breaks,
            "undecided": self.undecided.len(),
            "errors": self.errors.len(),
            "unresolved_pairs": self.unresolved.len(),
            "contradictions": self.contradictions.len(),
            "unconfirmed_witnesses": self.unconfirmed.len(),
            "labelled": self.labelled,
            "mislabelled": self.mislabelled,
            "median_ms": self.quantile(0.5),
            "p95_ms": self.quantile(0.95),
            "max_ms": self.quantile(1.0),
            "undecided_reasons": self.reasons(),
            "undecided_checks": self.undecided,
            "contradicted_checks": self.contradictions,
            "unconfirmed_checks": self.unconfirmed,
            "failed_pairs": self.errors,
            "unresolved_references": self.unresolved,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checks = self.times.len();
        writeln!(f, "pairs                 {}", self.pairs)?;
        writeln!(f, "checks                {checks}")?;
        writeln!(f, "compatible            {}", self.compatible)?;
        writeln!(f, "breaking              {} ({} breaks)", self.breaking, self.breaks)?;
        let per_mille = self.undecided.len() * 1_000 / checks.max(1);
        writeln!(
            f,
            "undecided             {} ({}.{} %)",
            self.undecided.len(),
            per_mille / 10,
            per_mille % 10
        )?;
        writeln!(f, "errors                {}", self.errors.len())?;
        writeln!(f, "unresolved pairs      {}", self.unresolved.len())?;
        writeln!(f, "contradictions        {}", self.contradictions.len())?;
        writeln!(f, "unconfirmed witnesses {}", self.unconfirmed.len())?;
        if self.labelled > 0 {
            writeln!(f, "labels                {} ({} otherwise)", self.labelled, self.mislabelled.len())?;
        }
        writeln!(
            f,
            "time in ms            median {}, 95 in 100 below {}, all below {}",
            self.quantile(0.5),
            self.quantile(0.95),
            self.quantile(1.0)
        )?;
        let mut slowest: Vec<&(Duration, String)> = self.times.iter().collect();
        slowest.sort_by(|a, b| b.cmp(a));
        for (time, name) in slowest.into_iter().take(10) {
            writeln!(f, "  {:>9.3} ms  {name}", time.as_secs_f64() * 1e3)?;
        }
        for (title, list) in [
            ("undecided", &self.undecided),
            ("contradicted", &self.contradictions),
            ("unconfirmed", &self.unconfirmed),
            ("otherwise labelled", &self.mislabelled),
            ("errors", &self.errors),
        ] {
            for (name, why) in list {
                writeln!(f, "{title}: {name}: {why}")?;
            }
        }
        Ok(())
    }
}
