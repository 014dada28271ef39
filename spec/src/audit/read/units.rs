//! A page in units: what stands under one title, be it a heading or an item of a list in bold over a call.

use super::super::markdown::{Block, Excerpt, Heading, Prose};
use super::super::page::Call;
use super::super::words::{self, Role};
use super::calls;

/// What stands under one title.
pub(super) struct Unit<'a> {
    pub(super) title: Excerpt,
    pub(super) anchors: Vec<String>,
    pub(super) call: Option<Call>,
    /// The blocks, each with the parts of an operation that it is in, the outermost first.
    pub(super) parts: Vec<(Vec<Role>, &'a Block)>,
}

/// A line of text that names a part of an operation is below all headings.
const LABEL: usize = 7;

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
    /// The last one is open.
    units: Vec<Unit<'a>>,
}

impl<'a> Cutter<'a> {
    fn take(&mut self, index: usize, block: &'a Block) {
        match block {
            Block::Heading(heading) if self.is_role(index, heading) => {
                self.enter(heading.level, words::roles(&heading.prose.text));
            }
            Block::Heading(heading) => {
                self.open(&heading.prose);
                self.call(&heading.prose.span());
            }
            Block::Item(prose) if prose.is_strong() && self.leads_to_a_call(index) => self.open(prose),
            Block::Paragraph(prose) => self.paragraph(block, prose),
            Block::Code(code) => {
                for line in calls::lines(self.source, code.at.clone()) {
                    self.call(&line);
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
                [] => self.call(&line),
                roles => {
                    self.enter(LABEL, roles);
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

    /// The first call of a unit is what it is about; another one begins a unit of the same title. Calls of examples are none.
    fn call(&mut self, line: &Excerpt) {
        let is_example = self.roles.iter().any(|(_, roles)| roles.contains(&Role::Example));
        let (Some(call), Some(unit), false) = (calls::call(line), self.units.last_mut(), is_example) else {
            return;
        };
        match &unit.call {
            None => unit.call = Some(call),
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

    /// The heading is a part of an operation and no title: one that has such words and no anchor of its own, below a heading
    /// that is about a call. `Request` can be either.
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

    /// There is a call below the heading, other headings with titles and what is below them left out.
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

    /// The blocks after an item lead to a call before the next title.
    fn leads_to_a_call(&self, index: usize) -> bool {
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

/// The parts of an operation that a line of its own leads to: `*Parameters:*`.
fn label(line: &Excerpt) -> &'static [Role] {
    let text = line.text.as_str();
    let is_set_off = text.ends_with(':') || (text.starts_with(['*', '_']) && text.ends_with(['*', '_']));
    if is_set_off { words::roles(text) } else { &[] }
}
