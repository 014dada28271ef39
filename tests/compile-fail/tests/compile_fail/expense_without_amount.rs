//! An expected expense without the required amount.

use sap_concur::Timestamp;
use sap_concur::request::{CreateExpense, ExpenseType};

fn main() {
    let date: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap();
    let _ = CreateExpense::builder()
        .expense_type(ExpenseType::builder().id("AIRFR").build())
        .transaction_date(date)
        .build();
}
