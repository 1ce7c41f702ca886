//! The program. Exit codes: 0 success, 1 errors in the site, 2 a failure of the machine or a wrong command line.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    firstflight::cli::main()
}
