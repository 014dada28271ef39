//! Validates the configuration of Request.

use super::super::RequestPolicy;
use super::{Case, Checker};

impl<'a> Checker<'a> {
    pub(super) fn requesting(&mut self) {
        let requesting = &self.tenant.requesting;
        self.not_empty("requesting.policies", "policy", &requesting.policies);
        self.kinds();
        self.ids("policies", requesting.policies.iter().map(|policy| &policy.id));
        self.ids("agencies", requesting.agencies.iter().map(|agency| &agency.id));
        self.ids("places", requesting.places.iter().map(|place| &place.id));
        for (at, policy) in requesting.policies.iter().enumerate() {
            self.policy(&format!("requesting.policies[{at}]"), policy);
        }
        let proposals = self.values("ProposalType");
        for (at, agency) in requesting.agencies.iter().enumerate() {
            let path = format!("requesting.agencies[{at}].proposal_type");
            self.known(
                path,
                "proposal type",
                &agency.proposal_type,
                Case::Sensitive,
                &proposals,
            );
        }
        self.cost_objects();
        self.places();
        self.custom_fields("requesting.header", "request", "Request", &requesting.header);
        self.custom_fields("requesting.expense", "request", "Expense", &requesting.expense);
    }

    /// Checks that the ids of a key are well-formed and unique.
    fn ids(&mut self, key: &str, ids: impl Iterator<Item = &'a String>) {
        let ids = ids.enumerate();
        let ids: Vec<(String, &str)> = ids
            .map(|(at, id)| (format!("requesting.{key}[{at}].id"), id.as_str()))
            .collect();
        for (path, id) in &ids {
            self.hexadecimal(path.clone(), id);
        }
        self.unique("id", Case::Sensitive, ids);
    }

    /// Checks expense types and segment types.
    fn kinds(&mut self) {
        let requesting = &self.tenant.requesting;
        let ids = requesting.expense_types.iter().enumerate();
        let ids = ids.map(|(at, one)| (format!("requesting.expense_types[{at}].id"), &*one.id));
        self.unique("id", Case::Sensitive, ids);
        let codes = requesting.segment_types.iter().enumerate();
        let codes = codes.map(|(at, one)| (format!("requesting.segment_types[{at}].code"), &*one.code));
        self.unique("code", Case::Sensitive, codes);
        let categories = self.values("SegmentCategory");
        let expenses = self.expense_types();
        for (at, segment) in requesting.segment_types.iter().enumerate() {
            let path = format!("requesting.segment_types[{at}]");
            let category = format!("{path}.category");
            self.known(
                category,
                "segment category",
                &segment.category,
                Case::Sensitive,
                &categories,
            );
            let path = format!("{path}.expense_type");
            self.known(path, "expense type", &segment.expense_type, Case::Sensitive, &expenses);
        }
    }

    fn expense_types(&self) -> Vec<&'a str> {
        let kinds = self.tenant.requesting.expense_types.iter();
        kinds.map(|kind| kind.id.as_str()).collect()
    }

    fn policy(&mut self, path: &str, policy: &RequestPolicy) {
        let expenses = self.expense_types();
        for (at, kind) in policy.expense_types.iter().enumerate() {
            let path = format!("{path}.expense_types[{at}]");
            self.known(path, "expense type", kind, Case::Sensitive, &expenses);
        }
        let segments = self.tenant.requesting.segment_types.iter();
        let segments: Vec<&str> = segments.map(|kind| kind.code.as_str()).collect();
        for (at, kind) in policy.segment_types.iter().enumerate() {
            let path = format!("{path}.segment_types[{at}]");
            self.known(path, "segment type", kind, Case::Sensitive, &segments);
        }
        let fields = self.fields("request", "Request");
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        for (at, field) in policy.required.iter().enumerate() {
            let path = format!("{path}.required[{at}]");
            self.known(path, "Request field", field, Case::Sensitive, &fields);
        }
        if policy.limit.is_some_and(|limit| limit.is_sign_negative()) {
            self.find(format!("{path}.limit"), "must not be negative");
        }
        let is_positive = |amount: rust_decimal::Decimal| amount.is_sign_positive() && !amount.is_zero();
        if policy.cash_advance.is_some_and(|amount| !is_positive(amount)) {
            self.find(format!("{path}.cash_advance"), "must be greater than 0");
        }
    }

    fn cost_objects(&mut self) {
        let objects = &self.tenant.requesting.cost_objects;
        let codes = objects.iter().enumerate();
        let codes = codes.map(|(at, object)| (format!("requesting.cost_objects[{at}].code"), &*object.code));
        self.unique("code", Case::Insensitive, codes);
        let logins = self.tenant.users.iter().map(|user| user.login_id.as_str());
        let logins: Vec<&str> = logins.collect();
        for (at, object) in objects.iter().enumerate() {
            let path = format!("requesting.cost_objects[{at}]");
            let approver = format!("{path}.approver");
            self.known(approver, "user", &object.approver, Case::Insensitive, &logins);
            for (at, owner) in object.owners.iter().enumerate() {
                self.known(
                    format!("{path}.owners[{at}]"),
                    "user",
                    owner,
                    Case::Insensitive,
                    &logins,
                );
            }
        }
    }

    fn places(&mut self) {
        let kinds = self.values("LocationType");
        for (at, place) in self.tenant.requesting.places.iter().enumerate() {
            let path = format!("requesting.places[{at}]");
            if place.country.len() != 2 || !place.country.bytes().all(|byte| byte.is_ascii_uppercase()) {
                let message = format!(
                    "\"{}\" is not an ISO 3166-1 code of two uppercase letters",
                    place.country
                );
                self.find(format!("{path}.country"), message);
            }
            if let Some(kind) = &place.kind {
                self.known(format!("{path}.kind"), "location type", kind, Case::Sensitive, &kinds);
            }
        }
    }
}
