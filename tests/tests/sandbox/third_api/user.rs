//! A program that uses the gadgets API. It must compile, and what it builds and reads must be right.

use sap_concur::blocking::Wait;
use sap_concur::gadgets::{
    CreateGadget, ErrorCode, Gadget, GadgetKind, Gear, Motor, Part, PartType, UpdateGadgetChange, Wheels,
};
use sap_concur::testing::{Script, answer};
use sap_concur::{Concur, Error, JsonList, dec};

/// Uses every name that the YAML defines.
pub async fn use_gadgets(concur: &Concur) -> Result<(), Box<dyn std::error::Error>> {
    let gadgets = concur.gadgets();
    let gadget = CreateGadget::builder().name("Lever").kind(GadgetKind::Small).price(dec!(1.50)).slot3("bolt").build();
    crane();
    let id = match gadgets.create(&gadget).await {
        Ok(made) => made.id.clone(),
        Err(Error::Api(error)) if error.has(ErrorCode::GadgetNameMissing) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let read = gadgets.get(&id).await?;
    let _ = (read.slot(3), read.slots().count());
    let mut small = gadgets.list().kind(GadgetKind::Small).test(false).limit(10).stream();
    while let Some(gadget) = small.try_next().await? {
        println!("{}", gadget.id);
    }
    Ok(())
}

/// Builds a gadget with a map, a number of a value set, and parts that their type tells apart.
fn crane() {
    let crane = CreateGadget::builder()
        .name("Crane")
        .wheels(Wheels::Car)
        .prices([("EUR", dec!(1.50)), ("US dollars", dec!(1.7))])
        .parts([
            Part::from(Motor::builder().watts(dec!(12.5)).build()),
            Gear::builder().teeth([("inner", JsonList::from([12, 7]))]).build().into(),
        ])
        .build();
    assert_eq!(crane.prices["EUR"], dec!(1.50));
    assert_eq!(crane.parts[0].r#type(), Some(&PartType::Motor));
    let json = serde_json::to_string(&crane).expect("it is serialized");
    let expected = concat!(
        r#"{"name":"Crane","wheels":4,"prices":{"EUR":1.50,"US dollars":1.7},"parts":["#,
        r#"{"type":"MOTOR","watts":12.5},{"type":"GEAR","teeth":{"inner":[12,7]}}]}"#
    );
    assert_eq!(json, expected);

    let read: Part = serde_json::from_str(r#"{"type":"WINCH","weight":"7.5","rope":"true"}"#).expect("it is read");
    assert_eq!((read.r#type().map(PartType::as_str), read.weight()), (Some("WINCH"), Some(dec!(7.5))));
    assert_eq!(Wheels::from(6).as_i64(), 6);
    assert_eq!("2".parse(), Ok(Wheels::V2));
}

/// Builds and reads a gadget whose values are texts.
fn scale() {
    let scale = CreateGadget::builder().name("Scale").is_test(true).stock(12).weight(dec!(100.00000000));
    let scale = scale.try_made_on("2019-12-13").expect("a date").extra("heavy").build();
    let json = serde_json::to_string(&scale).expect("it is serialized");
    let expected =
        r#"{"name":"Scale","isTest":"Y","stock":"12","weight":"100.00000000","madeOn":"2019-12-13","extra":"heavy"}"#;
    assert_eq!(json, expected);

    // What is not changed is written back as it came.
    let sent = concat!(
        r#"{"id":"3","name":"Scale","isTest":"true","stock":12,"weight":"1e2","madeOn":"2019-12-13 20:00:37.0","#,
        r#""checkedAt":"2021-11-17T00:00:00.000Z","extra":{ "b": 1.50 },"notes":[1.50, null]}"#
    );
    let mut read: Gadget = serde_json::from_str(sent).expect("it is read");
    assert_eq!((read.is_test, read.stock, read.weight), (Some(true), Some(12), Some(dec!(100))));
    assert_eq!(read.made_on.map(|date| date.to_string()).as_deref(), Some("2019-12-13"));
    let written = |read: &Gadget| serde_json::to_string(read).expect("it is written");
    assert_eq!(written(&read), sent.replace("[1.50, null]", "[1.50,null]"));
    read.is_test = Some(false);
    read.made_on = Some("2020-01-01".parse().expect("a date"));
    assert!(written(&read).contains(r#""isTest":"N","stock":12,"weight":"1e2","madeOn":"2020-01-01","checkedAt""#));
}

/// Sends lists, each as a JSON array.
fn lists() -> Result<(), Box<dyn std::error::Error>> {
    let made = r#"[{"id":"1","name":"Lever"},{"id":"2","name":"Crane"}]"#;
    let empty = || answer(204, "");
    let script = Script::new().then(answer(200, made)).then(answer(200, "[]")).then(empty()).then(empty());
    let concur = Concur::builder().base_url("https://api.example.com").access_token("token").sender(script.clone());
    let concur = concur.build()?;
    let gadgets = concur.gadgets();

    let lever = CreateGadget::builder().name("Lever").price(dec!(1.50)).build();
    let both = vec![lever.clone(), CreateGadget::builder().name("Crane").is_test(true).build()];
    both.iter().try_for_each(CreateGadget::check)?;
    let made = gadgets.create_all(&both).wait()?;
    assert_eq!(made.iter().map(|gadget| gadget.id.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert!(gadgets.create_all(&[]).wait()?.is_empty());
    let changes = [UpdateGadgetChange::new().name("Lever").clear_price(), UpdateGadgetChange::new()];
    gadgets.change_all(&changes).wait()?;
    let motor = Motor::builder().watts(dec!(12.5)).build();
    gadgets.refit(&[motor.into(), Gear::builder().build().into()]).wait()?;

    let sent: Vec<String> = script.sent().iter().map(|sent| sent.text().to_string()).collect();
    assert_eq!(
        sent,
        [
            r#"[{"name":"Lever","price":1.50},{"name":"Crane","isTest":"Y"}]"#,
            "[]",
            r#"[{"name":"Lever","price":null},{}]"#,
            r#"[{"type":"MOTOR","watts":12.5},{"type":"GEAR"}]"#,
        ]
    );
    assert_eq!(script.sent()[2].header("content-type"), Some("application/merge-patch+json"));
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    scale();
    crane();
    lists()
}
