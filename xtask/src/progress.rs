//! A progress line on a terminal, shown after one second and erased before any output.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The delay before the line is shown, and its interval of updates.
const INTERVAL: Duration = Duration::from_secs(1);

/// State of the progress line.
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

/// Starts to show progress if stderr is a terminal.
pub(crate) fn show() {
    if io::stderr().is_terminal() {
        let start = Instant::now();
        // The thread ends with the program.
        thread::spawn(move || {
            while !line().is_over {
                thread::sleep(INTERVAL);
                tick(&mut line(), start.elapsed(), &mut io::stderr());
            }
        });
    }
}

/// Sets the text of the line, such as `reading the specification`.
pub(crate) fn stage(stage: &'static str) {
    line().stage = stage;
}

/// Erases the line, before anything is printed.
pub(crate) fn end() {
    finish(&mut line(), &mut io::stderr());
}

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Overwrites the line. Errors of writing are ignored.
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
    fn the_line_shows_stage_and_seconds_and_is_erased() {
        let (mut line, mut output) = (line_of("generating"), Vec::new());
        tick(&mut line, Duration::from_millis(1_200), &mut output);
        line.stage = "writing";
        tick(&mut line, Duration::from_millis(2_300), &mut output);
        finish(&mut line, &mut output);
        tick(&mut line, Duration::from_secs(9), &mut output);
        let output = String::from_utf8(output).unwrap();
        assert_eq!(output, "\r\x1b[Kgenerating … 1 s\r\x1b[Kwriting … 2 s\r\x1b[K");
    }

    #[test]
    fn quick_commands_show_no_line() {
        let (mut line, mut output) = (line_of("checking"), Vec::new());
        finish(&mut line, &mut output);
        assert!(output.is_empty());
    }
}
