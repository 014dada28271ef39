//! The blocks of the trial, in the order in which a developer comes to them, and what each must print.

/// A block of a document.
#[derive(Debug)]
pub(super) struct Step {
    /// What the developer wants; the name of the function.
    pub(super) name: &'static str,
    pub(super) document: &'static str,
    pub(super) heading: &'static str,
    /// What the block defines and the program calls, or how it goes on where the block ends.
    pub(super) end: &'static str,
    /// What it must print, in this order.
    prints: &'static [&'static str],
}

/// The program itself: `main`, the client, and a first call.
pub(super) const PROGRAM: (&str, &str) = ("README.md", "sap-concur");

pub(super) const STEPS: [Step; 5] = [
    Step {
        name: "order",
        document: "generated/README.md",
        heading: "sap-concur",
        end: "order().await",
        prints: &["created as 1"],
    },
    Step {
        name: "follow",
        document: "generated/guide/waiting.md",
        heading: "",
        end: GOES_ON,
        prints: &["created as 1", "its status is "],
    },
    Step {
        name: "be_refused",
        document: "generated/guide/failures.md",
        heading: "Validation errors",
        end: GOES_ON,
        prints: &[
            "refused: invalid",
            "(at lineItems[0].",
            "refused: invalid",
            "(at lineItems[0].",
        ],
    },
    Step {
        name: "travel",
        document: "generated/guide/trips.md",
        heading: "Flight, hotel and car",
        end: GOES_ON,
        prints: &["Sent Back to Employee", "Approved: ", " USD"],
    },
    Step {
        name: "list_thirty_days",
        document: "generated/guide/pages.md",
        heading: "",
        end: GOES_ON,
        prints: &["Fair in Lyon: Approved"],
    },
];

/// The end of a function whose body is a block that returns nothing; only the first step has an id to hand on.
const GOES_ON: &str = "Ok(id.to_owned())";

/// The line before the output of a step.
pub(super) fn title(step: &Step) -> String {
    format!("-- {}: {}", step.name, step.document)
}

/// Checks that each step has printed what it must.
///
/// # Errors
///
/// Returns what the first one has not.
pub(super) fn check(printed: &str) -> Result<(), String> {
    STEPS.iter().try_for_each(|step| {
        let title = title(step);
        let (_, after) = printed
            .split_once(&title)
            .ok_or_else(|| format!("the program did not come to `{}`", step.name))?;
        let output = after.split("\n-- ").next().unwrap_or_default();
        prints_all(step, output)
    })
}

fn prints_all(step: &Step, output: &str) -> Result<(), String> {
    let mut rest = output;
    for expected in step.prints {
        let (_, after) = rest.split_once(expected).ok_or_else(|| {
            format!(
                "the block of {} `{}` does not print {expected:?} next, but:{output}",
                step.document, step.heading
            )
        })?;
        rest = after;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{STEPS, check, title};

    fn output() -> String {
        let steps = STEPS.iter();
        steps
            .map(|step| format!("{}\n{}\n", title(step), step.prints.join(" ")))
            .collect()
    }

    #[test]
    fn each_step_must_print_what_it_is_for() {
        assert_eq!(check(&output()), Ok(()));
        let error = check(&output().replace("Fair in Lyon", "Kyoto")).unwrap_err();
        assert!(error.contains("generated/guide/pages.md"), "{error}");
    }

    #[test]
    fn a_step_that_another_prints_for_is_found() {
        let swapped = output().replacen("created as 1", "", 1);
        assert!(check(&swapped).is_err());
    }

    #[test]
    fn a_step_that_is_not_reached_is_found() {
        let error = check(&output().replace("-- travel", "")).unwrap_err();
        assert_eq!(error, "the program did not come to `travel`");
    }
}
