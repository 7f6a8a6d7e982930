//! One direction of one pair: the proof, or the breaks one by one.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::blame::{Blame, at, head};
use super::check;
use super::court::{Case, Court};
use super::judge::View;
use super::mend::Broken;
use super::places;
use super::print;
use super::reason::sentence;
use super::solve::compile::{Compiler, Form, Key, Part, Reading, Spot, Trouble, Who};
use super::solve::formula::{Formula, L};
use super::solve::{Answer, Meaning, Solver, Stuck};
use super::value::Lit;
use super::{Break, Reason, Semantics, Side, Verdict};
use crate::resolve::{Keywords, SchemaId, Schemas};

/// Steps that one direction may take.
const BUDGET: u32 = 120_000;
/// Steps for each further break.
const MORE: u32 = 30_000;
/// Most breaks that are listed; more are counted.
const MOST: usize = 128;
/// Breaks after which there are no more steps than are left.
const MANY: usize = 32;

/// The state of one direction.
pub(super) struct Question<'a> {
    pub(super) compiler: Compiler<'a>,
    pub(super) solver: Solver,
    writer: Side<'a>,
    reader: Side<'a>,
    semantics: Semantics,
    pub(super) depth: usize,
}

/// Why no witness came of it.
enum Fruitless {
    Empty,
    Stuck(Stuck),
}

impl<'a> Question<'a> {
    pub(super) fn new(writer: Side<'a>, reader: Side<'a>, semantics: Semantics) -> Self {
        Self {
            compiler: Compiler::new(writer.schemas, reader.schemas),
            solver: Solver::new(BUDGET, Meaning::Checked),
            writer,
            reader,
            semantics,
            depth: 0,
        }
    }

