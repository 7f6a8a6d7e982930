//! Docs: Markdown pages.
