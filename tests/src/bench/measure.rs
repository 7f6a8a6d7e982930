//! Times of small functions.

use std::time::{Duration, Instant};

/// How long a batch takes, about.
const BATCH: Duration = Duration::from_millis(3);
/// Batches of each function.
const BATCHES: usize = 61;

/// The median time of each function in nanoseconds. Their batches take turns, so that what else the machine
/// does meets all alike.
pub(super) fn medians(functions: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut rounds = Vec::new();
    for function in functions.iter_mut() {
        let mut count = 1_u32;
        // The first batches also warm everything up.
        loop {
            let time = batch(*function, count);
            if time >= BATCH || count >= 1 << 24 {
                break;
            }
            count *= 2;
        }
        rounds.push(count);
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); functions.len()];
    for _ in 0..BATCHES {
        for (index, function) in functions.iter_mut().enumerate() {
            let time = batch(*function, rounds[index]);
            times[index].push(time.as_secs_f64() * 1e9 / f64::from(rounds[index]));
        }
    }
    times.iter_mut().map(|times| quantile(times, 0.5)).collect()
}

fn batch(function: &mut dyn FnMut(), count: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..count {
        function();
    }
    start.elapsed()
}

/// The value below which that share of the values lies; they get sorted.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an index into a short list"
)]
pub(super) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = ((values.len().max(1) - 1) as f64 * share).round() as usize;
    values.get(index).copied().unwrap_or_default()
}
