//! Detection against a fake `dotnet`, and the cache under concurrent use.

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Lists two SDKs, "compiles" by creating the output, "runs" by printing what the smoke test wants;
/// logs each call.
const FAKE_DOTNET: &str = r#"#!/bin/sh
echo "$*" >> "${0%/*}/calls"
case "$1" in
--list-sdks) cat "${0%/*}/sdks" ;;
exec)
    case "$2" in
    */csc.dll) for arg; do case "$arg" in -out:*) : > "${arg#-out:}" ;; esac; done ;;
    --runtimeconfig) [ -f "$3" ] && [ -f "$4" ] && echo '2{"X":[3]}' ;;
    esac ;;
esac
"#;

const RECIPE: [(&str, &str); 3] = [
    ("sdk-csc.sh", include_str!("../../dotnet/sdk-csc.sh")),
    ("sdk-run.sh", include_str!("../../dotnet/sdk-run.sh")),
    ("smoke.cs", include_str!("../../dotnet/smoke.cs")),
];

#[test]
fn sdk_lists_are_ordered_by_nearness() {
    let list = "\
        6.0.428 [/usr/share/dotnet/sdk]\n\
        10.0.100 [/usr/share/dotnet/sdk]\n\
        8.0.100 [/usr/share/dotnet/sdk]\r\n\
        8.0.401 [/opt/my dotnet/sdk]\n\
        8.0.401-preview.2 [/opt/my dotnet/sdk]\n\
        10.0.200-rc.1.25451.107 [/usr/share/dotnet/sdk]\n\
        not a line\n";
    let folders: Vec<_> = sdk::candidates(list).iter().map(|sdk| sdk.folder.display().to_string()).collect();
    assert_eq!(
        folders,
        [
            "/opt/my dotnet/sdk/8.0.401",
            "/opt/my dotnet/sdk/8.0.401-preview.2",
            "/usr/share/dotnet/sdk/8.0.100",
            "/usr/share/dotnet/sdk/10.0.200-rc.1.25451.107",
            "/usr/share/dotnet/sdk/10.0.100",
        ]
    );
    assert_eq!(sdk::candidates(""), []);
    assert_eq!(sdk::candidates("6.0.428 [/usr/share/dotnet/sdk]\n"), []);
}

