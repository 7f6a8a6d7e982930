//! The `contracts/` folder of a git revision, read through the `git` program (the environment variable
//! `GIT` names another one).
//!
//! No text of a user reaches git where an option could stand.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::RawFile;
use super::disk::FOLDER;

/// Why a revision could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program could not be started.
    #[error("cannot run {program:?}: {source}")]
    Start {
        /// The program.
        program: OsString,
        /// What the system says.
        source: std::io::Error,
    },
    /// The folder is in no git work tree.
    #[error("{0} is in no git repository; the gate needs one to find what is published")]
    NoRepository(PathBuf),
    /// A repository without a commit.
    #[error("the repository has no commit yet, so nothing is published")]
    NoCommits,
    /// A revision that git does not know.
    #[error("git knows no revision {0:?}; fetch it, or name another base")]
    NoRevision(String),
    /// Neither the remote's main branch nor the local one is there.
    #[error("there is neither origin/{0} nor {0}; fetch it, name another base, or set workspace.main-branch")]
    NoMainBranch(String),
    /// The two histories have nothing in common.
    #[error("HEAD and {0} have no commit in common")]
    NoMergeBase(String),
    /// No release to compare with.
    #[error("no tag {0:?} leads to HEAD; fetch the tags (`git fetch --tags`), or name another base")]
    NoTags(String),
    /// No release to compare with, in a history that is cut.
    #[error(
        "no tag {0:?} leads to HEAD, and the clone is shallow; run `git fetch --unshallow --tags` (in GitHub \
         Actions: `fetch-depth: 0` for actions/checkout)"
    )]
    ShallowTags(String),
    /// A revision that a cut history does not hold.
    #[error(
        "git knows no revision {0:?}, and the clone is shallow; run `git fetch --unshallow --tags` (in GitHub \
         Actions: `fetch-depth: 0` for actions/checkout)"
    )]
    ShallowRevision(String),
    /// The history ends before the common commit.
    #[error(
        "the clone is shallow and ends before the merge base with {0}; run `git fetch --unshallow` \
         (in GitHub Actions: `fetch-depth: 0` for actions/checkout)"
    )]
    Shallow(String),
    /// More than one common commit is the nearest.
    #[error("HEAD and {branch} have several merge bases ({}); name one as the base", bases.join(", "))]
    SeveralMergeBases {
        /// The branch.
        branch: String,
        /// The commits.
        bases: Vec<String>,
    },
    /// Git says no.
    #[error("git {command} failed: {message}")]
    Failed {
        /// The subcommand.
        command: String,
        /// What git says.
        message: String,
    },
    /// Git answers in a way that is not understood.
    #[error("git {0} gave an answer that is not understood")]
    Answer(&'static str),
}

/// A commit to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Its id.
    pub commit: String,
    /// How findings name it: the branch, or `HEAD`.
    pub name: String,
}

fn git(root: &Path) -> Command {
    let program =
        std::env::var_os("GIT").filter(|program| !program.is_empty()).unwrap_or_else(|| "git".into());
    let mut command = Command::new(program);
    command.arg("-C").arg(root);
    // Messages are matched nowhere, but shown: in one language, and without questions.
    command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    command
}

struct Answer {
    success: bool,
    out: Vec<u8>,
    message: String,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).trim().to_owned()
    }
}

fn run(root: &Path, arguments: &[&str]) -> Result<Answer, Error> {
    let mut command = git(root);
    command.args(arguments);
    let output = command.output().map_err(|source| start(&command, source))?;
    let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Ok(Answer { success: output.status.success(), out: output.stdout, message })
}

fn start(command: &Command, source: std::io::Error) -> Error {
    Error::Start { program: command.get_program().to_owned(), source }
}

fn failed(command: &str, answer: &Answer) -> Error {
    Error::Failed { command: command.to_owned(), message: answer.message.clone() }
}

/// The folder's path from the top of the work tree: empty, or with a `/` at its end.
fn prefix(root: &Path) -> Result<String, Error> {
    let answer = run(root, &["rev-parse", "--show-prefix"])?;
    if answer.success {
        // Only the line's end is not the path's.
        let text = String::from_utf8_lossy(&answer.out);
        return Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned());
    }
    if answer.message.contains("not a git repository") || !root.exists() {
        return Err(Error::NoRepository(root.to_path_buf()));
    }
    Err(failed("rev-parse", &answer))
}

