use super::*;

/// Runs the program and gives exit code, stdout and stderr.
fn run_with(args: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let (mut out, mut err, mut stdin) = (Vec::new(), Vec::new(), stdin);
    let mut io = Io { stdin: &mut stdin, out: &mut out, err: &mut err, color: false, width: None };
    let args = std::iter::once("event-contracts").chain(args.iter().copied()).map(OsString::from);
    let code = run(args, &mut io);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (code, text(out), text(err))
}

#[test]
fn the_arguments_are_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn help_goes_out_and_mistakes_go_to_err() {
    let (code, out, err) = run_with(&["--help"], b"");
    assert!(code == EXIT_CLEAN && out.contains("Exit codes") && err.is_empty(), "{code} {err}");
    let (code, out, err) = run_with(&["lnt"], b"");
    assert!(code == EXIT_FAILURE && out.is_empty() && err.contains("lint"), "{err}");
    let (code, _, err) = run_with(&[], b"");
    assert!(code == EXIT_FAILURE && err.contains("Usage"), "{err}");
}

#[test]
fn rules_are_explained() {
    let (code, out, _) = run_with(&["explain", "bare-number"], b"");
    assert!(code == EXIT_CLEAN && out.starts_with("bare-number (error)\n\n"), "{out}");
    let (code, _, err) = run_with(&["explain", "bare-numbr"], b"");
    assert_eq!(
        (code, err.as_str()),
        (EXIT_FAILURE, "error: there is no rule \"bare-numbr\"; did you mean \"bare-number\"?\n")
    );
    let (_, listed, _) = run_with(&["explain", "--list"], b"");
    assert_eq!(run_with(&["explain"], b"").1, listed);
    let (listed, keywords) = listed.split_once("\n\n").expect("rules, then keywords");
    assert_eq!(listed.lines().count(), rules().len());
    assert!(keywords.contains("maxLength"), "{keywords}");
    let (code, out, _) = run_with(&["explain", "maxLength"], b"");
    assert!(code == EXIT_CLEAN && out.contains("The policies `forward` and `full` stop it"), "{out}");
}

#[test]
fn completions_are_made() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = run_with(&["completions", shell], b"");
        assert!(code == EXIT_CLEAN && out.contains("validate"), "{shell}");
    }
}

/// A pipe whose reader has gone, or another failing writer.
struct Broken(ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_broken_pipe_is_no_failure() {
    for (kind, expected) in [(ErrorKind::BrokenPipe, EXIT_CLEAN), (ErrorKind::StorageFull, EXIT_FAILURE)] {
        let (mut out, mut err, mut stdin) = (Broken(kind), Broken(kind), &b""[..]);
        let mut io = Io { stdin: &mut stdin, out: &mut out, err: &mut err, color: false, width: None };
        assert_eq!(run(["event-contracts", "explain"].map(OsString::from), &mut io), expected);
    }
}
