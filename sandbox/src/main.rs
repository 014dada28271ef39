//! The program `concur-sandbox`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    concur_sandbox::program::run("concur-sandbox", std::env::args_os().skip(1)).await
}
