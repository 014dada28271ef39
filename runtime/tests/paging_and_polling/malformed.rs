//! Responses with skipped values, in lists and in waiters, deserialized like in generated code.

use std::borrow::Cow;

use std::{fmt, marker::PhantomData};

use sap_concur_runtime::{
    Call, JsonList, Operation, Page, Polling, WaitError, Waiter,
    decode::{Fields, Key},
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, json};

use super::{support::*, waiters};

/// An object that is deserialized field by field.
trait Model: Default {
    fn read<'de, A: MapAccess<'de>>(&mut self, fields: &mut Fields<A>, key: Key<'de>) -> Result<(), A::Error>;
}

struct Reader<M>(PhantomData<M>);

impl<'de, M: Model> Visitor<'de> for Reader<M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<M, A::Error> {
        let mut model = M::default();
        let mut fields = Fields::new(map);
        while let Some(key) = fields.next_key()? {
            model.read(&mut fields, key)?;
        }
        Ok(model)
    }
}

macro_rules! model {
    ($type:ident) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_map(Reader(PhantomData))
            }
        }
    };
}

#[derive(Debug, Default)]
struct Link {
    rel: Option<String>,
    href: Option<String>,
}

impl Model for Link {
    fn read<'de, A: MapAccess<'de>>(&mut self, fields: &mut Fields<A>, key: Key<'de>) -> Result<(), A::Error> {
        match key.as_str() {
            "rel" => self.rel = fields.optional("rel")?,
            "href" => self.href = fields.optional("href")?,
            _ => fields.additional(key)?,
        }
        Ok(())
    }
}

model!(Link);

#[derive(Debug, Default)]
struct Numbers {
    data: JsonList<u64>,
    operations: JsonList<Link>,
}

impl Model for Numbers {
    fn read<'de, A: MapAccess<'de>>(&mut self, fields: &mut Fields<A>, key: Key<'de>) -> Result<(), A::Error> {
        match key.as_str() {
            "data" => self.data = fields.list("data")?,
            "operations" => self.operations = fields.list("operations")?,
            _ => fields.additional(key)?,
        }
        Ok(())
    }
}

model!(Numbers);

impl Page for Numbers {
    type Item = u64;

    fn next_page(&self) -> Option<Cow<'_, str>> {
        let next = self
            .operations
            .iter()
            .find(|link| link.rel.as_deref() == Some("next"))?;
        Some(next.href.as_deref().unwrap_or_default().into())
    }

    fn total_count(&self) -> Option<u64> {
        None
    }

    fn into_items(self) -> Vec<u64> {
        self.data.into_vec()
    }
}

type Items = sap_concur_runtime::Items<Numbers, TestError>;
type Pages = sap_concur_runtime::Pages<Numbers, TestError>;

/// Reads two pages: the first has the items 1 and 2 and these links, the second has the item 3 and no link. Returns the
/// items and the problem of the decode error, if there is one.
async fn read(links: Value) -> (Vec<u64>, Option<String>) {
    let net = Net::new(move |number, _| match number {
        0 => Answer::ok(json!({"data": [1, "one", 2], "operations": links})),
        _ => Answer::ok(json!({"data": [3]})),
    });
    let mut items = Items::new(Call::new(&net.client(), &LIST), &PAGING);
    let mut numbers = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(number)) => numbers.push(number),
            Ok(None) => return (numbers, None),
            Err(Error::Decode(error)) => {
                assert_eq!((error.path(), error.status().as_u16()), ("operations", 200));
                assert!(items.next().await.is_none());
                return (numbers, Some(error.problem().to_owned()));
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn unreadable_links_are_an_error_and_not_the_end_of_the_list() {
    let next = json!({"rel": "next", "href": "?start=2"});
    for links in [
        json!("<https://api.example.com/things?start=2>; rel=\"next\""),
        next.clone(),
        json!(7),
        json!(["?start=2"]),
        json!([{"rel": "first", "href": "?start=0"}, "?start=2"]),
    ] {
        let (numbers, problem) = read(links.clone()).await;
        assert_eq!(numbers, [1, 2], "{links}");
        let problem = problem.unwrap_or_else(|| panic!("{links}"));
        assert!(
            problem.starts_with("cannot tell whether there is a link `next`"),
            "{problem}"
        );
    }
    let (numbers, problem) = read(json!([{"rel": "next", "href": 7}])).await;
    assert_eq!(numbers, [1, 2]);
    assert!(problem.unwrap().contains("has no query"));
}

#[tokio::test]
async fn unreadable_values_next_to_a_valid_next_link_are_ignored() {
    let next = json!({"rel": "next", "href": "?start=2"});
    for links in [json!(["invalid", next]), json!([{"rel": 7, "href": "?start=0"}, next])] {
        assert_eq!(read(links.clone()).await, (vec![1, 2, 3], None), "{links}");
    }
    for links in [json!(null), json!([]), json!(""), json!([{"rel": "first", "href": 7}])] {
        assert_eq!(read(links.clone()).await, (vec![1, 2], None), "{links}");
    }
}

#[tokio::test]
async fn a_page_has_its_own_warnings() {
    let net = Net::new(|_, _| Answer::ok(json!({"data": [1, "one", 2], "operations": 7})));
    let mut pages = Pages::new(Call::new(&net.client(), &LIST), &PAGING);
    let page = pages.try_next().await.unwrap().unwrap();
    let warnings: Vec<_> = page
        .warnings()
        .iter()
        .map(|warning| (warning.path(), warning.raw()))
        .collect();
    assert_eq!(warnings, [("data[1]", "\"one\""), ("operations", "7")]);
    assert!(matches!(pages.next().await, Some(Err(Error::Decode(_)))));
}

#[derive(Debug, Default)]
struct Thing {
    status: Option<String>,
}

impl Model for Thing {
    fn read<'de, A: MapAccess<'de>>(&mut self, fields: &mut Fields<A>, key: Key<'de>) -> Result<(), A::Error> {
        match key.as_str() {
            "status" => self.status = fields.optional("status")?,
            _ => fields.additional(key)?,
        }
        Ok(())
    }
}

model!(Thing);

async fn wait_with_first_status(status: Value) -> Result<(), WaitError<Thing, TestError>> {
    static GET: &Operation = &waiters::GET;
    static CREATED: &Polling = &waiters::CREATED;
    let net = Net::new(move |number, _| match number {
        0 => Answer::ok(json!({"status": status, "statuses": 7})),
        _ => Answer::ok(json!({"status": "CREATED"})),
    });
    let call = Call::new(&net.client(), GET).path("id", "1");
    Waiter::new(call, CREATED, |thing: &Thing| thing.status.as_deref())
        .await
        .map(drop)
}

#[tokio::test]
async fn a_state_that_is_not_a_string_is_unknown() {
    for (status, state) in [
        (json!(7), "7"),
        (json!(true), "true"),
        (json!(["CREATED", "John"]), ""),
        (json!({"name": "John"}), ""),
    ] {
        let Err(error @ WaitError::Unknown(_)) = wait_with_first_status(status.clone()).await else {
            panic!("{status}")
        };
        assert_eq!(error.state(), Some(state));
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("John"), "{shown}");
    }
    for status in [json!(null), json!("")] {
        wait_with_first_status(status).await.unwrap();
    }
}
