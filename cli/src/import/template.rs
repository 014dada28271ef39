//! `concur import template`: a file to start from.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_spec::Contract;
use concur_spec::api::Scalar;

use super::fields::{Field, Fields, Part, Plan};
use super::named;
use crate::failure::Failure;
use crate::names::plain;
use crate::sheet::{Cell, Target, TemplateColumn, write_template};
use crate::terminal;

/// The name of the column with the key.
const KEY: &str = "key";

/// The command.
pub(super) fn command(imports: &[String]) -> Command {
    Command::new("template")
        .about("Write a file to start from, with the meaning of each column")
        .after_help(
            "Examples:\n  concur import template purchase-request orders.xlsx\n  concur import template request trips.csv\n\n\
             Columns that you do not need can be deleted. A workbook has a second sheet that explains each column.",
        )
        .arg(
            Arg::new("import")
                .value_name("IMPORT")
                .required(true)
                .value_parser(clap::builder::PossibleValuesParser::new(imports.to_vec())),
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(clap::value_parser!(PathBuf))
                .help("The file: .xlsx or .csv"),
        )
        .arg(
            Arg::new("force")
                .long("force")
                .action(ArgAction::SetTrue)
                .help("Replace the file if there is one"),
        )
}

/// Writes the file.
pub(super) fn run(contract: &'static Contract, matches: &ArgMatches) -> Result<(), Failure> {
    let name = matches
        .get_one::<String>("import")
        .map(String::as_str)
        .unwrap_or_default();
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_default();
    let (api, import) = named(contract, name)?;
    let fields = Fields::of(&Plan::of(api, import)?)?;
    let mut columns = vec![TemplateColumn {
        name: KEY.to_owned(),
        meaning:
            "Tells documents apart, such as an order number: rows with the same key are one document. Use --key key."
                .to_owned(),
        required: true,
        example: Cell::text("1001"),
    }];
    // Required fields first, each part together.
    for part in [Part::Document, Part::Line] {
        let of_part = || {
            fields
                .fields
                .iter()
                .filter(|field| field.part == part && field.is_in_template)
        };
        columns.extend(
            of_part()
                .filter(|field| field.is_required)
                .map(|field| column(&fields, field)),
        );
        columns.extend(
            of_part()
                .filter(|field| !field.is_required)
                .map(|field| column(&fields, field)),
        );
    }
    let target = Target::new(&path).force(matches.get_flag("force"));
    write_template(&path, &target, &columns).map_err(|error| Failure::other(format!("{}: {error}", path.display())))?;
    terminal::note(&format!("{} has {} columns.", path.display(), columns.len()));
    Ok(())
}

fn column(fields: &Fields, field: &Field) -> TemplateColumn {
    let part = match field.part {
        Part::Document => "Of the document",
        Part::Line => "Of each line",
    };
    let mut meaning = format!("{part}. {}", plain(&field.doc.text));
    if let Some(set) = field.values {
        let values: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
        meaning.push_str(&format!(" One of {}.", values.join(", ")));
    }
    if let Some(end) = field.family_end {
        meaning.push_str(&format!(" There are more of these, up to number {end}."));
    }
    let example = match (&field.doc.example, field.values) {
        (Some(example), _) => Cell::text(example.clone()),
        (None, Some(set)) => set
            .values
            .first()
            .map_or(Cell::Empty, |value| Cell::text(value.wire.clone())),
        (None, None) => match field.scalar {
            Scalar::Currency => Cell::text("USD"),
            Scalar::Date => Cell::text("2026-11-30"),
            Scalar::Boolean => Cell::text("true"),
            Scalar::Decimal | Scalar::Integer => Cell::text("1"),
            _ => Cell::Empty,
        },
    };
    TemplateColumn {
        name: fields.name_of(field),
        meaning,
        required: field.is_required,
        example,
    }
}
