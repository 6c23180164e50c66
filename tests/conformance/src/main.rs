//! `conformance SCRIPT FOLDER` has the AutoRest test server, started from that script, judge rendered clients.
//! `tests/conformance/run.sh` runs it.

use std::{path::PathBuf, process::ExitCode};

use kit::printed::print;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("usage: conformance SCRIPT FOLDER");
        return ExitCode::from(2);
    };
    let findings = match conformance::judge(program, folder).await {
        Ok(findings) => findings,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::FAILURE;
        }
    };
    let complaints: String = findings.complaints.iter().flat_map(|complaint| [complaint, "\n"]).collect();
    if let Err(error) = print(&format!("{complaints}{}", findings.told)) {
        eprintln!("the findings cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    if findings.complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
