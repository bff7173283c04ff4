//! The command `passport`.

fn main() -> std::process::ExitCode {
    passport::cli::run()
}
