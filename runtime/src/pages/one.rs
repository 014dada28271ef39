//! The only item of a list.

use super::{Items, Page, one_error::OneError};
use crate::OperationError;

impl<P: Page, E: OperationError> Items<P, E> {
    /// Returns the only item, such as the only vendor with a name: `vendors.list().vendor_name("ACME").stream().one()`.
    ///
    /// It reads up to the second item.
    ///
    /// # Errors
    ///
    /// Returns [`OneError::NotFound`] if there is no item and [`OneError::Several`] if there is more than one.
    pub async fn one(mut self) -> Result<P::Item, OneError<E>> {
        let first = self.try_next().await.map_err(OneError::Call)?;
        let first = first.ok_or(OneError::NotFound)?;
        match self.try_next().await.map_err(OneError::Call)? {
            Some(_) => Err(OneError::Several),
            None => Ok(first),
        }
    }
}
