//! Validates users and applications.

use super::{Case, Checker};

impl Checker<'_> {
    pub(super) fn people(&mut self) {
        self.uuid("company.id", &self.tenant.company.id);
        self.filled("company.request_token", &self.tenant.company.request_token);
        self.applications();
        self.users();
    }

    fn applications(&mut self) {
        let applications = &self.tenant.applications;
        self.not_empty("applications", "application", applications);
        let ids = applications.iter().enumerate();
        let ids = ids.map(|(at, one)| (format!("applications[{at}].client_id"), &*one.client_id));
        self.unique("client id", Case::Sensitive, ids);
        let grants = self.contract.platform.grants.iter().map(|grant| grant.key.as_str());
        let grants: Vec<&str> = grants.collect();
        let scopes = crate::spec::scopes(self.contract);
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        for (at, application) in applications.iter().enumerate() {
            let path = format!("applications[{at}]");
            self.filled(&format!("{path}.client_id"), &application.client_id);
            self.filled(&format!("{path}.client_secret"), &application.client_secret);
            for (at, grant) in application.grants.iter().enumerate() {
                self.known(format!("{path}.grants[{at}]"), "grant", grant, Case::Sensitive, &grants);
            }
            for (at, scope) in application.scopes.iter().flatten().enumerate() {
                self.known(format!("{path}.scopes[{at}]"), "scope", scope, Case::Sensitive, &scopes);
            }
        }
    }

    fn users(&mut self) {
        let users = &self.tenant.users;
        self.not_empty("users", "user", users);
        let named = |key: &'static str| move |at: usize| format!("users[{at}].{key}");
        let each = || users.iter().enumerate();
        self.unique(
            "id",
            Case::Insensitive,
            each().map(|(at, user)| (named("id")(at), &*user.id)),
        );
        let logins = each().map(|(at, user)| (named("login_id")(at), &*user.login_id));
        self.unique("login id", Case::Insensitive, logins);
        let emails = each().map(|(at, user)| (named("email")(at), &*user.email));
        self.unique("e-mail address", Case::Insensitive, emails);

        let logins: Vec<&str> = users.iter().map(|user| user.login_id.as_str()).collect();
        let agencies: Vec<&str> = self
            .tenant
            .requesting
            .agencies
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        let currencies: Vec<&str> = self.tenant.currencies.iter().map(|one| one.code.as_str()).collect();
        for (at, user) in each() {
            let path = format!("users[{at}]");
            self.uuid(&format!("{path}.id"), &user.id);
            self.filled(&format!("{path}.login_id"), &user.login_id);
            self.filled(&format!("{path}.password"), &user.password);
            self.filled(&format!("{path}.email"), &user.email);
            if let Some(approver) = &user.approver {
                self.known(format!("{path}.approver"), "user", approver, Case::Insensitive, &logins);
            }
            for (at, login) in user.delegate_of.iter().enumerate() {
                self.known(
                    format!("{path}.delegate_of[{at}]"),
                    "user",
                    login,
                    Case::Insensitive,
                    &logins,
                );
            }
            if let Some(agency) = &user.agency {
                let path = format!("{path}.agency");
                self.known(path, "travel agency", agency, Case::Sensitive, &agencies);
            }
            self.known(
                format!("{path}.currency"),
                "currency",
                &user.currency,
                Case::Sensitive,
                &currencies,
            );
        }
    }

    /// Checks that a credential is not empty.
    fn filled(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            self.find(path, "must not be empty");
        }
    }

    /// Checks the UUID of a user or a company.
    fn uuid(&mut self, path: &str, id: &str) {
        const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
        let groups: Vec<&str> = id.split('-').collect();
        let lengths = groups.iter().map(|group| group.len());
        let digits = groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if !digits || !lengths.eq(GROUPS) {
            self.find(
                path,
                format!("\"{id}\" is not a UUID such as b1e22581-ff4a-48e9-981b-2f5065579096"),
            );
        }
    }
}
