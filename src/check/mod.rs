//! Stage 6: findings that concern more than one page, or the finished output. Nothing is repaired here.

mod fragments;
mod levels;
mod numbers;
mod prose;
mod rings;
mod time_words;
mod times;
mod weight;

pub use fragments::fragments;
pub use levels::apply as apply_levels;
pub use numbers::numbers;
pub use prose::prose;
pub use times::times;
pub use weight::over_budget;
