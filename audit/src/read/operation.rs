//! Reads the operation of a unit.

use std::ops::Range;

use concur_spec::api::{HttpMethod, ParameterLocation};

use super::rows::{self, Kind, Known};
use super::{Reader, calls};
use crate::markdown::{Block, Code, Excerpt, Prose};
use crate::page::{Body, Call, Example, Need, Operation, Page, ResponseBody, Row, TypeCell};
use crate::words::{self, Role};

/// Reads the operation of a unit, if it has a call.
pub(super) fn read(unit: &Reader<'_>, page: &mut Page) -> Option<Operation> {
    let commands = commands(unit);
    let call = unit.unit.call.clone();
    let from_command = call.is_none();
    let call = call.or_else(|| Some(commands.first()?.call.clone()))?;
    let mut operation = Operation {
        title: unit.unit.title.clone(),
        call,
        from_command,
        parameters: Vec::new(),
        body: None,
        response_body: None,
        failure_body: None,
        statuses: Vec::new(),
        scopes: Vec::new(),
        request_headers: Vec::new(),
        response_headers: Vec::new(),
        examples: Vec::new(),
        words: Vec::new(),
    };
    let mut reader = OperationReader {
        unit,
        operation: &mut operation,
        after_status: false,
        lists_places: false,
    };
    for (roles, block) in &unit.unit.parts {
        reader.part(roles, block, page);
    }
    if from_command {
        commands.iter().for_each(|command| reader.command(command));
    }
    reader.place_parameters();
    Some(operation)
}

/// Returns a row with only a name and perhaps a location.
pub(super) fn bare_row(name: Excerpt, location: Option<ParameterLocation>) -> Row {
    Row {
        at: name.at.clone(),
        name,
        location,
        no_place: None,
        ty: None,
        format: None,
        required: None,
        read_only: false,
        write_only: false,
        one_of: Vec::new(),
        values: Vec::new(),
        description: String::new(),
    }
}

fn commands(unit: &Reader<'_>) -> Vec<calls::Command> {
    let blocks = unit.unit.parts.iter().filter_map(|(_, block)| match block {
        Block::Code(code) => Some(code.at.clone()),
        _ => None,
    });
    let lines = blocks.flat_map(|at| calls::lines(unit.source, at));
    lines.filter_map(|line| calls::command(&line)).collect()
}

struct OperationReader<'a> {
    unit: &'a Reader<'a>,
    operation: &'a mut Operation,
    /// The last block was the status line of a response.
    after_status: bool,
    /// A table has a location column, so the path parameters must be in the table.
    lists_places: bool,
}

