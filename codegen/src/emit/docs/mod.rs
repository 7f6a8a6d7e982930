//! Docs: Markdown pages, to be read on a forge or in an editor.
//!
//! Texts of contracts go through [`escape`] and nowhere past it.

mod changes;
pub(crate) mod escape;
mod fields;
mod graph;
mod index;
mod out;
mod page;
mod site;
mod table;
mod types;
mod words;

use super::OutputFile;
use crate::load::Tree;
use crate::load::config::DocsTarget;
use crate::model::Model;
use crate::resolve::Contracts;
use site::{Page, Site};

/// The pages, sorted by their paths: an index, one page a domain, event and folder of shared types, the
/// services and the envelope. Links between them and to the contracts are relative.
pub fn files(tree: &Tree, contracts: &Contracts, model: &Model, target: &DocsTarget) -> Vec<OutputFile> {
    let site = Site::new(tree, contracts, model, &target.dir);
    let users = site.users();
    let mut files: Vec<OutputFile> = site
        .pages()
        .into_iter()
        .map(|page| {
            let text = match &page {
                Page::Index => site.index_page(),
                Page::Services => site.services_page(),
                Page::Envelope => site.envelope_page(),
                Page::Domain(domain) => site.domain_page(domain),
                Page::Event(id) => {
                    contracts.events.get(id).map(|v| site.event_page(id, v)).unwrap_or_default()
                }
                Page::Types(home) => site.types_page(home, &users),
            };
            OutputFile { path: site.path(&page), text }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
