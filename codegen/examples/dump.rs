fn main() {
    let root = std::path::Path::new(".");
    let out = std::env::args().nth(1).unwrap();
    let mut s = event_contracts_codegen::load::Sources::default();
    let (t, f1) = event_contracts_codegen::load::tree(
        &mut s,
        None,
        event_contracts_codegen::load::disk::read(root).unwrap(),
    );
    let (c, f2) = event_contracts_codegen::resolve::resolve(&t);
    let (m, f3) = event_contracts_codegen::lower::lower(&c);
    for f in f1.iter().chain(&f2).chain(&f3) {
        let p = f.place().unwrap();
        println!("{} {}:{:?} {}", f.rule.id, s.file(p.file).name, s.line_column(p), f.message);
    }
    for f in event_contracts_codegen::emit::rust::files(&t, &c, &m, t.config.targets.rust.as_ref().unwrap()) {
        let p = std::path::Path::new(&out).join(&f.path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, f.text).unwrap();
    }
}
