//! How far a program is, on standard error.

use std::{
    env,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Who waits for less need not be told.
const PATIENCE: Duration = Duration::from_secs(2);

/// A bar for people who wait: on a terminal alone, and not before they do.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    start: Instant,
}

impl Progress {
    /// So many of these are to be done.
    #[must_use]
    pub fn new(total: usize, what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{wide_bar} {human_pos} of {human_len} {msg}, {eta} left");
        bar.set_style(style.expect("the template is one"));
        bar.set_message(what);
        Self { bar, start: Instant::now() }
    }

    /// One more is done.
    pub fn step(&self) {
        let knows_lines = env::var_os("TERM").is_none_or(|terminal| terminal != "dumb");
        if self.bar.is_hidden() && knows_lines && self.start.elapsed() > PATIENCE {
            // Hidden all the same where it is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
