//! Folders of the cache that are made once: complete or not there at all, however many processes ask.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use xshell::{Cmd, Shell};

use super::{Toolchain, Unavailable};

/// What `smoke.cs` prints.
const SMOKE_OUTPUT: &str = r#"2{"X":[3]}"#;

/// The toolchain in `cache/name`; when it is not there yet, `fill` makes it in a folder of another
/// name, which gets its own once it has compiled and run `smoke.cs`.
pub(super) fn once(
    sh: &Shell,
    cache: &Path,
    name: &str,
    recipe: &Path,
    fill: impl FnOnce(&Path) -> Result<(), Unavailable>,
) -> Result<Toolchain, Unavailable> {
    let folder = cache.join(name);
    let toolchain = Toolchain::in_folder(&folder);
    if is_complete(&toolchain) {
        return Ok(toolchain);
    }
    sh.create_dir(cache)?;
    let _lock = lock(&cache.join("lock"))?;
    if is_complete(&toolchain) {
        return Ok(toolchain); // Another process made it while this one waited.
    }
    // What a killed run left; nobody else is at work while the lock is held.
    for path in sh.read_dir(cache)? {
        if path.extension().is_some_and(|extension| extension == "partial") {
            sh.remove_path(path)?;
        }
    }
    // The process id keeps this run apart from a bootstrap that outlived its killed parent.
    let partial = cache.join(format!("{name}.{}.partial", std::process::id()));
    sh.create_dir(&partial)?;
    let made = fill(&partial).and_then(|()| smoke(sh, &partial, recipe));
    if let Err(unavailable) = made {
        sh.remove_path(&partial)?;
        return Err(unavailable);
    }
    sh.remove_path(&folder)?;
    fs::rename(&partial, &folder).map_err(|error| {
        Unavailable::new(format!("cannot move {} into place: {error}", partial.display()))
    })?;
    Ok(toolchain)
}

fn is_complete(toolchain: &Toolchain) -> bool {
    toolchain.csc.is_file() && toolchain.run.is_file()
}

/// Held until dropped; the system lets go of it when the process dies.
fn lock(path: &Path) -> Result<File, Unavailable> {
    File::create(path)
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| Unavailable::new(format!("cannot lock {}: {error}", path.display())))
}

/// Compiles and runs `smoke.cs` with the toolchain in `folder`.
fn smoke(sh: &Shell, folder: &Path, recipe: &Path) -> Result<(), Unavailable> {
    let toolchain = Toolchain::in_folder(folder);
    let out = sh.create_dir(folder.join("smoke"))?;
    let app = out.join("smoke.dll");
    capture(
        sh.cmd(&toolchain.csc)
            .args(["-langversion:12", "-nullable:enable", "-warnaserror+"])
            .arg(format!("-out:{}", app.display()))
            .arg(recipe.join("smoke.cs")),
    )?;
    let printed = capture(sh.cmd(&toolchain.run).arg(&app))?;
    if printed.trim_end() != SMOKE_OUTPUT {
        return Err(Unavailable {
            reason: "a small C# program did not print what it should".to_owned(),
            log: printed,
        });
    }
    Ok(sh.remove_path(out)?)
}

/// Runs a program without input and returns its standard output. When it fails, the reason is the
/// last line that it printed, on standard error if there was any.
pub(super) fn capture(cmd: Cmd<'_>) -> Result<String, Unavailable> {
    let shown = cmd.to_string();
    let output = Command::from(cmd)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Unavailable::new(format!("`{shown}` did not start: {error}")))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    let reason = [stderr.as_ref(), stdout.as_ref()]
        .into_iter()
        .find_map(|text| text.lines().map(str::trim).rfind(|line| !line.is_empty()))
        .map_or_else(|| format!("`{shown}` ended with {}", output.status), str::to_owned);
    Err(Unavailable { reason, log: format!("{stdout}{stderr}") })
}

/// All files of the recipe, with their names, in the order of their names.
pub(super) fn recipe_bytes(sh: &Shell, recipe: &Path) -> Result<Vec<u8>, Unavailable> {
    let mut bytes = Vec::new();
    // Sorted by `read_dir`.
    for path in sh.read_dir(recipe)?.iter().filter(|path| path.is_file()) {
        bytes.extend_from_slice(path.file_name().unwrap_or_default().as_encoded_bytes());
        bytes.push(0);
        bytes.extend(sh.read_binary_file(path)?);
        bytes.push(0);
    }
    Ok(bytes)
}

/// Twelve hexadecimal digits of the FNV-1a hash: it tells recipes apart and protects from nothing.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}").split_off(4)
}
