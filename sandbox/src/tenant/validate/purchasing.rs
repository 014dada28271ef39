//! Validates the configuration of Purchase Request.

use super::{Case, Checker};

impl Checker<'_> {
    pub(super) fn purchasing(&mut self) {
        let purchasing = &self.tenant.purchasing;
        self.not_empty("purchasing.policies", "policy", &purchasing.policies);
        let policies = purchasing.policies.iter().enumerate();
        let ids = policies.map(|(at, one)| (format!("purchasing.policies[{at}].external_id"), &*one.external_id));
        self.unique("external id", Case::Sensitive, ids);
        self.vendors();
        let codes: [(&str, &[String]); 4] = [
            ("expense_types", &purchasing.expense_types),
            ("units", &purchasing.units),
            ("ship_to", &purchasing.ship_to),
            ("bill_to", &purchasing.bill_to),
        ];
        for (key, codes) in codes {
            let codes = codes.iter().enumerate();
            let codes = codes.map(|(at, code)| (format!("purchasing.{key}[{at}]"), code.as_str()));
            self.unique("code", Case::Sensitive, codes);
        }
        self.custom_fields(
            "purchasing.header",
            "purchase_request",
            "CreatePurchaseRequest",
            &purchasing.header,
        );
        self.custom_fields("purchasing.line", "purchase_request", "LineItem", &purchasing.line);
    }

    fn vendors(&mut self) {
        let vendors = &self.tenant.purchasing.vendors;
        let codes = vendors.iter().enumerate();
        let codes = codes.map(|(at, vendor)| (format!("purchasing.vendors[{at}].code"), &*vendor.code));
        self.unique("code", Case::Sensitive, codes);
        for (at, vendor) in vendors.iter().enumerate() {
            let path = format!("purchasing.vendors[{at}].addresses");
            self.not_empty(&path, "address", &vendor.addresses);
            let codes = vendor.addresses.iter().enumerate();
            let codes = codes.map(|(at, code)| (format!("{path}[{at}]"), code.as_str()));
            self.unique("address code", Case::Sensitive, codes);
        }
    }
}
