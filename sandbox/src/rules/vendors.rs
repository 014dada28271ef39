//! Rules of Vendors: each record of a call succeeds or fails on its own, under status 200.
//!
//! The vendors of the store are those of the company: a purchase request can name one that was created here.

mod search;

use std::sync::Arc;

use concur_spec::api::{Api, BodyView};
use concur_spec::validate::{self, Finding};
use serde_json::{Map, Value, json};

use crate::api::call::{Body, Call};
use crate::api::refusal::Refusal;
use crate::rules::{ApiRules, Rule, plain};
use crate::state::World;
use crate::state::objects::{self, Object};
use crate::tenant::{Tenant, Vendor};

const API: &str = "vendors";
const RESOURCE: &str = "Vendor";

type Fields = Map<String, Value>;

/// The rules of Vendors.
pub(crate) struct Vendors;

impl ApiRules for Vendors {
    fn rule(&self, operation: &str) -> Option<Rule> {
        Some(match operation {
            "list" => search::list,
            "create" => create,
            "update" => update,
            "delete" => delete,
            "update_banks" => update_banks,
            "add_groups" => add_groups,
            "delete_group" => delete_group,
            _ => return None,
        })
    }

    /// Records that do not match the contract fail one by one, by the rules of the calls.
    fn body(&self, _tenant: &Tenant, call: &Call<'_>, body: &Body, _findings: &[Finding]) -> Result<(), Refusal> {
        plain::body(call, body, &[])
    }

    fn seed(&self, world: &mut World) {
        let tenant = Arc::clone(&world.tenant);
        for fields in tenant.purchasing.vendors.iter().flat_map(of_company) {
            put(world, fields);
        }
    }

    fn settle(&self, world: &mut World) {
        register(world);
    }
}

/// Returns the records of a vendor of the seed file, one for each address.
fn of_company(vendor: &Vendor) -> impl Iterator<Item = Fields> {
    vendor.addresses.iter().map(|address| {
        let fields = json!({
            "ID": id(&vendor.code, address),
            "VendorCode": vendor.code,
            "AddressCode": address,
            "VendorName": vendor.name,
            "CountryCode": "US",
            "CurrencyCode": "USD",
            "VendorGroupList": ["Preferred"],
            "Approved": if vendor.active { APPROVED } else { "False" },
        });
        match fields {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        }
    })
}

const APPROVED: &str = "True";

/// Makes the vendors of the store those of the company.
fn register(world: &mut World) {
    let all = objects::key(API, RESOURCE, []);
    let mut records: Vec<&Object> = world.objects.starting_with(&all).map(|(_, vendor)| vendor).collect();
    records.sort_by_key(|record| record.number);
    let mut vendors: Vec<Vendor> = Vec::new();
    for fields in records.into_iter().map(|record| &record.fields) {
        let (code, address) = codes(fields);
        match vendors.iter_mut().find(|vendor| vendor.code == code) {
            Some(vendor) => vendor.addresses.push(address.to_owned()),
            None => vendors.push(Vendor {
                code: code.to_owned(),
                name: text(fields, "VendorName").to_owned(),
                addresses: vec![address.to_owned()],
                active: matches!(text(fields, "Approved"), "" | APPROVED),
            }),
        }
    }
    Arc::make_mut(&mut world.tenant).purchasing.vendors = vendors;
}

fn create(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    answer(world, call, RESOURCE, |world, sent| {
        // What the service does if the vendor exists is not documented. Here, the new record replaces it.
        let (code, address) = codes(sent);
        let mut fields = sent.clone();
        fields.insert("ID".to_owned(), id(code, address).into());
        put(world, fields);
        Ok(())
    })
}

fn update(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    answer(world, call, RESOURCE, |world, sent| {
        let (code, address) = codes(sent);
        with_vendor(world, code, address, |fields| {
            fields.extend(sent.clone());
            fields.insert("ID".to_owned(), id(code, address).into());
        })
    })
}

fn delete(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (code, address) = asked(call);
    let removed = world.objects.remove(&key(code, address));
    let Some(vendor) = removed else {
        return Err(refused(&unknown(code, address)));
    };
    Ok(page(RESOURCE, vec![with_status(vendor.fields, 1, Ok(()))]))
}

fn update_banks(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    answer(world, call, "VendorBank", |world, sent| {
        let (code, address) = codes(sent);
        with_vendor(world, code, address, |fields| {
            let mut accounts = list(fields, "VendorBankList");
            accounts.retain(|known| known.get("AccountNumber") != sent.get("AccountNumber"));
            accounts.push(Value::Object(sent.clone()));
            fields.insert("VendorBankList".to_owned(), accounts.into());
        })
    })
}

fn add_groups(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (code, address) = asked(call);
    answer(world, call, "VendorGroup", |world, sent| {
        with_vendor(world, code, address, |fields| {
            let mut groups = list(fields, "VendorGroupList");
            let name = Value::from(text(sent, "Name"));
            if !groups.contains(&name) {
                groups.push(name);
            }
            fields.insert("VendorGroupList".to_owned(), groups.into());
        })
    })
}

