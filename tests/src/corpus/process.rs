//! Programs that answer one line a line, and may die or hang over any of them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Starts a program when it is first asked, and again after it was lost.
pub(super) struct Server<'a> {
    command: Box<dyn Fn() -> Command + 'a>,
    limit: Duration,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
    errors: Arc<Mutex<Vec<u8>>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; there is nobody to tell otherwise.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'a> Server<'a> {
    /// A program that has `limit` for each answer.
    pub(super) fn new(limit: Duration, command: impl Fn() -> Command + 'a) -> Self {
        Self { command: Box::new(command), limit, running: None }
    }

    /// The answer to a line, or why there is none.
    pub(super) fn ask(&mut self, line: &str) -> Result<String, String> {
        if self.running.is_none() {
            self.running = Some(start(&mut (self.command)())?);
        }
        let Some(running) = &mut self.running else { return Err("did not start".to_owned()) };
        // A program that has died shows in its answer.
        let _ = running.input.write_all(format!("{line}\n").as_bytes()).and_then(|()| running.input.flush());
        let why = match running.answers.recv_timeout(self.limit) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => format!("no answer within {} s", self.limit.as_secs()),
            Err(RecvTimeoutError::Disconnected) => {
                let status = running.child.wait().map_or_else(|e| e.to_string(), |s| s.to_string());
                // The reader of standard error ends with the program.
                std::thread::sleep(Duration::from_millis(20));
                let errors = running.errors.lock().unwrap_or_else(PoisonError::into_inner);
                format!("died ({status}): {}", first_words(&String::from_utf8_lossy(&errors)))
            }
        };
        self.running = None;
        Err(why)
    }
}

fn start(command: &mut Command) -> Result<Running, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let (Some(input), Some(output), Some(mut stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err("no pipes".to_owned());
    };
    let (send, answers) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines() {
            let Ok(line) = line else { return };
            if send.send(line).is_err() {
                return;
            }
        }
    });
    let errors = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&errors);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stderr.read(&mut buffer) {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() < 4096 {
                kept.extend_from_slice(&buffer[..read]);
            }
        }
    });
    Ok(Running { child, input, answers, errors })
}

/// The beginning of a message, on one line.
pub(super) fn first_words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(400) {
        Some((at, _)) => format!("{} …", &line[..at]),
        None => line,
    }
}

/// Does the same to each item, on `jobs` threads with a state each, and gives the results in the items' order.
pub(super) fn spread<T: Sync, R: Send, S>(
    label: &str,
    jobs: usize,
    items: &[T],
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let progress = Mutex::new(Progress { started: Instant::now(), said: Instant::now(), done: 0 });
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs.clamp(1, items.len().max(1)))
            .map(|_| {
                scope.spawn(|| {
                    let mut state = state();
                    let mut results = Vec::new();
                    while let Some(item) = {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        items.get(index).map(|item| (index, item))
                    } {
                        results.push((item.0, work(&mut state, item.1)));
                        progress.lock().unwrap_or_else(PoisonError::into_inner).step(label, items.len());
                    }
                    results
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

struct Progress {
    started: Instant,
    said: Instant,
    done: usize,
}

impl Progress {
    #[expect(clippy::print_stderr, reason = "progress is for the person who waits")]
    fn step(&mut self, label: &str, all: usize) {
        self.done += 1;
        if self.done == all || self.said.elapsed() > Duration::from_secs(2) {
            self.said = Instant::now();
            eprintln!("corpus: {label} {}/{all}, {:.1} s", self.done, self.started.elapsed().as_secs_f64());
        }
    }
}
