//! OpenAPI Overlay 1.0 documents.

use super::kind::{
    Kind::{self, Data, Flag, List, Text},
    Object, PLAIN,
};

/// An OpenAPI Overlay 1.0 document.
pub(in crate::spec) static OVERLAY: Object = Object {
    name: "an overlay",
    keys: &[
        ("overlay", &Text),
        ("info", &Kind::Object(&OVERLAY_INFO)),
        ("extends", &Text),
        ("actions", &List(&Kind::Object(&ACTION))),
    ],
    required: &["overlay", "info", "actions"],
    ..PLAIN
};

static OVERLAY_INFO: Object = Object {
    name: "an overlay's info object",
    keys: &[("title", &Text), ("version", &Text)],
    required: &["title", "version"],
    ..PLAIN
};

static ACTION: Object = Object {
    name: "an action",
    keys: &[("target", &Text), ("description", &Text), ("update", &Data), ("remove", &Flag)],
    required: &["target"],
    ..PLAIN
};
