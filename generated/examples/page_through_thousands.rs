//! Streams all Requests of an employee page by page and prefetches the next page.
//!
//! `cargo run --example page_through_thousands`

use std::error::Error;
use std::process::ExitCode;

use sap_concur::request::{CreateRequest, RequestView, SortField, SortOrder};

mod environment;

/// The number of Requests to create in a sandbox, which starts with none.
const COUNT: usize = 2500;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::report(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let environment = environment::Environment::from_environment().await?;
    let requests = environment.concur.requests();

    if environment.sandbox.is_some() {
        for number in 0..COUNT {
            let request = CreateRequest::builder().name(format!("Trip {number}")).build();
            requests.create(&request).user_id(&environment.employee).await?;
        }
    }

    // Sort by a field that never changes; otherwise a Request could be returned twice or not at all.
    let list = requests.list().view(RequestView::All).user_id(&environment.employee);
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
