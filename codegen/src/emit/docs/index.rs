//! The pages above the events: the index, the domains, the services, the envelope.

use super::escape::{paragraphs, text};
use super::out::{COMMAND, Out};
use super::page::{majors, uses};
use super::site::{Page, SERVICES_TITLE, Site, types_title};
use super::table::Table;

impl Site<'_> {
    pub(super) fn index_page(&self) -> String {
        let page = &Page::Index;
        let mut out = Out::default();
        out.block(&format!("# {}", text(&self.tree.config.workspace.name)));
        let domains = self.domains();
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        out.block(&format!(
            "{} in {} ({}), {}, {}.",
            count(self.contracts.events.len(), "event", "events"),
            count(domains.len(), "domain", "domains"),
            count(self.contracts.all().count(), "contract", "contracts"),
            count(self.tree.services.by_name.len(), "service", "services"),
            count(self.contracts.types.len(), "shared type", "shared types"),
        ));
        out.block(&format!(
            "Generated from `contracts/` by `{COMMAND}`. Edit the contracts, not these pages."
        ));
        let links: Vec<String> = domains.iter().map(|domain| self.domain_link(page, domain)).collect();
        out.block(&format!(
            "Domains: {} · [services]({})",
            links.join(" · "),
            self.url(page, &Page::Services, "")
        ));
        for domain in domains {
            out.block(&format!("## {}", self.domain_link(page, domain)));
            out.table(&self.event_table(page, domain));
        }
        let homes = self.homes();
        if !homes.is_empty() {
            out.block("## Shared types");
            let mut table = Table::new(&["Folder", "Types"]);
            for home in homes {
                let types: Vec<String> =
                    self.shared_in(&home).iter().map(|(_, shared)| self.shared_link(page, shared)).collect();
                let folder = if home.is_empty() { "contracts".to_owned() } else { home.join("/") };
                let url = self.url(page, &Page::Types(home), "");
                table.row([format!("[{}]({url})", text(&folder)), types.join(", ")]);
            }
            out.table(&table);
        }
        out.block("## How to read these pages");
        self.how_to_read(page, &mut out);
        out.finish()
    }

    fn how_to_read(&self, page: &Page, out: &mut Out) {
        let services = self.url(page, &Page::Services, "");
        let envelope = if self.contracts.envelopes.is_empty() {
            "an envelope".to_owned()
        } else {
            format!("[the envelope]({})", self.url(page, &Page::Envelope, ""))
        };
        out.list([
            format!("An event travels in {envelope}; what its page describes is the envelope's `data`."),
            "Fields are named by their path: `lines[].sku` is `sku` in each item of the list `lines`, `names.*` any \
             member of the object `names`, and `decision(approved).amount` the field `amount` of that form of \
             `decision` which is marked as `approved`."
                .to_owned(),
            "A required field is always there. One that is not may be absent; only one that is nullable may be null."
                .to_owned(),
            "A version is `major.minor`. Minor versions of a major are compatible, so that code has one type a major."
                .to_owned(),
            "Where more values may follow, readers must accept values that they do not know.".to_owned(),
            "Personal data is what the contract marks with `x-pii`. A remark in italics is its author's `$comment`."
                .to_owned(),
            format!("Who publishes and reads what is on the page of the [services]({services})."),
        ]);
    }

    pub(super) fn domain_page(&self, domain: &str) -> String {
        let page = &Page::Domain(domain.to_owned());
        let mut out = self.page(page, None);
        out.block(&format!("# {}", text(domain)));
        out.block(&self.graph(domain));
        out.block("## Events");
        out.table(&self.event_table(page, domain));
        let homes: Vec<String> = self
            .homes()
            .into_iter()
            .filter(|home| home.first().is_some_and(|first| first == domain))
            .map(|home| {
                let url = self.url(page, &Page::Types(home.clone()), "");
                format!("[{}]({url})", text(&types_title(&home)))
            })
            .collect();
        if !homes.is_empty() {
            out.block(&format!("See also: {}.", homes.join(", ")));
        }
        out.close(&format!("contracts/{domain}"))
    }

    fn event_table(&self, page: &Page, domain: &str) -> Table {
        let mut table = Table::new(&["Event", "Version", "Status", "Description", "Producer", "Consumers"]);
        for (id, _) in self.events_of(domain) {
            let Some(newest) = self.newest(id) else { continue };
            let producers: Vec<String> =
                self.producers(id).iter().map(|name| self.service_link(page, name)).collect();
            let mut consumers: Vec<&str> = self.tree.services.consumers(id).map(|(name, _)| name).collect();
            consumers.dedup();
            let consumers: Vec<String> = consumers.iter().map(|name| self.service_link(page, name)).collect();
            let description = self
                .contracts
                .schemas
                .keywords(newest.schema)
                .and_then(|keywords| keywords.description.as_ref());
            table.row([
                self.event_link(page, id),
                newest.version.to_string(),
                newest.lifecycle.status.name().to_owned(),
                description.map(|d| text(first_sentence(&d.value))).unwrap_or_default(),
                producers.join(", "),
                if consumers.is_empty() { "–".to_owned() } else { consumers.join(", ") },
            ]);
        }
        table
    }

    pub(super) fn services_page(&self) -> String {
        let page = &Page::Services;
        let mut out = self.page(page, None);
        out.block(&format!("# {SERVICES_TITLE}"));
        if self.tree.services.by_name.is_empty() {
            out.block("None are listed in `contracts/services.toml`.");
        }
        for (name, service) in &self.tree.services.by_name {
            out.block(&format!("## {}", text(name)));
            out.block(&paragraphs(&service.description));
            let published: Vec<String> =
                service.publishes.iter().map(|published| self.event_link(page, &published.event)).collect();
            if !published.is_empty() {
                out.block(&format!("Publishes {}.", published.join(", ")));
            }
            let mut table = Table::new(&["Reads", "Accepts", "Fields used"]);
            for subscription in &service.subscribes {
                table.row([
                    self.event_link(page, &subscription.event.event),
                    majors(&subscription.majors),
                    uses(&subscription.uses),
                ]);
            }
            out.table(&table);
        }
        out.close("contracts/services.toml")
    }

    pub(super) fn envelope_page(&self) -> String {
        let page = &Page::Envelope;
        let mut out = self.page(page, None);
        out.block("# The envelope");
        for (version, schema) in self.contracts.envelopes.iter().rev() {
            out.block(&format!("## Version {version}"));
            self.description(*schema, &mut out);
            let path = self.file_of(*schema);
            out.block(&format!("Contract: [{}]({})", text(path), self.file_url(page, path)));
            self.field_table(page, *schema, &mut out);
            let keywords = self.contracts.schemas.keywords(*schema);
            for example in
                keywords.and_then(|k| k.examples.as_ref()).map(|e| e.value.as_slice()).unwrap_or_default()
            {
                out.block("**Example:**");
                out.json(example);
            }
        }
        out.close("contracts/envelope")
    }

    /// A page that begins with the way from the index down to it.
    pub(super) fn page(&self, page: &Page, above: Option<&str>) -> Out {
        let index =
            format!("[{}]({})", text(&self.tree.config.workspace.name), self.url(page, &Page::Index, ""));
        let domain = above.map(|domain| self.domain_link(page, domain));
        let mut out = Out::default();
        out.block(&[Some(index), domain].into_iter().flatten().collect::<Vec<_>>().join(" › "));
        out
    }
}

/// The text to the end of its first sentence.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(['.', '!', '?', '\n']).map(|(at, _)| at);
    for at in ends {
        let (sentence, rest) = text.split_at(at + 1);
        let mut next = rest.chars();
        if next.next().is_none_or(char::is_whitespace) && next.next().is_none_or(|c| !c.is_lowercase()) {
            return sentence;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn first_sentences() {
        for (text, first) in [
            ("An order. Then more.", "An order."),
            ("Costs 1.50 or so, e.g. now. Yes", "Costs 1.50 or so, e.g. now."),
            ("No end", "No end"),
            ("", ""),
            ("Größe… x! Y", "Größe… x!"),
        ] {
            assert_eq!(first_sentence(text), first);
        }
    }
}
