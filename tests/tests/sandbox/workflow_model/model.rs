//! The model of the workflow: who may take which action, and its effect.

use sap_concur::request::WorkflowAction;

/// A user or system that makes calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Actor {
    /// Has Bea as approver.
    Ann,
    /// Has Carl as approver.
    Bea,
    /// Approves for Bea and Kim; has no approver.
    Carl,
    /// The processor; has Bea as approver.
    Dora,
    /// Has no approver.
    Emil,
    /// Is her own approver.
    Fay,
    /// A delegate of Bea; has Carl as approver.
    Kim,
    /// A company token that may decide for external systems.
    System,
}

/// The policy of a Request: who decides after `submit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    Manager,
    Reviewed,
    Outside,
    Booked,
}

/// The outcome of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Ok,
    Refused(String),
}

/// The part of a Request that the model knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) status: String,
    pub(crate) closed: bool,
    pub(crate) ever_sent_back: bool,
    pub(crate) canceled_post_approval: bool,
    pub(crate) approved: bool,
    pub(crate) pending_approval: bool,
    pub(crate) was_submitted: bool,
    pub(crate) name: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) operations: Vec<String>,
}

/// The state of a Request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    SentBack,
    Manager,
    Processor,
    Outside,
    /// Waits for a booking, with the remaining half days.
    Booking(u8),
    Approved,
    Canceled,
}

#[derive(Debug, Clone)]
struct Trip {
    owner: Actor,
    policy: Policy,
    name: Option<u8>,
    comment: Option<u8>,
    state: State,
    closed: bool,
    ever_sent_back: bool,
    was_approved: bool,
    was_submitted: bool,
}

/// The Requests in order of creation, `None` for a deleted one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model(Vec<Option<Trip>>);

impl Actor {
    pub(crate) const ALL: [Self; 8] = [
        Self::Ann,
        Self::Bea,
        Self::Carl,
        Self::Dora,
        Self::Emil,
        Self::Fay,
        Self::Kim,
        Self::System,
    ];

    pub(crate) fn login(self) -> Option<&'static str> {
        match self {
            Self::Ann => Some("ann@example.com"),
            Self::Bea => Some("bea@example.com"),
            Self::Carl => Some("carl@example.com"),
            Self::Dora => Some("dora@example.com"),
            Self::Emil => Some("emil@example.com"),
            Self::Fay => Some("fay@example.com"),
            Self::Kim => Some("kim@example.com"),
            Self::System => None,
        }
    }

    fn approver(self) -> Option<Self> {
        match self {
            Self::Ann | Self::Dora => Some(Self::Bea),
            Self::Bea | Self::Kim => Some(Self::Carl),
            Self::Fay => Some(Self::Fay),
            Self::Carl | Self::Emil | Self::System => None,
        }
    }
}

fn refused(code: &str) -> Outcome {
    Outcome::Refused(code.to_owned())
}

impl Trip {
    fn is_visible_to(&self, actor: Actor) -> bool {
        let approver = self.owner.approver();
        let is_delegate = actor == Actor::Kim && approver == Some(Actor::Bea);
        matches!(actor, Actor::System | Actor::Dora) || actor == self.owner || approver == Some(actor) || is_delegate
    }

    fn may(&self, actor: Actor, action: WorkflowAction, for_bea: bool) -> bool {
        let own = actor == self.owner;
        match (action, self.state, self.closed) {
            (WorkflowAction::Reopen, _, closed) => own && closed,
            (_, _, true) => false,
            (WorkflowAction::Submit, State::New | State::SentBack, _)
            | (WorkflowAction::Recall, State::Manager | State::Processor | State::Outside, _)
            | (
                WorkflowAction::Cancel,
                State::Manager | State::Processor | State::Outside | State::Booking(_) | State::Approved,
                _,
            )
            | (WorkflowAction::Close, State::Approved | State::Canceled, _) => own,
            (WorkflowAction::Approve | WorkflowAction::SendBack, state, _) => {
                !own && self.decides(state, actor, for_bea)
            }
            _ => false,
        }
    }

