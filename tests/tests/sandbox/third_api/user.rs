//! A program that uses the gadgets API. It must compile, and what it builds and reads must be right.

use sap_concur::gadgets::{CreateGadget, ErrorCode, GadgetKind, Gear, Motor, Part, PartType, Wheels};
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
    let mut small = gadgets.list().kind(GadgetKind::Small).limit(10).stream();
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

fn main() {
    crane();
}
