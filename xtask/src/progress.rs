//! What is going on, once it has taken a second: one line on a terminal, gone when there is something to say.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// So long nobody wonders.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the line says.
struct Line {
    stage: &'static str,
    is_shown: bool,
    is_over: bool,
}

static LINE: Mutex<Line> = Mutex::new(Line {
    stage: "",
    is_shown: false,
    is_over: false,
});

/// Shows from now on what is going on, where a person looks at it. In a pipe nothing is shown.
pub(crate) fn show() {
    if io::stderr().is_terminal() {
        let start = Instant::now();
        // The thread ends with the program.
        thread::spawn(move || {
            while !line().is_over {
                thread::sleep(PATIENCE);
                tick(&mut line(), start.elapsed(), &mut io::stderr());
            }
        });
    }
}

/// Says what begins now: `reading the specification`.
pub(crate) fn stage(stage: &'static str) {
    line().stage = stage;
}

/// Takes the line away, before anything is printed.
pub(crate) fn end() {
    finish(&mut line(), &mut io::stderr());
}

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes the line over the one before. Whether it could be written matters to nobody.
fn tick(line: &mut Line, elapsed: Duration, to: &mut impl Write) {
    if !line.is_over && !line.stage.is_empty() {
        line.is_shown = true;
        let _ = write!(to, "\r\x1b[K{} … {} s", line.stage, elapsed.as_secs()).and_then(|()| to.flush());
    }
}

fn finish(line: &mut Line, to: &mut impl Write) {
    line.is_over = true;
    if line.is_shown {
        line.is_shown = false;
        let _ = write!(to, "\r\x1b[K").and_then(|()| to.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(stage: &'static str) -> Line {
        Line {
            stage,
            is_shown: false,
            is_over: false,
        }
    }

    #[test]
    fn it_says_what_is_going_on_and_for_how_long_and_goes_without_a_trace() {
        let (mut line, mut seen) = (line_of("generating"), Vec::new());
        tick(&mut line, Duration::from_millis(1_200), &mut seen);
        line.stage = "writing";
        tick(&mut line, Duration::from_millis(2_300), &mut seen);
        finish(&mut line, &mut seen);
        tick(&mut line, Duration::from_secs(9), &mut seen);
        let seen = String::from_utf8(seen).unwrap();
        assert_eq!(seen, "\r\x1b[Kgenerating … 1 s\r\x1b[Kwriting … 2 s\r\x1b[K");
    }

    #[test]
    fn what_was_quick_leaves_nothing() {
        let (mut line, mut seen) = (line_of("checking"), Vec::new());
        finish(&mut line, &mut seen);
        assert!(seen.is_empty());
    }
}