#[test]
fn paths_survive_the_shell() {
    assert_eq!(shell_quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
}

#[test]
fn the_cache_is_where_the_environment_says() {
    let sh = Shell::new().unwrap();
    let root = Path::new("/repo");
    sh.set_var("HOME", "/home/me");
    sh.set_var("XDG_CACHE_HOME", "");
    sh.set_var(CACHE, "");
    assert_eq!(cache_folder(&sh, root).unwrap(), Path::new("/home/me/.cache/event-contracts"));
    sh.set_var("XDG_CACHE_HOME", "/xdg");
    assert_eq!(cache_folder(&sh, root).unwrap(), Path::new("/xdg/event-contracts"));
    sh.set_var(CACHE, "target/cache");
    assert_eq!(cache_folder(&sh, root).unwrap(), Path::new("/repo/target/cache/event-contracts"));
}

/// One test for everything that starts scripts: a script that is still open for writing in a
/// neighbouring thread's fork cannot be executed.
#[test]
fn toolchains_are_prepared_once() {
    let sh = Shell::new().unwrap();
    let temp = sh.create_temp_dir().unwrap();
    let dir = temp.path();
    for (name, text) in RECIPE {
        sh.write_file(dir.join("xtask/dotnet").join(name), text).unwrap();
        make_executable(&dir.join("xtask/dotnet").join(name));
    }
    sdk_on_path_is_used(&sh, dir);
    broken_toolchain_leaves_nothing(&sh, dir);
    concurrent_callers_share_one(&sh, dir);
}

fn sdk_on_path_is_used(sh: &Shell, dir: &Path) {
    let bin = dir.join("it's dotnet");
    sh.write_file(bin.join("dotnet"), FAKE_DOTNET).unwrap();
    make_executable(&bin.join("dotnet"));
    // The 8.0.100 has no compiler, so the 9 is the one to use.
    let sdks = format!("8.0.100 [{0}/sdk]\n9.0.2 [{0}/sdk]\n", bin.display());
    sh.write_file(bin.join("sdks"), sdks).unwrap();
    sh.write_file(bin.join("sdk/9.0.2/Roslyn/bincore/csc.dll"), "").unwrap();
    for version in ["8.0.4", "9.0.9", "9.0.10"] {
        let pack = bin.join("packs/Microsoft.NETCore.App.Ref").join(version);
        sh.write_file(pack.join("ref/net9.0/System.Runtime.dll"), "").unwrap();
        sh.write_file(pack.join("ref/net9.0/System.Runtime.xml"), "").unwrap();
    }
    let path = std::env::join_paths([bin.as_path(), Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
    let _path = sh.push_env("PATH", path);
    let _cache = sh.push_env(CACHE, dir.join("cache"));
    let (_csc, _run) = (sh.push_env(CSC, ""), sh.push_env(RUN, ""));

    let toolchain = find_or_build(sh, dir).unwrap();
    let folder = toolchain.csc.parent().unwrap().to_owned();
    assert!(
        folder.file_name().unwrap().to_str().unwrap().starts_with("dotnet-sdk9-"),
        "{}",
        folder.display()
    );
    let calls = sh.read_file(bin.join("calls")).unwrap();
    assert!(calls.contains("exec") && calls.contains("-noconfig -nostdlib+"), "{calls}");
    let refs = sh.read_file(folder.join("refs.rsp")).unwrap();
    let pack = bin.join("packs/Microsoft.NETCore.App.Ref/9.0.10/ref/net9.0/System.Runtime.dll");
    assert_eq!(refs, format!("-r:\"{}\"\n", pack.display()));
    let config = sh.read_file(folder.join("app.runtimeconfig.json")).unwrap();
    assert!(config.contains(r#""tfm":"net9.0""#) && config.contains(r#""version":"9.0.0""#), "{config}");

    // The second time only the list is asked for.
    assert_eq!(find_or_build(sh, dir).unwrap(), toolchain);
    let again = sh.read_file(bin.join("calls")).unwrap();
    assert_eq!(again.strip_prefix(&calls), Some("--list-sdks\n"));

    // Both variables set: nothing is looked for.
    let (_csc, _run) = (sh.push_env(CSC, "/x/csc"), sh.push_env(RUN, "/x/run"));
    let given = find_or_build(sh, dir).unwrap();
    assert_eq!(given.env(), [(CSC, Path::new("/x/csc")), (RUN, Path::new("/x/run"))]);
}

fn broken_toolchain_leaves_nothing(sh: &Shell, dir: &Path) {
    let cache = dir.join("broken");
    let recipe = dir.join("xtask/dotnet");
    sh.create_dir(cache.join("dotnet-old.1.partial")).unwrap();
    let error = prepare::once(sh, &cache, "dotnet-x", &recipe, |folder| {
        script(
            sh,
            &folder.join("csc.sh"),
            "echo compiling; echo one >&2; echo 'two, the reason' >&2; exit 3",
        );
        script(sh, &folder.join("run.sh"), "exit 0");
        Ok(())
    })
    .unwrap_err();
    assert_eq!(error.reason, "two, the reason");
    assert!(error.to_string().ends_with("two, the reason\n\ncompiling\none\ntwo, the reason"), "{error}");
    assert_eq!(sh.read_dir(&cache).unwrap(), [cache.join("lock")]);
}

fn concurrent_callers_share_one(sh: &Shell, dir: &Path) {
    let cache = dir.join("shared");
    let recipe = dir.join("xtask/dotnet");
    let made = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let sh = Shell::new().unwrap();
                    prepare::once(&sh, &cache, "dotnet-y", &recipe, |folder| {
                        made.fetch_add(1, Ordering::SeqCst);
                        script(&sh, &folder.join("csc.sh"), "exit 0");
                        script(&sh, &folder.join("run.sh"), r#"echo '2{"X":[3]}'"#);
                        Ok(())
                    })
                    .unwrap()
                })
            })
            .collect();
        for caller in callers {
            assert_eq!(caller.join().unwrap(), Toolchain::in_folder(&cache.join("dotnet-y")));
        }
    });
    assert_eq!(made.load(Ordering::SeqCst), 1);
    assert_eq!(sh.read_dir(&cache).unwrap(), [cache.join("dotnet-y"), cache.join("lock")]);
}

fn script(sh: &Shell, path: &Path, body: &str) {
    sh.write_file(path, format!("#!/bin/sh\n{body}\n")).unwrap();
    make_executable(path);
}

fn make_executable(path: &Path) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
