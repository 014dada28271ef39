//! Walks through a list by pages that overlap.
//!
//! A list is a moving target: when an object disappears, those behind it move up, and one moves from the page that is
//! asked for next to the page that has been read. So a page starts with the last object of the page before. If it starts
//! with an object that has not been seen, something has moved, and the walk goes back until a page starts with one that
//! has.

use std::collections::HashSet;

/// A service that does not look at the index of a page would be asked forever.
const MAX_BARREN: u32 = 20;

/// The way through a list.
#[derive(Debug, Default)]
pub(super) struct Walk {
    start: u64,
    /// The length of the longest page.
    width: u64,
    /// How far the walk goes back if it has to.
    back: u64,
    seen: HashSet<String>,
    /// The number of pages in a row that had nothing new.
    barren: u32,
    is_over: bool,
}

impl Walk {
    /// The index of the page to ask for, or `None` at the end of the list.
    pub(super) fn next(&self) -> Option<u64> {
        (!self.is_over).then_some(self.start)
    }

    /// Takes note of a page. Returns the places of the objects that have not been seen before.
    ///
    /// # Errors
    ///
    /// Returns an error if the pages lead nowhere.
    pub(super) fn add(&mut self, ids: &[&str], has_next: bool) -> Result<Vec<usize>, String> {
        let length = ids.len() as u64;
        self.width = self.width.max(length);
        let joins = self.start == 0 || ids.first().is_some_and(|id| self.seen.contains(*id));
        if !joins {
            self.step(false)?;
            self.start = self.start.saturating_sub(self.back);
            self.back = self.back.saturating_mul(2);
            return Ok(Vec::new());
        }
        self.back = self.width.saturating_sub(1).max(1);
        let mut new = Vec::new();
        for (place, id) in ids.iter().enumerate() {
            if self.seen.insert((*id).to_owned()) {
                new.push(place);
            }
        }
        self.is_over = !has_next;
        if has_next {
            if length < 2 {
                return Err("its pages have less than two objects, so they cannot overlap".to_owned());
            }
            self.step(!new.is_empty())?;
            self.start = self.start.saturating_add(length - 1);
        }
        Ok(new)
    }

    fn step(&mut self, is_fruitful: bool) -> Result<(), String> {
        self.barren = if is_fruitful { 0 } else { self.barren + 1 };
        match self.barren > MAX_BARREN {
            true => Err("its pages repeat and do not come to an end".to_owned()),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// A list in the order of its ids.
    struct List(BTreeSet<u32>);

    impl List {
        fn page(&self, start: u64, limit: usize) -> (Vec<String>, bool) {
            let start = usize::try_from(start).unwrap();
            let ids: Vec<String> = self.0.iter().skip(start).take(limit).map(u32::to_string).collect();
            let has_next = start + ids.len() < self.0.len();
            (ids, has_next)
        }
    }

    /// Walks through a list that changes before each page. Returns what was read, each object once.
    fn walked(list: &mut List, limit: usize, mut change: impl FnMut(&mut List)) -> BTreeSet<u32> {
        let mut walk = Walk::default();
        let mut read = BTreeSet::new();
        while let Some(start) = walk.next() {
            let (ids, has_next) = list.page(start, limit);
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            for place in walk.add(&ids, has_next).unwrap() {
                assert!(read.insert(ids[place].parse().unwrap()), "read twice");
            }
            change(list);
        }
        read
    }

    #[test]
    fn deleted_objects_do_not_hide_others() {
        let mut list = List((0..100).collect());
        let mut pages = 0;
        let read = walked(&mut list, 10, |list| {
            pages += 1;
            // What has been read disappears, so all that follows moves up.
            if pages == 3 {
                list.0.retain(|id| *id >= 25);
            }
        });
        assert_eq!(read, (0..100).collect());
    }

    proptest! {
        #[test]
        fn what_is_there_all_the_time_is_read_once(
            all in prop::collection::btree_set(0..500_u32, 0..120),
            changes in prop::collection::vec((any::<bool>(), 0..500_u32), 0..200),
            limit in 4..20_usize,
        ) {
            let mut list = List(all.clone());
            let mut changes = changes.iter();
            let mut touched = BTreeSet::new();
            let read = walked(&mut list, limit, |list| {
                for (is_new, id) in changes.by_ref().take(2) {
                    touched.insert(*id);
                    let _ = if *is_new { list.0.insert(*id) } else { list.0.remove(id) };
                }
            });
            let missed: Vec<&u32> = all.difference(&touched).filter(|id| !read.contains(id)).collect();
            prop_assert!(missed.is_empty(), "{missed:?}");
        }
    }

    #[test]
    fn pages_that_lead_nowhere_are_an_error() {
        let mut walk = Walk::default();
        let ids = ["1", "2", "3"];
        let failed = (0..100).find_map(|_| walk.add(&ids, true).err());
        assert!(failed.unwrap().contains("do not come to an end"));
        let failed = Walk::default().add(&["1"], true);
        assert!(failed.unwrap_err().contains("less than two"));
        let mut walk = Walk::default();
        assert_eq!(walk.add(&[], false).unwrap(), Vec::<usize>::new());
        assert_eq!(walk.next(), None);
    }
}
