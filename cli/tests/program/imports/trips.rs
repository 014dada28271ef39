//! Trips: documents whose lines are calls, and which are found again by their mark.

use super::*;

const TRIPS: &str = "Trip,name,startDate,endDate,document.businessPurpose,expenseType,transactionAmount.value,\
                     transactionAmount.currency,transactionDate
T1,Lyon,2027-03-01,2027-03-03,Fair,TAXIX,40,USD,2027-03-01T00:00:00Z
T1,,,,,LUNCH,20.50,USD,2027-03-02T00:00:00Z
T2,Kyoto,2027-04-01,2027-04-09,Visit,HOTEL,900,USD,2027-04-01T00:00:00Z
";

/// Imports the trips.
async fn import_trips(user: &User, others: &[&str]) -> Ran {
    let arguments = [
        "import",
        "request",
        "trips.csv",
        "--key",
        "Trip",
        "--parameter",
        ANN,
        "--mark",
        "custom7",
    ];
    user.run([&arguments[..], others].concat()).await
}

/// A Request of Ann in the sandbox.
#[derive(Debug)]
struct Trip {
    name: String,
    status: String,
    expenses: usize,
    id: String,
    /// What users see.
    number: String,
}

/// All Requests of Ann, by name.
async fn trips(user: &User) -> Vec<Trip> {
    let token = user.sandbox.user_token("ann@example.com").unwrap();
    let builder = Concur::builder().base_url(user.sandbox.url()).access_token(token);
    let concur = builder.build().unwrap();
    let get = async |path: &str| {
        let call = concur.call(Method::GET, format!("/travelrequest/v4/requests{path}"));
        call.send_json::<Value>().await.unwrap().into_inner()
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut trips = Vec::new();
    for listed in get("").await["data"].as_array().unwrap() {
        let id = text(&listed["id"]);
        let request = get(&format!("/{id}")).await;
        trips.push(Trip {
            name: text(&request["name"]),
            status: text(&request["approvalStatus"]["code"]),
            expenses: get(&format!("/{id}/expenses")).await.as_array().unwrap().len(),
            number: text(&request["requestId"]),
            id,
        });
    }
    trips.sort_by(|one, other| one.name.cmp(&other.name));
    trips
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_requests_are_calls_and_submit_is_the_last() {
    let user = user_with(&[]).await;
    user.write("trips.csv", TRIPS);
    import_trips(&user, &["--submit"]).await.succeeded();
    let trips = trips(&user).await;
    let shown: Vec<_> = trips
        .iter()
        .map(|trip| (trip.name.as_str(), trip.status.as_str(), trip.expenses))
        .collect();
    assert_eq!(shown, [("Kyoto", "SUBMITTED", 1), ("Lyon", "SUBMITTED", 2)]);
    let document = user.document("T1").await;
    let lyon = &trips[1];
    assert_eq!(
        (document.id.as_ref(), document.number.as_ref()),
        (Some(&lyon.id), Some(&lyon.number))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_requests_by_their_mark() {
    let user = user_with(&[]).await;
    user.write("trips.csv", TRIPS);
    let dropped = |fault: Fault| fault.on("request.create").times(1);
    // The first is created and its answer is lost; the second is not created.
    user.sandbox.inject(dropped(Fault::drop_connection().carried_out()));
    user.sandbox.inject(dropped(Fault::drop_connection()));
    import_trips(&user, &["--workers", "1"]).await.ended_with(7);
    assert_eq!(user.states().await.get("uncertain"), Some(&2));

    let search = ["import", "resolve", "--search", "--parameter", ANN];
    let ran = user.run(search).await.ended_with(7);
    let found = &trips(&user).await[0];
    assert!(
        ran.stderr.contains(&format!("was created: {}", found.number)),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("`T2` (imp-"), "{}", ran.stderr);
    assert!(ran.stderr.contains("was not found"), "{}", ran.stderr);
    let document = user.document("T1").await;
    assert_eq!(
        (document.state.as_str(), document.id.as_ref()),
        ("planned", Some(&found.id))
    );

    user.run(["import", "resolve", "T2", "--not-created"]).await.succeeded();
    user.run(["import", "retry"]).await.succeeded();
    let trips = trips(&user).await;
    let shown: Vec<_> = trips.iter().map(|trip| (trip.name.as_str(), trip.expenses)).collect();
    assert_eq!(shown, [("Kyoto", 1), ("Lyon", 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_says_that_purchase_requests_have_no_list() {
    let user = user_with(&orders("N", 1)).await;
    user.sandbox
        .inject(Fault::drop_connection().carried_out().on(CREATE).times(1));
    user.import("orders.csv", &[]).await.ended_with(7);
    let ran = user.run(["import", "resolve", "--search"]).await.ended_with(7);
    assert!(ran.stderr.contains("cannot be searched"), "{}", ran.stderr);
    assert_eq!(user.document("N-1").await.state, "uncertain");
}
