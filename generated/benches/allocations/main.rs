//! What a call through the crate allocates beside the same call written by hand on reqwest and serde. Prints Markdown tables.
//!
//! `cargo bench -p arm-apimanagement --bench allocations`. The calls of the benchmark `overhead`, in memory: the transport answers
//! at once, so nothing is counted but the work around it. A program of its own, since an allocator that counts takes time.
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "a program that prints, with modules of another one, of which it needs what works in memory"
)]

#[path = "../overhead/answers.rs"]
mod answers;
#[path = "../overhead/bodies.rs"]
mod bodies;
#[path = "../overhead/by_core.rs"]
mod by_core;
#[path = "../overhead/by_crate.rs"]
mod by_crate;
#[path = "../overhead/by_hand.rs"]
mod by_hand;
#[path = "../overhead/memory.rs"]
mod memory;
#[path = "../overhead/sides.rs"]
mod sides;

use allocation_counter::{AllocationInfo, measure};
use sides::Sides;

fn main() {
    // `cargo test --all-targets` asks for a test, and a measurement is none.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime needs nothing");
    println!(
        "| allocations of a call in memory | by the crate | azure_core alone | by hand | bytes by the crate | azure_core | by hand |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for row in &Sides::in_memory().rows() {
        let counted = row.ways.each_ref().map(|call| {
            // The first call fetches a token, and whatever else is kept.
            runtime.block_on(call());
            measure(|| runtime.block_on(call()))
        });
        println!("| {} | {} |", row.name, cells(counted));
    }
    let body = bodies::page_of(1000).to_string();
    let read: [&dyn Fn(); 2] = [&|| by_crate::read_page(&body), &|| by_hand::read_page(&body)];
    println!();
    println!(
        "| allocations of reading a page of 1,000 APIs ({} bytes) | by the crate | serde derive | bytes by the crate | serde derive |",
        body.len()
    );
    println!("|---|---:|---:|---:|---:|");
    println!("| from text to models | {} |", cells(read.map(measure)));
}

/// Allocations, then bytes.
fn cells<const N: usize>(counted: [AllocationInfo; N]) -> String {
    let counts = counted.iter().map(|info| info.count_total.to_string());
    let bytes = counted.iter().map(|info| info.bytes_total.to_string());
    counts.chain(bytes).collect::<Vec<_>>().join(" | ")
}
