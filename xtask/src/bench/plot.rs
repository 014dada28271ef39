//! A plot with a bar for the ratio of each row and a line at its limit.

use std::fmt::Write;

use super::row::{Bar, Row};

const WIDTH: f64 = 860.0;
const LABELS: f64 = 420.0;
const HEIGHT: f64 = 26.0;
const COLORS: [&str; 2] = ["#2e7d5b", "#b3543c"];

/// Returns the plot as SVG. The scale ends at twice the peer's figure.
pub(super) fn svg(rows: &[Row]) -> String {
    let height = HEIGHT * (rows.len() as f64 + 1.0);
    let scale = (WIDTH - LABELS) / 2.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    for (index, row) in rows.iter().enumerate() {
        let top = HEIGHT * index as f64;
        let length = row.ratio().clamp(0.0, 2.0) * scale;
        let color = COLORS[usize::from(row.outcome() == "not reached")];
        let label = escaped(&format!("{}, against {}", row.what, row.peer));
        let (bar, middle) = (top + 4.0, top + 18.0);
        let end = LABELS + length.min(scale * 1.8) + 4.0;
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{label}</text>\n\
             <rect x=\"{LABELS}\" y=\"{bar}\" width=\"{length:.1}\" height=\"18\" fill=\"{color}\"/>\n\
             <text x=\"{end:.1}\" y=\"{middle}\">{:.2}</text>",
            LABELS - 8.0,
            row.ratio()
        );
        if let Bar::AtMost(most) | Bar::Goal(most) = row.bar {
            let x = LABELS + most.min(2.0) * scale;
            let _ = writeln!(
                svg,
                "<path d=\"M{x:.1} {top}v{HEIGHT}\" stroke=\"black\" stroke-dasharray=\"3\"/>"
            );
        }
    }
    let foot = height - 8.0;
    let _ = writeln!(
        svg,
        "<text x=\"{LABELS}\" y=\"{foot}\">ratio to the peer; less is better</text>\n</svg>"
    );
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
