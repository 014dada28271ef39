//! The model: who may do what with a Request, and what becomes of it.

use sap_concur::request::WorkflowAction;

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Has Bea for an approver.
    Ann,
    /// Has Carl for an approver.
    Bea,
    /// The approver of Bea and Kim; has none.
    Carl,
    /// The processor; has Bea for an approver.
    Dora,
    /// Has no approver.
    Emil,
    /// Is her own approver.
    Fay,
    /// May stand in for Bea; has Carl for an approver.
    Kim,
    /// A company token that may validate for systems outside.
    System,
}

/// Who decides after `submit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    Manager,
    Reviewed,
    Outside,
    Booked,
}

/// How a call went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Ok,
    Refused(String),
}

/// What is seen of a Request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
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

/// Where a Request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    New,
    SentBack,
    Manager,
    Processor,
    Outside,
    /// Half days that are left until the booking is there.
    Booking(u8),
    Approved,
    Canceled,
}

#[derive(Debug, Clone)]
struct Trip {
    owner: Who,
    policy: Policy,
    name: Option<u8>,
    comment: Option<u8>,
    at: At,
    closed: bool,
    ever_sent_back: bool,
    was_approved: bool,
    was_submitted: bool,
}

/// The Requests in the order of their creation; none in place of one that was deleted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Model(Vec<Option<Trip>>);

impl Who {
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

fn refused(code: &str) -> Said {
    Said::Refused(code.to_owned())
}

impl Trip {
    fn is_seen_by(&self, who: Who) -> bool {
        let approver = self.owner.approver();
        let stands_in = who == Who::Kim && approver == Some(Who::Bea);
        matches!(who, Who::System | Who::Dora) || who == self.owner || approver == Some(who) || stands_in
    }

    fn may(&self, who: Who, action: WorkflowAction, for_bea: bool) -> bool {
        let own = who == self.owner;
        match (action, self.at, self.closed) {
            (WorkflowAction::Reopen, _, closed) => own && closed,
            (_, _, true) => false,
            (WorkflowAction::Submit, At::New | At::SentBack, _)
            | (WorkflowAction::Recall, At::Manager | At::Processor | At::Outside, _)
            | (WorkflowAction::Cancel, At::Manager | At::Processor | At::Outside | At::Booking(_) | At::Approved, _)
            | (WorkflowAction::Close, At::Approved | At::Canceled, _) => own,
            (WorkflowAction::Approve | WorkflowAction::SendBack, at, _) => !own && self.decides(at, who, for_bea),
            _ => false,
        }
    }

    fn decides(&self, at: At, who: Who, for_bea: bool) -> bool {
        match at {
            At::Manager if for_bea => who == Who::Kim && self.owner.approver() == Some(Who::Bea),
            At::Manager => self.owner.approver() == Some(who),
            At::Processor => who == Who::Dora,
            At::Outside => who == Who::System,
            _ => false,
        }
    }

    /// Why it cannot be submitted, though its owner may.
    fn obstacle(&self) -> Option<&'static str> {
        if self.name.is_none() {
            return Some("missingRequiredField");
        }
        match self.owner.approver() {
            None => Some("NO_APPROVER_CHANGE_MY_INFO"),
            Some(approver) if approver == self.owner => Some("APPROVER_CUM_REPORTOWNER"),
            // Dora is the only processor.
            _ if self.policy == Policy::Reviewed && self.owner == Who::Dora => {
                Some("APPROVER_CUM_REPORTOWNER_EDITABLE")
            }
            _ => None,
        }
    }

    fn after_approval(&self) -> At {
        match (self.at, self.policy) {
            (At::Manager, Policy::Reviewed) => At::Processor,
            (At::Manager, Policy::Outside) => At::Outside,
            (At::Manager, Policy::Booked) => At::Booking(2),
            _ => At::Approved,
        }
    }

    fn take(&mut self, action: WorkflowAction) {
        self.at = match action {
            WorkflowAction::Submit => {
                self.was_submitted = true;
                At::Manager
            }
            WorkflowAction::Approve => self.after_approval(),
            WorkflowAction::Recall => At::New,
            WorkflowAction::SendBack => {
                self.ever_sent_back = true;
                At::SentBack
            }
            WorkflowAction::Cancel => {
                self.was_approved = self.at == At::Approved;
                At::Canceled
            }
            WorkflowAction::Close | WorkflowAction::Reopen => {
                self.closed = action == WorkflowAction::Close;
                self.at
            }
        };
    }
}

impl Model {
    fn trip(&mut self, who: Who, of: usize) -> Result<&mut Trip, Said> {
        match self.0.get_mut(of) {
            Some(Some(trip)) if trip.is_seen_by(who) => Ok(trip),
            Some(Some(_)) => Err(refused("userIsNotAllowed")),
            Some(None) | None => Err(refused("notFound")),
        }
    }

