//! Identity v4.1: the users of the company, all over HTTP.

use std::collections::BTreeSet;

use concur_sandbox::Sandbox;
use sap_concur::identity::{
    Change, ChangeKind, Changes, CreateEnterpriseUser, CreateName, CreateUser, Email, EmailFields, EmailType,
    ErrorCode, User, UserFields, UserList, scopes,
};
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::{CarriedOut, Concur, Credentials, Date, Error, OperationError, dec};

use crate::raw;
use crate::support::{client, company, sandbox};

const ANN: &str = "31e53f4d-a21c-4f92-a84a-112446cc3a2e";
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

async fn started() -> (Sandbox, Concur) {
    let sandbox = sandbox().await;
    let concur = company(&sandbox).build().expect("the client builds");
    (sandbox, concur)
}

fn with_scopes<const N: usize>(sandbox: &Sandbox, scopes: [&str; N]) -> Concur {
    let tenant = sandbox.tenant();
    let (app, company) = (&tenant.applications[0], &tenant.company);
    let credentials = Credentials::company(
        &app.client_id,
        app.client_secret.as_str(),
        &company.id,
        company.request_token.as_str(),
    );
    client(sandbox, credentials.scopes(scopes))
        .build()
        .expect("the client builds")
}

fn user(login: &str) -> CreateUser {
    let email = Email::builder()
        .value(login)
        .r#type(EmailType::Work)
        .verified(true)
        .build();
    CreateUser::builder()
        .user_name(login)
        .active(true)
        .name(CreateName::builder().given_name("Ivy").family_name("Iris").build())
        .emails([email])
        .enterprise(
            CreateEnterpriseUser::builder()
                .company_id("company")
                .employee_number("77")
                .build(),
        )
        .build()
}

async fn created(concur: &Concur, login: &str) -> User {
    concur
        .users()
        .create(&user(login))
        .await
        .expect("it is created")
        .into_inner()
}

fn id(user: &User) -> &str {
    user.id.as_deref().expect("a user has an id")
}

fn changes(changes: impl IntoIterator<Item = Change>) -> Changes {
    Changes::builder().operations(changes).build()
}

/// Returns the login ids that a filter finds.
async fn found(concur: &Concur, filter: &str) -> Vec<String> {
    let page = concur
        .users()
        .search()
        .filter(filter)
        .await
        .expect("a page")
        .into_inner();
    logins(&page)
}

fn logins(page: &UserList) -> Vec<String> {
    page.users.iter().filter_map(|user| user.user_name.clone()).collect()
}

#[tokio::test]
async fn a_user_is_created_found_changed_replaced_and_deleted() {
    let (_sandbox, concur) = started().await;
    let users = concur.users();
    let ivy = created(&concur, "ivy@example.com").await;
    assert_eq!(ivy.display_name.as_deref(), Some("Ivy Iris"));
    assert_eq!(
        found(&concur, "userName eq \"IVY@example.com\"").await,
        ["ivy@example.com"]
    );
    assert_eq!(users.get(id(&ivy)).await.expect("it exists").into_inner(), ivy);

    let title = Change::of(ChangeKind::Add, "title", "Buyer");
    let nickname = Change::of(ChangeKind::Replace, "nickName", "Vi");
    let home = Change::of(ChangeKind::Add, "emails[type eq \"home\"].value", "vi@example.org");
    let changed = users
        .update(id(&ivy), &changes([title, nickname, home]))
        .await
        .expect("it is changed");
    assert_eq!(
        (changed.title.as_deref(), changed.display_name.as_deref()),
        (Some("Buyer"), Some("Vi Iris"))
    );
    assert_eq!(changed.emails.len(), 2, "the other address stays");
    let no_title = Change::builder().op(ChangeKind::Remove).path("title").build();
    let changed = users
        .update(id(&ivy), &changes([no_title]))
        .await
        .expect("it is changed");
    assert_eq!(changed.title, None);

    let replaced = users
        .replace(id(&ivy), &user("iv@example.com"))
        .await
        .expect("it is replaced");
    assert_eq!(
        (replaced.nick_name.as_deref(), replaced.emails.len()),
        (None, 1),
        "what is not sent is deleted"
    );
    assert_eq!(replaced.user_name.as_deref(), Some("iv@example.com"));
    assert_eq!(replaced.id, ivy.id);

    users.delete(id(&ivy)).await.expect("it is deleted");
    let error = users.get(id(&ivy)).await.expect_err("it is gone");
    let Error::Api(refused) = &error else { panic!("{error}") };
    assert_eq!(refused.status().as_u16(), 404);
    assert_eq!(
        refused.details()[0].message.as_deref(),
        Some(format!("There is no user {}.", id(&ivy)).as_str())
    );
    assert_eq!(error.carried_out(), CarriedOut::No);
}

