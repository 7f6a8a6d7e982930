fn main() {
    let root = std::path::Path::new(".");
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
    println!("{} events {} types", m.events.len(), m.types.len());
    for t in &m.types {
        println!("{:?} {} {}", t.home, t.rust, t.csharp);
    }
}
