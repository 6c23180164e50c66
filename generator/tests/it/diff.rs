//! The differ: one table of small edits, each with exactly the entries it makes, and what must hold for any two models.

mod base;
mod code;
mod edit;
mod page;
mod pairs;
mod random_edits;
mod real;
mod schema;
mod verdicts;
mod view;
