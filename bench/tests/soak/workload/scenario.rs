//! What a task does: create and follow a purchase request or a Request, or read a list.

use std::sync::Arc;
use std::time::Duration;

use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::request::{Amount, CreateExpense, CreateRequest, RequestView, UpdateRequest, WorkflowAction};
use sap_concur::{Concur, dec};

use super::Failure;
use super::ledger::{Fate, Ledger};
use super::tally::Tally;

/// The client, users and records of a task.
pub(crate) struct Scenario {
    pub(crate) concur: Concur,
    pub(crate) employee: String,
    pub(crate) approver: String,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) tally: Arc<Tally>,
}

impl Scenario {
    /// Runs a random scenario until its first failed call.
    pub(crate) async fn run(&self, rng: &mut fastrand::Rng) {
        match rng.u8(0..8) {
            0..=2 => self.order(rng.u8(0..4) == 0).await,
            3..=5 => drop(self.request(rng.bool()).await),
            6 => self.list().await,
            _ => drop(self.pages().await),
        }
    }

    /// Creates a purchase request, and waits for its creation or reads it once.
    async fn order(&self, waits: bool) {
        let description = self.ledger.description();
        let orders = self.concur.purchase_requests();
        let outcome = orders.create(&order(&self.employee, &description)).send().await;
        self.ledger.record(description, Fate::of(&outcome));
        let Some(created) = self.tally.call("purchase_request.create", outcome) else {
            return;
        };
        if waits {
            let waiter = orders.wait_until_created(&created.id);
            let delay = Duration::from_millis(20);
            let waiter = waiter.initial_delay(delay).max_delay(10 * delay);
            self.tally.wait("wait_until_created", waiter.await);
        } else {
            self.tally
                .call("purchase_request.get", orders.get(&created.id).send().await);
        }
    }

    /// Creates a Request with an expected expense, then approves or deletes it.
    async fn request(&self, is_approved: bool) -> Option<()> {
        let (requests, tally) = (self.concur.requests(), &self.tally);
        let user = self.employee.as_str();
        let request = request().ok()?;
        let created = requests.create(&request).user_id(user).send().await;
        let id = tally.call("request.create", created)?.id.clone()?;
        let draft = expense_of("Rooms").ok()?;
        let expense = requests.create_expense(&id, &draft).user_id(user).send().await;
        let expense = tally.call("request.create_expense", expense)?.id.clone()?;
        let read = requests.get_expense(&expense).user_id(user).send().await;
        tally.call("request.get_expense", read)?;
        let list = requests.list_expenses(&id).user_id(user).send().await;
        tally.call("request.list_expenses", list)?;
        let changed = expense_of("Rooms for all").ok()?;
        let update = requests.update_expense(&expense, &changed).user_id(user).send().await;
        tally.call("request.update_expense", update)?;
        let update = UpdateRequest::new().business_purpose("Meet the suppliers of the new line");
        tally.call(
            "request.update",
            requests.update(&id, &update).user_id(user).send().await,
        )?;
        tally.call("request.get", requests.get(&id).user_id(user).send().await)?;
        if is_approved {
            for (action, user) in [
                (WorkflowAction::Submit, user),
                (WorkflowAction::Approve, &self.approver),
            ] {
                let outcome = requests.take_action(&id, action).user_id(user).send().await;
                tally.call("request.take_action", outcome)?;
            }
            return Some(());
        }
        let deleted = requests.delete_expense(&expense).user_id(user).send().await;
        tally.call("request.delete_expense", deleted)?;
        tally.call("request.delete", requests.delete(&id).user_id(user).send().await)?;
        Some(())
    }

    async fn list(&self) {
        let list = self.concur.requests().list().user_id(&*self.employee).limit(20);
        self.tally.call("request.list", list.send().await);
    }

    /// Reads the first three pages of a list.
    async fn pages(&self) -> Option<()> {
        for start in [0, 10, 20] {
            let list = self.concur.requests().list().user_id(&*self.employee);
            let page = list.view(RequestView::Active).start(start).limit(10).send().await;
            self.tally.call("request.list", page)?;
        }
        Some(())
    }
}

fn order(employee: &str, description: &str) -> CreatePurchaseRequest {
    let line = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("monitor")
        .quantity(dec!(2))
        .unit_price(dec!(154.4))
        .build();
    CreatePurchaseRequest::builder()
        .requester(Requester::Id(employee.into()))
        .currency_code("USD")
        .line_items([line])
        .description(description)
        .build()
}

fn request() -> Result<CreateRequest, Failure> {
    Ok(CreateRequest::builder()
        .name("Soak")
        .business_purpose("Meet suppliers")
        .try_start_date("2027-03-01")?
        .try_end_date("2027-03-03")?
        .build())
}

fn expense_of(purpose: &str) -> Result<CreateExpense, Failure> {
    Ok(CreateExpense::builder()
        .expense_type("HOTEL")
        .transaction_amount(Amount::builder().value(dec!(420)).currency("EUR").build())
        .try_transaction_date("2027-03-01")?
        .business_purpose(purpose)
        .build())
}
