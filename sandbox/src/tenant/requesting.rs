//! The configuration of Request.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::money::optional_decimal;
use super::people::same;
use super::{CustomFields, Tenant};

/// The configuration of Request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requesting {
    /// The policies. The first is the default.
    pub policies: Vec<RequestPolicy>,
    /// The expense types.
    pub expense_types: Vec<ExpenseType>,
    /// The segment types.
    pub segment_types: Vec<SegmentType>,
    /// The travel agency offices.
    pub agencies: Vec<Agency>,
    /// The cost objects.
    #[serde(default)]
    pub cost_objects: Vec<CostObject>,
    /// The locations.
    pub places: Vec<Place>,
    /// The custom fields of the header.
    #[serde(default)]
    pub header: CustomFields,
    /// The custom fields of an expected expense.
    #[serde(default)]
    pub expense: CustomFields,
}

/// A Request policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestPolicy {
    /// The id: 32 hexadecimal digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// The code of the type: `TRAVEL`.
    pub type_code: String,
    /// The label of the type.
    pub type_label: String,
    /// The allowed expense types, by id. Empty allows all.
    #[serde(default)]
    pub expense_types: Vec<String>,
    /// The allowed segment types, by code. Empty allows all.
    #[serde(default)]
    pub segment_types: Vec<String>,
    /// The header fields that are required at `submit`, by wire name.
    #[serde(default)]
    pub required: Vec<String>,
    /// Whether a segment may have more than one leg.
    #[serde(default)]
    pub multi_leg: bool,
    /// The steps of the workflow after `submit`, in order.
    pub steps: Vec<Step>,
    /// How long a Request waits for a booking after the last step, in minutes, before it is approved.
    #[serde(default)]
    pub booking_minutes: Option<u32>,
    /// The maximum total, in the currency of the owner. Above it, a blocking exception prevents `submit`.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub limit: Option<Decimal>,
    /// The cash advance of each new Request, in the currency of the owner.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub cash_advance: Option<Decimal>,
    /// Whether it is for budget Requests, which have participants.
    #[serde(default)]
    pub allow_participants: bool,
}

/// A workflow step: who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The approver of the owner.
    Manager,
    /// A user with the processor role.
    Processor,
    /// The travel agency, which sends proposals. Left out for a Request without an agency that does so through the API.
    Agency,
    /// An external system, with a company token and the external scope.
    External,
}

/// An expense type.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpenseType {
    /// The id, which is a code: `TAXIX`.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A segment type.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentType {
    /// The category: `REQ_SEG_AIRFR`.
    pub category: String,
    /// The code: `AIRFR`, or a custom one.
    pub code: String,
    /// The id of the expense type of its expenses.
    pub expense_type: String,
}

/// A travel agency office.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// The id: 32 hexadecimal digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// `proposalType`.
    pub proposal_type: String,
    /// The code of the company's account with the agency.
    #[serde(default)]
    pub account_code: Option<String>,
    /// The name of the company's account with the agency.
    #[serde(default)]
    pub account_name: Option<String>,
}

/// A cost object: what allocations are charged to that have its code in a custom field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostObject {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The login id of the approver.
    pub approver: String,
    /// The login ids of the owners.
    #[serde(default)]
    pub owners: Vec<String>,
}

/// A location.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The id: 32 hexadecimal digits.
    pub id: String,
    /// The name.
    pub name: String,
    /// The city.
    #[serde(default)]
    pub city: Option<String>,
    /// The ISO 3166-1 code of the country.
    pub country: String,
    /// The ISO 3166-2 code of the subdivision.
    #[serde(default)]
    pub subdivision: Option<String>,
    /// The IATA code of the airport.
    #[serde(default)]
    pub iata: Option<String>,
    /// `locationCode`.
    #[serde(default)]
    pub code: Option<String>,
    /// `locationType`.
    #[serde(default)]
    pub kind: Option<String>,
    /// The latitude in degrees.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub latitude: Option<Decimal>,
    /// The longitude in degrees.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub longitude: Option<Decimal>,
    /// `lnKey`.
    #[serde(default)]
    pub key: Option<u64>,
}

impl Tenant {
    /// Returns the Request policy with an id.
    #[must_use]
    pub fn request_policy(&self, id: &str) -> Option<&RequestPolicy> {
        self.requesting.policies.iter().find(|policy| policy.id == id)
    }

    /// Returns the expense type with an id such as `TAXIX`.
    #[must_use]
    pub fn expense_type(&self, id: &str) -> Option<&ExpenseType> {
        self.requesting.expense_types.iter().find(|kind| kind.id == id)
    }

    /// Returns the segment type with a code such as `AIRFR`.
    #[must_use]
    pub fn segment_type(&self, code: &str) -> Option<&SegmentType> {
        self.requesting.segment_types.iter().find(|kind| kind.code == code)
    }

    /// Returns the travel agency office with an id.
    #[must_use]
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.requesting.agencies.iter().find(|agency| agency.id == id)
    }

    /// Returns the location with an id.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.requesting.places.iter().find(|place| place.id == id)
    }

    /// Returns the airports with a code. Codes are case-insensitive, here and in the following lookups.
    #[must_use]
    pub fn places_by_iata(&self, iata: &str) -> Vec<&Place> {
        self.places(|place| is(place.iata.as_deref(), iata))
    }

    /// Returns the cities with a name in a country, restricted to a code if one is given. More than one match is the
    /// error `severalLocationsMatch`.
    ///
    /// Airports and stations also have the name of their city. They match only if the city itself is not a location.
    #[must_use]
    pub fn places_by_city(&self, country: &str, city: &str, code: Option<&str>) -> Vec<&Place> {
        let found = self.places(|place| {
            let same_code = code.is_none_or(|code| is(place.code.as_deref(), code));
            is(Some(&place.country), country) && is(place.city.as_deref(), city) && same_code
        });
        let cities: Vec<&Place> = found.iter().copied().filter(|place| place.is_city()).collect();
        if cities.is_empty() { found } else { cities }
    }

    /// Returns the locations with a code of a type, such as railway stations.
    #[must_use]
    pub fn places_by_code(&self, code: &str, kind: &str) -> Vec<&Place> {
        self.places(|place| is(place.code.as_deref(), code) && is(place.kind.as_deref(), kind))
    }

    fn places(&self, matches: impl Fn(&Place) -> bool) -> Vec<&Place> {
        self.requesting.places.iter().filter(|place| matches(place)).collect()
    }
}

/// The type of codes that are not of a railway.
const STANDARD: &str = "STD";

impl Place {
    fn is_city(&self) -> bool {
        self.iata.is_none()
            && self
                .kind
                .as_deref()
                .is_none_or(|kind| kind.eq_ignore_ascii_case(STANDARD))
    }
}

/// Whether a value is present and equal, ignoring case.
fn is(value: Option<&str>, wanted: &str) -> bool {
    value.is_some_and(|value| same(value, wanted))
}

#[cfg(test)]
mod tests;
