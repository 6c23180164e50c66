//! What a call through the crate costs beside the same call written by hand on reqwest and serde. Prints a Markdown table.
//!
//! `cargo bench -p arm-apimanagement --bench overhead`. Both sides talk over TLS on loopback to the same server,
//! through the same warm connection, and read every member of the answer into typed structures. A third side is
//! azure_core's pipeline alone, for the part of the difference that is not this crate's. The server stands on a thread of
//! its own and answers from memory, so that its own work does not hide the difference. The sides take turns in short
//! batches, and what is compared is neighbouring batches, so that whatever else the machine does meets all.
//!
//! On two processors most of a call may be the waiting for the other thread to wake up. Behind `taskset -c 0` only work
//! counts, and the ratios are the largest that there are. With `RUST_BACKTRACE=1` azure_core alone makes a backtrace in each
//! call (see `policy/request_id.rs` of the runtime).
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a program that prints, in modules of its own"
)]

mod bodies;
mod by_core;
mod by_crate;
mod by_hand;
mod server;

use std::{
    future::Future,
    pin::Pin,
    process::ExitCode,
    time::{Duration, Instant},
};

/// The most that a call may cost, in times of the one by hand.
const LIMIT: f64 = 1.15;

/// Calls of one side before it is the other's turn.
const BATCH: u32 = 20;

/// Batches of each side.
const BATCHES: usize = 150;

/// A call, made anew each time. It panics if it does not get what it asked for.
type Call<'a> = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + 'a>> + 'a>;

/// The same call in each way: by the crate, by azure_core alone, by hand.
struct Row<'a> {
    name: &'static str,
    ways: [Call<'a>; 3],
}

fn call<'a, F: Future<Output = ()> + 'a>(make: impl Fn() -> F + 'a) -> Call<'a> {
    Box::new(move || Box::pin(make()))
}

fn main() -> ExitCode {
    // `cargo test --all-targets` asks for a test, and a measurement is none.
    if std::env::args().any(|argument| argument == "--test") {
        return ExitCode::SUCCESS;
    }
    let server = server::Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime needs nothing");
    runtime.block_on(run(&server))
}

async fn run(server: &server::Server) -> ExitCode {
    let http = server.client();
    let ours = by_crate::Side::new(server, &http);
    let core = by_core::Side::new(server.origin(), &http);
    let hand = by_hand::Side::new(server.origin(), &http);
    macro_rules! row {
        ($name:literal, $call:ident) => {
            Row { name: $name, ways: [call(|| ours.$call()), call(|| core.$call()), call(|| hand.$call())] }
        };
    }
    let rows = [
        row!("POST regenerateKey, small body, 204", regenerate_key),
        row!("POST refreshSecret, a certificate", refresh_secret),
        row!("GET a service, a large model", service),
        row!("GET a page of 100 APIs", page),
    ];
    println!(
        "| call | answer, bytes | by the crate | azure_core alone | by hand | ratio, median | lower to upper quartile | azure_core's ratio |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut within = true;
    for (row, size) in rows.iter().zip(bodies::sizes()) {
        let [ours, core, hand] = measure(row).await;
        let (ratio, floor) = (ratios(&ours, &hand), quantile(&ratios(&core, &hand), 0.5));
        let [lower, median, upper] = [0.25, 0.5, 0.75].map(|part| quantile(&ratio, part));
        let [ours, core, hand] = [ours, core, hand].map(|times| quantile(&sorted(times), 0.5) * 1e6);
        println!(
            "| {} | {size} | {ours:.1} us | {core:.1} us | {hand:.1} us | {median:.3} | {lower:.3} to {upper:.3} | {floor:.3} |",
            row.name
        );
        within &= median <= LIMIT;
    }
    if within {
        return ExitCode::SUCCESS;
    }
    eprintln!("a call costs more than {LIMIT} times the one by hand");
    ExitCode::FAILURE
}

/// Seconds a call in each way, batch by batch.
async fn measure(row: &Row<'_>) -> [Vec<f64>; 3] {
    for way in &row.ways {
        batch(way).await;
    }
    let mut times = [const { Vec::new() }; 3];
    for number in 0..BATCHES {
        // Whoever comes first might find the caches as the next one likes them.
        for turn in 0..3 {
            let way = (number + turn) % 3;
            times[way].push(batch(&row.ways[way]).await.as_secs_f64() / f64::from(BATCH));
        }
    }
    times
}

/// How much longer one way takes than another, batch by batch, sorted.
fn ratios(these: &[f64], those: &[f64]) -> Vec<f64> {
    sorted(these.iter().zip(those).map(|(this, that)| this / that).collect())
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

async fn batch(call: &Call<'_>) -> Duration {
    let start = Instant::now();
    for _ in 0..BATCH {
        call().await;
    }
    start.elapsed()
}

fn quantile(sorted: &[f64], part: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "there are hundreds"
    )]
    let at = ((sorted.len() - 1) as f64 * part).round() as usize;
    sorted[at]
}
