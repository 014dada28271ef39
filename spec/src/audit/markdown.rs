//! Markdown as blocks with their places. The only file that knows the Markdown crate.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A stretch of a page that stands by itself.
pub(super) enum Block {
    Heading(Heading),
    Paragraph(Prose),
    /// An item of a list, without the lists in it.
    Item(Prose),
    Table(Table),
    Code(Code),
}

pub(super) struct Heading {
    /// From 1.
    pub(super) level: usize,
    pub(super) prose: Prose,
}

/// Text that runs on.
#[derive(Clone, Default)]
pub(super) struct Prose {
    pub(super) at: Range<usize>,
    /// Without the marks of Markdown.
    pub(super) text: String,
    pub(super) strong: Vec<String>,
    /// Spans of code with their places.
    pub(super) code: Vec<Excerpt>,
    pub(super) links: Vec<Link>,
    /// The names that links can lead to: `<a name="…">`.
    pub(super) anchors: Vec<String>,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    pub(super) at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) target: String,
}

pub(super) struct Table {
    pub(super) head: Vec<Prose>,
    pub(super) rows: Vec<Vec<Prose>>,
    /// Its first line.
    pub(super) at: Range<usize>,
}

pub(super) struct Code {
    /// What follows the fence, `json`.
    pub(super) language: String,
    /// What is in it, as it stands in the page.
    pub(super) at: Range<usize>,
}

impl Prose {
    /// All of it is set in bold.
    pub(super) fn is_strong(&self) -> bool {
        !self.strong.is_empty() && self.strong.concat().trim() == self.text.trim()
    }

    /// It stands for nothing: empty, or a dash.
    pub(super) fn is_blank(&self) -> bool {
        matches!(self.text.trim(), "" | "-" | "–" | "—")
    }

    pub(super) fn span(&self) -> Excerpt {
        Excerpt {
            text: self.text.trim().to_owned(),
            at: self.at.clone(),
        }
    }
}

/// The blocks of a page in their order.
///
/// A table without bars at its edges that follows a line of text at once is a table to whoever reads the page, and a part of
/// the paragraph to the standard. Here it is a table.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for block in parse(source, 0..source.len()) {
        match &block {
            Block::Paragraph(Prose { at, .. }) => match hidden_table(source, at.clone()) {
                Some(start) => {
                    blocks.extend(parse(source, at.start..start));
                    blocks.extend(parse(source, start..at.end));
                }
                None => blocks.push(block),
            },
            _ => blocks.push(block),
        }
    }
    blocks
}

/// Where the head of a table begins in a paragraph: the line before one of dashes and bars.
fn hidden_table(source: &str, at: Range<usize>) -> Option<usize> {
    let is_rule =
        |line: &str| line.contains('-') && line.contains('|') && line.chars().all(|c| "-:| \t\r\n".contains(c));
    let mut before: Option<(usize, &str)> = None;
    let mut start = at.start;
    for line in source[at].split_inclusive('\n') {
        match before {
            Some((head, text)) if is_rule(line) && text.contains('|') => return Some(head),
            _ => before = Some((start, line)),
        }
        start += line.len();
    }
    None
}

fn parse(source: &str, within: Range<usize>) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader {
        source,
        blocks: Vec::new(),
        open: None,
        table: None,
        code: None,
        skip: false,
    };
    let start = within.start;
    for (event, at) in Parser::new_ext(&source[within], options).into_offset_iter() {
        reader.take(event, start + at.start..start + at.end);
    }
    reader.close();
    reader.blocks
}

/// What the text that is being read will be.
enum Open {
    Heading(usize),
    Paragraph,
    Item,
    Cell,
}

struct Reader<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    open: Option<(Open, Inline)>,
    table: Option<Table>,
    code: Option<Code>,
    /// In the block before the page begins.
    skip: bool,
}

#[derive(Default)]
struct Inline {
    prose: Prose,
    strong: Option<String>,
    link: Option<Link>,
}

