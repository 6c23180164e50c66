//! What the build script renders from the test server's descriptions.

include!(concat!(env!("OUT_DIR"), "/rendered.rs"));
