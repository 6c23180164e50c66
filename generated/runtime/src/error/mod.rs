//! Errors of Resource Manager, with their parts typed.
//!
//! Methods fail with `azure_core::Error`; an [`ArmError`](crate::ArmError) is its source when the service answered at all.
//!
//! Invariant: errors are printed, and a body can carry secrets. What was not understood of one is to be had from
//! [`ArmError::body`](crate::ArmError::body) and nowhere else.
//!
//! Knows the operation that was asked for, and no client that sends it.

pub(crate) mod arm_error;
mod asked;
mod body;
pub(crate) mod deadline;
pub(crate) mod detail;
mod ids;
mod line;
mod names;
mod sending;
mod shape;
mod show;
#[cfg(test)]
mod tests;
mod xml;

pub(crate) use self::{
    arm_error::{Recognizes, beside_success, check_status, code, from_response, holds_error, of_operation},
    asked::Asked,
    ids::{CORRELATION_ID, REQUEST_ID},
    line::line,
    names::find_member,
    sending::{of_argument, of_reading, of_sending},
    shape::{error_in, is_error_member},
};
