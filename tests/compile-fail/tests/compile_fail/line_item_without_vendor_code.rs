//! A line item without the required vendor code.

use sap_concur::dec;
use sap_concur::purchase_request::{LineItem, PurchaseType};

fn main() {
    let _ = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_address_code("ADDR1")
        .description("office chair")
        .quantity(dec!(20))
        .unit_price(dec!(346.2))
        .build();
}
