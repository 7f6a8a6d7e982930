//! The arguments, and everything that `--help` says.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::Format;
use crate::resolve::Version;

/// Compiles event contracts: JSON Schema in, Rust types, C# records, docs and a compatibility verdict out.
#[derive(Debug, Parser)]
#[command(
    name = "event-contracts",
    version,
    arg_required_else_help = true,
    after_help = "Examples:\n  \
        event-contracts lint                              look for mistakes in the contracts\n  \
        event-contracts generate                          write the Rust crate, the C# project and the docs\n  \
        event-contracts check --against origin/main       would a change break a consumer?\n  \
        event-contracts new event shop OrderPaid          start a new event\n  \
        event-contracts validate event.json               is this event valid under its contract?\n  \
        event-contracts compile order.json --rust orders  types of a plain JSON Schema\n\n\
        Exit codes: 0 nothing to say, 1 findings, 2 the tool could not do its work."
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// Workspace: the folder that holds `contracts/` [default: the nearest one, here or above]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// How findings are written
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(super) format: Format,
    /// Write the report in that format to a file, and text as usual
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write one more report to a file, such as sarif=report.sarif; may be repeated
    #[arg(long = "report", global = true, value_name = "FORMAT=FILE", value_parser = extra_report)]
    pub(super) reports: Vec<(Format, PathBuf)>,
    /// When colours are used
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(super) color: Color,
    /// Warnings fail the run, too
    #[arg(long, global = true)]
    pub(super) deny_warnings: bool,
}

fn extra_report(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("it is written FORMAT=FILE")?;
    if file.is_empty() {
        return Err("the file's name is missing".to_owned());
    }
    Ok((Format::from_str(format, false)?, PathBuf::from(file)))
}

