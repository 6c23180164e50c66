//! The `x-ms-client-request-id` of each request.
//!
//! azure_core has a policy for this, which then finds that there is nothing left to do. By itself it would make an error of
//! the header that is missing, with a backtrace where those are on (6 us, a seventh of a call over loopback), and ask the
//! operating system for chance each time.

use std::convert::Infallible;

use azure_core::{
    Uuid,
    http::{
        Context, Request,
        headers::{CLIENT_REQUEST_ID, Header as _},
        request::options::ClientRequestId,
    },
};

use crate::base::random::Random;

/// What the ids of a client are made from.
#[derive(Debug)]
pub(crate) struct RequestIds {
    /// Keeps the ids of two clients apart even if their numbers meet.
    client: u64,
    random: Random,
}

impl RequestIds {
    /// Ids that no other client gives.
    pub(crate) fn new() -> Self {
        let (client, seed) = Uuid::new_v4().as_u64_pair();
        Self { client, random: Random::new(seed) }
    }

    /// Gives a request its id: the one it has, or the one of the context, or a fresh one.
    pub(crate) fn give(&self, context: &Context<'_>, request: &mut Request) {
        let present = request.headers().get_optional_with(&CLIENT_REQUEST_ID, |_| Ok::<_, Infallible>(()));
        if matches!(present, Ok(Some(()))) {
            return;
        }
        let id = match context.value::<ClientRequestId>() {
            Some(id) => id.value(),
            None => String::from(self.fresh()).into(),
        };
        request.insert_header(CLIENT_REQUEST_ID, id);
    }

    /// A UUID of version 4.
    fn fresh(&self) -> Uuid {
        const VERSION: u64 = 0xf000;
        const VARIANT: u64 = 0b11 << 62;
        let (high, low) = (self.client ^ self.random.next(), self.random.next());
        Uuid::from_u64_pair(high & !VERSION | 0x4000, low & !VARIANT | 0b10 << 62)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use azure_core::http::{Method, Url};

    use super::*;

    fn id(context: &Context<'_>, own: Option<&'static str>) -> String {
        let mut request = Request::new(Url::parse("https://management.azure.com").unwrap(), Method::Get);
        if let Some(own) = own {
            request.insert_header(CLIENT_REQUEST_ID, own);
        }
        RequestIds::new().give(context, &mut request);
        request.headers().get_str(&CLIENT_REQUEST_ID).unwrap().to_owned()
    }

    #[test]
    fn the_request_s_own_id_goes_before_that_of_the_context() {
        let context = Context::new().with_value(ClientRequestId::new("theirs".to_owned()));
        assert_eq!(id(&context, Some("own")), "own");
        assert_eq!(id(&context, None), "theirs");
    }

    #[test]
    fn a_fresh_id_is_a_uuid_of_version_4() {
        for _ in 0..100 {
            let id: Uuid = id(&Context::new(), None).parse().unwrap();
            assert_eq!((id.get_version_num(), id.as_bytes()[8] >> 6), (4, 0b10));
        }
    }

    #[test]
    fn no_id_comes_twice() {
        let clients: Vec<_> = (0..10).map(|_| RequestIds::new()).collect();
        let ids: BTreeSet<_> = clients.iter().flat_map(|client| (0..1000).map(|_| client.fresh())).collect();
        assert_eq!(ids.len(), 10_000);
    }
}
