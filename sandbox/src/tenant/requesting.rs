//! What Requests need.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::money::optional_decimal;
use super::people::same;
use super::{CustomFields, Tenant};

/// What Requests need.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requesting {
    /// Policies. The first is the default.
    pub policies: Vec<RequestPolicy>,
    /// Expense types.
    pub expense_types: Vec<ExpenseType>,
    /// Segment types.
    pub segment_types: Vec<SegmentType>,
    /// Offices of travel agencies.
    pub agencies: Vec<Agency>,
    /// Places.
    pub places: Vec<Place>,
    /// The custom fields of the header.
    #[serde(default)]
    pub header: CustomFields,
    /// The custom fields of an expected expense.
    #[serde(default)]
    pub expense: CustomFields,
}

/// A policy of Requests.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestPolicy {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code of its kind: `TRAVEL`.
    pub type_code: String,
    /// The kind in words.
    pub type_label: String,
    /// The expense types that it allows, by id. Empty: all.
    #[serde(default)]
    pub expense_types: Vec<String>,
    /// The segment types that it allows, by code. Empty: all.
    #[serde(default)]
    pub segment_types: Vec<String>,
    /// The fields of the header that must be filled at `submit`, by their names on the wire.
    #[serde(default)]
    pub required: Vec<String>,
    /// A segment may have more than one leg.
    #[serde(default)]
    pub multi_leg: bool,
    /// The steps of its workflow after `submit`, in order.
    pub steps: Vec<Step>,
    /// After the last step it waits this long, in minutes, for a booking before it is approved.
    #[serde(default)]
    pub booking_minutes: Option<u32>,
    /// Not more than this, in the currency of the owner: above, a blocking exception stops `submit`.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub limit: Option<Decimal>,
}

/// A step of a workflow: who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The approver of the owner.
    Manager,
    /// A user with the role.
    Processor,
    /// A system outside, with a company token and the scope for it.
    External,
}

/// An expense type.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpenseType {
    /// Its id, a code: `TAXIX`.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A segment type.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentType {
    /// Its category: `REQ_SEG_AIRFR`.
    pub category: String,
    /// Its code: `AIRFR`, or one of the company's own.
    pub code: String,
    /// The id of the expense type of its expenses.
    pub expense_type: String,
}

/// An office of a travel agency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its e-mail address.
    pub email: String,
    /// `proposalType`.
    pub proposal_type: String,
    /// The company's account with it, by code.
    #[serde(default)]
    pub account_code: Option<String>,
    /// The company's account with it, by name.
    #[serde(default)]
    pub account_name: Option<String>,
}

/// A place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its id, 32 hexadecimal digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The city.
    #[serde(default)]
    pub city: Option<String>,
    /// ISO 3166-1.
    pub country: String,
    /// ISO 3166-2.
    #[serde(default)]
    pub subdivision: Option<String>,
    /// The code of its airport.
    #[serde(default)]
    pub iata: Option<String>,
    /// `locationCode`.
    #[serde(default)]
    pub code: Option<String>,
    /// `locationType`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Degrees.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub latitude: Option<Decimal>,
    /// Degrees.
    #[serde(default, deserialize_with = "optional_decimal")]
    pub longitude: Option<Decimal>,
    /// `lnKey`.
    #[serde(default)]
    pub key: Option<u64>,
}

impl Tenant {
    /// The policy of Requests with an id.
    #[must_use]
    pub fn request_policy(&self, id: &str) -> Option<&RequestPolicy> {
        self.requesting.policies.iter().find(|policy| policy.id == id)
    }

    /// The expense type with an id: `TAXIX`.
    #[must_use]
    pub fn expense_type(&self, id: &str) -> Option<&ExpenseType> {
        self.requesting.expense_types.iter().find(|kind| kind.id == id)
    }

    /// The segment type with a code: `AIRFR`.
    #[must_use]
    pub fn segment_type(&self, code: &str) -> Option<&SegmentType> {
        self.requesting.segment_types.iter().find(|kind| kind.code == code)
    }

    /// The office of a travel agency with an id.
    #[must_use]
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.requesting.agencies.iter().find(|agency| agency.id == id)
    }

    /// The place with an id.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.requesting.places.iter().find(|place| place.id == id)
    }

    /// The airports with a code. Codes compare without case, here and in the searches that follow.
    #[must_use]
    pub fn places_by_iata(&self, iata: &str) -> Vec<&Place> {
        self.places(|place| is(place.iata.as_deref(), iata))
    }

    /// The cities of a name in a country, those with a code of their own if one is given. More than one is
    /// `severalLocationsMatch`.
    ///
    /// The airports and stations of a city have its name too. They count only where the city itself is no place.
    #[must_use]
    pub fn places_by_city(&self, country: &str, city: &str, code: Option<&str>) -> Vec<&Place> {
        let found = self.places(|place| {
            let same_code = code.is_none_or(|code| is(place.code.as_deref(), code));
            is(Some(&place.country), country) && is(place.city.as_deref(), city) && same_code
        });
        let cities: Vec<&Place> = found.iter().copied().filter(|place| place.is_city()).collect();
        if cities.is_empty() { found } else { cities }
    }

    /// The places with a code of a kind: the stations of a railway.
    #[must_use]
    pub fn places_by_code(&self, code: &str, kind: &str) -> Vec<&Place> {
        self.places(|place| is(place.code.as_deref(), code) && is(place.kind.as_deref(), kind))
    }

    fn places(&self, matches: impl Fn(&Place) -> bool) -> Vec<&Place> {
        self.requesting.places.iter().filter(|place| matches(place)).collect()
    }
}

/// The kind of a code that is no railway's.
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

/// It is there and the same, without case.
fn is(there: Option<&str>, wanted: &str) -> bool {
    there.is_some_and(|there| same(there, wanted))
}

#[cfg(test)]
mod tests;