impl OperationReader<'_> {
    fn part(&mut self, roles: &[Role], block: &Block, page: &mut Page) {
        match block {
            Block::Table(table) => self.table(roles, &Known::read(table)),
            Block::Item(prose) | Block::Paragraph(prose) => {
                self.statement(roles, prose, matches!(block, Block::Item(_)));
            }
            Block::Code(code) => {
                page.unread.extend(self.unit.broken_json(code));
                self.code(roles, code);
            }
            Block::Heading(_) => {}
        }
    }

    fn table(&mut self, roles: &[Role], known: &Known<'_>) {
        let is_response = roles.contains(&Role::Response);
        match known.kind(roles) {
            Some(Kind::Statuses) => self.operation.statuses.extend(known.status_cells()),
            Some(Kind::Rows { .. }) if roles.contains(&Role::Headers) => {
                let names = known.rows(self.unit.source).into_iter().map(|row| row.name);
                self.headers(is_response).extend(names);
            }
            Some(Kind::Rows { has_place: false }) if is_response => self.response_body(known),
            Some(Kind::Rows { has_place }) => {
                self.lists_places |= has_place;
                for row in known.rows(self.unit.source) {
                    self.parameter(row);
                }
            }
            _ => {}
        }
    }

    fn headers(&mut self, is_response: bool) -> &mut Vec<Excerpt> {
        if is_response {
            &mut self.operation.response_headers
        } else {
            &mut self.operation.request_headers
        }
    }

    /// Adds a parameter, or the body.
    fn parameter(&mut self, row: Row) {
        let is_unnamed = matches!(row.name.text.as_str(), "" | "-" | "–" | "—");
        let links = row.ty.as_ref().is_some_and(|ty| ty.link.is_some());
        let is_called_body = words::place(&row.name.text) == Some(ParameterLocation::Body);
        let is_body = row.location == Some(ParameterLocation::Body) && is_unnamed || is_called_body && links;
        match row.ty {
            Some(ty) if is_body => {
                self.operation.body = Some(Body {
                    ty,
                    required: row.required != Some(Need::Optional),
                });
            }
            _ if is_unnamed => {}
            ty => self.operation.parameters.push(Row { ty, ..row }),
        }
    }

    /// Reads a table of the response: a row without a name is the whole body, rows with names are its fields.
    fn response_body(&mut self, known: &Known<'_>) {
        let rows = known.rows(self.unit.source);
        let is_unnamed = |row: &Row| matches!(row.name.text.as_str(), "" | "-" | "–" | "—");
        let response_body = if known.table.rows.is_empty() {
            ResponseBody::Unfilled(known.table.at.clone())
        } else if rows.iter().all(is_unnamed) {
            match rows.into_iter().find_map(|row| row.ty) {
                Some(ty) => ResponseBody::Type(ty),
                None => ResponseBody::Nothing(self.first_row(known)),
            }
        } else {
            ResponseBody::Fields {
                rows,
                at: known.table.at.clone(),
            }
        };
        self.operation.response_body = Some(response_body);
    }

    fn first_row(&self, known: &Known<'_>) -> Range<usize> {
        let first = known
            .table
            .rows
            .first()
            .and_then(|row| Some((row.first()?, row.last()?)));
        first.map_or(known.table.at.clone(), |(first, last)| first.at.start..last.at.end)
    }

    fn statement(&mut self, roles: &[Role], prose: &Prose, is_item: bool) {
        let is_response = roles.contains(&Role::Response);
        match roles.last() {
            Some(Role::Statuses) => self.operation.statuses.extend(rows::status(&prose.span())),
            Some(Role::Headers) if is_item || prose.starts_with_code() => {
                let name = header_name(prose);
                self.headers(is_response).extend(name);
            }
            Some(Role::Scopes) => self.operation.scopes.extend(prose.code.iter().cloned()),
            Some(Role::Payload) => {
                let (side, rest) = prose.text.split_once(':').unwrap_or(("", &prose.text));
                match words::roles(side) {
                    [Role::Request] => self.request_payload(prose),
                    [Role::Response] => self.response_payload(prose, rest),
                    _ if is_response => self.response_payload(prose, &prose.text),
                    _ => self.request_payload(prose),
                }
            }
            // A type directly below the heading of the response.
            Some(Role::Response) => self.response_payload(prose, ""),
            _ => {}
        }
    }

    fn request_payload(&mut self, prose: &Prose) {
        if let Some(ty) = type_cell(prose) {
            self.operation.body = Some(Body { ty, required: true });
        }
    }

    /// Reads a response body: the first one, because those of failures follow it.
    fn response_payload(&mut self, prose: &Prose, text: &str) {
        if self.operation.response_body.is_some() && self.operation.failure_body.is_none() {
            self.operation.failure_body = type_cell(prose);
        }
        let documented = type_cell(prose).map(ResponseBody::Type);
        let nothing = || words::is_nothing(text).then(|| ResponseBody::Nothing(prose.at.clone()));
        let known = &mut self.operation.response_body;
        *known = known.take().or(documented).or_else(nothing);
    }

    fn code(&mut self, roles: &[Role], code: &Code) {
        if let Some(json) = self.unit.example(code) {
            let has_role = |role| roles.contains(&role);
            let sends = matches!(
                self.operation.call.method,
                HttpMethod::Post | HttpMethod::Put | HttpMethod::Patch
            );
            let is_first = self.operation.examples.is_empty();
            let is_request = match (has_role(Role::Request), has_role(Role::Response)) {
                (true, false) => true,
                (false, true) => false,
                _ => sends && is_first && !self.after_status,
            };
            self.operation.examples.push(Example { is_request, json });
            self.after_status = false;
            return;
        }
        let text = &self.unit.source[code.at.clone()];
        self.after_status = text.trim_start().starts_with("HTTP/");
        if code.language.is_empty() && !self.after_status && !roles.contains(&Role::Example) {
            self.operation.words.extend(explained(self.unit.source, &code.at));
        }
    }

    /// Reads the form of a command: every name is a form parameter, and a literal value is one of its values.
    fn command(&mut self, command: &calls::Command) {
        let known = &self.operation.call;
        if known.method != command.call.method || known.path != command.call.path {
            return;
        }
        for (name, value) in &command.form {
            let rows = &mut self.operation.parameters;
            let index = rows
                .iter()
                .position(|row| row.name.text == name.text)
                .unwrap_or_else(|| {
                    rows.push(bare_row(name.clone(), Some(ParameterLocation::Form)));
                    rows.len() - 1
                });
            let is_literal = !value.is_empty() && !value.contains(['{', '<', '$', ' ']);
            if is_literal && rows[index].values.iter().all(|known| known.text != *value) {
                rows[index].values.push(Excerpt {
                    text: value.clone(),
                    at: name.at.clone(),
                });
            }
        }
    }

    /// Sets the location of parameters in the path or query of the call, and adds those that have no row.
    fn place_parameters(&mut self) {
        let Call { path, query, at, .. } = &self.operation.call;
        let segments = path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let in_path = segments.map(|name| (name, ParameterLocation::Path));
        let named = in_path.chain(query.iter().map(|name| (name.as_str(), ParameterLocation::Query)));
        for (name, place) in named {
            match self.operation.parameters.iter_mut().find(|row| row.name.text == name) {
                Some(row) => row.location = row.location.or(Some(place)),
                None if self.lists_places && place == ParameterLocation::Path => {}
                None => {
                    let name = Excerpt {
                        text: name.to_owned(),
                        at: at.clone(),
                    };
                    self.operation.parameters.push(bare_row(name, Some(place)));
                }
            }
        }
        let headers = &self.operation.request_headers;
        let is_header = |row: &Row| {
            headers
                .iter()
                .any(|known| known.text.eq_ignore_ascii_case(&row.name.text))
        };
        for row in self.operation.parameters.iter_mut().filter(|row| is_header(row)) {
            row.location = row.location.or(Some(ParameterLocation::Header));
        }
        // A row that only gives the body a name.
        let is_body = |row: &Row| {
            row.ty.is_none() && matches!(row.location, None | Some(ParameterLocation::Body)) && row.no_place.is_none()
        };
        if self.operation.body.is_some() {
            self.operation.parameters.retain(|row| !is_body(row));
        }
    }
}

