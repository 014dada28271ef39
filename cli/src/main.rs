//! `concur`: SAP Concur on the command line.

fn main() {}
