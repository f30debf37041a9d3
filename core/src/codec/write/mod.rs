//! What values are shown to: a serde format, a dynamic value, a closure; and what can be asked of a
//! value that is shown.

mod encode;
mod view;
mod viewer;

pub use encode::{serialize, to_value};
pub use view::same_view;
pub use viewer::{ByView, Without};
