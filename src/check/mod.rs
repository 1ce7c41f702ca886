//! Stage 6: checks that concern the whole site or the finished output. They report findings and change nothing.

mod cycles;
mod fragments;
mod levels;
mod numbers;
mod prose;
mod time_words;
mod times;
mod weight;

pub use fragments::fragments;
pub use levels::apply as apply_levels;
pub use numbers::numbers;
pub use prose::prose;
pub use times::times;
pub use weight::over_budget;
