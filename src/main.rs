//! Start, print, exit code: 0 fine, 1 findings, 2 trouble with the machine or a wrong use of the command line.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    firstflight::cli::main()
}
