//! Saved tokens and continuations to the typed client.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::hostile::saved(data));
