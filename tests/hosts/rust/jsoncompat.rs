//! Times the crate `jsoncompat` on pairs of schemas; compiled with optimisation by the benchmark.

use std::time::Instant;

use jsoncompat::{CompatibilityResult, Role, SchemaDocument, analyze_compat};
use serde_json::Value;

fn main() {
    let path = std::env::args().nth(1).expect("a file of pairs");
    let text = std::fs::read_to_string(path).expect("the pairs");
    let pairs: Vec<[Value; 2]> = serde_json::from_str(&text).expect("pairs");
    let mut times = Vec::new();
    let mut counts = [0, 0, 0];
    for _ in 0..5 {
        counts = [0, 0, 0];
        // What is remembered from one run to the next would not be there in a gate.
        let pairs: Vec<_> = pairs
            .iter()
            .map(|pair| pair.each_ref().map(|schema| SchemaDocument::from_json(schema)))
            .collect();
        let start = Instant::now();
        for [old, new] in &pairs {
            let (Ok(old), Ok(new)) = (old, new) else {
                counts[2] += 2;
                continue;
            };
            for role in [Role::Deserializer, Role::Serializer] {
                let index = match analyze_compat(old, new, role) {
                    Ok(CompatibilityResult::Compatible) => 0,
                    Ok(CompatibilityResult::Incompatible { .. }) => 1,
                    _ => 2,
                };
                counts[index] += 1;
            }
        }
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("{} {} {} {}", times[times.len() / 2], counts[0], counts[1], counts[2]);
}
