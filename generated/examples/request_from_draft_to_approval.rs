//! A Request with expected expenses that is submitted, sent back with a comment, corrected and approved.
//!
//! `cargo run --example request_from_draft_to_approval`

use std::error::Error;
use std::process::ExitCode;

use sap_concur::dec;
use sap_concur::request::{Amount, CreateExpense, CreateRequest, Request, UpdateRequest, WorkflowAction};

mod environment;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::report(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let environment = environment::Environment::from_environment().await?;
    let requests = environment.concur.requests();
    let (employee, approver) = (environment.employee.as_str(), environment.approver.as_str());

    let trip = CreateRequest::builder()
        .name("Fair in Lyon")
        .business_purpose("Meet suppliers")
        .try_start_date("2027-03-01")?
        .try_end_date("2027-03-03")?
        .build();
    // A company token belongs to no user, so every call must name the user.
    let created = requests.create(&trip).user_id(employee).await?;
    let id = created.id.clone().ok_or("the created Request has no id")?;
    show("created", &created);

    for (kind, amount) in [("HOTEL", dec!(420)), ("TAXIX", dec!(38.5))] {
        let expense = CreateExpense::builder()
            .expense_type(kind)
            .transaction_amount(Amount::builder().value(amount).currency("EUR").build())
            .try_transaction_date("2027-03-01")?
            .build();
        requests.create_expense(&id, &expense).user_id(employee).await?;
    }

    let submitted = requests
        .take_action(&id, WorkflowAction::Submit)
        .user_id(employee)
        .await?;
    show("submitted", &submitted);

    let returned = requests
        .take_action(&id, WorkflowAction::SendBack)
        .user_id(approver)
        .comment("Which suppliers?")
        .await?;
    show("sent back", &returned);

    let update = UpdateRequest::new().business_purpose("Meet the suppliers of the new line");
    requests.update(&id, &update).user_id(employee).await?;
    requests
        .take_action(&id, WorkflowAction::Submit)
        .user_id(employee)
        .await?;
    let approved = requests
        .take_action(&id, WorkflowAction::Approve)
        .user_id(approver)
        .await?;
    show("approved", &approved);
    Ok(())
}

fn show(what: &str, request: &Request) {
    let status = request
        .approval_status
        .as_ref()
        .and_then(|status| status.name.as_deref());
    println!("{what}: {}", status.unwrap_or("(no status)"));
    if let Some(comment) = &request.comment {
        println!("  comment: {comment}");
    }
    if let Some(total) = &request.total_posted_amount
        && let (Some(value), Some(currency)) = (total.value, &total.currency)
    {
        println!("  total: {value} {currency}");
    }
    let actions: Vec<String> = request.operations.iter().filter_map(|link| link.rel.clone()).collect();
    println!("  available actions: {}", actions.join(", "));
}
