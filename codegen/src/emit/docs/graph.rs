//! The services and events of a domain as a Mermaid graph.

use std::collections::BTreeSet;

use super::escape::{mermaid, mermaid_id};
use super::site::Site;

impl Site<'_> {
    /// A fenced `flowchart`: producers, their events, and who reads them.
    pub(super) fn graph(&self, domain: &str) -> String {
        let mut services = BTreeSet::new();
        let mut nodes = Vec::new();
        let mut edges = Vec::new();
        for (id, _) in self.events_of(domain) {
            let Some(newest) = self.newest(id) else { continue };
            let event = mermaid_id("event", &newest.folder);
            nodes.push(format!("{event}([\"{}\"]):::event", mermaid(&newest.event_type)));
            for producer in self.producers(id) {
                edges.push(format!("{} --> {event}", mermaid_id("service", producer)));
                services.insert(producer);
            }
            for (consumer, _) in self.tree.services.consumers(id) {
                edges.push(format!("{event} --> {}", mermaid_id("service", consumer)));
                services.insert(consumer);
            }
        }
        edges.sort();
        edges.dedup();
        let services =
            services.iter().map(|name| format!("{}[\"{}\"]", mermaid_id("service", name), mermaid(name)));
        let lines = services.chain(nodes).chain(edges).map(|line| format!("  {line}\n"));
        format!(
            "```mermaid\nflowchart LR\n{}  classDef event stroke-width:2px\n```",
            lines.collect::<String>()
        )
    }

    /// The services that publish an event: those that say so, or else the one that the contract names.
    pub(super) fn producers<'s>(&'s self, event: &'s str) -> Vec<&'s str> {
        let said: Vec<&str> = self.tree.services.producers(event).collect();
        if said.is_empty() {
            self.newest(event).map(|newest| newest.source.as_str()).into_iter().collect()
        } else {
            said
        }
    }
}
