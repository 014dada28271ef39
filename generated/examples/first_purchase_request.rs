//! Creates a purchase request with one line item for an employee.
//!
//! `cargo run --example first_purchase_request`

use std::error::Error;
use std::process::ExitCode;

use sap_concur::dec;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};

mod environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::report(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let environment = environment::Environment::from_environment().await?;

    let chair = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("office chair")
        .quantity(dec!(20))
        .unit_price(dec!(346.2))
        .build();
    let order = CreatePurchaseRequest::builder()
        .requester(Requester::Id(environment.employee.clone()))
        .currency_code("USD")
        .description("New office supplies")
        .line_items([chair])
        .build();

    let accepted = environment.concur.purchase_requests().create(&order).await?;
    println!("accepted as {}", accepted.id);
    println!("correlation id {}", accepted.correlation_id());
    Ok(())
}
