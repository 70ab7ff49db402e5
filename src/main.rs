//! The command line of baobiao: hands over to the library's `cli`.

#![forbid(unsafe_code)]

/// Reading a report takes thousands of small allocations, which this allocator makes cheap.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    baobiao::cli::main()
}
