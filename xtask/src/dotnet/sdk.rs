//! An installed .NET SDK behind the interface of the packaged toolchain.

use std::path::{Path, PathBuf};

use xshell::Shell;

use super::prepare::{self, capture};
use super::{Toolchain, Unavailable, shell_quoted};

/// The oldest .NET that the generated C# is for.
const MIN_MAJOR: u32 = 8;

/// What of an SDK is used.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sdk {
    dotnet: PathBuf,
    major: u32,
    csc: PathBuf,
    /// The reference pack's assemblies, sorted.
    references: Vec<PathBuf>,
}

/// One line of `dotnet --list-sdks`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Installed {
    /// `[8, 0, 100]` of `8.0.100`.
    numbers: Vec<u32>,
    is_release: bool,
    pub(super) folder: PathBuf,
}

/// The SDK of the `dotnet` on PATH that is nearest to [`MIN_MAJOR`] and whole, if there is one.
pub(super) fn find(sh: &Shell) -> Option<Sdk> {
    let dotnet = on_path(sh, "dotnet")?;
    let list = capture(sh.cmd(&dotnet).arg("--list-sdks")).ok()?;
    candidates(&list).iter().find_map(|installed| locate(sh, &dotnet, installed))
}

fn on_path(sh: &Shell, program: &str) -> Option<PathBuf> {
    let path = sh.var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The installed SDKs that are new enough: lowest major first, within it the newest first.
pub(super) fn candidates(list_sdks: &str) -> Vec<Installed> {
    let mut found: Vec<_> = list_sdks
        .lines()
        .filter_map(parse_line)
        .filter(|installed| installed.numbers.first().is_some_and(|&major| major >= MIN_MAJOR))
        .collect();
    found.sort_by(|a, b| a.numbers.first().cmp(&b.numbers.first()).then_with(|| b.cmp(a)));
    found
}

/// `8.0.100 [/usr/share/dotnet/sdk]`, with `-preview…` perhaps after the version.
fn parse_line(line: &str) -> Option<Installed> {
    let (version, folder) = line.trim().split_once(" [")?;
    let folder = Path::new(folder.strip_suffix(']')?).join(version);
    Some(Installed { numbers: version_numbers(version)?, is_release: !version.contains('-'), folder })
}

fn version_numbers(version: &str) -> Option<Vec<u32>> {
    version.split('-').next()?.split('.').map(|number| number.parse().ok()).collect()
}

/// The compiler and the newest reference pack of the SDK's own major.
fn locate(sh: &Shell, dotnet: &Path, installed: &Installed) -> Option<Sdk> {
    let major = *installed.numbers.first()?;
    let csc = installed.folder.join("Roslyn/bincore/csc.dll");
    let packs = installed.folder.parent()?.parent()?.join("packs/Microsoft.NETCore.App.Ref");
    let pack = sh
        .read_dir(packs)
        .ok()?
        .into_iter()
        .filter_map(|pack| Some((version_numbers(pack.file_name()?.to_str()?)?, pack)))
        .filter(|(numbers, _)| numbers.first() == Some(&major))
        .max()?
        .1;
    let references: Vec<_> = sh
        .read_dir(pack.join(format!("ref/net{major}.0")))
        .ok()?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "dll"))
        .collect();
    (csc.is_file() && !references.is_empty()).then(|| Sdk {
        dotnet: dotnet.to_owned(),
        major,
        csc,
        references,
    })
}

/// Writes the scripts around `sdk`, once for each SDK and recipe.
pub(super) fn prepare(sh: &Shell, cache: &Path, recipe: &Path, sdk: &Sdk) -> Result<Toolchain, Unavailable> {
    let conf = format!("dotnet={}\ncsc={}\n", shell_quoted(&sdk.dotnet), shell_quoted(&sdk.csc));
    let references: Vec<_> = sdk.references.iter().map(|dll| format!("-r:\"{}\"\n", dll.display())).collect();
    let references = references.concat();
    let runtime_config = runtime_config(sdk.major);

    let mut inputs = prepare::recipe_bytes(sh, recipe)?;
    for text in [&conf, &references, &runtime_config] {
        inputs.extend_from_slice(text.as_bytes());
    }
    let name = format!("dotnet-sdk{}-{}", sdk.major, prepare::fingerprint(&inputs));
    prepare::once(sh, cache, &name, recipe, |folder| {
        sh.write_file(folder.join("sdk.conf"), &conf)?;
        sh.write_file(folder.join("refs.rsp"), &references)?;
        sh.write_file(folder.join("app.runtimeconfig.json"), &runtime_config)?;
        // Copying keeps the executable bit.
        sh.copy_file(recipe.join("sdk-csc.sh"), folder.join("csc.sh"))?;
        sh.copy_file(recipe.join("sdk-run.sh"), folder.join("run.sh"))?;
        Ok(())
    })
}

/// The same settings that programs of the packaged compiler get.
fn runtime_config(major: u32) -> String {
    format!(
        "{{\"runtimeOptions\":{{\"tfm\":\"net{major}.0\",\
         \"framework\":{{\"name\":\"Microsoft.NETCore.App\",\"version\":\"{major}.0.0\"}},\n \
         \"configProperties\":{{\"System.Globalization.Invariant\":true,\"System.Runtime.TieredPGO\":false}}}}}}\n"
    )
}
