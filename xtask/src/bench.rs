//! `cargo xtask bench`: measurements, which are the business of the package `bench`.

use std::process::ExitCode;

use clap::ValueEnum as _;

use crate::{
    flags::{self, Color},
    programs,
};

impl flags::Bench {
    /// Runs the command.
    pub(crate) fn run(self, color: Color) -> anyhow::Result<ExitCode> {
        let mut arguments = vec!["--runs".to_owned(), self.runs.to_string()];
        arguments.extend(self.update.then(|| "--update".to_owned()));
        let names = self.tables.iter().filter_map(|table| Some(table.to_possible_value()?.get_name().to_owned()));
        arguments.extend(names);
        programs::run("bench", color, arguments.into_iter().map(Into::into))
    }
}
