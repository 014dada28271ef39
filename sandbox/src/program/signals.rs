//! The signals that ask a program to stop.

use std::io;

/// The signals that ask a program to stop: Ctrl-C and, on Unix, SIGTERM.
#[cfg(unix)]
#[derive(Debug)]
pub struct StopSignals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl StopSignals {
    /// Handles the signals from now on: they no longer end the program.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not allow it.
    pub fn install() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Waits for the next of them.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The signal that asks a program to stop: Ctrl-C.
#[cfg(windows)]
#[derive(Debug)]
pub struct StopSignals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl StopSignals {
    /// Handles the signal from now on: it no longer ends the program.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not allow it.
    pub fn install() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        self.0.recv().await;
    }
}
