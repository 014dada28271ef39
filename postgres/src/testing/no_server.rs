//! No server, where sockets are not files: the tests that need one are left out.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

/// A PostgreSQL server, of which there is none on this system.
#[derive(Debug)]
pub struct Server(Infallible);

#[allow(missing_docs, reason = "there is no server to call them on")]
impl Server {
    /// Says on stderr that a test is left out.
    ///
    /// # Panics
    ///
    /// If the [variable](super::VARIABLE) says that a server must be installed.
    #[must_use]
    pub fn start(test: &str) -> Option<Self> {
        super::leave_out(test);
        None
    }

    pub async fn database(&self) -> String {
        match self.0 {}
    }

    pub async fn cut_connections(&self, _application_name: &str) -> i64 {
        match self.0 {}
    }

    pub fn crash(&mut self) -> io::Result<()> {
        match self.0 {}
    }

    pub fn stop(&mut self) -> io::Result<()> {
        match self.0 {}
    }

    pub fn restart(&mut self, _after: Duration) -> io::Result<()> {
        match self.0 {}
    }
}
