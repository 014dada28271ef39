//! A program that uses the gadgets API. It must compile.

use sap_concur::gadgets::{CreateGadget, ErrorCode, GadgetKind};
use sap_concur::{Concur, Error, dec};

/// Uses every name that the YAML defines.
pub async fn use_gadgets(concur: &Concur) -> Result<(), Box<dyn std::error::Error>> {
    let gadgets = concur.gadgets();
    let gadget = CreateGadget::builder().name("Lever").kind(GadgetKind::Small).price(dec!(1.50)).slot3("bolt").build();
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

fn main() {}
