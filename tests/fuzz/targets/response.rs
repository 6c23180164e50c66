//! Answers of a service to the typed client.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::hostile::response(data));
