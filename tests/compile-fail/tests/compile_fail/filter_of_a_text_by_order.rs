use sap_concur::FilterField;

struct User;

const ACTIVE: FilterField<User, bool> = FilterField::new("active");
const NAME: FilterField<User, String> = FilterField::new("displayName");

fn main() {
    let _ = NAME.greater_than("A");
    let _ = ACTIVE.starts_with("t");
}
