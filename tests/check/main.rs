//! What a device takes, ignores and needs, as a server author would ask.

#![allow(clippy::unwrap_used)]

mod asks;
mod checkin;
mod fixtures;
mod odd_cases;
mod problems;
mod profiles;
mod references;
mod support;
mod values;
