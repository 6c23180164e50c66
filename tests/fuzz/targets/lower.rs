//! OpenAPI 3.0 text to Rust.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::hostile::lower(data));