    fn editable(&mut self, who: Who, of: usize) -> Result<&mut Trip, Said> {
        if who == Who::System {
            return Err(refused("missingRequiredParam"));
        }
        let trip = self.trip(who, of)?;
        if trip.owner != who {
            return Err(refused("userIsNotAllowed"));
        }
        match trip.at {
            At::New | At::SentBack => Ok(trip),
            _ => Err(refused("permissionDenied")),
        }
    }

    pub(crate) fn create(&mut self, by: Who, policy: Policy, name: Option<u8>) -> Said {
        if by == Who::System {
            return refused("missingRequiredParam");
        }
        self.0.push(Some(Trip {
            owner: by,
            policy,
            name,
            comment: None,
            at: At::New,
            closed: false,
            ever_sent_back: false,
            was_approved: false,
            was_submitted: false,
        }));
        Said::Ok
    }

    pub(crate) fn update(&mut self, by: Who, of: usize, name: Option<u8>) -> Said {
        match self.editable(by, of) {
            Ok(trip) => {
                trip.name = name;
                Said::Ok
            }
            Err(refused) => refused,
        }
    }

    pub(crate) fn delete(&mut self, by: Who, of: usize) -> Said {
        match self.editable(by, of) {
            Ok(_) => {
                self.0[of] = None;
                Said::Ok
            }
            Err(refused) => refused,
        }
    }

    pub(crate) fn take(
        &mut self,
        by: Who,
        of: usize,
        action: WorkflowAction,
        comment: Option<u8>,
        for_bea: bool,
    ) -> Said {
        let trip = match self.trip(by, of) {
            Ok(trip) => trip,
            Err(refused) => return refused,
        };
        let decision = matches!(action, WorkflowAction::Approve | WorkflowAction::SendBack);
        if by == Who::System && !(decision && trip.at == At::Outside) {
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
        Said::Ok
    }

    /// Half a day passes.
    pub(crate) fn wait(&mut self) -> Said {
        for trip in self.0.iter_mut().flatten() {
            trip.at = match trip.at {
                At::Booking(2..) => At::Booking(1),
                At::Booking(_) => At::Approved,
                at => at,
            };
        }
        Said::Ok
    }

    pub(crate) fn get(&self, by: Who, of: usize) -> Said {
        match self.clone().trip(by, of) {
            Ok(_) => Said::Ok,
            Err(refused) => refused,
        }
    }

    /// What somebody sees of a Request that is there; after an action that was taken for Bea, what can be taken for her.
    pub(crate) fn seen(&self, by: Who, of: usize, for_bea: bool) -> Seen {
        let trip = self.0[of].as_ref().expect("it exists");
        let status = match trip.at {
            At::New => "NOT_SUBMITTED",
            At::SentBack => "SENTBACK",
            At::Manager | At::Processor | At::Outside => "SUBMITTED",
            At::Booking(_) => "PENDING_BOOKING",
            At::Approved => "APPROVED",
            At::Canceled => "CANCELED",
        };
        let allowed = WorkflowAction::KNOWN
            .iter()
            .filter(|action| trip.may(by, **action, for_bea));
        Seen {
            status: status.to_owned(),
            closed: trip.closed,
            ever_sent_back: trip.ever_sent_back,
            canceled_post_approval: trip.at == At::Canceled && trip.was_approved,
            approved: trip.at == At::Approved,
            pending_approval: status == "SUBMITTED",
            was_submitted: trip.was_submitted,
            name: trip.name.map(|name| name.to_string()),
            comment: trip.comment.map(|comment| comment.to_string()),
            operations: allowed.map(ToString::to_string).collect(),
        }
    }

    /// The actions that are allowed now, by whom, and whether standing in for Bea.
    pub(crate) fn possible(&self, of: usize) -> Vec<(Who, WorkflowAction, bool)> {
        let Some(Some(trip)) = self.0.get(of) else {
            return Vec::new();
        };
        let ways = Who::ALL.into_iter().flat_map(|who| {
            let actions = WorkflowAction::KNOWN.iter();
            actions.flat_map(move |action| [(who, *action, false), (who, *action, true)])
        });
        // Standing in for somebody makes a difference to decisions of delegates only.
        let differs = |who: Who, for_bea: bool| !for_bea || who == Who::Kim;
        let may = |(who, action, for_bea): &(Who, WorkflowAction, bool)| {
            differs(*who, *for_bea) && trip.may(*who, *action, *for_bea)
        };
        ways.filter(may).collect()
    }

    /// The owners; none of what is gone.
    pub(crate) fn owners(&self) -> impl Iterator<Item = Option<Who>> {
        self.0.iter().map(|trip| trip.as_ref().map(|trip| trip.owner))
    }

    /// What waits for Bea's decision.
    pub(crate) fn for_bea(&self) -> impl Iterator<Item = usize> {
        let waits = |trip: &Trip| trip.at == At::Manager && trip.owner.approver() == Some(Who::Bea);
        let trips = self.0.iter().enumerate();
        trips
            .filter(move |(_, trip)| trip.as_ref().is_some_and(waits))
            .map(|(of, _)| of)
    }
}
