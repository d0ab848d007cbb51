//! The program `quittance`.

fn main() -> std::process::ExitCode {
    quittance::cli::main(std::env::args_os())
}