fn delete_group(world: &mut World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (code, address) = asked(call);
    let name = call.in_query("groupName").unwrap_or_default();
    let mut found = false;
    let left = with_vendor(world, code, address, |fields| {
        let mut groups = list(fields, "VendorGroupList");
        found = groups.iter().any(|group| group == name);
        groups.retain(|group| group != name);
        fields.insert("VendorGroupList".to_owned(), groups.into());
    });
    left.map_err(|problem| refused(&problem))?;
    if !found {
        return Err(refused(&format!("the vendor is not in the group {name}")));
    }
    let group = Fields::from_iter([("Name".to_owned(), Value::from(name))]);
    Ok(page("VendorGroup", vec![with_status(group, 1, Ok(()))]))
}

/// Carries out a call record by record, and answers what became of each.
fn answer(
    world: &mut World,
    call: &Call<'_>,
    records: &str,
    mut carry_out: impl FnMut(&mut World, &Fields) -> Result<(), String>,
) -> Result<Value, Refusal> {
    let body = call.body.json();
    let Some(sent) = body.get(records).and_then(Value::as_array) else {
        return Err(refused(&format!("the body has no {records}")));
    };
    let mut answered = Vec::new();
    for (record, number) in sent.iter().zip(1..) {
        let fields = typed(call.route.api, records, record);
        let done = problem(call.route.api, records, record).map_or_else(|| carry_out(world, &fields), Err);
        answered.push(with_status(fields, number, done));
    }
    Ok(page(records, answered))
}

/// Returns what is wrong with a record by the contract.
fn problem(api: &Api, ty: &str, record: &Value) -> Option<String> {
    let found = validate::body(api, ty, BodyView::Create, record);
    let is_wrong = |found: &&Finding| {
        !matches!(
            found.problem,
            validate::Problem::Unknown(_) | validate::Problem::ReadOnly
        )
    };
    found.iter().find(is_wrong).map(ToString::to_string)
}

/// Returns what of a record is kept and answered: not what the service sets, nor a value of another type, which no answer
/// has.
fn typed(api: &Api, ty: &str, record: &Value) -> Fields {
    let fits = |name: &str, value: &Value| {
        let alone = Fields::from_iter([(name.to_owned(), value.clone())]);
        let found = validate::body(api, ty, BodyView::Update, &Value::Object(alone));
        let is_other = |problem: &validate::Problem| {
            matches!(problem, validate::Problem::NotOfType(_) | validate::Problem::ReadOnly)
        };
        !found.iter().any(|finding| is_other(&finding.problem))
    };
    let fields = record.as_object().into_iter().flatten();
    let fitting = fields.filter(|(name, value)| fits(name, value));
    fitting.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn with_status(mut fields: Fields, number: usize, done: Result<(), String>) -> Value {
    let (kind, message) = match done {
        Ok(()) => ("SUCCESS", "the record was processed".to_owned()),
        Err(problem) => ("WARNING", problem),
    };
    let code = i32::from(kind != "SUCCESS");
    let status = json!([{ "Code": code, "Message": message, "RecordNumber": number, "Type": kind }]);
    fields.insert("StatusList".to_owned(), status);
    Value::Object(fields)
}

fn page(records: &str, items: Vec<Value>) -> Value {
    let failed = items
        .iter()
        .filter(|item| item["StatusList"][0]["Type"] != "SUCCESS")
        .count();
    let summary = format!("{} records, {failed} of them failed", items.len());
    json!({ records: items, "RequestRunSummary": summary, "TotalCount": items.len() })
}

fn with_vendor(world: &mut World, code: &str, address: &str, change: impl FnOnce(&mut Fields)) -> Result<(), String> {
    let Some(mut vendor) = world.objects.get(&key(code, address)).cloned() else {
        return Err(unknown(code, address));
    };
    change(&mut vendor.fields);
    world.objects.put(key(code, address), vendor);
    Ok(())
}

fn put(world: &mut World, fields: Fields) {
    let (code, address) = codes(&fields);
    let (key, id) = (key(code, address), id(code, address));
    let object = Object {
        resource: RESOURCE.to_owned(),
        id,
        parents: Vec::new(),
        within: objects::key(API, RESOURCE, []),
        number: world.next_number("object"),
        fields,
    };
    world.objects.put(key, object);
}

fn unknown(code: &str, address: &str) -> String {
    format!("there is no vendor {code} with the address {address}")
}

/// Refuses a whole call.
fn refused(message: &str) -> Refusal {
    Refusal::plain(400, "badRequest", message)
}

/// The codes that the query of a call names.
fn asked<'a>(call: &'a Call<'_>) -> (&'a str, &'a str) {
    let asked = |name| call.in_query(name).unwrap_or_default();
    (asked("vendorCode"), asked("addressCode"))
}

fn codes(fields: &Fields) -> (&str, &str) {
    (text(fields, "VendorCode"), text(fields, "AddressCode"))
}

fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list(fields: &Fields, name: &str) -> Vec<Value> {
    fields.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn id(code: &str, address: &str) -> String {
    format!("{code}~{address}")
}

fn key(code: &str, address: &str) -> String {
    objects::key(API, RESOURCE, [id(code, address).as_str()])
}
