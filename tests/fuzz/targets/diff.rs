//! Two OpenAPI 3.0 texts to what changed between them.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::hostile::diff(data));