/// The id of the commit that `revision` means.
///
/// # Errors
/// No repository, no commit, no such revision.
pub fn resolve(root: &Path, revision: &str) -> Result<String, Error> {
    located(root, revision).map(|(_, commit)| commit)
}

/// The same, after the folder's path from the top of the work tree.
fn located(root: &Path, revision: &str) -> Result<(String, String), Error> {
    let prefix = prefix(root)?;
    match commit(root, revision)? {
        Some(commit) => Ok((prefix, commit)),
        None if commit(root, "HEAD")?.is_none() => Err(Error::NoCommits),
        None if is_shallow(root)? => Err(Error::ShallowRevision(revision.to_owned())),
        None => Err(Error::NoRevision(revision.to_owned())),
    }
}

fn commit(root: &Path, revision: &str) -> Result<Option<String>, Error> {
    let revision = format!("{revision}^{{commit}}");
    let answer = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])?;
    Ok(answer.success.then(|| answer.text()).filter(|id| !id.is_empty()))
}

/// What a change is compared with unless something else is asked for: the merge base of `HEAD` with the main
/// branch, `origin`'s before the local one. On the main branch itself that is `HEAD`, so that what is not
/// committed yet is compared with what is.
///
/// # Errors
/// No repository, no commit, no main branch, no merge base or several.
pub fn merge_base(root: &Path, main_branch: &str) -> Result<Base, Error> {
    let head = resolve(root, "HEAD")?;
    let mut names = vec![format!("origin/{main_branch}"), main_branch.to_owned()];
    // Where nothing else was said, repositories of other habits are understood, too.
    let others = main_branch == "main";
    if others {
        names.extend(["origin/master", "master"].map(str::to_owned));
    }
    let find = |name: String| {
        let kind = if name.starts_with("origin/") { "remotes" } else { "heads" };
        Ok(commit(root, &format!("refs/{kind}/{name}"))?.map(|commit| (commit, name)))
    };
    let mut branch = None;
    for name in names {
        branch = find(name)?;
        if branch.is_some() {
            break;
        }
    }
    if branch.is_none() && others {
        branch = default_branch(root)?.map(find).transpose()?.flatten();
    }
    let Some((tip, name)) = branch else {
        let branch = main_branch.to_owned();
        return Err(if is_shallow(root)? { Error::Shallow(branch) } else { Error::NoMainBranch(branch) });
    };
    if tip == head {
        return Ok(Base { commit: tip, name: "HEAD".to_owned() });
    }
    let answer = run(root, &["merge-base", "--all", "--end-of-options", &head, &tip])?;
    let mut bases: Vec<String> = answer.text().lines().map(str::to_owned).collect();
    match bases.len() {
        0 if is_shallow(root)? => Err(Error::Shallow(name)),
        0 if answer.message.is_empty() => Err(Error::NoMergeBase(name)),
        0 => Err(failed("merge-base", &answer)),
        1 => {
            let commit = bases.remove(0);
            let name = if commit == head { "HEAD".to_owned() } else { name };
            Ok(Base { commit, name })
        }
        _ => {
            bases.sort();
            Err(Error::SeveralMergeBases { branch: name, bases })
        }
    }
}

/// The remote's own main branch, if it is another than the one that is checked out: a clone of a single branch
/// calls that one its main branch, and a change would be compared with itself.
fn default_branch(root: &Path) -> Result<Option<String>, Error> {
    let head = run(root, &["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"])?;
    let here = run(root, &["symbolic-ref", "--quiet", "--short", "HEAD"])?;
    let name = head.text();
    let own = name.strip_prefix("origin/").is_none_or(|branch| here.success && here.text() == branch);
    Ok((head.success && here.success && !own).then_some(name))
}

/// The newest `count` releases that lead to `HEAD`, the newest first: tags by their version, of those that fit
/// the pattern (`v*`). Fewer where there are fewer.
///
/// # Errors
/// No repository, no commit, no such tag.
pub fn releases(root: &Path, pattern: &str, count: usize) -> Result<Vec<Base>, Error> {
    resolve(root, "HEAD")?;
    let pattern_in_full = format!("refs/tags/{pattern}");
    let arguments = [
        // `v1.0-rc1` comes before `v1.0`.
        "-c",
        "versionsort.suffix=-",
        "for-each-ref",
        "--merged=HEAD",
        "--sort=-version:refname",
        "--format=%(refname)",
        &pattern_in_full,
    ];
    let answer = run(root, &arguments)?;
    if !answer.success {
        return Err(failed("for-each-ref", &answer));
    }
    let mut bases = Vec::new();
    for reference in answer.text().lines().take(count.max(1)) {
        if let Some(commit) = commit(root, reference)? {
            let name = reference.trim_start_matches("refs/tags/").to_owned();
            bases.push(Base { commit, name });
        }
    }
    let pattern = pattern.to_owned();
    match bases.is_empty() {
        false => Ok(bases),
        true if is_shallow(root)? => Err(Error::ShallowTags(pattern)),
        true => Err(Error::NoTags(pattern)),
    }
}

