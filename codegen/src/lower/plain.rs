//! Plain schemas: those that are no events.

use std::collections::BTreeSet;

use super::conjunction::Input;
use super::{Context, Lowerer, Options, SharedFile, Types, names, naming, reserved};
use crate::finding::{FileId, Finding};
use crate::load::Sources;
use crate::model::{Home, Kind, Model, Root, Shape, TypeId};
use crate::resolve::{SchemaId, Schemas};

/// A plain schema to lower.
#[derive(Debug, Clone)]
pub struct PlainRoot {
    /// The file, as the user named it.
    pub path: String,
    /// The module of its types.
    pub module: String,
    /// Its root schema.
    pub schema: SchemaId,
}

/// Lowers plain schemas. A file that is only referred to gets a module by its own name.
pub fn lower_plain(
    schemas: &Schemas,
    sources: &Sources,
    roots: &[PlainRoot],
    options: &Options,
) -> (Model, Vec<Finding>) {
    let mut lowerer = Lowerer::new(schemas, options);
    let mut taken: BTreeSet<String> = roots.iter().map(|root| names::rust_module(&root.module)).collect();
    for root in roots {
        let stem = stem(&root.path);
        let file = SharedFile { home: Home::Shared(vec![root.module.clone()]), name: names::type_name(stem) };
        lowerer.files.entry(schemas.get(root.schema).place.file).or_insert(file);
    }
    let known: BTreeSet<FileId> = lowerer.files.keys().copied().collect();
    for file in schemas.files().into_iter().filter(|file| !known.contains(file)) {
        let stem = stem(&sources.file(file).path).to_owned();
        let home = Home::Shared(vec![module(&stem, &mut taken)]);
        lowerer.files.insert(file, SharedFile { home, name: names::type_name(&stem) });
    }
    for root in roots {
        let ty = lowerer.root(root);
        lowerer.settle();
        lowerer.model.roots.push(Root { path: root.path.clone(), ty });
    }
    lowerer.finish_model()
}

/// The modules of files, by their names; each is another.
pub fn modules(paths: &[&str]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    paths.iter().map(|path| module(stem(path), &mut taken)).collect()
}

/// A module by the name of a file, numbered where that is taken.
fn module(stem: &str, taken: &mut BTreeSet<String>) -> String {
    let base = names::ascii_module(stem);
    let mut module = base.clone();
    let mut number = 1_u64;
    while reserved::is_module(&module) || !taken.insert(names::rust_module(&module)) {
        number += 1;
        module = format!("{base}_{number}");
    }
    module
}

/// A file's name without its folder and its last ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = name.strip_suffix(".schema.json").unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl Lowerer<'_> {
    fn root(&mut self, root: &PlainRoot) -> TypeId {
        let id = root.schema;
        let home = Home::Shared(vec![root.module.clone()]);
        let name = names::type_name(stem(&root.path));
        let context = Context { home, prefix: String::new(), name: name.clone(), is_root: true };
        let input = self.own_input(id);
        // Null beside something else: the root holds it, and all that refers to the schema goes on as usual.
        let apart =
            self.accepts_null(id) == Some(true) && !input.allow.meets(Types::NULL) && !input.allow.is_empty();
        let key = if apart { Input::new(&[id], Types::ALL) } else { input };
        let ty = match self.named.get(&(key.clone(), None, context.home.clone())) {
            Some(known) => *known,
            None => self.declare(&key, None, &context, None),
        };
        let wanted = &mut self.wanted[ty.0 as usize];
        wanted.rank = naming::ROOT;
        if wanted.names.last() != Some(&name) {
            wanted.names.push(name);
        }
        if apart {
            let inner = self.use_of(&[id], &context.below("Value"));
            self.model.types[ty.0 as usize].shape = Shape::Newtype(inner);
        } else {
            self.define(id, &context, ty);
        }
        debug_assert!(
            !matches!(&self.model.get(ty).shape, Shape::Newtype(inner) if matches!(inner.kind, Kind::Named(own) if own == ty))
        );
        ty
    }
}
