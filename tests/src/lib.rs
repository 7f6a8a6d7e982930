//! What tests of several crates share: documents made from schemas, and documents made wrong on purpose.

pub mod bench;
pub mod corpus;
pub mod csharp;
pub mod doc;
pub mod gate_corpus;
pub mod generate;
pub mod interchange;
pub mod made;
pub mod mutate;
pub mod oracle;
pub mod random;
pub mod rng;
pub mod toolchain;
pub mod types;
pub mod workspace;
