//! The code blocks of a Markdown document, found by their headings.

/// Returns the first block of a language below a heading, as a reader sees it: without the lines that rustdoc hides. The
/// heading `""` is the part before the first one.
pub(super) fn find(text: &str, heading: &str, language: &str) -> Result<String, String> {
    let mut under = "";
    let mut found_heading = heading.is_empty();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(fence) = line.strip_prefix("```") {
            let block = lines.by_ref().take_while(|line| *line != "```");
            let block: Vec<&str> = block.collect();
            if under == heading && is_in(fence, language) {
                return Ok(shown(&block, language));
            }
        } else if line.starts_with('#') {
            under = line.trim_start_matches('#').trim();
            found_heading |= under == heading;
        }
    }
    Err(match found_heading {
        true => format!("there is no block of `{language}` under the heading `{heading}`"),
        false => format!("there is no heading `{heading}`"),
    })
}

/// Whether the words after a fence, such as `rust,no_run`, begin with a language.
fn is_in(fence: &str, language: &str) -> bool {
    fence.split(',').next() == Some(language)
}

fn shown(block: &[&str], language: &str) -> String {
    let is_hidden = |line: &str| language == "rust" && (line == "#" || line.starts_with("# "));
    let shown = block.iter().filter(|line| !is_hidden(line));
    shown.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests;