#[tokio::test]
async fn a_user_id_from_a_search_is_that_of_purchase_requests() {
    let (_sandbox, concur) = started().await;
    let page = concur
        .users()
        .search()
        .filter("emails.value eq \"ann.archer@example.com\"")
        .attributes(["emails"])
        .await
        .expect("a page");
    let [ann] = &page.users[..] else { panic!("{page:?}") };
    assert_eq!(
        (id(ann), ann.user_name.as_deref()),
        (ANN, None),
        "only what is asked for"
    );

    let new = created(&concur, "new@example.com").await;
    let request = |requester: Requester| {
        let item = LineItem::builder()
            .purchase_type(PurchaseType::Goods)
            .vendor_code("VEN1")
            .vendor_address_code("ADDR1")
            .description("office chair")
            .quantity(dec!(2))
            .unit_price(dec!(346.20))
            .build();
        CreatePurchaseRequest::builder()
            .requester(requester)
            .currency_code("USD")
            .line_items([item])
            .build()
    };
    let create = |requester| {
        let concur = concur.clone();
        async move { concur.purchase_requests().create(&request(requester)).await }
    };
    let by_id = Requester::Id(id(&new).into());
    create(by_id.clone()).await.expect("the user exists");
    create(Requester::LoginId("new@example.com".into()))
        .await
        .expect("the user exists");
    concur.users().delete(id(&new)).await.expect("it is deleted");
    create(by_id).await.expect_err("the user is gone");
}

#[tokio::test]
async fn users_are_paged_by_a_cursor_that_keeps_the_query() {
    let (sandbox, concur) = started().await;
    let all = concur.users().list().count(1000).await.expect("all users").into_inner();
    assert_eq!(all.next_cursor, None);
    let total = usize::try_from(all.total_results.expect("a total")).expect("a few");
    assert_eq!(all.users.len(), total);

    let mut listed = concur.users().list().count(4).stream();
    assert_eq!(listed.collect_up_to(1000).await.expect("all pages"), all.users.to_vec());

    let search = concur.users().search().count(3).attributes(["userName"]);
    let search = search.filter(UserFields::USER_NAME.ends_with("@example.com"));
    let found = search.stream().collect_up_to(1000).await.expect("all pages");
    assert!(
        found.iter().all(|user| user.name.is_none()),
        "the cursor keeps the attributes"
    );
    let found: Vec<_> = found.into_iter().filter_map(|user| user.user_name).collect();
    assert_eq!(found, logins(&all));
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), total);
    let calls = sandbox.requests();
    let searches = calls
        .iter()
        .filter(|call| call.operation.as_deref() == Some("identity.search"));
    assert!(searches.count() > 2, "there are several pages");
}

#[tokio::test]
async fn an_expression_of_typed_fields_finds_users() {
    let (_sandbox, concur) = started().await;
    let work = EmailFields::TYPE
        .equals("work")
        .and(EmailFields::VALUE.starts_with("ann."));
    let filter = UserFields::ACTIVE.equals(true).and(UserFields::EMAILS.any(work));
    let page = concur
        .users()
        .search()
        .filter(filter)
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(logins(&page), ["ann@example.com"]);
    let date = "2019-12-31".parse::<Date>().expect("a date");
    let later = UserFields::ENTERPRISE_START_DATE.greater_than(date);
    let page = concur
        .users()
        .search()
        .filter(!later)
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(page.total_results, Some(0));
}

#[tokio::test]
async fn a_scope_opens_its_attributes_only() {
    let (sandbox, _) = started().await;
    let narrow = with_scopes(&sandbox, [scopes::IDENTITY_USER_IDS_READ]);
    let ann = narrow.users().get(ANN).await.expect("it exists").into_inner();
    assert_eq!((id(&ann), ann.user_name.as_deref()), (ANN, Some("ann@example.com")));
    assert_eq!(
        (ann.name, ann.active, ann.emails.len(), ann.enterprise),
        (None, None, 0, None)
    );
}

#[tokio::test]
async fn a_wrong_filter_is_an_error_of_scim() {
    let (_sandbox, concur) = started().await;
    let error = concur
        .users()
        .search()
        .filter("emails[type ne \"work\"]")
        .await
        .expect_err("not in brackets");
    let Error::Api(refused) = &error else { panic!("{error}") };
    assert_eq!(refused.status().as_u16(), 400);
    assert!(refused.api_error().has(ErrorCode::InvalidFilter));
    assert_eq!(
        refused.details()[0].message.as_deref(),
        Some("`filter` is not a valid filter: brackets contain no `ne`")
    );
    for filter in ["title pr", "active gt true", "meta.created gt \"yesterday\""] {
        let error = concur.users().search().filter(filter).await.expect_err(filter);
        let Error::Api(refused) = &error else { panic!("{error}") };
        assert!(refused.api_error().has(ErrorCode::InvalidFilter), "{filter}: {error}");
    }
}

