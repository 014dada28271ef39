//! Follows a purchase request from creation to its purchase order.
//!
//! `cargo run --example follow_a_purchase_request`

use std::error::Error;
use std::process::ExitCode;

use concur_sandbox::Decision;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::{WaitError, dec};

mod environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::report(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let environment = environment::Environment::from_environment().await?;
    let orders = environment.concur.purchase_requests();

    let monitor = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("monitor")
        .quantity(dec!(2))
        .unit_price(dec!(154.4))
        .build();
    let order = CreatePurchaseRequest::builder()
        .requester(Requester::Id(environment.employee.clone()))
        .currency_code("USD")
        .line_items([monitor])
        .build();
    let id = orders.create(&order).await?.into_inner().id;
    println!("accepted as {id}");

    let created = match orders.wait_until_created(&id).await {
        Ok(created) => created,
        Err(WaitError::Failed(ended)) => {
            for exception in &ended.response().purchase_request_exceptions {
                println!("{:?}", exception.message);
            }
            return Err("the purchase request could not be created".into());
        }
        Err(error) => return Err(error.into()),
    };
    println!(
        "created as number {}",
        created.purchase_request_number.as_deref().unwrap_or("?")
    );

    // The API cannot approve a purchase request. People do that in SAP Concur; with a sandbox, the program can.
    match &environment.sandbox {
        Some(sandbox) => sandbox.decide(&id, Decision::Approve)?,
        None => println!("approve it in SAP Concur, then read it again by its id {id}"),
    }

    let read = orders.get(&id).await?;
    if let Some(status) = &read.purchase_request_workflow_status {
        println!("workflow status {status}");
    }
    for order in &read.purchase_orders {
        println!(
            "purchase order {}",
            order.purchase_order_number.as_deref().unwrap_or("?")
        );
    }
    Ok(())
}
