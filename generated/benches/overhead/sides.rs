//! The calls that are compared, each in three ways.

use std::{future::Future, pin::Pin, sync::Arc};

use azure_core::http::Transport;

use crate::{by_core, by_crate, by_hand, memory::Memory};

/// A call, made anew each time. It panics if it does not get what it asked for.
pub type Call<'a> = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + 'a>> + 'a>;

/// The same call in each way: by the crate, by azure_core alone, by hand.
pub struct Row<'a> {
    pub name: &'static str,
    pub ways: [Call<'a>; 3],
}

fn call<'a, F: Future<Output = ()> + 'a>(make: impl Fn() -> F + 'a) -> Call<'a> {
    Box::new(move || Box::pin(make()))
}

/// The three sides, all on the same transport.
pub struct Sides {
    pub ours: by_crate::Side,
    pub core: by_core::Side,
    pub hand: by_hand::Side,
}

impl Sides {
    /// The three sides on a transport that answers at once.
    pub fn in_memory() -> Self {
        const ORIGIN: &str = "https://management.azure.com";
        let transport = Transport::new(Arc::new(Memory::new()));
        Self {
            ours: by_crate::Side::new(ORIGIN, transport.clone()),
            core: by_core::Side::new(ORIGIN, transport),
            hand: by_hand::Side::new(ORIGIN, by_hand::Http::Memory(reqwest::Client::default(), Memory::new())),
        }
    }

    /// Each call in each way.
    pub fn rows(&self) -> [Row<'_>; 4] {
        let Self { ours, core, hand } = self;
        macro_rules! row {
            ($name:literal, $call:ident) => {
                Row { name: $name, ways: [call(|| ours.$call()), call(|| core.$call()), call(|| hand.$call())] }
            };
        }
        [
            row!("POST regenerateKey, small body, 204", regenerate_key),
            row!("POST refreshSecret, a certificate", refresh_secret),
            row!("GET a service, a large model", service),
            row!("GET a page of 100 APIs", page),
        ]
    }
}
