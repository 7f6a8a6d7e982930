//! Reads a message a line, and writes a message a line: the service without a broker.

use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut service = credit_bureau::Service::default();
    let mut out = io::stdout().lock();
    for message in io::stdin().lock().lines() {
        for answer in service.handle(&message?)? {
            writeln!(out, "{answer}")?;
        }
    }
    Ok(())
}
