use sap_concur::{FilterField, FilterList};

struct User;
struct Email;

const EMAILS: FilterList<User, Email> = FilterList::new("emails");
const TYPE: FilterField<Email, String> = FilterField::new("type");

fn main() {
    let _ = EMAILS.any(TYPE.not_equal("work"));
    let _ = EMAILS.any(!TYPE.equals("work"));
}