/// `--color`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the Rust crate, the C# project and the docs
    #[command(after_help = "Examples:\n  event-contracts generate\n  \
        event-contracts generate --check     in CI: fails if the committed files are not up to date")]
    Generate {
        /// Write nothing; list what is not up to date
        #[arg(long)]
        check: bool,
    },
    /// Compile plain JSON Schemas, which are no events, to Rust and C#
    #[command(
        after_help = "The files are JSON or YAML. A `$ref` to a URL is looked up in the folder of --schemas; nothing is \
        fetched.\n\nExamples:\n  event-contracts compile order.json --rust orders\n  \
        event-contracts compile schemas/*.yaml --rust rs --csharp cs --schemas vendor\n  \
        event-contracts compile order.json --rust orders --runtime ../event-contracts/runtime\n  \
        event-contracts compile order.json --csharp Orders --check     in CI: fails if the files are not up to date"
    )]
    Compile(Compile),
    /// Judge the contracts against an earlier state: would a change break a consumer?
    #[command(
        after_help = "Examples:\n  event-contracts check                          against the merge base with main\n  \
        event-contracts check --against origin/main\n  \
        event-contracts check --against v1.4           a tag\n  \
        event-contracts check --against ./released     a folder, or an archive (.tar, .tar.gz)\n  \
        event-contracts check --against-last 3 --tag-pattern 'v*'\n  \
        event-contracts check --format github --report markdown=comment.md   in a pull request"
    )]
    Check {
        #[command(flatten)]
        against: BaseArgs,
    },
    /// Let one finding of `check` through, on purpose and for a time
    #[command(
        after_help = "It is written into contracts/acceptances.toml, to be committed and reviewed with the change.\n\n\
        Example:\n  event-contracts accept 3f2a91c07be4d518 --reason 'both sides move at once' --owner orders-team \
        --until 2027-01-31"
    )]
    Accept {
        /// Fingerprint of the finding, as `check` shows it
        fingerprint: String,
        /// Why it may pass
        #[arg(long)]
        reason: String,
        /// Who answers for it [default: who commits, by git's user.name]
        #[arg(long)]
        owner: Option<String>,
        /// The last day on which it may pass
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: String,
        #[command(flatten)]
        against: BaseArgs,
    },
    /// Look for mistakes in the contracts
    #[command(
        after_help = "Levels are set in contracts/contracts.toml:\n  [lint]\n  missing-example = \"error\"\n  \
        event-name = \"off\"\n\nExamples:\n  event-contracts lint\n  event-contracts lint --deny-warnings\n  \
        event-contracts explain money-without-currency"
    )]
    Lint,
    /// Say how two schemas differ, and whom that breaks
    #[command(after_help = "Examples:\n  event-contracts diff shop/order-paid@1.0 shop/order-paid@1.1\n  \
        event-contracts diff old.json new.json --semantics strict --schemas vendor\n  \
        event-contracts diff old.json new.json --format json   verdict and witness of both directions")]
    Diff {
        /// The earlier schema: a file, or domain/event@1.0
        old: String,
        /// The later schema: a file, or domain/event@1.1
        new: String,
        /// Which documents count [default: writer-reader for events, strict for other schemas]
        #[arg(long, value_enum)]
        semantics: Option<Semantics>,
        /// Folder in which schemas are looked up that these refer to by URL; what is in none is taken as unknown
        #[arg(long, value_name = "DIR", alias = "lookup")]
        schemas: Option<PathBuf>,
    },
    /// Hold event documents against their contracts
    #[command(
        after_help = "A file holds one JSON document, or one a line (.ndjson, .jsonl, or as it looks).\n\n\
        Examples:\n  event-contracts validate event.json\n  event-contracts validate --domain shop events.ndjson\n  \
        kcat -C -t orders -e | event-contracts validate -\n  \
        event-contracts validate --data shop/order-paid@1.0 payload.json"
    )]
    Validate {
        /// Files to read; `-` is the standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// Domain of the events, where several domains have one of that type
        #[arg(long, value_name = "DOMAIN", conflicts_with = "data")]
        domain: Option<String>,
        /// The documents are payloads of this contract, without an envelope
        #[arg(long, value_name = "DOMAIN/EVENT@VERSION")]
        data: Option<String>,
    },
    /// Make a new contract file
    New {
        #[command(subcommand)]
        what: NewCommand,
    },
    /// Make contract files from what there is already
    #[command(
        after_help = "Nothing is overwritten. Sample documents are bare data, or events in an envelope, which then says type, \
        version and source.\n\nExamples:\n  \
        event-contracts import --from-json samples.ndjson --domain shop --event OrderPaid\n  \
        event-contracts import --from-csharp Events.cs --domain shop --owner orders-team\n  \
        event-contracts import --from-crate ../order-service --domain shop\n  \
        kcat -C -t orders -e | event-contracts import --from-json - --domain shop --print"
    )]
    Import(Import),
    /// Say what a rule means, and what to do about it
    #[command(
        after_help = "Examples:\n  event-contracts explain bare-number\n  event-contracts explain --list"
    )]
    Explain {
        /// Id of the rule, as it stands in brackets before a finding
        rule: Option<String>,
        /// List all rules
        #[arg(long)]
        list: bool,
    },
    /// Print a completion script for a shell
    #[command(
        after_help = "Example:\n  event-contracts completions bash > ~/.local/share/bash-completion/completions/event-contracts"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What `check` compares with.
#[derive(Debug, Clone, Args)]
pub(super) struct BaseArgs {
    /// What is published: a git revision, or a folder or an archive that holds `contracts/`
    /// [default: the merge base with the main branch]
    #[arg(long = "against", value_name = "BASE")]
    pub(super) base: Option<String>,
    /// Compare with each of the last N releases
    #[arg(long = "against-last", value_name = "N", conflicts_with = "base", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) last: Option<u16>,
    /// Which tags are releases
    #[arg(long, value_name = "PATTERN", default_value = "v*")]
    pub(super) tag_pattern: String,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    pub(super) from: From,
    /// Features of the crate to switch on
    #[arg(long, value_name = "FEATURES", value_delimiter = ',', requires = "krate")]
    pub(super) features: Vec<String>,
    /// Folder below contracts/, such as `shop`
    #[arg(long)]
    pub(super) domain: String,
    /// Event type, such as `OrderPaid`; of the events that are found only this one. May be repeated
    #[arg(long = "event", value_name = "TYPE")]
    pub(super) events: Vec<String>,
    /// Version of the contracts [default: what the input says, or 1.0]
    #[arg(long, value_name = "MAJOR.MINOR", value_parser = contract_version)]
    pub(super) version: Option<Version>,
    /// Service that publishes the events [default: what the input says, or <DOMAIN>-service]
    #[arg(long)]
    pub(super) source: Option<String>,
    /// Team that answers for them [default: <DOMAIN>-team]
    #[arg(long)]
    pub(super) owner: Option<String>,
    /// Write nothing; print the contracts
    #[arg(long)]
    pub(super) print: bool,
}