#[tokio::test]
async fn a_login_id_is_used_once() {
    let (_sandbox, concur) = started().await;
    let error = concur
        .users()
        .create(&user("ANN@example.com"))
        .await
        .expect_err("it is taken");
    let Error::Api(refused) = &error else { panic!("{error}") };
    assert!(refused.api_error().has(ErrorCode::Uniqueness));
}

#[tokio::test]
async fn an_email_address_is_verified_with_its_scope_only() {
    let (sandbox, all) = started().await;
    let verified = |user: &User| user.emails[0].verified;
    assert_eq!(verified(&created(&all, "one@example.com").await), Some(true));
    let scopes = [
        scopes::IDENTITY_USER_COREENTERPRISE_WRITEONLY,
        scopes::IDENTITY_USER_CORESENSITIVE_READ,
    ];
    let narrow = with_scopes(&sandbox, scopes);
    assert_eq!(verified(&created(&narrow, "two@example.com").await), Some(false));
}

#[tokio::test]
async fn entitlements_are_returned_if_asked_for() {
    let (_sandbox, concur) = started().await;
    let ann = concur.users().get(ANN).await.expect("it exists").into_inner();
    assert!(ann.entitlements.is_empty());
    let page = concur
        .users()
        .search()
        .filter("entitlements eq \"travel\"")
        .attributes(["entitlements"]);
    let page = page.await.expect("a page").into_inner();
    assert!(page.users.iter().all(|user| !user.entitlements.is_empty()));
    let start = ann.enterprise.and_then(|enterprise| enterprise.start_date);
    assert!(start.is_some_and(|start| start.to_string().starts_with("2020-01-01")));
}

#[tokio::test]
async fn the_service_says_what_it_serves() {
    let (_sandbox, concur) = started().await;
    let users = concur.users();
    let types = users.resource_types().await.expect("the types").into_inner();
    assert_eq!(types.items[0].schema.as_deref(), Some(CORE));
    assert_eq!(types.items[0].extensions.len(), 2);
    let configuration = users.configuration().await.expect("the features").into_inner();
    assert_eq!(configuration.filter.and_then(|filter| filter.supported), Some(true));
    let schemas = users.schemas().await.expect("the schemas").into_inner();
    assert_eq!(schemas.items.len(), 3);
    let schema = users.schema(CORE).await.expect("it exists").into_inner();
    let name = schema
        .attributes
        .iter()
        .find(|attribute| attribute.name.as_deref() == Some("name"));
    assert!(name.is_some_and(|name| !name.sub_attributes.is_empty()));
    users.schema("urn:none").await.expect_err("there is no such schema");
}

#[tokio::test]
async fn a_change_to_a_value_of_another_type_is_refused() {
    let sandbox = sandbox().await;
    let (token, path) = (sandbox.company_token(), format!("/profile/identity/v4.1/Users/{ANN}"));
    let change = |path: &str, value: &str| {
        let schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
        format!(r#"{{"schemas": ["{schema}"], "Operations": [{{"op": "add", "path": "{path}", "value": {value}}}]}}"#)
    };
    let wrong = [
        ("nickName", "{}"),
        ("emails", "7"),
        ("name.givenName", "[1]"),
        ("active", "\"maybe\""),
    ];
    for (attribute, value) in wrong {
        let refused = raw::json(&sandbox, &token, "PATCH", &path, &change(attribute, value)).await;
        assert_eq!(refused.status, 400, "{attribute}: {refused:?}");
        assert_eq!(refused.json()["scimType"], "invalidValue", "{attribute}: {refused:?}");
    }
    let changed = raw::json(&sandbox, &token, "PATCH", &path, &change("nickName", "\"Nan\"")).await;
    assert_eq!((changed.status, &changed.json()["nickName"]), (200, &"Nan".into()));
}

#[tokio::test]
async fn the_location_of_a_schema_is_its_url() {
    let sandbox = sandbox().await;
    let token = sandbox.company_token();
    let path = format!("/profile/identity/v4.1/Schemas/{CORE}");
    let schema = raw::json(&sandbox, &token, "GET", &path, "").await.json();
    let location = schema["meta"]["location"].as_str().expect("a URL");
    assert_eq!(location, format!("{}{path}", sandbox.url()));
    let target = location.strip_prefix(sandbox.url()).expect("it is here");
    assert_eq!(raw::json(&sandbox, &token, "GET", target, "").await.json(), schema);
}
