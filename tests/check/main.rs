//! What a device takes, ignores and needs, asked as the author of a server would.

#![allow(clippy::unwrap_used)]

mod asks;
mod authored;
mod checkin;
mod coerced;
mod fixtures;
mod messages;
mod mistakes;
mod odd_cases;
mod problems;
mod profiles;
mod references;
mod retained;
mod support;
mod values;
