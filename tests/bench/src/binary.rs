//! The size of a program that regenerates a gateway's key and refreshes a certificate: through the crate, and by hand.

use std::fs;

use anyhow::Context;

use super::{
    peers,
    quickstart::REST,
    stats::Table,
    workshop::{Mode, Workshop},
};

/// The program through the crate.
const OURS: &str = include_str!("../programs/two_calls.rs");

/// The same by hand.
pub(super) const BY_HAND: &str = include_str!("../programs/two_calls_by_hand.rs");

/// What the one by hand depends on: the same reqwest, serde, and a credential.
pub(super) const BY_HAND_MANIFEST: &str = r#"[dependencies]
azure_core = { version = "1", default-features = false }
azure_identity = "1"
reqwest = { version = "0.13", default-features = false, features = ["gzip", "http2", "rustls"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#;

/// As programs are shipped.
const STRIPPED: &str = "[profile.release]\nstrip = true\n";

/// The table.
pub(super) fn measure(workshop: &Workshop) -> anyhow::Result<String> {
    let client = peers::client(&["reqwest", "v2024_05_01"])?;
    let ours = format!("[dependencies]\n{REST}\n{client}\n{STRIPPED}");
    let by_hand = format!("{BY_HAND_MANIFEST}\n{STRIPPED}");
    let mut table = Table::new(&["release build, stripped", "bytes"]);
    let mut sizes = Vec::new();
    for (title, name, manifest, main) in [
        ("through arm-apimanagement", "two-calls", &ours, OURS),
        ("by hand, on reqwest and serde", "by-hand", &by_hand, BY_HAND),
    ] {
        let package = workshop.package(name, manifest, &[("src/main.rs", main)])?;
        workshop.build(&package, Mode::Release, name)?;
        let path = workshop.target().join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        let size = fs::metadata(&path).with_context(|| path.display().to_string())?.len();
        table.row(&[title.to_owned(), size.to_string()]);
        sizes.push(size);
    }
    #[expect(clippy::cast_precision_loss, reason = "no program has 2^52 bytes")]
    let ratio = sizes[0] as f64 / sizes[1] as f64;
    table.row(&["ratio".to_owned(), format!("{ratio:.3}")]);
    Ok(table.text())
}
