//! Examples of exports.

use super::{Example, Frame};

pub(super) const EXPORT_RULES: Example = Example {
    why: "A program that exports a list asks for what has changed since the newest time that it has seen, page by page, \
              and needs a time to send and one to compare.",
    frame: Frame::Lines,
    wrong: "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      start: { in: query, type: integer, required: false, doc: From. }
      limit: { in: query, type: integer, required: false, doc: How many. }
      since: { in: query, type: string, required: false, doc: Modified after this. }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
    responses: { 200: Page }
exports:
  pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
types:
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, changed: { type: timestamp, doc: When it changed. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
",
    right: "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      start: { in: query, type: integer, required: false, doc: From. }
      limit: { in: query, type: integer, required: false, doc: How many. }
      since: { in: query, type: timestamp, required: false, doc: Modified after this. }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
    responses: { 200: Page }
exports:
  pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
types:
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, changed: { type: timestamp, doc: When it changed. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
",
};

/// The lines of the API that has the export `pet`.
const PETS: &str = "\
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      start: { in: query, type: integer, required: false, doc: From. }
      limit: { in: query, type: integer, required: false, doc: How many. }
      since: { in: query, type: timestamp, required: false, doc: Modified after this. }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
    responses: { 200: Page }
exports:
  pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
types:
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, changed: { type: timestamp, doc: When it changed. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
";

pub(super) const DUPLICATE_EXPORT: Example = Example {
    why: "A command line names an export by its key alone.",
    frame: Frame::SecondFile("spec/zoo.yaml", PETS),
    wrong: "\
api: zoo
title: Zoo
version: \"1\"
base_path: /zoo/v1
doc: A zoo.
document: handbook
client: zoo
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      start: { in: query, type: integer, required: false, doc: From. }
      limit: { in: query, type: integer, required: false, doc: How many. }
      since: { in: query, type: timestamp, required: false, doc: Modified after this. }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
    responses: { 200: Page }
exports:
  pet: { doc: The pets., list: list, since: since, id: id, modified: changed }
types:
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, changed: { type: timestamp, doc: When it changed. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
",
    right: "\
api: zoo
title: Zoo
version: \"1\"
base_path: /zoo/v1
doc: A zoo.
document: handbook
client: zoo
operations:
  list:
    doc: Lists pets.
    http: GET /
    parameters:
      start: { in: query, type: integer, required: false, doc: From. }
      limit: { in: query, type: integer, required: false, doc: How many. }
      since: { in: query, type: timestamp, required: false, doc: Modified after this. }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
    responses: { 200: Page }
exports:
  animal: { doc: The pets., list: list, since: since, id: id, modified: changed }
types:
  Page: { doc: A page., fields: { data: { type: [Pet], doc: Pets. }, links: { type: [Link], doc: Other pages. } } }
  Pet: { doc: A pet., fields: { id: { type: string, doc: Its id. }, changed: { type: timestamp, doc: When it changed. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: A relation. }, href: { type: uri, doc: A URL. } } }
",
};
