//! Parses Markdown into blocks with spans. The only module that uses the Markdown crate.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A block of a page.
pub(crate) enum Block {
    Heading(Heading),
    Paragraph(Prose),
    /// A list item, without nested lists.
    Item(Prose),
    Table(Table),
    Code(Code),
}

pub(crate) struct Heading {
    /// The level, starting at 1.
    pub(crate) level: usize,
    pub(crate) prose: Prose,
}

/// Inline text.
#[derive(Clone, Default)]
pub(crate) struct Prose {
    pub(crate) at: Range<usize>,
    /// The text without markup.
    pub(crate) text: String,
    pub(crate) strong: Vec<Strong>,
    /// Code spans.
    pub(crate) code: Vec<Excerpt>,
    pub(crate) links: Vec<Link>,
    /// The targets of links: `<a name="…">`.
    pub(crate) anchors: Vec<String>,
}

/// Bold text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strong {
    pub(crate) text: String,
    /// Its place in the text without markup.
    pub(crate) within: Range<usize>,
}

/// A text with its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    pub(crate) at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) target: String,
    pub(crate) at: Range<usize>,
}

pub(crate) struct Table {
    pub(crate) head: Vec<Prose>,
    pub(crate) rows: Vec<Vec<Prose>>,
    /// The first line.
    pub(crate) at: Range<usize>,
}

pub(crate) struct Code {
    /// The info string of the fence, such as `json`.
    pub(crate) language: String,
    /// The span of the content.
    pub(crate) at: Range<usize>,
}

impl Prose {
    /// Returns true if all of the text is bold.
    pub(crate) fn is_strong(&self) -> bool {
        let strong: String = self.strong.iter().map(|strong| strong.text.as_str()).collect();
        !self.strong.is_empty() && strong.trim() == self.text.trim()
    }

    /// Returns true if the text is empty or a dash.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.text.trim(), "" | "-" | "–" | "—")
    }

    /// Returns true if these letters are bold, without regard to case and to what is between them.
    pub(crate) fn has_strong(&self, letters: &str) -> bool {
        let is_letter = |c: &char| c.is_alphabetic();
        let found = |text: &str| -> String { text.to_lowercase().chars().filter(is_letter).collect() };
        self.strong.iter().any(|strong| found(&strong.text) == letters)
    }

    pub(crate) fn starts_with_code(&self) -> bool {
        let first = self.code.first().map(|code| code.text.as_str());
        first.is_some_and(|code| self.text.trim_start().starts_with(code))
    }

    /// Returns the first link to a type: to a heading of this page or of another page of the same website.
    pub(crate) fn type_link(&self) -> Option<&Link> {
        let is_internal = |link: &&Link| link.target.contains('#') && !link.target.contains("://");
        self.links.iter().find(is_internal)
    }

    pub(crate) fn span(&self) -> Excerpt {
        Excerpt {
            text: self.text.trim().to_owned(),
            at: self.at.clone(),
        }
    }
}

/// Parses the blocks of a page, in order. `within` is its place in the text.
///
/// A table without outer pipes that directly follows a line of text is part of the paragraph by the standard, but
/// readers see a table. It is parsed as a table here.
pub(crate) fn blocks(source: &str, within: Range<usize>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for block in parse(source, within) {
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

/// Returns the offset of a table header in a paragraph: the line before a delimiter row.
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

/// The block that is being parsed.
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
    /// Inside of the front matter.
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
            // The text of an item may be wrapped in a paragraph.
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
                    at,
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
                let end = inline.prose.text.len();
                let strong = inline.strong.take();
                inline.prose.strong.extend(strong.map(|text| {
                    let within = end.saturating_sub(text.len())..end;
                    Strong { text, within }
                }));
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

/// Trims surrounding whitespace from a span.
fn trimmed(source: &str, at: Range<usize>) -> Range<usize> {
    let text = &source[at.clone()];
    let start = at.start + (text.len() - text.trim_start().len());
    start..(start + text.trim().len()).max(start)
}

/// Returns the name in `<a name="…">`, or the id of another element.
fn anchor(html: &str) -> Option<String> {
    let value = ["name=\"", "id=\""].iter().find_map(|key| html.split_once(key))?.1;
    Some(value.split('"').next()?.to_owned()).filter(|name| !name.is_empty())
}
