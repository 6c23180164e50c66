//! What bounds a single try: the size of its answer, its time, its pace. In memory with a paused clock, and over TLS.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use arm_apimanagement::{
    ClientOptions, RetryOptions,
    rt::{ClientCore, Method},
};
use azure_core::{
    Bytes, Result,
    error::{Error, ErrorKind},
    http::{AsyncRawResponse, HttpClient, Request, StatusCode, Transport, headers::Headers},
};
use futures::{FutureExt as _, StreamExt as _, stream};
use kit::{
    client,
    credential::{FakeCredential, Manner},
    front::Front,
    time::Time,
    wire::{End, Reply},
};
use tokio::time::{Instant, sleep};

/// How an answer arrives.
#[derive(Clone, Debug)]
struct Arrives {
    status: u16,
    headers: Vec<(&'static str, String)>,
    /// How long the head takes.
    head: Duration,
    /// So many chunks of so many bytes, each after so long.
    chunks: (usize, usize, Duration),
    /// Whether it falls silent then, instead of ending.
    hangs: bool,
}

impl Arrives {
    fn of(chunks: usize, size: usize, pause: Duration) -> Self {
        Self { status: 200, headers: Vec::new(), head: Duration::ZERO, chunks: (chunks, size, pause), hangs: false }
    }

    fn announcing(mut self, bytes: usize) -> Self {
        self.headers.push(("content-length", bytes.to_string()));
        self
    }
}

/// A transport that streams, as a real one does. Gives one answer after the other, the last one for good.
#[derive(Debug)]
struct Slow {
    answers: Mutex<VecDeque<Arrives>>,
    sent: Mutex<usize>,
    taken: Arc<Mutex<usize>>,
}

impl Slow {
    fn next(&self) -> Arrives {
        *self.sent.lock().unwrap() += 1;
        let mut answers = self.answers.lock().unwrap();
        let next = answers.pop_front().expect("there is a last one");
        if answers.is_empty() {
            answers.push_back(next.clone());
        }
        next
    }
}

#[async_trait::async_trait]
impl HttpClient for Slow {
    async fn execute_request(&self, _: &Request) -> Result<AsyncRawResponse> {
        let next = self.next();
        if !next.head.is_zero() {
            sleep(next.head).await;
        }
        let (count, size, pause) = next.chunks;
        let taken = Arc::clone(&self.taken);
        let chunks = stream::iter(0..count).then(move |_| {
            *taken.lock().unwrap() += size;
            async move {
                if !pause.is_zero() {
                    sleep(pause).await;
                }
                Ok(Bytes::from(vec![b' '; size]))
            }
        });
        let end = if next.hangs { stream::pending().boxed() } else { stream::empty().boxed() };
        let mut headers = Headers::new();
        for (name, value) in next.headers {
            headers.insert(name, value);
        }
        Ok(AsyncRawResponse::new(StatusCode::from(next.status), headers, chunks.chain(end).boxed()))
    }
}

struct World {
    slow: Arc<Slow>,
    core: ClientCore,
}

impl World {
    fn new(answers: impl IntoIterator<Item = Arrives>, change: impl FnOnce(&mut ClientOptions)) -> Self {
        let answers = Mutex::new(answers.into_iter().collect());
        let slow = Arc::new(Slow { answers, sent: Mutex::default(), taken: Arc::default() });
        let mut options = ClientOptions {
            transport: Some(Transport::new(Arc::<Slow>::clone(&slow))),
            clock: Arc::new(Time::default()),
            ..ClientOptions::default()
        };
        options.retry.seed = Some(1);
        change(&mut options);
        Self { slow, core: client::core(FakeCredential::new(Manner::Fresh), options) }
    }

    /// Sends; gives the length of the body.
    async fn send(&self, method: Method) -> Result<usize> {
        let response = client::request(&self.core, method).call::<()>().await?;
        Ok(response.body().len())
    }