impl Inline {
    fn push(&mut self, text: &str) {
        self.prose.text.push_str(text);
        let link = self.link.as_mut().map(|link| &mut link.text);
        for open in [self.strong.as_mut(), link].into_iter().flatten() {
            open.push_str(text);
        }
    }
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(_) if self.skip => {}
            Event::Text(text) => match &mut self.code {
                Some(code) if code.at.is_empty() => code.at = at,
                Some(code) => code.at.end = at.end,
                None => self.push(&text),
            },
            Event::Code(text) => {
                self.push(&text);
                if let Some((_, inline)) = &mut self.open {
                    let text = text.into_string();
                    inline.prose.code.push(Excerpt { text, at });
                }
            }
            Event::InlineHtml(html) | Event::Html(html) => {
                if let (Some((_, inline)), Some(name)) = (&mut self.open, anchor(&html)) {
                    inline.prose.anchors.push(name);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some((_, inline)) = &mut self.open {
            inline.push(text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Open::Heading(level as usize), at),
            // The text of an item may stand in a paragraph of its own.
            Tag::Paragraph if matches!(&self.open, Some((Open::Item, inline)) if inline.prose.text.is_empty()) => {}
            Tag::Paragraph => self.begin(Open::Paragraph, at),
            Tag::Item => self.begin(Open::Item, at),
            Tag::List(_) => self.close(),
            Tag::Table(_) => {
                self.close();
                let first = self.source[at.clone()].lines().next().map_or(0, str::len);
                self.table = Some(Table {
                    head: Vec::new(),
                    rows: Vec::new(),
                    at: at.start..at.start + first,
                });
            }
            Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.begin(Open::Cell, at),
            Tag::CodeBlock(kind) => {
                self.close();
                let language = match kind {
                    pulldown_cmark::CodeBlockKind::Fenced(language) => language.trim().to_ascii_lowercase(),
                    pulldown_cmark::CodeBlockKind::Indented => String::new(),
                };
                let at = at.start..at.start;
                self.code = Some(Code { language, at });
            }
            Tag::Strong => self.with_open(|inline| inline.strong = Some(String::new())),
            Tag::Link { dest_url, .. } => self.with_open(|inline| {
                inline.link = Some(Link {
                    text: String::new(),
                    target: dest_url.into_string(),
                });
            }),
            Tag::MetadataBlock(_) => self.skip = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell => self.close(),
            TagEnd::Table => self.blocks.extend(self.table.take().map(Block::Table)),
            TagEnd::CodeBlock => self.blocks.extend(self.code.take().map(Block::Code)),
            TagEnd::Strong => self.with_open(|inline| {
                let strong = inline.strong.take();
                inline.prose.strong.extend(strong);
            }),
            TagEnd::Link => self.with_open(|inline| {
                let link = inline.link.take();
                inline.prose.links.extend(link);
            }),
            TagEnd::MetadataBlock(_) => self.skip = false,
            _ => {}
        }
    }

    fn with_open(&mut self, change: impl FnOnce(&mut Inline)) {
        if let Some((_, inline)) = &mut self.open {
            change(inline);
        }
    }

    fn begin(&mut self, open: Open, at: Range<usize>) {
        self.close();
        let at = trimmed(self.source, at);
        let prose = Prose { at, ..Prose::default() };
        let inline = Inline {
            prose,
            ..Inline::default()
        };
        self.open = Some((open, inline));
    }

    fn close(&mut self) {
        let Some((open, inline)) = self.open.take() else { return };
        let prose = inline.prose;
        match open {
            Open::Heading(level) => self.blocks.push(Block::Heading(Heading { level, prose })),
            Open::Paragraph => self.blocks.push(Block::Paragraph(prose)),
            Open::Item if prose.text.trim().is_empty() => {}
            Open::Item => self.blocks.push(Block::Item(prose)),
            Open::Cell => {
                if let Some(table) = &mut self.table {
                    table.rows.last_mut().unwrap_or(&mut table.head).push(prose);
                }
            }
        }
    }
}

/// Without the white space around it.
fn trimmed(source: &str, at: Range<usize>) -> Range<usize> {
    let text = &source[at.clone()];
    let start = at.start + (text.len() - text.trim_start().len());
    start..(start + text.trim().len()).max(start)
}

/// The name in `<a name="…">` or the id of another element.
fn anchor(html: &str) -> Option<String> {
    let value = ["name=\"", "id=\""].iter().find_map(|key| html.split_once(key))?.1;
    Some(value.split('"').next()?.to_owned()).filter(|name| !name.is_empty())
}
