//! Contracts: events, and the types that they share.

use std::collections::BTreeMap;

use super::{Context, Input, Lowerer, Options, SharedFile, Types, names, naming, place_start};
use crate::finding::Finding;
use crate::model::{Event, Home, Kind, Major, Model, Shape, TypeId};
use crate::resolve::rules::UNSUPPORTED_KEYWORD;
use crate::resolve::{Contract, Contracts, Type, TypeSet, Version};

/// Lowers the newest minor of every major, and every shared type.
pub fn lower(contracts: &Contracts) -> (Model, Vec<Finding>) {
    lower_some(contracts, |_| true)
}

/// The same of the events whose ids are wanted, and of every shared type.
pub(crate) fn lower_some(contracts: &Contracts, wanted: impl Fn(&str) -> bool) -> (Model, Vec<Finding>) {
    let mut lowerer = Lowerer::new(&contracts.schemas, &Options::events());
    for (path, root) in &contracts.types {
        let below = path.strip_prefix("contracts/").unwrap_or(path);
        let mut parts: Vec<String> = below.split('/').map(str::to_owned).collect();
        let stem = parts.pop().unwrap_or_default();
        let name = names::type_name(stem.strip_suffix(".json").unwrap_or(&stem));
        let file = contracts.schemas.get(*root).place.file;
        lowerer.files.insert(file, SharedFile { home: Home::Shared(parts), name });
    }
    for root in contracts.types.values() {
        let file = lowerer.files.get(&contracts.schemas.get(*root).place.file).cloned();
        if let Some(SharedFile { home, name }) = file {
            lowerer.definition(*root, &Context { home, prefix: String::new(), name, is_root: false });
        }
    }
    for (_, versions) in contracts.events.iter().filter(|(id, _)| wanted(id)) {
        lowerer.event(versions);
    }
    lowerer.model.events.sort_by(|a, b| (&a.domain, &a.event_type).cmp(&(&b.domain, &b.event_type)));
    lowerer.finish_model()
}

impl Lowerer<'_> {
    fn event(&mut self, versions: &BTreeMap<Version, Contract>) {
        let mut newest = BTreeMap::new();
        for (version, contract) in versions {
            newest.insert(version.major, contract);
        }
        let mut majors = Vec::new();
        for (number, contract) in newest {
            let home = Home::Event {
                domain: contract.domain.clone(),
                folder: contract.folder.clone(),
                major: number,
            };
            let name = contract.event_type.clone();
            let context = Context { home, prefix: name.clone(), name, is_root: true };
            let Some(root) = self.payload(contract, &context) else {
                let place = self.schemas.get(contract.schema).place;
                let message = "an event's payload is an object with `properties`, or a union of such objects";
                let help = "write \"type\": \"object\" and the `properties`";
                self.findings
                    .push(Finding::new(&UNSUPPORTED_KEYWORD, message).at(place_start(place), "").help(help));
                continue;
            };
            majors.push(Major {
                version: contract.version,
                path: contract.path.clone(),
                source: contract.source.clone(),
                lifecycle: contract.lifecycle.clone(),
                root,
                schema: contract.schema,
            });
        }
        if let Some(contract) = versions.values().next_back().filter(|_| !majors.is_empty()) {
            self.model.events.push(Event {
                id: contract.event_id(),
                domain: contract.domain.clone(),
                folder: contract.folder.clone(),
                event_type: contract.event_type.clone(),
                majors,
            });
        }
    }

    /// The type of an event's payload, under the event's name. A payload that is a shared type gets a type of
    /// its own: the shared one may be the payload of several events.
    fn payload(&mut self, contract: &Contract, context: &Context) -> Option<TypeId> {
        let schema = self.schemas.follow(contract.schema)?;
        let types = self.types_of(schema);
        let input = Input::new(&[schema], types);
        let root = self.declare(&input, None, context, None);
        let wanted = &mut self.wanted[root.0 as usize];
        (wanted.rank, wanted.names) = (naming::ROOT, vec![contract.event_type.clone()]);
        contract.event_type.clone_into(&mut self.model.types[root.0 as usize].rust);
        let ty = self.body(input, context, Some(root));
        let own = self.schemas.keywords(contract.schema).and_then(|keywords| keywords.description.as_ref());
        if let Some(description) = own.map(|description| description.value.clone()) {
            self.model.types[root.0 as usize].doc = description;
        }
        let is_object = match &self.model.get(root).shape {
            Shape::Record(_) | Shape::Union(_) => true,
            Shape::Choice(choice) => choice.arms.iter().all(|arm| arm.types == TypeSet::of([Type::Object])),
            Shape::Enum(_) | Shape::Newtype(_) => false,
        };
        (is_object && types == Types::OBJECT && matches!(ty.kind, Kind::Named(id) if id == root))
            .then_some(root)
    }
}
