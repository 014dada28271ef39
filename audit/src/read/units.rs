//! Splits a page into units, each with a title: a heading, or a bold list item over a call.

use super::calls;
use crate::markdown::{Block, Excerpt, Heading, Prose};
use crate::page::Call;
use crate::words::{self, Role};

/// The content under one title.
pub(super) struct Unit<'a> {
    pub(super) title: Excerpt,
    pub(super) anchors: Vec<String>,
    pub(super) call: Option<Call>,
    /// The blocks, each with the roles of the parts that contain it, outermost first.
    pub(super) parts: Vec<(Vec<Role>, &'a Block)>,
}

/// The level of a line of text that names a part of an operation: below all headings.
const LABEL_LEVEL: usize = 7;

pub(super) fn units<'a>(source: &'a str, blocks: &'a [Block]) -> Vec<Unit<'a>> {
    let mut cutter = Cutter {
        source,
        blocks,
        roles: Vec::new(),
        units: vec![Unit {
            title: Excerpt {
                text: String::new(),
                at: 0..0,
            },
            anchors: Vec::new(),
            call: None,
            parts: Vec::new(),
        }],
    };
    for (index, block) in blocks.iter().enumerate() {
        cutter.take(index, block);
    }
    cutter.units
}

struct Cutter<'a> {
    source: &'a str,
    blocks: &'a [Block],
    roles: Vec<(usize, &'static [Role])>,
    /// The units so far. The last one is open.
    units: Vec<Unit<'a>>,
}

impl<'a> Cutter<'a> {
    fn take(&mut self, index: usize, block: &'a Block) {
        match block {
            Block::Heading(heading) if self.is_role(index, heading) => {
                self.enter(heading.level, words::roles(&heading.prose.text));
            }
            Block::Heading(heading) if self.is_in_an_example(heading) => self.enter(heading.level, &[]),
            Block::Heading(heading) => {
                self.open(&heading.prose);
                self.call(&heading.prose.span(), false);
            }
            Block::Item(prose) if prose.is_strong() && self.is_followed_by_a_call(index) => self.open(prose),
            Block::Paragraph(prose) => self.paragraph(block, prose),
            Block::Code(code) => {
                let is_sample = calls::has_headers(self.source, code.at.clone());
                for line in calls::lines(self.source, code.at.clone()) {
                    self.call(&line, is_sample);
                }
                self.push(block);
            }
            Block::Item(_) | Block::Table(_) => self.push(block),
        }
    }

    fn paragraph(&mut self, block: &'a Block, prose: &Prose) {
        let mut is_statement = true;
        for line in calls::lines(self.source, prose.at.clone()) {
            match label(&line) {
                [] => self.call(&line, false),
                roles => {
                    self.enter(LABEL_LEVEL, roles);
                    is_statement = false;
                }
            }
        }
        if is_statement {
            self.push(block);
        }
    }

    fn open(&mut self, title: &Prose) {
        self.roles.clear();
        self.units.push(Unit {
            title: title.span(),
            anchors: title.anchors.clone(),
            call: None,
            parts: Vec::new(),
        });
    }

    fn enter(&mut self, level: usize, roles: &'static [Role]) {
        self.roles.retain(|(outer, _)| *outer < level);
        self.roles.push((level, roles));
    }

    fn push(&mut self, block: &'a Block) {
        let roles = self.roles.iter().flat_map(|(_, roles)| *roles).copied().collect();
        if let Some(unit) = self.units.last_mut() {
            unit.parts.push((roles, block));
        }
    }

    /// Adds a call, except in examples. The first call of a unit is its operation; another call starts a new unit with
    /// the same title.
    fn call(&mut self, line: &Excerpt, is_sample: bool) {
        let is_example = self.roles.iter().any(|(_, roles)| roles.contains(&Role::Example));
        let (Some(call), Some(unit), false) = (calls::call(line), self.units.last_mut(), is_example) else {
            return;
        };
        let call = Call { is_sample, ..call };
        match &unit.call {
            None => unit.call = Some(call),
            Some(known) if is_sample && call.is_one_of(known) => {}
            Some(known) if known.method == call.method && known.path == call.path => {}
            Some(_) => {
                let another = Unit {
                    title: unit.title.clone(),
                    anchors: unit.anchors.clone(),
                    call: Some(call),
                    parts: Vec::new(),
                };
                self.units.push(another);
                self.roles.clear();
            }
        }
    }

    /// Returns true if the heading is the title of an example, below a heading over examples.
    fn is_in_an_example(&self, heading: &Heading) -> bool {
        let is_example = |(level, roles): &(usize, &[Role])| *level < heading.level && roles.contains(&Role::Example);
        heading.prose.anchors.is_empty() && self.roles.iter().any(is_example)
    }

    /// Returns true if the heading names a part of an operation and is not a title: it has the words of a role, no
    /// anchor, and is below a heading with a call. `Request` can be either.
    fn is_role(&self, index: usize, heading: &Heading) -> bool {
        if words::roles(&heading.prose.text).is_empty() || !heading.prose.anchors.is_empty() {
            return false;
        }
        let mut level = heading.level;
        for (outer, block) in self.blocks[..index].iter().enumerate().rev() {
            let Block::Heading(above) = block else { continue };
            if above.level < level {
                level = above.level;
                let is_title = words::roles(&above.prose.text).is_empty() || !above.prose.anchors.is_empty();
                if is_title {
                    return self.is_about_a_call(outer, above);
                }
            }
        }
        false
    }

    /// Returns true if there is a call below the heading, not counting calls below other titles.
    fn is_about_a_call(&self, index: usize, heading: &Heading) -> bool {
        if calls::call(&heading.prose.span()).is_some() {
            return true;
        }
        let mut skipped = None;
        for block in &self.blocks[index + 1..] {
            match block {
                Block::Heading(inner) if inner.level <= heading.level => return false,
                Block::Heading(inner) if skipped.is_none_or(|level| inner.level <= level) => {
                    let is_title = words::roles(&inner.prose.text).is_empty();
                    skipped = is_title.then_some(inner.level);
                }
                block if skipped.is_none() && self.has_call(block) => return true,
                _ => {}
            }
        }
        false
    }

    /// Returns true if there is a call between an item and the next title.
    fn is_followed_by_a_call(&self, index: usize) -> bool {
        let is_title = |block: &&Block| match block {
            Block::Heading(_) => true,
            Block::Item(prose) => prose.is_strong(),
            _ => false,
        };
        let mut after = self.blocks[index + 1..].iter().take_while(|block| !is_title(block));
        after.any(|block| self.has_call(block))
    }

    fn has_call(&self, block: &Block) -> bool {
        let at = match block {
            Block::Paragraph(prose) => &prose.at,
            Block::Code(code) => &code.at,
            _ => return false,
        };
        calls::lines(self.source, at.clone()).any(|line| calls::call(&line).is_some())
    }
}

/// Returns the roles of a line that names a part of an operation, such as `*Parameters:*`.
fn label(line: &Excerpt) -> &'static [Role] {
    let text = line.text.as_str();
    let is_set_off = text.ends_with(':') || (text.starts_with(['*', '_']) && text.ends_with(['*', '_']));
    if is_set_off { words::roles(text) } else { &[] }
}
