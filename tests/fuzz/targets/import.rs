//! Swagger 2.0 texts to one OpenAPI 3.0 document.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tests::hostile::import(data));
