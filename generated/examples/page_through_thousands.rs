//! Goes through all Requests of an employee, page by page, the next page fetched ahead.
//!
//! `cargo run --example page_through_thousands`

use std::error::Error;

use sap_concur::request::{CreateRequest, RequestView, SortField, SortOrder};

mod environment;

/// How many there are in a sandbox, which starts with none.
const MANY: usize = 2500;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let place = environment::Environment::from_environment().await?;
    let requests = place.concur.requests();

    if place.sandbox.is_some() {
        for number in 0..MANY {
            let request = CreateRequest::builder().name(format!("Trip {number}")).build();
            requests.create(&request).user_id(&place.employee).await?;
        }
    }

    // By a field that does not change while we read: else one could come twice or not at all.
    let list = requests.list().view(RequestView::All).user_id(&place.employee);
    let list = list.sort_field(SortField::RequestId).sort_order(SortOrder::Ascending);
    let mut all = list.limit(100).stream().prefetch();
    let mut count = 0;
    while let Some(request) = all.try_next().await? {
        count += 1;
        if count % 500 == 0 {
            println!("{count}: {}", request.name.as_deref().unwrap_or("(no name)"));
        }
    }
    println!("{count} Requests, of {:?}", all.total_count());
    Ok(())
}
