//! The storeys of the runtime: each folder knows those below it.

use super::{
    none,
    uses::{edges, sources},
};

/// The folders of the runtime, and what else each of them may know. The files beside them may know all.
const STOREYS: [(&str, &[&str]); 10] = [
    ("base/", &[]),
    ("args/", &["base/"]),
    ("model/", &["base/", "args/"]),
    // A deadline that has passed gives the token of the operation, which is data and knows nothing. What a success holds is read
    // by the one reader of documents.
    ("error/", &["base/", "args/", "model/read.rs", "lro/token.rs"]),
    ("policy/", &["base/", "args/", "error/"]),
    ("client/", &["base/", "args/", "model/", "error/", "policy/"]),
    ("paging/", &["base/", "args/", "model/", "error/", "policy/", "client/"]),
    ("lro/", &["base/", "args/", "model/", "error/", "policy/", "client/"]),
    // What any Resource Manager does, for the fake and for the simulator, which has descriptions where the fake has a client.
    (ENGINE, &["base/"]),
    ("fake/", &["base/", "args/", "model/", "policy/", "client/"]),
];

/// A storey within one.
const ENGINE: &str = "fake/engine/";

#[test]
fn storeys_of_the_runtime_stand_on_those_below() {
    let sources = sources("generated/runtime/src");
    let mut offences = Vec::new();
    for (file, used) in edges(&sources) {
        let Some(storey) = file.find('/').map(|end| &file[..=end]) else { continue };
        let storey = if file.starts_with(ENGINE) { ENGINE } else { storey };
        let Some((_, allowed)) = STOREYS.iter().find(|(known, _)| *known == storey) else {
            offences.push(format!("{file}: there is no storey {storey}"));
            continue;
        };
        let may = |target: &&&str| [storey].iter().chain(*allowed).any(|allowed| target.starts_with(allowed));
        offences
            .extend(used.iter().filter(|target| !may(target)).map(|target| format!("{file}: may not know {target}")));
    }
    none(&offences);
}
