//! A workflow action that is none.

use sap_concur::Concur;

fn act(concur: &Concur) {
    let _ = concur.requests().take_action("A1", "aprove");
}

fn main() {}