/// Who commits here, by git's settings.
pub fn user_name(root: &Path) -> Option<String> {
    let answer = run(root, &["config", "user.name"]).ok()?;
    Some(answer.text()).filter(|name| answer.success && !name.is_empty())
}

fn is_shallow(root: &Path) -> Result<bool, Error> {
    Ok(run(root, &["rev-parse", "--is-shallow-repository"])?.text() == "true")
}

/// Every `.json` and `.toml` file of `contracts/` at a revision, as [`super::disk::read`] gives those of the
/// work tree. A revision without the folder has none.
///
/// # Errors
/// As [`resolve`], and what git fails at.
pub fn read(root: &Path, revision: &str) -> Result<Vec<RawFile>, Error> {
    let (prefix, commit) = located(root, revision)?;
    let folder = format!("{prefix}{FOLDER}/");
    // From the top: `ls-tree` takes paths from the current folder otherwise.
    let arguments = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", &commit, "--", &folder];
    let answer = run(root, &arguments)?;
    if !answer.success {
        return Err(failed("ls-tree", &answer));
    }
    let mut wanted = Vec::new();
    for entry in answer.out.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
        let entry = String::from_utf8_lossy(entry);
        let (meta, path) = entry.split_once('\t').ok_or(Error::Answer("ls-tree"))?;
        let mut meta = meta.split(' ');
        let (mode, kind, id) = (meta.next(), meta.next(), meta.next());
        let path = path.strip_prefix(&prefix).unwrap_or(path);
        let hidden = path.split('/').any(|part| part.starts_with('.'));
        let read = Path::new(path).extension().is_some_and(|e| e == "json" || e == "toml");
        // Links (mode 120000) are not followed, as in the work tree.
        if let (Some("100644" | "100755"), Some("blob"), Some(id), false, true) =
            (mode, kind, id, hidden, read)
        {
            wanted.push((path.to_owned(), id.to_owned()));
        }
    }
    let ids: Vec<&str> = wanted.iter().map(|(_, id)| id.as_str()).collect();
    let contents = blobs(root, &ids)?;
    let mut files: Vec<RawFile> =
        wanted.into_iter().zip(contents).map(|((path, _), bytes)| RawFile { path, bytes }).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The contents of blobs, by one process.
fn blobs(root: &Path, ids: &[&str]) -> Result<Vec<Vec<u8>>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut command = git(root);
    command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|source| start(&command, source))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (Some(mut input), Some(output)) = (input, output) else { return Err(Error::Answer("cat-file")) };
    let request: String = ids.iter().flat_map(|id| [*id, "\n"]).collect();
    // The request is written beside the reading: neither pipe may fill up while the other waits.
    let contents = std::thread::scope(|scope| {
        let writing = scope.spawn(move || input.write_all(request.as_bytes()));
        let contents = parse_batch(BufReader::new(output), ids.len());
        let written = writing.join();
        contents.filter(|_| matches!(written, Ok(Ok(()))))
    });
    let ended = child.wait().is_ok_and(|status| status.success());
    contents.filter(|_| ended).ok_or(Error::Answer("cat-file"))
}

/// Reads `<id> blob <size>`, the bytes and a line feed, again and again.
fn parse_batch(mut from: impl BufRead, count: usize) -> Option<Vec<Vec<u8>>> {
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let mut header = String::new();
        from.read_line(&mut header).ok()?;
        let mut parts = header.trim_end().split(' ').skip(1);
        let (Some("blob"), Some(size)) = (parts.next(), parts.next()) else { return None };
        let size: u64 = size.parse().ok()?;
        let mut bytes = Vec::new();
        from.by_ref().take(size).read_to_end(&mut bytes).ok()?;
        let mut end = [0];
        from.read_exact(&mut end).ok()?;
        if u64::try_from(bytes.len()).ok()? != size || end != *b"\n" {
            return None;
        }
        contents.push(bytes);
    }
    Some(contents)
}