    fn decides(&self, state: State, actor: Actor, for_bea: bool) -> bool {
        match state {
            State::Manager if for_bea => actor == Actor::Kim && self.owner.approver() == Some(Actor::Bea),
            State::Manager => self.owner.approver() == Some(actor),
            State::Processor => actor == Actor::Dora,
            State::Outside => actor == Actor::System,
            _ => false,
        }
    }

    /// Returns the error code that prevents the owner from submitting.
    fn obstacle(&self) -> Option<&'static str> {
        if self.name.is_none() {
            return Some("missingRequiredField");
        }
        match self.owner.approver() {
            None => Some("NO_APPROVER_CHANGE_MY_INFO"),
            Some(approver) if approver == self.owner => Some("APPROVER_CUM_REPORTOWNER"),
            // Dora is the only processor.
            _ if self.policy == Policy::Reviewed && self.owner == Actor::Dora => {
                Some("APPROVER_CUM_REPORTOWNER_EDITABLE")
            }
            _ => None,
        }
    }

    fn after_approval(&self) -> State {
        match (self.state, self.policy) {
            (State::Manager, Policy::Reviewed) => State::Processor,
            (State::Manager, Policy::Outside) => State::Outside,
            (State::Manager, Policy::Booked) => State::Booking(2),
            _ => State::Approved,
        }
    }

    fn take(&mut self, action: WorkflowAction) {
        self.state = match action {
            WorkflowAction::Submit => {
                self.was_submitted = true;
                State::Manager
            }
            WorkflowAction::Approve => self.after_approval(),
            WorkflowAction::Recall => State::New,
            WorkflowAction::SendBack => {
                self.ever_sent_back = true;
                State::SentBack
            }
            WorkflowAction::Cancel => {
                self.was_approved = self.state == State::Approved;
                State::Canceled
            }
            WorkflowAction::Close | WorkflowAction::Reopen => {
                self.closed = action == WorkflowAction::Close;
                self.state
            }
        };
    }
}

impl Model {
    fn trip(&mut self, actor: Actor, index: usize) -> Result<&mut Trip, Outcome> {
        match self.0.get_mut(index) {
            Some(Some(trip)) if trip.is_visible_to(actor) => Ok(trip),
            Some(Some(_)) => Err(refused("userIsNotAllowed")),
            Some(None) | None => Err(refused("notFound")),
        }
    }

    fn editable(&mut self, actor: Actor, index: usize) -> Result<&mut Trip, Outcome> {
        let trip = self.trip(actor, index)?;
        if trip.owner != actor && actor != Actor::System {
            return Err(refused("userIsNotAllowed"));
        }
        match trip.state {
            State::New | State::SentBack => Ok(trip),
            _ => Err(refused("permissionDenied")),
        }
    }

    pub(crate) fn create(&mut self, by: Actor, policy: Policy, name: Option<u8>) -> Outcome {
        if by == Actor::System {
            return refused("missingRequiredParam");
        }
        self.0.push(Some(Trip {
            owner: by,
            policy,
            name,
            comment: None,
            state: State::New,
            closed: false,
            ever_sent_back: false,
            was_approved: false,
            was_submitted: false,
        }));
        Outcome::Ok
    }

    pub(crate) fn update(&mut self, by: Actor, index: usize, name: Option<u8>) -> Outcome {
        match self.editable(by, index) {
            Ok(trip) => {
                trip.name = name;
                Outcome::Ok
            }
            Err(refused) => refused,
        }
    }

    pub(crate) fn delete(&mut self, by: Actor, index: usize) -> Outcome {
        if by == Actor::System {
            return refused("missingRequiredParam");
        }
        match self.editable(by, index) {
            Ok(_) => {
                self.0[index] = None;
                Outcome::Ok
            }
            Err(refused) => refused,
        }
    }

