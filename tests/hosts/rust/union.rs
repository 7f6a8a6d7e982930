//! Times the reading of a generated union; compiled with optimisation by the benchmark.

use std::hint::black_box;
use std::time::Instant;

use event_contracts::__private::serde_json;

fn main() {
    let path = std::env::args().nth(1).expect("a file of documents");
    for text in std::fs::read_to_string(path).expect("the documents").lines() {
        event_contracts::decode_data::<generated::Webhook>(text).expect("valid");
        let typed = median(&mut || drop(black_box(event_contracts::decode_data::<generated::Webhook>(black_box(text)))));
        let value = median(&mut || drop(black_box(serde_json::from_str::<serde_json::Value>(black_box(text)))));
        println!("{typed} {value}");
    }
}

fn median(function: &mut dyn FnMut()) -> f64 {
    const ROUNDS: u32 = 2000;
    let mut times: Vec<f64> = (0..61)
        .map(|_| {
            let start = Instant::now();
            (0..ROUNDS).for_each(|_| function());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
