//! Compares two models.
