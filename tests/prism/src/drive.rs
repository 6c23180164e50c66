//! Every operation through the typed client and the real reqwest transport, over TLS, to Prism.

use std::time::Duration;

use arm_apimanagement::{ClientOptions, RetryOptions};
use futures::future::join_all;
use generator::model::{Api, Operation};

use super::{Figures, relay::Relay};
use dispatch::{Dispatcher, Running};
use kit::credential::{FakeCredential, Manner};
use kit::front::Front;
use simulator::{
    call::{SUBSCRIPTION, arguments},
    json::Shape,
};

/// What each operation is called with.
const SHAPES: [Shape; 2] = [Shape::Minimal, Shape::Maximal];

/// Connections at a time: Prism has one thread, and while it thinks the next request can be made.
const WORKERS: usize = 4;

/// Sends every operation's requests.
pub(super) async fn drive(api: &'static Api, origin: &str) -> Figures {
    let shares = (0..WORKERS).map(|worker| async move {
        let operations = api.operations.iter().skip(worker).step_by(WORKERS);
        let (relay, client, _front) = connect(api, origin).await;
        let mut figures = Figures::default();
        for op in operations {
            for shape in SHAPES {
                send(&client, &relay, (api, op, shape), &mut figures).await;
            }
        }
        figures
    });
    let mut all = Figures { expected: api.operations.len() * SHAPES.len(), ..Figures::default() };
    join_all(shares).await.into_iter().for_each(|share| all.add(share));
    all
}

/// A client, and what stands between it and Prism.
async fn connect(api: &'static Api, origin: &str) -> (std::sync::Arc<Relay>, Dispatcher, Front) {
    let relay = Relay::new(api, origin);
    let front = Front::start(|_| relay.handler()).await;
    let options = ClientOptions {
        cloud: front.cloud(),
        transport: Some(front.transport()),
        retry: RetryOptions { max_retries: 0, ..RetryOptions::default() },
        ..ClientOptions::default()
    };
    let credential = FakeCredential::new(Manner::Fresh);
    let client = Dispatcher::new(&api.api_version, SUBSCRIPTION, credential, options).expect("the options are good");
    (relay, client, front)
}

/// One call; of lists and long-running operations only the first request is Prism's business.
async fn send(client: &Dispatcher, relay: &Relay, call: (&Api, &'static Operation, Shape), figures: &mut Figures) {
    let (api, op, shape) = call;
    let at = format!("{} {} {shape:?}", api.api_version, op.id);
    // What Prism answers is made up and no concern of the client's here: whether it can be read is not asked.
    match client.run(&op.id, &arguments(api, op, shape, 1)) {
        Ok(Running::List(mut list)) => drop(list.next().await),
        Ok(Running::Poller(polling)) => {
            let mut polling = polling.configured(Duration::from_millis(1), None);
            drop(polling.next().await);
        }
        Ok(call @ Running::Call(_)) => drop(call.finish().await),
        Err(mismatch) => figures.complaints.push(format!("{at}: {mismatch}")),
    }
    let verdicts = relay.take();
    let [verdict] = verdicts.as_slice() else {
        return figures.complaints.push(format!("{at}: {} requests instead of one", verdicts.len()));
    };
    figures.requests += 1;
    figures.violations += verdict.violations.len();
    figures.complaints.extend(verdict.violations.iter().map(|violation| format!("{at}: {violation}")));
    if verdict.violations.is_empty() && !op.responses.iter().any(|response| response.status == verdict.status) {
        figures
            .complaints
            .push(format!("{at}: Prism answers {}, which the operation does not declare", verdict.status));
    }
    if verdict.operation.is_none_or(|found| found.id != op.id) {
        figures.complaints.push(format!("{at}: the request means {:?}", verdict.operation.map(|found| &found.id)));
    }
}
