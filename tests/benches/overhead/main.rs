//! What a call through the crate costs beside the same call written by hand on reqwest and serde. Prints a Markdown table.
//!
//! `cargo bench -p tests --no-default-features --bench overhead`. Both sides talk over TLS on loopback to the same server, through the same warm
//! connection, and read every member of the answer into typed structures. The server stands on a thread of its own and
//! answers from memory, so that its own work does not hide the difference. The two sides take turns in short batches, and
//! what is compared is neighbouring batches, so that whatever else the machine does meets both.

mod bodies;
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

/// The same call, on both ways.
struct Pair<'a> {
    name: &'static str,
    by_crate: Call<'a>,
    by_hand: Call<'a>,
}

fn pair<'a, C, H>(name: &'static str, by_crate: impl Fn() -> C + 'a, by_hand: impl Fn() -> H + 'a) -> Pair<'a>
where
    C: Future<Output = ()> + 'a,
    H: Future<Output = ()> + 'a,
{
    Pair { name, by_crate: Box::new(move || Box::pin(by_crate())), by_hand: Box::new(move || Box::pin(by_hand())) }
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
    let theirs = by_hand::Side::new(server.origin(), &http);
    let pairs = [
        pair("POST regenerateKey, small body, 204", || ours.regenerate_key(), || theirs.regenerate_key()),
        pair("POST refreshSecret, a certificate", || ours.refresh_secret(), || theirs.refresh_secret()),
        pair("GET a service, a large model", || ours.service(), || theirs.service()),
        pair("GET a page of 100 APIs", || ours.page(), || theirs.page()),
    ];
    println!("| call | answer, bytes | by the crate | by hand | ratio, median | lower to upper quartile |");
    println!("|---|---|---|---|---|---|");
    let mut within = true;
    for (pair, size) in pairs.iter().zip(bodies::sizes()) {
        let [ours, theirs, ratios] = measure(pair).await;
        let [lower, median, upper] = [0.25, 0.5, 0.75].map(|part| quantile(&ratios, part));
        let [ours, theirs] = [&ours, &theirs].map(|times| quantile(times, 0.5) * 1e6);
        println!("| {} | {size} | {ours:.1} us | {theirs:.1} us | {median:.3} | {lower:.3} to {upper:.3} |", pair.name);
        within &= median <= LIMIT;
    }
    if within {
        return ExitCode::SUCCESS;
    }
    eprintln!("a call costs more than {LIMIT} times the one by hand");
    ExitCode::FAILURE
}

/// Seconds a call on each side, and their ratios, batch by batch, sorted.
async fn measure(pair: &Pair<'_>) -> [Vec<f64>; 3] {
    batch(&pair.by_crate).await;
    batch(&pair.by_hand).await;
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..BATCHES {
        // Whoever comes first might find the caches as the other likes them.
        let (our, their) = if number % 2 == 0 {
            let our = batch(&pair.by_crate).await;
            (our, batch(&pair.by_hand).await)
        } else {
            let their = batch(&pair.by_hand).await;
            (batch(&pair.by_crate).await, their)
        };
        ours.push(our.as_secs_f64() / f64::from(BATCH));
        theirs.push(their.as_secs_f64() / f64::from(BATCH));
        ratios.push(our.as_secs_f64() / their.as_secs_f64());
    }
    [ours, theirs, ratios].map(|mut numbers| {
        numbers.sort_by(f64::total_cmp);
        numbers
    })
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