    pub(crate) fn take(
        &mut self,
        by: Actor,
        index: usize,
        action: WorkflowAction,
        comment: Option<u8>,
        for_bea: bool,
    ) -> Outcome {
        let trip = match self.trip(by, index) {
            Ok(trip) => trip,
            Err(refused) => return refused,
        };
        let decision = matches!(action, WorkflowAction::Approve | WorkflowAction::SendBack);
        if by == Actor::System && !(decision && trip.state == State::Outside) {
            return refused("missingRequiredParam");
        }
        if !trip.may(by, action, for_bea) {
            return refused("permissionDenied");
        }
        if let Some(code) = trip.obstacle().filter(|_| action == WorkflowAction::Submit) {
            return refused(code);
        }
        trip.comment = comment.or(trip.comment);
        trip.take(action);
        Outcome::Ok
    }

    /// Advances the time by half a day.
    pub(crate) fn wait(&mut self) -> Outcome {
        for trip in self.0.iter_mut().flatten() {
            trip.state = match trip.state {
                State::Booking(2..) => State::Booking(1),
                State::Booking(_) => State::Approved,
                state => state,
            };
        }
        Outcome::Ok
    }

    pub(crate) fn get(&self, by: Actor, index: usize) -> Outcome {
        match self.clone().trip(by, index) {
            Ok(_) => Outcome::Ok,
            Err(refused) => refused,
        }
    }

    /// Returns an existing Request as an actor sees it. With `for_bea`, it lists the actions that can be taken on Bea's
    /// behalf.
    pub(crate) fn view(&self, by: Actor, index: usize, for_bea: bool) -> View {
        let trip = self.0[index].as_ref().expect("it exists");
        let status = match trip.state {
            State::New => "NOT_SUBMITTED",
            State::SentBack => "SENTBACK",
            State::Manager | State::Processor | State::Outside => "SUBMITTED",
            State::Booking(_) => "PENDING_BOOKING",
            State::Approved => "APPROVED",
            State::Canceled => "CANCELED",
        };
        let allowed = WorkflowAction::KNOWN
            .iter()
            .filter(|action| trip.may(by, **action, for_bea));
        View {
            status: status.to_owned(),
            closed: trip.closed,
            ever_sent_back: trip.ever_sent_back,
            canceled_post_approval: trip.state == State::Canceled && trip.was_approved,
            approved: trip.state == State::Approved,
            pending_approval: status == "SUBMITTED",
            was_submitted: trip.was_submitted,
            name: trip.name.map(|name| name.to_string()),
            comment: trip.comment.map(|comment| comment.to_string()),
            operations: allowed.map(ToString::to_string).collect(),
        }
    }

    /// Returns the allowed actions with their actors, and whether they are on Bea's behalf.
    pub(crate) fn allowed_actions(&self, index: usize) -> Vec<(Actor, WorkflowAction, bool)> {
        let Some(Some(trip)) = self.0.get(index) else {
            return Vec::new();
        };
        let actions = Actor::ALL.into_iter().flat_map(|actor| {
            let actions = WorkflowAction::KNOWN.iter();
            actions.flat_map(move |action| [(actor, *action, false), (actor, *action, true)])
        });
        // Acting on Bea's behalf makes a difference only for her delegate.
        let differs = |actor: Actor, for_bea: bool| !for_bea || actor == Actor::Kim;
        let may = |(actor, action, for_bea): &(Actor, WorkflowAction, bool)| {
            differs(*actor, *for_bea) && trip.may(*actor, *action, *for_bea)
        };
        actions.filter(may).collect()
    }

    /// Returns the owners, `None` for deleted Requests.
    pub(crate) fn owners(&self) -> impl Iterator<Item = Option<Actor>> {
        self.0.iter().map(|trip| trip.as_ref().map(|trip| trip.owner))
    }

    /// Returns the positions of the Requests that wait for Bea's decision.
    pub(crate) fn pending_for_bea(&self) -> impl Iterator<Item = usize> {
        let waits = |trip: &Trip| trip.state == State::Manager && trip.owner.approver() == Some(Actor::Bea);
        let trips = self.0.iter().enumerate();
        trips
            .filter(move |(_, trip)| trip.as_ref().is_some_and(waits))
            .map(|(index, _)| index)
    }
}
