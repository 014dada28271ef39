//! A misspelled workflow action as a string.

use sap_concur::Concur;

fn act(concur: &Concur) {
    let _ = concur.requests().take_action("A1", "aprove");
}

fn main() {}