/// Returns the link to a type.
fn type_cell(prose: &Prose) -> Option<TypeCell> {
    let link = prose.type_link()?.clone();
    Some(TypeCell {
        word: String::new(),
        link: Some(link),
        at: prose.at.clone(),
    })
}

/// Returns the header at the start of an item: as code, at the end of a link such as `RFC 7231 Date`, or the first
/// word.
fn header_name(prose: &Prose) -> Option<Excerpt> {
    if words::is_nothing(&prose.text) {
        return None;
    }
    let code = prose.code.first().map(|code| code.text.as_str());
    let link = prose.links.first().map(|link| link.text.as_str());
    let starts = |text: &&str| prose.text.trim_start().starts_with(text);
    let name = match (code.filter(starts), link.filter(starts)) {
        (Some(code), _) => code,
        (None, Some(link)) => link.split_whitespace().next_back()?,
        (None, None) => prose.text.split_whitespace().next()?,
    };
    Some(Excerpt {
        text: name.trim_matches([':', '`']).to_owned(),
        at: prose.at.clone(),
    })
}

/// Returns the words of a list such as `word: meaning`, if there are at least two.
fn explained(source: &str, at: &Range<usize>) -> Vec<Excerpt> {
    let words = calls::lines(source, at.clone()).filter_map(|line| {
        let (word, meaning) = line.text.split_once(':')?;
        let is_word = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        (is_word && !meaning.trim().is_empty()).then(|| Excerpt {
            text: word.to_owned(),
            at: line.at.start..line.at.start + word.len(),
        })
    });
    let words: Vec<Excerpt> = words.collect();
    if words.len() > 1 { words } else { Vec::new() }
}