/// What contracts are imported from.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct From {
    /// Sample documents: JSON, one a line or in an array; `-` is the standard input
    #[arg(long = "from-json", value_name = "FILE", num_args = 1..)]
    pub(super) json: Vec<String>,
    /// C# records, classes and enums: .cs files, or Markdown with C# in fences
    #[arg(long = "from-csharp", value_name = "FILE", num_args = 1..)]
    pub(super) csharp: Vec<String>,
    /// The types of a Rust crate that derive `schemars::JsonSchema`; cargo builds it, and fetches nothing
    #[arg(long = "from-crate", value_name = "DIR")]
    pub(super) krate: Option<PathBuf>,
}

fn contract_version(text: &str) -> Result<Version, String> {
    text.parse().map_err(|()| "a version is major.minor, such as 1.0".to_owned())
}

/// Options of `compile`.
#[derive(Debug, Args)]
pub(super) struct Compile {
    /// Schemas to compile; each gets a module and a namespace of its own
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder for the Rust crate
    #[arg(long, value_name = "DIR", required_unless_present = "csharp")]
    pub(super) rust: Option<PathBuf>,
    /// Folder for the C# project
    #[arg(long, value_name = "DIR")]
    pub(super) csharp: Option<PathBuf>,
    /// Folder in which schemas are looked up that others refer to by URL
    #[arg(long, value_name = "DIR", alias = "lookup")]
    pub(super) schemas: Option<PathBuf>,
    /// What becomes of members that a schema does not declare
    #[arg(long, value_enum, default_value_t)]
    pub(super) unknown: Unknown,
    /// What `format` does
    #[arg(long, value_enum, default_value_t)]
    pub(super) formats: Formats,
    /// What an integer without both bounds becomes
    #[arg(long, value_enum, default_value_t)]
    pub(super) integers: Integers,
    /// Name of the Rust crate
    #[arg(long = "crate", value_name = "NAME", default_value = "schemas")]
    pub(super) crate_name: String,
    /// Root namespace, and package, of the C# project
    #[arg(long, value_name = "NAME", default_value = "Schemas")]
    pub(super) namespace: String,
    /// Where the Rust crate finds the crate `event-contracts`: a version, a path as seen from the generated
    /// crate, or `workspace`
    #[arg(long, value_name = "VERSION|PATH", default_value = env!("CARGO_PKG_VERSION"))]
    pub(super) runtime: String,
    /// Write nothing; list what is not up to date
    #[arg(long)]
    pub(super) check: bool,
}

/// What becomes of undeclared members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Unknown {
    /// They are kept in a map, and written back
    #[default]
    Keep,
    /// They are ignored, and gone after reading
    Drop,
}

/// What `format` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Formats {
    /// Nothing
    #[default]
    Annotate,
    /// It gives types (UUID, time, …) and is checked
    Assert,
}

/// What integers become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Integers {
    /// A type that keeps every digit
    #[default]
    Exact,
    /// 64 bits
    Int64,
}

#[derive(Debug, Subcommand)]
pub(super) enum NewCommand {
    /// Make version 1.0 of a new event
    #[command(
        after_help = "Example:\n  event-contracts new event shop OrderPaid --source order-service --owner checkout-team"
    )]
    Event {
        /// Folder below contracts/, such as `shop`
        domain: String,
        /// Name on the wire, such as `OrderPaid`
        #[arg(value_name = "TYPE")]
        event_type: String,
        /// Service that publishes it [default: <DOMAIN>-service]
        #[arg(long)]
        source: Option<String>,
        /// Team that answers for it [default: <DOMAIN>-team]
        #[arg(long)]
        owner: Option<String>,
    },
    /// Copy the newest version of an event to the next number
    #[command(
        after_help = "Examples:\n  event-contracts new version shop/order-paid            1.0 becomes 1.1\n  \
        event-contracts new version shop/order-paid --major    1.1 becomes 2.0"
    )]
    Version {
        /// The event, such as `shop/order-paid`
        #[arg(value_name = "DOMAIN/EVENT")]
        event: String,
        /// For an incompatible change
        #[arg(long, conflicts_with = "minor")]
        major: bool,
        /// For a compatible change (the default)
        #[arg(long)]
        minor: bool,
    },
}

/// Which documents a comparison is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Semantics {
    /// What generated producers write, against what generated consumers accept
    WriterReader,
    /// Every valid document of the one, under the other
    Strict,
}
