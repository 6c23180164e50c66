//! What a call through the crate costs beside the same call written by hand on reqwest and serde. Prints Markdown tables.
//!
//! `cargo bench -p arm-apimanagement --bench overhead`. Over TLS all sides talk on loopback to the same server, through the
//! same warm connection; in memory the transport answers at once, so that what is left is the work around it. Each side reads every
//! member of the answer into typed structures. A third side is azure_core's pipeline alone, for the part of the difference that
//! is not this crate's. The server stands on a thread of its own and answers from memory, so that its own work does not hide the
//! difference. The sides take turns in short batches, and what is compared is neighbouring batches, so that whatever else the
//! machine does meets all.
//!
//! On two processors most of a call over TLS may be the waiting for the other thread to wake up. Behind `taskset -c 0` only work
//! counts, and the ratios are the largest that there are. With `RUST_BACKTRACE=1` azure_core alone makes a backtrace in each
//! call (see `policy/request_id.rs` of the runtime).
//!
//! What is allocated the benchmark `allocations` counts: to count takes time, and the way that allocates more would pay more of it.
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a program that prints, in modules of its own"
)]

mod answers;
mod bodies;
mod by_core;
mod by_crate;
mod by_hand;
mod memory;
mod server;
mod sides;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use azure_core::http::Transport;
use sides::{Call, Sides};
use tokio::runtime::Runtime;

/// The most that a call over TLS may cost, in times of the one by hand.
const LIMIT: f64 = 1.15;

/// Calls of one side before it is the other's turn.
const BATCH: u32 = 20;

/// Batches of each side.
const BATCHES: usize = 150;

fn main() {
    // `cargo test --all-targets` asks for a test, and a measurement is none.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime needs nothing");
    let server = server::Server::start();
    over_tls(&runtime, &server);
    in_memory(&runtime);
    page_of_thousand();
}

fn over_tls(runtime: &Runtime, server: &server::Server) {
    let transport = Transport::new(Arc::new(server.client()));
    let sides = Sides {
        ours: by_crate::Side::new(server.origin(), transport.clone()),
        core: by_core::Side::new(server.origin(), transport),
        hand: by_hand::Side::new(server.origin(), by_hand::Http::Wire(server.client())),
    };
    println!(
        "| over TLS on loopback, us | bytes of the answer | by the crate | azure_core alone | by hand | crate to hand | azure_core to hand |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let mut worst = 0.0_f64;
    for (row, size) in sides.rows().iter().zip(bodies::sizes()) {
        let [ours, core, hand] = times(runtime, &row.ways);
        let ratio = ratios(&ours, &hand);
        worst = worst.max(quantile(&ratio, 0.5));
        let [ours_time, core_time, hand_time] = [&ours, &core, &hand].map(|times| spread(times, 1e6, 1));
        let (ratio, floor) = (quartiles(&ratio), quantile(&ratios(&core, &hand), 0.5));
        println!("| {} | {size} | {ours_time} | {core_time} | {hand_time} | {ratio} | {floor:.3} |", row.name);
    }
    let verdict = if worst <= LIMIT { "held".to_owned() } else { format!("missed, {worst:.3}") };
    println!(
        "\nTimes are the median of {BATCHES} batches (least to most), ratios the median (quartiles). Aim: at most {LIMIT} times the call by hand; {verdict}.\n"
    );
}

fn in_memory(runtime: &Runtime) {
    let sides = Sides::in_memory();
    println!("| in memory, us | by the crate | azure_core alone | by hand |");
    println!("|---|---:|---:|---:|");
    for row in &sides.rows() {
        let times = times(runtime, &row.ways).map(|times| spread(&times, 1e6, 1));
        println!("| {} | {} |", row.name, times.join(" | "));
    }
    println!();
}

/// A page of 1,000 items: reading alone.
fn page_of_thousand() {
    let body = bodies::page_of(1000).to_string();
    let read: [&dyn Fn(); 2] = [&|| by_crate::read_page(&body), &|| by_hand::read_page(&body)];
    let mut times = [const { Vec::new() }; 2];
    read.iter().for_each(|read| read());
    for number in 0..BATCHES {
        for turn in 0..2 {
            let way = (number + turn) % 2;
            let start = Instant::now();
            read[way]();
            times[way].push(start.elapsed().as_secs_f64());
        }
    }
    let ratio = quartiles(&ratios(&times[0], &times[1]));
    let [ours, hand] = times.map(|times| spread(&times, 1e3, 2));
    println!("| reading a page of 1,000 APIs ({} bytes), ms | by the crate | serde derive | ratio |", body.len());
    println!("|---|---:|---:|---:|");
    println!("| from text to models | {ours} | {hand} | {ratio} |");
}

/// Seconds a call in each way, batch by batch.
fn times(runtime: &Runtime, ways: &[Call<'_>; 3]) -> [Vec<f64>; 3] {
    for way in ways {
        batch(runtime, way);
    }
    let mut times = [const { Vec::new() }; 3];
    for number in 0..BATCHES {
        // Whoever comes first might find the caches as the next one likes them.
        for turn in 0..3 {
            let way = (number + turn) % 3;
            times[way].push(batch(runtime, &ways[way]).as_secs_f64() / f64::from(BATCH));
        }
    }
    times
}

fn batch(runtime: &Runtime, call: &Call<'_>) -> Duration {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..BATCH {
            call().await;
        }
        start.elapsed()
    })
}

/// How much longer one way takes than another, batch by batch.
fn ratios(these: &[f64], those: &[f64]) -> Vec<f64> {
    these.iter().zip(those).map(|(this, that)| this / that).collect()
}

/// `median (least to most)` in another unit.
fn spread(times: &[f64], unit: f64, decimals: usize) -> String {
    let [least, median, most] = [0.0, 0.5, 1.0].map(|part| quantile(times, part) * unit);
    format!("{median:.decimals$} ({least:.decimals$} to {most:.decimals$})")
}

/// `median (lower to upper quartile)`.
fn quartiles(ratios: &[f64]) -> String {
    let [lower, median, upper] = [0.25, 0.5, 0.75].map(|part| quantile(ratios, part));
    format!("{median:.3} ({lower:.3} to {upper:.3})")
}

fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * part).round() as usize]
}