    fn sent(&self) -> usize {
        *self.slow.sent.lock().unwrap()
    }
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const GOOD: (usize, usize, Duration) = (1, 2, Duration::ZERO);

fn good() -> Arrives {
    Arrives::of(GOOD.0, GOOD.1, GOOD.2)
}

fn once(options: &mut ClientOptions) {
    options.retry.max_retries = 0;
}

#[tokio::test(start_paused = true)]
async fn a_try_has_a_time_limit_and_counts_as_a_lost_connection() {
    let silent = Arrives { head: seconds(100_000), ..good() };
    let hanging = Arrives { hangs: true, ..Arrives::of(1, 9, Duration::ZERO) };
    // Ten KiB a second are no drip.
    let endless = Arrives::of(usize::MAX, 10 * 1024, seconds(1));
    for (bad, took) in [(silent, 300), (hanging, 60), (endless, 300)] {
        let world = World::new([bad.clone(), good()], |_| {});
        let start = Instant::now();
        assert_eq!(world.send(Method::Get).await.unwrap(), 2);
        assert_eq!((start.elapsed().as_secs(), world.sent()), (took, 2), "{bad:?}");
        let world = World::new([bad.clone(), good()], |_| {});
        let error = world.send(Method::Post).await.unwrap_err();
        assert_eq!((error.kind(), world.sent()), (&ErrorKind::Io, 1), "{bad:?}");
        if took == 300 {
            assert!(error.to_string().contains("`RetryOptions::attempt_timeout` (300s)"), "{error}");
        }
    }
    let own = |options: &mut ClientOptions| options.retry.attempt_timeout = Some(seconds(7));
    let world = World::new([Arrives { head: seconds(8), ..good() }], own);
    let start = Instant::now();
    let error = world.send(Method::Post).await.unwrap_err().to_string();
    assert!(error.contains("`RetryOptions::attempt_timeout` (7s)"), "{error}");
    assert_eq!(start.elapsed().as_secs(), 7);
    let world = World::new([Arrives { head: seconds(6), ..good() }], own);
    assert_eq!(world.send(Method::Post).await.unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn without_a_time_limit_an_export_may_be_slow_but_not_drip() {
    let healthy = || Arrives::of(1000, 2 * 1024, seconds(1));
    let none = |options: &mut ClientOptions| options.retry.attempt_timeout = None;
    let world = World::new([healthy()], none);
    let start = Instant::now();
    assert_eq!(world.send(Method::Get).await.unwrap(), 2_048_000);
    assert_eq!((start.elapsed().as_secs(), world.sent()), (1000, 1));
    let world = World::new([healthy()], once);
    world.send(Method::Get).await.unwrap_err();
    // In bursts: what counts is each minute.
    let world = World::new([Arrives::of(30, 100 * 1024, seconds(50))], none);
    assert_eq!(world.send(Method::Get).await.unwrap(), 3_072_000);
    for drip in [Arrives::of(usize::MAX, 1, seconds(1)), Arrives::of(usize::MAX, 1000, seconds(1))] {
        let world = World::new([drip], |options| {
            none(options);
            once(options);
        });
        let start = Instant::now();
        let error = world.send(Method::Get).await.unwrap_err();
        assert_eq!((start.elapsed().as_secs(), error.kind()), (60, &ErrorKind::Io));
        assert!(error.to_string().contains("at least 1 KiB a second"), "{error}");
    }
    let world = World::new([Arrives { head: seconds(3600), ..good() }], none);
    assert_eq!(world.send(Method::Get).await.unwrap(), 2, "before an answer there is no pace");
}

#[tokio::test(start_paused = true)]
async fn a_slow_transfer_that_had_come_half_way_is_not_begun_anew() {
    for (announced, sent) in [(600_000, 1), (590_000, 1), (620_000, 4)] {
        // 300 chunks arrive in time.
        let slow = Arrives::of(1000, 1025, seconds(1)).announcing(announced);
        let world = World::new([slow], |_| {});
        let error = world.send(Method::Get).await.unwrap_err();
        assert_eq!((world.sent(), error.kind()), (sent, &ErrorKind::Io), "{error}");
        assert!(error.to_string().contains(&format!("of {announced} bytes")), "{error}");
    }
    let unknown = World::new([Arrives::of(1000, 1025, seconds(1))], |_| {});
    unknown.send(Method::Get).await.unwrap_err();
    assert_eq!(unknown.sent(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_shorter_than_announced_is_a_lost_connection() {
    for announced in [3, 4, 1000] {
        let short = good().announcing(announced);
        let world = World::new([short.clone(), good()], |_| {});
        assert_eq!((world.send(Method::Get).await.unwrap(), world.sent()), (2, 2));
        let world = World::new([short.clone(), good()], |_| {});
        let error = world.send(Method::Post).await.unwrap_err();
        assert_eq!((error.kind(), world.sent()), (&ErrorKind::Io, 1));
        assert!(error.to_string().contains(&format!("2 of {announced} bytes")), "{error}");
        // Here it speaks of another body.
        let world = World::new([short.clone()], |_| {});
        assert_eq!(world.send(Method::Head).await.unwrap(), 2);
        let packed = Arrives { headers: vec![("content-encoding", "br".to_owned())], ..good() }.announcing(announced);
        assert_eq!(World::new([packed], |_| {}).send(Method::Get).await.unwrap(), 2);
        let nothing = Arrives { status: 204, chunks: (0, 0, Duration::ZERO), ..short };
        assert_eq!(World::new([nothing], |_| {}).send(Method::Get).await.unwrap(), 0);
    }
    for senseless in ["", "many", "-1", "99999999999999999999999999"] {
        let world = World::new([Arrives { headers: vec![("content-length", senseless.to_owned())], ..good() }], |_| {});
        assert_eq!(world.send(Method::Get).await.unwrap(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_read_up_to_the_limit_and_not_on() {
    const LIMIT: usize = 10_000;
    let limit = |options: &mut ClientOptions| options.max_response_bytes = LIMIT;
    for (chunks, size) in [(1, LIMIT), (10, LIMIT / 10), (LIMIT, 1)] {
        let world = World::new([Arrives::of(chunks, size, Duration::ZERO)], limit);
        assert_eq!(world.send(Method::Get).await.unwrap(), LIMIT);
    }
    for status in [200, 404, 429, 500, 503] {
        let answers = [
            Arrives::of(1, LIMIT + 1, Duration::ZERO),
            Arrives::of(usize::MAX, 1000, Duration::ZERO),
            Arrives::of(usize::MAX, 1, Duration::ZERO).announcing(LIMIT + 1),
        ];
        for answer in answers.map(|answer| Arrives { status, ..answer }) {
            let world = World::new([answer], limit);
            let error = world.send(Method::Get).await.unwrap_err();
            let text = error.to_string();
            assert!(text.contains("10000 bytes that `ClientOptions::max_response_bytes` allows"), "{text}");
            assert!(text.contains(&format!("({status})")), "{text}");
            assert_eq!(error.http_status(), Some(StatusCode::from(status)).filter(|_| status != 200));
            assert_eq!(world.sent(), 1, "it is not asked for again");
            assert!(*world.slow.taken.lock().unwrap() <= LIMIT + 1000, "no more is taken than one chunk too much");
        }
    }
    assert_eq!(ClientOptions::default().max_response_bytes, 256 * 1024 * 1024);
}

/// A clock whose sleeps are over at once is what tests use; to such a one nothing is late.
#[tokio::test(start_paused = true)]
async fn a_clock_that_waits_for_nothing_cuts_nothing_off() {
    let slow = Arrives { head: seconds(10), ..Arrives::of(20, 1, seconds(10)) };
    let world = World::new([slow], |options| options.clock = kit::clock::FakeClock::new());
    assert_eq!(world.send(Method::Get).await.unwrap(), 20);
}

/// With the default clock: it is real time, and neither a runtime with its timers off nor one whose time is paused matters.
#[test]
fn the_limits_of_a_try_need_no_timers_of_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let silent = |options: &mut ClientOptions| {
        options.clock = ClientOptions::default().clock;
        options.retry = RetryOptions { attempt_timeout: Some(Duration::from_millis(20)), ..RetryOptions::none() };
    };
    let hanging = Arrives { hangs: true, ..good() };
    for _ in 0..2 {
        let world = World::new([hanging.clone()], silent);
        let error = runtime.block_on(world.send(Method::Get)).unwrap_err();
        assert!(error.to_string().contains("`RetryOptions::attempt_timeout` (20ms)"), "{error}");
        let world = World::new([hanging.clone()], silent);
        let error = futures::executor::block_on(world.send(Method::Get)).unwrap_err();
        assert!(error.to_string().contains("`RetryOptions::attempt_timeout` (20ms)"), "{error}");
    }
}

/// Zeros that are packed as well as DEFLATE can: a literal and `repeats` times "258 bytes as the last one" with fixed codes.
fn bomb(repeats: usize) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let mut push = |code: u32, length: u32| bits.extend((0..length).rev().map(|bit| code >> bit & 1 == 1));
    push(0b0011_0000, 8);
    for _ in 0..repeats {
        push(0b1100_0101, 8);
        push(0, 5);
    }
    push(0, 7);
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |all, &bit| all << 1 | u8::from(bit))));
    packed.extend([0; 8]);
    packed
}

/// A client of a server that answers everything so.
async fn tls(reply: Reply) -> (Front, ClientCore) {
    let front = Front::start(|_| {
        Arc::new(move |_| {
            let reply = reply.clone();
            async { reply }.boxed()
        })
    });
    let front = front.await;
    let options = ClientOptions {
        cloud: front.cloud(),
        transport: Some(front.transport()),
        max_response_bytes: 1024 * 1024,
        retry: RetryOptions { delay: Duration::from_millis(1), ..RetryOptions::default() },
        ..ClientOptions::default()
    };
    let core = client::core(FakeCredential::new(Manner::Fresh), options);
    (front, core)
}

#[tokio::test]
async fn a_bomb_is_measured_unpacked() {
    let packed = bomb(60_000);
    assert!(packed.len() < 100_000);
    for status in [200, 400, 503] {
        let reply = Reply { body: packed.clone(), ..Reply::empty(status) };
        let (_front, core) = tls(reply.with("content-encoding", "gzip").with("content-type", "application/json")).await;
        let error: Error = client::request(&core, Method::Get).call::<()>().await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("`ClientOptions::max_response_bytes`") && text.contains(&status.to_string()), "{text}");
    }
}

#[tokio::test]
async fn a_transfer_that_breaks_off_is_a_lost_connection_packed_or_not() {
    for (body, packed) in [(vec![b' '; 50_000], false), (bomb(1000), true)] {
        let reply = Reply { end: End::Cut(body.len() / 2), body, ..Reply::empty(200) };
        let reply = if packed { reply.with("content-encoding", "gzip") } else { reply };
        let (_front, core) = tls(reply).await;
        let error = client::request(&core, Method::Get).call::<()>().await.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Io, "{error}");
    }
}
