//! Requests and their expected expenses. Included twice, for both definitions of an optional object.

use serde::{Deserialize, Serialize};

use super::Object;

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestList {
    #[serde(default)]
    pub data: Vec<Request>,
    #[serde(default)]
    pub operations: Vec<Link>,
    pub total_count: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expense {
    #[serde(default)]
    pub allocations: Vec<Allocation>,
    pub approved_amount: Object<Amount>,
    pub budget_accrual_date: Option<String>,
    pub business_purpose: Option<String>,
    pub custom1: Object<CustomField>,
    pub custom2: Object<CustomField>,
    pub custom3: Object<CustomField>,
    pub custom4: Object<CustomField>,
    pub custom5: Object<CustomField>,
    pub custom6: Object<CustomField>,
    pub custom7: Object<CustomField>,
    pub custom8: Object<CustomField>,
    pub custom9: Object<CustomField>,
    pub custom10: Object<CustomField>,
    pub custom11: Object<CustomField>,
    pub custom12: Object<CustomField>,
    pub custom13: Object<CustomField>,
    pub custom14: Object<CustomField>,
    pub custom15: Object<CustomField>,
    pub custom16: Object<CustomField>,
    pub custom17: Object<CustomField>,
    pub custom18: Object<CustomField>,
    pub custom19: Object<CustomField>,
    pub custom20: Object<CustomField>,
    pub custom21: Object<CustomField>,
    pub custom22: Object<CustomField>,
    pub custom23: Object<CustomField>,
    pub custom24: Object<CustomField>,
    pub custom25: Object<CustomField>,
    pub custom26: Object<CustomField>,
    pub custom27: Object<CustomField>,
    pub custom28: Object<CustomField>,
    pub custom29: Object<CustomField>,
    pub custom30: Object<CustomField>,
    pub custom31: Object<CustomField>,
    pub custom32: Object<CustomField>,
    pub custom33: Object<CustomField>,
    pub custom34: Object<CustomField>,
    pub custom35: Object<CustomField>,
    pub custom36: Object<CustomField>,
    pub custom37: Object<CustomField>,
    pub custom38: Object<CustomField>,
    pub custom39: Object<CustomField>,
    pub custom40: Object<CustomField>,
    pub exchange_rate: Object<ExchangeRate>,
    pub expense_type: Object<ExpenseType>,
    pub href: Option<String>,
    pub id: Option<String>,
    pub last_comment: Option<String>,
    pub last_modified_date: Option<String>,
    pub location: Object<Location>,
    pub org_unit1: Object<CustomField>,
    pub org_unit2: Object<CustomField>,
    pub org_unit3: Object<CustomField>,
    pub org_unit4: Object<CustomField>,
    pub org_unit5: Object<CustomField>,
    pub org_unit6: Object<CustomField>,
    pub posted_amount: Object<Amount>,
    pub remaining_amount: Object<Amount>,
    pub transaction_amount: Object<Amount>,
    pub transaction_date: Option<String>,
    pub travel_allowance: Object<TravelAllowance>,
    pub trip_data: Object<TripData>,
    pub vendor: Object<Vendor>,
    pub comments: Object<ResourceLink>,
    pub is_payment_card_related: Option<bool>,
    pub parent_request: Object<ResourceLink>,
    pub payment_type: Object<PaymentType>,
    pub source: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub approval_limit_date: Option<String>,
    pub approval_status: Object<ApprovalStatus>,
    pub authorized_date: Option<String>,
    pub business_purpose: Option<String>,
    pub closed: Option<bool>,
    pub creation_date: Option<String>,
    pub comment: Option<String>,
    pub custom1: Object<CustomField>,
    pub custom2: Object<CustomField>,
    pub custom3: Object<CustomField>,
    pub custom4: Object<CustomField>,
    pub custom5: Object<CustomField>,
    pub custom6: Object<CustomField>,
    pub custom7: Object<CustomField>,
    pub custom8: Object<CustomField>,
    pub custom9: Object<CustomField>,
    pub custom10: Object<CustomField>,
    pub custom11: Object<CustomField>,
    pub custom12: Object<CustomField>,
    pub custom13: Object<CustomField>,
    pub custom14: Object<CustomField>,
    pub custom15: Object<CustomField>,
    pub custom16: Object<CustomField>,
    pub custom17: Object<CustomField>,
    pub custom18: Object<CustomField>,
    pub custom19: Object<CustomField>,
    pub custom20: Object<CustomField>,
    pub end_date: Option<String>,
    pub end_time: Option<String>,
    pub ever_sent_back: Option<bool>,
    #[serde(default)]
    pub expenses: Vec<ResourceLink>,
    pub extension_of: Object<RequestLink>,
    pub href: Option<String>,
    pub id: Option<String>,
    pub last_modified: Option<String>,
    pub main_destination: Object<Location>,
    pub name: Option<String>,
    pub owner: Object<Employee>,
    pub policy: Object<ResourceLink>,
    pub request_id: Option<String>,
    pub start_date: Option<String>,
    pub start_time: Option<String>,
    pub submit_date: Option<String>,
    pub total_approved_amount: Object<Amount>,
    pub total_posted_amount: Object<Amount>,
    pub total_remaining_amount: Object<Amount>,
    pub travel_agency: Object<ResourceLink>,
    #[serde(default)]
    pub operations: Vec<Link>,
    pub approved: Option<bool>,
    pub approver: Object<Employee>,
    pub allocation_form_id: Option<String>,
    pub canceled_post_approval: Option<bool>,
    pub cash_advances: Object<ResourceLink>,
    pub comments: Object<ResourceLink>,
    pub event_request: Object<ResourceLink>,
    pub exceptions: Object<ResourceLink>,
    pub expense_policy: Object<ResourceLink>,
    pub highest_exception_level: Option<String>,
    pub is_parent_request: Option<bool>,
    pub is_user_reviewed: Option<bool>,
    pub parent_request: Object<ResourceLink>,
    pub parent_request_id: Option<String>,
    pub pending_approval: Option<bool>,
    pub pnr: Option<String>,
    pub r#type: Object<RequestType>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    pub rel: Option<String>,
    pub href: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Allocation {
    pub allocation_amount: Object<Amount>,
    pub approved_amount: Object<Amount>,
    pub allocation_id: Option<String>,
    pub custom1: Object<CustomField>,
    pub custom2: Object<CustomField>,
    pub custom3: Object<CustomField>,
    pub custom4: Object<CustomField>,
    pub custom5: Object<CustomField>,
    pub custom6: Object<CustomField>,
    pub custom7: Object<CustomField>,
    pub custom8: Object<CustomField>,
    pub custom9: Object<CustomField>,
    pub custom10: Object<CustomField>,
    pub custom11: Object<CustomField>,
    pub custom12: Object<CustomField>,
    pub custom13: Object<CustomField>,
    pub custom14: Object<CustomField>,
    pub custom15: Object<CustomField>,
    pub custom16: Object<CustomField>,
    pub custom17: Object<CustomField>,
    pub custom18: Object<CustomField>,
    pub custom19: Object<CustomField>,
    pub custom20: Object<CustomField>,
    pub expense_id: Option<String>,
    pub percent_edited: Option<bool>,
    pub percentage: Option<f64>,
    pub posted_amount: Object<Amount>,
    pub system_allocation: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    pub value: Option<f64>,
    pub currency: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CustomField {
    pub code: Option<String>,
    pub value: Option<String>,
    pub list_item_id: Option<String>,
    pub href: Option<String>,
    pub template: Option<String>,
    pub is_valid: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRate {
    pub operation: Option<String>,
    pub value: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExpenseType {
    pub id: Option<String>,
    pub name: Option<String>,
    pub href: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    pub country_code: Option<String>,
    pub country_sub_division_code: Option<String>,
    pub city: Option<String>,
    pub iata_code: Option<String>,
    pub name: Option<String>,
    pub id: Option<String>,
    pub href: Option<String>,
    pub template: Option<String>,
    pub location_code: Option<String>,
    pub location_type: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub ln_key: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TravelAllowance {
    pub daily_travel_allowance_id: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TripData {
    pub agency_booked: Option<bool>,
    #[serde(default)]
    pub legs: Vec<SegmentLeg>,
    pub trip_type: Option<String>,
    pub segment_type: Object<SegmentType>,
    pub self_booked: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Vendor {
    pub id: Option<String>,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceLink {
    pub href: Option<String>,
    pub id: Option<String>,
    pub template: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentType {
    pub code: Option<String>,
    pub name: Option<String>,
    pub id: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalStatus {
    pub code: Option<String>,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestLink {
    pub request_id: Option<String>,
    pub id: Option<String>,
    pub href: Option<String>,
    pub template: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Employee {
    pub href: Option<String>,
    pub id: Option<String>,
    pub template: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub middle_initial: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestType {
    pub code: Option<String>,
    pub label: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SegmentLeg {
    pub comment: Option<String>,
    pub class_of_service: Option<String>,
    pub custom1: Object<CustomField>,
    pub custom2: Object<CustomField>,
    pub custom3: Object<CustomField>,
    pub custom4: Object<CustomField>,
    pub custom5: Object<CustomField>,
    pub custom6: Object<CustomField>,
    pub custom7: Object<CustomField>,
    pub custom8: Object<CustomField>,
    pub custom9: Object<CustomField>,
    pub custom10: Object<CustomField>,
    pub custom11: Object<CustomField>,
    pub custom12: Object<CustomField>,
    pub custom13: Object<CustomField>,
    pub custom14: Object<CustomField>,
    pub custom15: Object<CustomField>,
    pub custom16: Object<CustomField>,
    pub custom17: Object<CustomField>,
    pub custom18: Object<CustomField>,
    pub custom19: Object<CustomField>,
    pub custom20: Object<CustomField>,
    pub custom21: Object<CustomField>,
    pub custom22: Object<CustomField>,
    pub custom23: Object<CustomField>,
    pub custom24: Object<CustomField>,
    pub custom25: Object<CustomField>,
    pub custom26: Object<CustomField>,
    pub custom27: Object<CustomField>,
    pub custom28: Object<CustomField>,
    pub custom29: Object<CustomField>,
    pub custom30: Object<CustomField>,
    pub custom31: Object<CustomField>,
    pub custom32: Object<CustomField>,
    pub custom33: Object<CustomField>,
    pub custom34: Object<CustomField>,
    pub custom35: Object<CustomField>,
    pub custom36: Object<CustomField>,
    pub custom37: Object<CustomField>,
    pub custom38: Object<CustomField>,
    pub custom39: Object<CustomField>,
    pub custom40: Object<CustomField>,
    pub end_date: Option<String>,
    pub end_location: Object<Location>,
    pub end_location_detail: Option<String>,
    pub end_time: Option<String>,
    pub id: Option<String>,
    pub return_leg: Option<bool>,
    pub start_date: Option<String>,
    pub start_location: Object<Location>,
    pub start_location_detail: Option<String>,
    pub start_time: Option<String>,
    pub segment_locator: Option<String>,
    pub vendor_name: Option<String>,
    pub card_program: Option<String>,
    pub card_validity: Option<String>,
    pub class: Object<ListItemField>,
    pub flight_number: Option<String>,
    pub service_name: Option<String>,
    #[serde(default)]
    pub travel_exception_reason_codes: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SegmentType {
    pub category: Option<String>,
    pub code: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListItemField {
    pub code: Option<String>,
    pub value: Option<String>,
    pub href: Option<String>,
}
