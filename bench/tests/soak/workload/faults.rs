//! The injected faults and their rates.

use std::time::Duration;

use concur_sandbox::Fault;

/// Returns all faults. About one call in twenty meets a fault that replaces its response.
pub(crate) fn all() -> Vec<Fault> {
    vec![
        Fault::latency(Duration::from_millis(20)).rate(0.03),
        // Longer than the timeout of the clients.
        Fault::latency(Duration::from_millis(1500)).rate(0.0005),
        // Rare, since it makes all calls of a client wait.
        Fault::status(429).retry_after(Duration::from_secs(1)).rate(0.0001),
        Fault::status(429).on("purchase_request.create").rate(0.01),
        Fault::status(503).rate(0.01),
        Fault::status(503).carried_out().rate(0.005),
        Fault::drop_connection().rate(0.01),
        Fault::drop_connection().carried_out().rate(0.005),
        Fault::truncate(20).rate(0.01),
        Fault::html().rate(0.01),
        Fault::status(200).html_body().rate(0.005),
        Fault::status(200).html_body().carried_out().rate(0.005),
        Fault::nulls().rate(0.05),
        Fault::unknown_fields().rate(0.05),
    ]
}
