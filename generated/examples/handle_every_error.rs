//! Handles every kind of error that a call can return.
//!
//! `cargo run --example handle_every_error`

use std::process::ExitCode;
use std::time::Duration;

use sap_concur::purchase_request::{CreateError, CreatePurchaseRequest, ErrorCode, LineItem, PurchaseType, Requester};
use sap_concur::request::{RequestError, WorkflowAction};
use sap_concur::{CallOptions, CarriedOut, Error, OperationError, dec};

mod environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::report(run().await)
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let environment = environment::Environment::from_environment().await?;
    let concur = &environment.concur;

    // Validation errors: each has a code and a path.
    let order = order_from("NOBODY", &environment.employee);
    match concur.purchase_requests().create(&order).await {
        Ok(accepted) => println!("accepted as {}", accepted.id),
        Err(Error::Api(CreateError::BadRequest(refused))) => {
            for detail in refused.details() {
                let code = detail.code.as_ref();
                let path = detail.data_path.as_deref().unwrap_or("the body");
                match code {
                    Some(ErrorCode::InvalidVendor) => println!("at {path}: choose another vendor"),
                    Some(code) => println!("at {path}: {code}: {}", code.remedy().unwrap_or("no known remedy")),
                    None => println!("at {path}: {:?}", detail.message),
                }
            }
        }
        Err(error) => explain(&error),
    }

    // Not found, or not visible with this token.
    match concur.requests().get("00000000000000000000000000000000").await {
        Ok(request) => println!("{:?}", request.name),
        Err(Error::Api(RequestError::NotFound(_))) => println!("there is no such Request"),
        Err(error) => explain(&error),
    }

    // A missing parameter: with a company token, a call must name the user.
    if let Err(error) = concur
        .requests()
        .take_action("0".repeat(32), WorkflowAction::Submit)
        .await
    {
        explain(&error);
    }

    // Invalid before anything is sent.
    if let Err(error) = concur.requests().get("").await {
        explain(&error);
    }

    // No response in time. Read calls can be retried; after a create, first check whether it was carried out.
    let no_time = CallOptions::new().deadline(Duration::ZERO);
    if let Err(error) = concur.requests().list().options(no_time).await {
        explain(&error);
    }
    Ok(())
}

/// Prints what to do about an error of any operation, and whether the call was carried out.
fn explain<E: OperationError>(error: &Error<E>) {
    match error {
        Error::Invalid(_) => println!("fix the call: {error}"),
        Error::Token(token) if token.needs_authorization() => println!("authorize again: {error}"),
        Error::Token(token) => println!("no token; {}: {error}", token.remedy().unwrap_or("try later")),
        _ => println!("{error}"),
    }
    println!(
        "  carried out: {}",
        match error.carried_out() {
            CarriedOut::No => "no, so it can be retried",
            CarriedOut::Perhaps => "perhaps, so check before retrying",
            CarriedOut::Yes => "yes, so do not retry",
        }
    );
}

fn order_from(vendor: &str, employee: &str) -> CreatePurchaseRequest {
    let pen = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code(vendor)
        .vendor_address_code("ADDR1")
        .description("pen")
        .quantity(dec!(0))
        .unit_price(dec!(1.5))
        .build();
    CreatePurchaseRequest::builder()
        .requester(Requester::Id(employee.to_owned()))
        .currency_code("USD")
        .line_items([pen])
        .build()
}
