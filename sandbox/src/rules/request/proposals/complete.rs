//! Completes the entries and segments of a proposal: what the service adds to them.

use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::refusal::Refusal;
use crate::state::World;

/// The types of segments: the code of the segment type, and the fields that are required besides those of all types.
const TYPES: [(&str, &str, &[&str]); 5] = [
    (
        "AIR",
        "AIRFR",
        &[
            "classOfService",
            "duration",
            "flightNumber",
            "startLocation",
            "endLocation",
        ],
    ),
    (
        "RAIL",
        "RAILF",
        &[
            "classOfService",
            "duration",
            "trainNumber",
            "startLocation",
            "endLocation",
        ],
    ),
    ("CAR", "CARRT", &["startLocation", "endLocation"]),
    ("HOTEL", "HOTEL", &["name", "location"]),
    ("MISC", "MISC", &["name"]),
];

/// The level of a segment that follows the travel policy, and of one that does not, as in the vendor's examples.
const COMPLIANT: u8 = 0;
const NOT_COMPLIANT: u8 = 100;

/// Checks the entries and their segments, and adds what follows from them.
pub(super) fn entries(call: &Call<'_>, proposal: &mut Map<String, Value>) -> Result<(), Refusal> {
    for entry in objects(call, proposal, "agencyProposalEntries")? {
        let mut comments = Vec::new();
        for segment in objects(call, entry, "agencyProposalSegments")? {
            self::segment(call, segment)?;
            comments.extend(segment.get("comments").and_then(Value::as_str).map(str::to_owned));
        }
        entry.insert("comments".to_owned(), comments.join("\n").into());
        entry.insert("matchingExpense".to_owned(), json!({}));
    }
    Ok(())
}

/// Adds the ids, and the time of the import.
pub(super) fn number(world: &mut World, proposal: &mut Map<String, Value>) {
    let imported = format!("{:.3}", world.now());
    proposal.insert("proposalUuid".to_owned(), world.new_uuid().into());
    proposal.insert("importDate".to_owned(), imported.into());
    proposal.insert("proposal".to_owned(), true.into());
    // The employee chooses in SAP Concur, which the sandbox does not have.
    proposal.insert("selected".to_owned(), false.into());
    for entry in parts(proposal, "agencyProposalEntries") {
        entry.insert("proposalEntryUuid".to_owned(), world.new_uuid().into());
        for segment in parts(entry, "agencyProposalSegments") {
            segment.insert("proposalSegmentUuid".to_owned(), world.new_uuid().into());
        }
    }
}

fn segment(call: &Call<'_>, segment: &mut Map<String, Value>) -> Result<(), Refusal> {
    let api = call.route.api;
    let sent = segment.get("proposalSegmentType").and_then(Value::as_str);
    let known = TYPES.iter().find(|(kind, ..)| sent == Some(kind));
    let (_, code, required) = known.ok_or_else(|| Refusal::code(api, "invalidJson"))?;
    if required.iter().any(|name| !segment.contains_key(*name)) {
        return Err(Refusal::code(api, "missingRequiredField"));
    }
    let level = segment.get("policyCompliant").and_then(Value::as_bool);
    let level = level.map(|is_compliant| if is_compliant { COMPLIANT } else { NOT_COMPLIANT });
    segment.insert("segmentTypeCode".to_owned(), Value::from(*code));
    segment.insert("matchingSegmentLeg".to_owned(), json!({}));
    segment.entry("classListItem").or_insert_with(|| json!({}));
    if let Some(level) = level {
        segment.entry("policyCompliantLevel").or_insert_with(|| level.into());
    }
    Ok(())
}

/// Returns the objects of a list, at least one.
fn objects<'a>(
    call: &Call<'_>,
    object: &'a mut Map<String, Value>,
    name: &str,
) -> Result<Vec<&'a mut Map<String, Value>>, Refusal> {
    let objects: Vec<_> = parts(object, name).collect();
    match objects.is_empty() {
        true => Err(Refusal::code(call.route.api, "missingRequiredField")),
        false => Ok(objects),
    }
}

fn parts<'a>(object: &'a mut Map<String, Value>, name: &str) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let list = object.get_mut(name).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}
