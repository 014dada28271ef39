//! Every way in which a call can fail, and what to do about it.
//!
//! `cargo run --example handle_every_error`

use std::time::Duration;

use sap_concur::purchase_request::{CreateError, CreatePurchaseRequest, ErrorCode, LineItem, PurchaseType, Requester};
use sap_concur::request::{GetError, WorkflowAction};
use sap_concur::{CallOptions, CarriedOut, Error, OperationError, dec};

mod environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let place = environment::Environment::from_environment().await?;
    let concur = &place.concur;

    // Refused for what is in it: by code, and where.
    let order = order_from("NOBODY", &place.employee);
    match concur.purchase_requests().create(&order).await {
        Ok(accepted) => println!("accepted as {}", accepted.id),
        Err(Error::Api(CreateError::BadRequest(refused))) => {
            for fault in refused.details() {
                let code = fault.code.as_ref();
                let place = fault.data_path.as_deref().unwrap_or("the whole");
                match code {
                    Some(ErrorCode::InvalidVendor) => println!("at {place}: choose another vendor"),
                    Some(code) => println!("at {place}: {code}: {}", code.remedy().unwrap_or("no remedy is known")),
                    None => println!("at {place}: {:?}", fault.message),
                }
            }
        }
        Err(error) => explain(&error),
    }

    // Not there, or not for this token.
    match concur.requests().get("00000000000000000000000000000000").await {
        Ok(request) => println!("{:?}", request.name),
        Err(Error::Api(GetError::NotFound(_))) => println!("there is no such Request"),
        Err(error) => explain(&error),
    }

    // Forgotten: with a company's token a call says whose it is.
    if let Err(error) = concur
        .requests()
        .take_action("0".repeat(32), WorkflowAction::Submit)
        .await
    {
        explain(&error);
    }

    // Found before anything was sent.
    if let Err(error) = concur.requests().get("").await {
        explain(&error);
    }

    // No answer in time. A reading call may be repeated; a creation must be looked for first.
    let at_once = CallOptions::new().deadline(Duration::ZERO);
    if let Err(error) = concur.requests().list().options(at_once).await {
        explain(&error);
    }
    Ok(())
}

/// For any operation: what may have happened, and what to tell support.
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
            CarriedOut::No => "no, so it can be sent again",
            CarriedOut::Perhaps => "perhaps, so look before sending it again",
            CarriedOut::Yes => "yes, so do not send it again",
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
