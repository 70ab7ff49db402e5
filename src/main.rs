//! The command line of baobiao: hands over to the library's `cli`.

fn main() -> std::process::ExitCode {
    baobiao::cli::main()
}