    pub(super) fn reader_schemas(&self) -> &'a Schemas {
        self.reader.schemas
    }

    pub(super) fn schemas(&self, key: Key) -> &'a Schemas {
        self.compiler.schemas(key.who)
    }

    pub(super) fn lit(&self, key: Key) -> L {
        self.compiler.lit(key)
    }

    /// From which item on a formula about the rest of an array holds.
    pub(super) fn rest_of(&self, l: L) -> usize {
        match self.solver.pool.get(l) {
            Formula::Rest(from, _) => usize::try_from(*from).unwrap_or(usize::MAX),
            _ => 0,
        }
    }

    pub(super) fn parts(&mut self, key: Key) -> Rc<[Part]> {
        std::mem::swap(&mut self.compiler.pool, &mut self.solver.pool);
        let parts = self.compiler.told(key);
        std::mem::swap(&mut self.compiler.pool, &mut self.solver.pool);
        parts
    }

    fn key(&self, who: Who, formats: Reading) -> Key {
        let (side, form) = match (who, self.semantics) {
            (Who::Writer, Semantics::WriterReader) => (self.writer, Form::Closed),
            (Who::Reader, Semantics::WriterReader) => (self.reader, Form::In(View::Reader)),
            (Who::Writer, Semantics::Strict) => (self.writer, Form::In(View::Plain)),
            (Who::Reader, Semantics::Strict) => (self.reader, Form::In(View::Plain)),
        };
        let id = side.schemas.follow(side.schema).unwrap_or(side.schema);
        Key { who, form, formats, id }
    }

    pub(super) fn compile(&mut self, readings: &[Reading]) -> Result<(Vec<Key>, Vec<Key>), Trouble> {
        let keys = |who: Who| readings.iter().map(|reading| self.key(who, *reading)).collect::<Vec<Key>>();
        let (own, theirs) = (keys(Who::Writer), keys(Who::Reader));
        let all: Vec<Key> = own.iter().chain(&theirs).copied().collect();
        std::mem::swap(&mut self.compiler.pool, &mut self.solver.pool);
        let done = self.compiler.compile(&all);
        std::mem::swap(&mut self.compiler.pool, &mut self.solver.pool);
        done.map(|()| (own, theirs))
    }

    /// The answer.
    pub(super) fn decide(mut self, newer: Option<Who>) -> Verdict {
        let first = match self.semantics {
            Semantics::WriterReader => Reading::Generated,
            Semantics::Strict => Reading::Open,
        };
        let (own, theirs) = match self.compile(&[first]) {
            Ok(keys) => keys,
            Err(trouble) => return self.trouble(&trouble),
        };
        // What is named from here on is made up.
        let names = self.solver.pool.names();
        let open = first == Reading::Open && self.compiler.formats;
        self.solver.meaning = if open { Meaning::Open } else { Meaning::Checked };
        let answer = self.ask(&own, &theirs);
        match answer {
            Answer::Empty if self.certified(&own, &theirs) => return Verdict::Compatible,
            Answer::Empty => return self.undecided(uncertified()),
            Answer::Unknown(stuck) if !open => return self.undecided(stuck),
            _ => {}
        }
        // What is empty from here on is part of no proof.
        self.solver.proving = false;
        if !open {
            return self.breaks(&[first], newer, names);
        }
        self.solver.restart(Meaning::Checked, BUDGET);
        match self.breaks(&[Reading::None, Reading::All], newer, names) {
            Verdict::Undecided(reasons) => {
                // Perhaps each reading has a proof of its own.
                self.solver.proving = true;
                self.compiler.unmask();
                self.solver.restart(Meaning::Checked, BUDGET / 2);
                let proved = [Reading::None, Reading::All].into_iter().all(|reading| {
                    self.solver.steps = self.solver.steps.max(MORE);
                    let keys = self.compile(&[reading]);
                    keys.is_ok_and(|(own, theirs)| {
                        self.ask(&own, &theirs) == Answer::Empty && self.certified(&own, &theirs)
                    })
                });
                if proved { Verdict::Compatible } else { Verdict::Undecided(reasons) }
            }
            verdict => verdict,
        }
    }

    fn lits(&self, own: &[Key], theirs: &[Key]) -> Vec<L> {
        own.iter().map(|key| self.lit(*key)).chain(theirs.iter().map(|key| -self.lit(*key))).collect()
    }

    pub(super) fn ask(&mut self, own: &[Key], theirs: &[Key]) -> Answer {
        let lits = self.lits(own, theirs);
        self.solver.member(lits)
    }

    /// Whether the proof that was just found passes its check.
    fn certified(&mut self, own: &[Key], theirs: &[Key]) -> bool {
        let root = self.lits(own, theirs);
        let formats = self.solver.meaning == Meaning::Checked;
        let certificate = self.solver.certificate();
        check::check(&self.solver.pool, &mut self.solver.languages, formats, &certificate, &root)
    }

    /// What was asked first, as formulas, and whether it was proved; `None` where there was no answer.
    #[cfg(test)]
    pub(super) fn certificate(&mut self) -> Option<(Vec<L>, bool)> {
        let (own, theirs) = self.compile(&[Reading::Generated]).ok()?;
        let answer = self.ask(&own, &theirs);
        let lits = self.lits(&own, &theirs);
        (!matches!(answer, Answer::Unknown(_))).then(|| (lits, answer == Answer::Empty))
    }

    /// One break after the other, each with those before it mended.
    fn breaks(&mut self, readings: &[Reading], newer: Option<Who>, names: u32) -> Verdict {
        let mut found: Vec<Broken> = Vec::new();
        let mut why = None;
        // Breaks that are counted and not listed.
        let (mut more, mut stopped) = (0_usize, false);
        loop {
            let (own, theirs) = match self.compile(readings) {
                Ok(keys) => keys,
                Err(trouble) => return self.trouble(&trouble),
            };
            let witness = match self.ask(&own, &theirs) {
                Answer::Member(witness) => (*witness).clone(),
                Answer::Empty => {
                    why = why.or(Some(Fruitless::Empty));
                    break;
                }
                Answer::Unknown(stuck) => {
                    why = why.or(Some(Fruitless::Stuck(stuck)));
                    break;
                }
            };
            let blamed = self.blame(theirs[0], &witness, &[]);
            if let (Some(blame), true) = (&blamed, found.len() >= MOST) {
                more += 1;
                if self.compiler.mask(self.masked(blame, names)) {
                    continue;
                }
                stopped = true;
                break;
            }
            let Some(blame) = blamed else {
                let broken = self.unplaced(&own, &theirs, &witness);
                let (blame, masked, writer, around) = (None, None, None, None);
                found.push(Broken { witness, found: broken, blame, masked, writer, around });
                stopped = true;
                break;
            };
            let (witness, blame) = self.shrink(&own, &theirs, witness, blame);
            let (witness, blame) = self.adorn(&own, &theirs, witness, blame);
            let broken = self.report(own[0], &witness, &blame);
            let writer = Some(self.writer_of(own[0], &witness, &blame));
            let spot = self.masked(&blame, names);
            let around = self.holders(own[0], theirs[0], &witness, &blame);
            let (blame, masked) = (Some(blame), Some(spot.clone()));
            found.push(Broken { witness, found: broken, blame, masked, writer, around });
            if !self.compiler.mask(spot) {
                stopped = true;
                break;
            }
            if found.len() < MANY {
                self.solver.steps = self.solver.steps.clamp(MORE, BUDGET);
            }
        }
        let (mut found, doubt) = self.confirmed(found);
        why = doubt.map(Fruitless::Stuck).or(why);
        if !found.is_empty() {
            if let Some(newer) = newer {
                self.mend(&mut found, readings, newer);
            }
            let open = stopped || matches!(why, Some(Fruitless::Stuck(_)));
            let mut found: Vec<Break> = found.into_iter().map(|broken| broken.found).collect();
            found.sort();
            found.dedup_by(|a, b| {
                (&a.pointer, a.keyword, a.writer, a.reader) == (&b.pointer, b.keyword, b.writer, b.reader)
            });
            if let Some(last) = found.last_mut() {
                last.rest = rest(more, open);
            }
            return Verdict::Breaking(found);
        }
        let format =
            Stuck::new("format", "whether a format is checked is up to the validator, and this hangs on it");
        match why {
            Some(Fruitless::Stuck(stuck)) => self.undecided(stuck),
            _ => self.undecided(format),
        }
    }

    /// What is left out of the reader's schema once a break is known.
    fn masked(&self, blame: &Blame, names: u32) -> Spot {
        let mut spot = blame.spot.clone();
        // A name that no schema has stands for all such names.
        let invented = |name: &String| self.solver.pool.known_name(name).is_none_or(|name| name >= names);
        if spot.keyword.ends_with("alProperties") || spot.keyword == "unevaluatedProperties" {
            spot.name = spot.name.filter(|name| !invented(name));
        }
        spot
    }

    /// A break whose place cannot be told.
    fn unplaced(&self, own: &[Key], theirs: &[Key], witness: &Lit) -> Break {
        Break {
            pointer: String::new(),
            keyword: "schema",
            reason: "the reader refuses the document".to_owned(),
            writer: head(self.writer.schemas, own[0].id),
            reader: head(self.reader.schemas, theirs[0].id),
            witness: self.print(witness),
            mend: None,
            rest: None,
        }
    }

    /// Those that another validator confirms, and why others are not among them.
    fn confirmed(&self, found: Vec<Broken>) -> (Vec<Broken>, Option<Stuck>) {
        if found.is_empty() {
            return (Vec::new(), None);
        }
        let cases: Vec<Case<'_>> = found
            .iter()
            .map(|broken| {
                let way = broken.blame.as_ref().map(|blame| blame.path.as_slice());
                Case { witness: &broken.witness, way }
            })
            .collect();
        let court = Court::new(self.writer, self.reader, self.semantics, &cases);
        let (mut good, mut doubt) = (Vec::new(), None);
        for broken in found {
            match court.confirms(&broken.witness) {
                Some(true) => good.push(broken),
                Some(false) => doubt = Some(Stuck::new("", "another validator sees the witness otherwise")),
                None => doubt = Some(Stuck::new("", "no other validator can judge the witness")),
            }
        }
        (good, doubt)
    }

    fn print(&self, witness: &Lit) -> String {
        print::pretty(witness, &|name| self.solver.pool.known_name(name))
    }

    fn report(&mut self, own: Key, witness: &Lit, blame: &Blame) -> Break {
        let (writer, reader) = self.places_of(own, witness, blame);
        let value = at(witness, &blame.path).cloned().unwrap_or(Lit::Null);
        let pointer = blame.pointer();
        let reason = sentence(blame, &pointer, &print::plain(&value));
        Break {
            pointer,
            keyword: blame.keyword,
            reason,
            writer,
            reader,
            witness: self.print(witness),
            mend: None,
            rest: None,
        }
    }

    fn trouble(&self, trouble: &Trouble) -> Verdict {
        let (who, id) = trouble.at;
        let place = head(self.compiler.schemas(who), id);
        Verdict::Undecided(vec![Reason {
            keyword: trouble.keyword.to_owned(),
            why: trouble.why.to_owned(),
            writer: (who == Who::Writer).then_some(place),
            reader: (who == Who::Reader).then_some(place),
        }])
    }

    fn undecided(&mut self, stuck: Stuck) -> Verdict {
        let keyword = if stuck.keyword.is_empty() { "$schema" } else { stuck.keyword };
        let both = |this: &mut Self, keyword| [Who::Writer, Who::Reader].map(|who| this.spots(who, keyword));
        let said = |spots: &[(L, SchemaId)]| spots.iter().map(|(lit, _)| *lit).collect::<BTreeSet<L>>();
        let (mut keyword, [mut own, mut theirs]) = (keyword, both(self, keyword));
        // It is a format of another name.
        if keyword == "format" && said(&own) == said(&theirs) {
            let media = both(self, "contentMediaType");
            if media.iter().any(|spots| !spots.is_empty()) {
                (keyword, [own, theirs]) = ("contentMediaType", media);
            }
        }
        // Where the two sides say different things, or else anywhere.
        let place = |all: &[(L, SchemaId)], others: &[(L, SchemaId)], side: Side<'_>| {
            let differs = all.iter().find(|(lit, _)| others.iter().all(|(other, _)| other != lit));
            let id = differs.or(all.first()).map(|(_, id)| *id);
            let found = id.and_then(|id| places::find(side.schemas, id, keyword, None));
            found.unwrap_or_else(|| head(side.schemas, side.schema))
        };
        Verdict::Undecided(vec![Reason {
            keyword: keyword.to_owned(),
            why: stuck.why.to_owned(),
            writer: Some(place(&own, &theirs, self.writer)),
            reader: Some(place(&theirs, &own, self.reader)),
        }])
    }

    /// Where a keyword stands on one side, and what it says there.
    fn spots(&mut self, who: Who, keyword: &str) -> Vec<(L, SchemaId)> {
        let mut found = Vec::new();
        for key in self.compiler.keys(who) {
            let stands = self.schemas(key).keywords(key.id);
            let asserts = |k: &Keywords| k.assertions().iter().any(|(name, _)| *name == keyword);
            if stands.is_some_and(|k| k.has_format() || asserts(k)) {
                let parts = self.parts(key);
                found.extend(parts.iter().filter(|p| p.keyword == keyword).map(|p| (p.lit, key.id)));
            }
        }
        found
    }
}

/// What is not listed.
fn rest(more: usize, open: bool) -> Option<String> {
    match (more, open) {
        (0, false) => None,
        (0, true) => Some("there may be more breaks: the search for them stopped here".to_owned()),
        (more, false) => Some(format!("{more} more breaks are not listed")),
        (more, true) => Some(format!("{more} more breaks are not listed, and there may be others")),
    }
}

fn uncertified() -> Stuck {
    Stuck::new("", "the proof that was found does not pass its check")
}
