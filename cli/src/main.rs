//! `concur`: SAP Concur on the command line.

#[allow(dead_code, unused_imports, reason = "`concur import` will read and write by it")]
mod sheet;

fn main() {}
