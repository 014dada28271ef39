//! Checks the bodies of a document by the contract. What it finds is said of the cell that it is about.

use concur_spec::api::{BodyView, ImportLines};
use concur_spec::validate::{self, Finding, Problem};

use super::{Fault, Group, Mapping};
use crate::import::fields::{Field, Part};
use crate::json::Json;
use crate::sheet::{Cell, Row, Table};

impl Mapping<'_> {
    /// Checks the bodies by the contract.
    pub(super) fn check(
        &self,
        table: &Table,
        group: &Group<'_>,
        header: &Json,
        lines: &[(&Row, Json)],
        missing: &[&Field],
        faults: &mut Vec<Fault>,
    ) {
        let api = self.plan.api;
        // A document has at least one row.
        let Some(first) = group.rows.first().copied() else {
            return;
        };
        let mut checked = self.with_mark(header);
        let mut list = None;
        match &self.plan.import.lines {
            Some(ImportLines::Field(name)) => {
                list = Some(name.as_str());
                let items = lines.iter().map(|(_, line)| line.clone()).collect();
                checked.put(&[name], Json::List(items));
            }
            Some(ImportLines::Call(_)) => {
                if let Ok(Some(operation)) = self.plan.line_call()
                    && let Some(body) = &operation.body
                {
                    for (row, line) in lines {
                        let findings = validate::body(api, &body.source, BodyView::Create, &line.to_value());
                        let found = findings
                            .iter()
                            .filter(|finding| !is_known(finding, Part::Line, missing));
                        faults.extend(found.map(|finding| self.fault(table, row, Part::Line, finding)));
                    }
                }
            }
            None => {}
        }
        let Some(body) = &self.plan.create.body else { return };
        let item_of = self.plan.import.item_of.as_deref();
        let checked = checked.in_list(item_of);
        for finding in validate::body(api, &body.source, BodyView::Create, &checked.to_value()) {
            // `Vendor[0].name` is the name of the document.
            let inner = item_of.and_then(|list| of_line(&finding, list));
            let finding = inner.map_or(finding, |(_, inner)| inner);
            // `lineItems[2].vendorCode` is a field of the third line.
            let of_line = list.and_then(|list| of_line(&finding, list));
            let (row, part, finding) = match &of_line {
                Some((index, inner)) => {
                    let row = lines.get(*index).map_or(first, |(row, _)| row);
                    (row, Part::Line, inner)
                }
                None => (first, Part::Document, &finding),
            };
            if !is_known(finding, part, missing) {
                faults.push(self.fault(table, row, part, finding));
            }
        }
    }

    /// A finding of the contract, at the cell that it is about.
    fn fault(&self, table: &Table, row: &Row, part: Part, finding: &Finding) -> Fault {
        let column = self
            .columns_of(part)
            .find(|(_, field)| field.path.join(".") == finding.path);
        let place = match column {
            Some((column, _)) => table.place(row.number, column).to_string(),
            None => table.row_place(row.number).to_string(),
        };
        let found = column.and_then(|(column, _)| row.cells.get(column)).map(Cell::describe);
        let problem = match (&finding.problem, found, column) {
            (Problem::Missing, Some(_), _) => "the cell is empty, but a value is required".to_owned(),
            (Problem::NotOfType(expected), Some(found), _) => format!("found {found}, expected {expected}"),
            (Problem::Unlisted, Some(found), Some((_, field))) => match field.values {
                Some(set) => {
                    let values: Vec<&str> = set.values.iter().map(|value| value.wire.as_str()).collect();
                    format!("found {found}, expected one of {}", values.join(", "))
                }
                None => finding.to_string(),
            },
            _ => finding.to_string(),
        };
        Fault {
            row: row.number,
            place,
            problem,
        }
    }
}

/// Whether a finding is about a column that is missing altogether, which was said once.
fn is_known(finding: &Finding, part: Part, missing: &[&Field]) -> bool {
    finding.problem == Problem::Missing
        && missing
            .iter()
            .any(|field| field.part == part && field.path.join(".") == finding.path)
}

/// The index of the line that a finding is about, and the finding as one of the line.
fn of_line(finding: &Finding, list: &str) -> Option<(usize, Finding)> {
    let (index, rest) = finding.path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    let inner = Finding {
        path: rest.trim_start_matches('.').to_owned(),
        problem: finding.problem.clone(),
    };
    Some((index.parse().ok()?, inner))
}
