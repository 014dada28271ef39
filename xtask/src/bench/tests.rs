use super::row::{Bar, Row, Unit};
use super::{plot, table};

fn row(ours: f64, bar: Bar) -> Row {
    Row {
        what: "decode <a> & b".to_owned(),
        unit: Unit::Nanoseconds,
        ours,
        peer: "by hand".to_owned(),
        theirs: 2_000_000.0,
        bar,
    }
}

#[test]
fn a_bar_is_reached_up_to_its_ratio() {
    for (ours, bar, outcome) in [
        (2e6, Bar::AtMost(1.0), "reached"),
        (2.1e6, Bar::AtMost(1.0), "not reached"),
        (1.3e6, Bar::Goal(0.667), "reached"),
        (9e9, Bar::None, ""),
    ] {
        assert_eq!(row(ours, bar).outcome(), outcome, "{ours}");
    }
}

#[test]
fn values_are_shown_in_a_fitting_unit() {
    for (unit, value, shown) in [
        (Unit::Nanoseconds, 999.0, "999 ns"),
        (Unit::Nanoseconds, 1_500.0, "1.50 µs"),
        (Unit::Nanoseconds, 2.5e9, "2.50 s"),
        (Unit::Bytes, 320_400.0, "320 kB"),
        (Unit::Bytes, 0.0, "0 B"),
        (Unit::Count, 4_711.0, "4711"),
    ] {
        assert_eq!(unit.show(value), shown);
    }
}

#[test]
fn both_formats_have_a_line_for_each_row() {
    let rows = [row(1e6, Bar::AtMost(1.0)), row(3e6, Bar::Goal(1.0))];
    assert_eq!(
        table::text(&rows),
        "what            ours     peer     theirs   ratio  bar          outcome\n\
         decode <a> & b  1.00 ms  by hand  2.00 ms  0.50   ≤ 1.00       reached\n\
         decode <a> & b  3.00 ms  by hand  2.00 ms  1.50   goal ≤ 1.00  not reached\n"
    );
    let markdown = table::markdown(&rows);
    assert_eq!(markdown.lines().count(), 4);
    assert!(
        markdown.lines().all(|line| line.matches('|').count() == 8),
        "{markdown}"
    );
}

#[test]
fn plots_escape_labels_and_stay_within_the_frame() {
    let svg = plot::svg(&[row(1e12, Bar::AtMost(1.0))]);
    assert!(svg.contains("decode &lt;a> &amp; b, against by hand"), "{svg}");
    assert!(svg.contains("width=\"440.0\""), "{svg}");
}
