//! Proofs of inclusion. `true` is a proof; `false` means only that none was found.

use super::arm::{Arm, Atom, Kind, Term, Who, is_never};
use super::normal::Engine;
use super::value::Lit;
use crate::resolve::SchemaId;

/// Deepest nesting of questions.
pub(super) const DEPTH: u32 = 100;

impl Engine<'_> {
    /// Every document of `writer` is one of `reader`.
    pub(super) fn prove(&mut self, writer: &Term, reader: &Term, depth: u32) -> bool {
        if is_never(writer) {
            return true;
        }
        let open = self.unproved(writer, reader);
        if open.is_empty() {
            return true;
        }
        let question = (writer.clone(), open);
        if self.assumed.contains(&question) || self.proven.contains(&question) {
            return true;
        }
        // What fails with assumptions fails without, but not the other way round.
        let failed =
            self.failed.contains(&question) || (self.nested > 0 && self.failed_alone.contains(&question));
        if depth > DEPTH || !self.step() || failed {
            return false;
        }
        let mark = self.trail.len();
        self.assumed.insert(question.clone());
        self.trail.push(question.clone());
        let (own, other) = (self.normal(&question.0), self.normal(&question.1));
        let proved = match (&*own, &*other) {
            (Ok(own), Ok(other)) => own.iter().all(|arm| self.covered(arm, other, depth, 0)),
            _ => false,
        };
        if !proved {
            self.unwind(mark);
            let failed = if self.nested > 0 { &mut self.failed_alone } else { &mut self.failed };
            if self.steps > 0 {
                failed.insert(question);
            }
        }
        proved
    }

    /// What was concluded after `mark` rested on something that does not hold.
    fn unwind(&mut self, mark: usize) {
        for question in self.trail.drain(mark..) {
            self.assumed.remove(&question);
        }
    }

    /// The reader's conditions that no condition of the writer repeats.
    pub(super) fn unproved(&mut self, writer: &Term, reader: &Term) -> Term {
        let mut open = Term::new();
        for atom in reader {
            let repeated = writer.iter().any(|own| match (own, atom) {
                (Atom::Schema { who, id, .. }, Atom::Schema { who: other, id: theirs, .. }) => {
                    self.same_schema((*who, *id), (*other, *theirs))
                }
                (own, atom) => own == atom,
            });
            if !repeated {
                open.push(atom.clone());
            }
        }
        open
    }

    /// A question whose answer may not rest on what is only assumed so far.
    pub(super) fn alone<T>(&mut self, ask: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.nested > 6 {
            return None;
        }
        self.nested += 1;
        let (assumed, trail) = (std::mem::take(&mut self.assumed), std::mem::take(&mut self.trail));
        let answer = ask(self);
        // What is left rests on nothing but itself.
        self.proven.append(&mut self.assumed);
        self.assumed = assumed;
        self.trail = trail;
        self.nested -= 1;
        Some(answer)
    }

    /// No document fits the term.
    pub(super) fn is_empty(&mut self, term: &Term, depth: u32) -> bool {
        if is_never(term) {
            return true;
        }
        if term.is_empty() || depth > 8 || !self.step() {
            return false;
        }
        let arms = self.normal(term);
        match &*arms {
            Ok(arms) => arms.iter().all(|arm| self.is_plainly_empty(arm, depth)),
            Err(_) => false,
        }
    }

    pub(super) fn is_empty_arm(&mut self, arm: &Arm, depth: u32) -> bool {
        self.is_plainly_empty(arm, depth)
            || arm.excludes.iter().any(|(_, term)| self.alone(|e| e.inside(arm, term)).unwrap_or(false))
    }

    /// As far as the arm's own constraints tell.
    pub(super) fn is_plainly_empty(&mut self, arm: &Arm, depth: u32) -> bool {
        match &arm.kind {
            Kind::Object(o) => o.required.clone().iter().any(|name| {
                let member = self.member(o, name);
                member.is_some_and(|member| self.is_empty(&member, depth + 1))
            }),
            Kind::Array(a) => {
                let needed = usize::try_from(a.min.min(16)).unwrap_or(16);
                (0..needed).any(|i| self.is_empty(a.item(i), depth + 1))
            }
            _ => false,
        }
    }

    /// Every document of the arm fits the term.
    fn inside(&mut self, arm: &Arm, term: &Term) -> bool {
        let arms = self.normal(term);
        match &*arms {
            Ok(arms) => self.covered(arm, arms, DEPTH - 10, 2),
            Err(_) => false,
        }
    }

    /// Every document of the arm fits one of the reader's.
    pub(super) fn covered(&mut self, arm: &Arm, others: &[Arm], depth: u32, cases: u32) -> bool {
        if !self.step() || depth > DEPTH {
            return false;
        }
        for other in others {
            if arm.kind.same_type(&other.kind) {
                let mark = self.trail.len();
                if self.fits(arm, other, depth) {
                    return true;
                }
                self.unwind(mark);
            }
        }
        // Deeper questions about what is excluded would ask each other again and again.
        let nothing = if self.nested > 1 { self.is_plainly_empty(arm, 0) } else { self.is_empty_arm(arm, 0) };
        if nothing {
            return true;
        }
        let rivals = others.iter().filter(|other| arm.kind.same_type(&other.kind)).count();
        if rivals < 2 || cases >= 3 {
            return false;
        }
        self.split(arm, others)
            .is_some_and(|parts| parts.iter().all(|part| self.covered(part, others, depth, cases + 1)))
    }

    /// Every document of the one arm fits the other.
    fn fits(&mut self, arm: &Arm, other: &Arm, depth: u32) -> bool {
        // The cheap questions come first.
        self.gaps(arm, other, depth, true).is_empty()
    }

    /// Whether the term certainly holds the value.
    pub(super) fn holds(&mut self, lit: &Lit, term: &Term) -> bool {
        self.alone(|e| e.prove(&vec![Atom::Const(lit.clone())], term, 0)).unwrap_or(false)
    }

    /// The plain term of a schema.
    pub(super) fn whole(&self, who: Who, id: SchemaId) -> Term {
        self.term(who, self.strict, id)
    }
}
