//! Each construct of the language in a small specification: whole files, as users read them.

use crate::support::{self, files, shown, text};

/// An API without operations, to which a test adds its construct.
fn api(rest: &str) -> String {
    format!(
        "api: small\ntitle: Small\nversion: \"1\"\nbase_path: /small/v1\ndocument: handbook\nclient: small_things\n\
         doc: A small API.\n{rest}"
    )
}

#[test]
fn response_types_have_optional_fields_and_keep_unknown_ones() {
    let files = files(&api("
operations:
  get: { http: 'GET /things/{id}', doc: Gets a thing., parameters: { id: { in: path, type: string, required: true, doc: The id of the thing. } }, responses: { 200: Thing } }
types:
  Thing:
    doc: A thing.
    section: Thing
    fields:
      id: { type: string, guaranteed: true, doc: The id. }
      name: { type: string, doc: The name., example: Chair }
      weight: { type: decimal, doc: The weight in kilograms. }
      pieces: { type: integer, doc: How many there are. }
      sold: { type: boolean, doc: Whether it is sold. }
      made: { type: date, doc: When it was made. }
      opens: { type: time, doc: When it opens. }
      changed: { type: timestamp, doc: When it was changed. }
      link: { type: uri, doc: Where it is. }
      currency: { type: currency, doc: What it is paid in. }
      tags: { type: [string], doc: Words. }
      key: { type: string, secret: true, doc: Nobody may see it. }
      part: { type: Thing, doc: A thing may have a part. }
"));
    insta::assert_snapshot!(shown(&files, &["thing.rs"]));
}

#[test]
fn request_types_have_required_fields_and_a_builder() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: none } }
types:
  Thing:
    doc: A thing.
    fields:
      name: { type: string, required: true, doc: The name. }
      price: { type: decimal, required: true, wire: string, doc: The price. }
      parts: { type: [Part], required: true, doc: The parts. }
      note: { type: string, max_length: 40, doc: A note. }
  Part: { doc: A part., fields: { name: { type: string, required: true, doc: The name. }, count: { type: integer, doc: How many. } } }
"));
    insta::assert_snapshot!(shown(&files, &["thing.rs", "builders/part.rs", "checks.rs"]));
}

#[test]
fn builders_set_defaults_unless_a_caller_sets_another_value() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: Thing } }
types:
  Thing:
    doc: A thing.
    constructors: { named: { fields: [name], doc: A thing with a name. } }
    fields:
      id: { type: string, read_only: true, doc: The id. }
      name: { type: string, required: true, doc: The name. }
      schemas: { type: [string], required: true, default: [\"urn:thing:2.0\"], doc: What it is. }
      level: { type: integer, default: 1, doc: How high. }
      colors: { type: [Color], required: create, default: [RED, BLUE], doc: Colors. }
  Color: { doc: A color., values: { RED: Red., BLUE: Blue. } }
"));
    insta::assert_snapshot!(shown(&files, &["builders/create_thing.rs", "create_thing.rs"]));
}

#[test]
fn one_of_groups_become_an_enum() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: none } }
types:
  Thing:
    doc: A thing.
    fields:
      ownerId: { type: string, required: one_of owner, doc: The owner's id. }
      ownerEmail: { type: string, required: one_of owner, doc: The owner's e-mail address. }
"));
    insta::assert_snapshot!(shown(&files, &["thing.rs"]));
}

#[test]
fn families_become_fields_setters_and_methods_by_number() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: Thing } }
types:
  Thing:
    doc: A thing.
    fields:
      word1..word3: { type: string, doc: A word of one's own. }
      itemUnit2..itemUnit3: { type: Unit, doc: A unit of one's own. }
  Unit: { doc: A unit., fields: { name: { type: string, doc: The name. } } }
"));
    insta::assert_snapshot!(shown(&files, &["thing.rs"]));
}

#[test]
fn open_value_sets_keep_unknown_values_closed_ones_reject_them() {
    let files = files(&api("
operations:
  act:
    http: POST /things/{action}
    doc: Acts.
    parameters: { action: { in: path, type: Action, required: true, doc: What to do. }, color: { in: query, type: Color, default: RED, doc: The color. } }
    responses: { 204: none }
types:
  Action: { doc: What to do., closed: true, values: { open: Opens it., shut: Shuts it. } }
  Color: { doc: A color., values: { RED: Red., 'LIGHT BLUE': { doc: Light blue., name: sky } } }
"));
    insta::assert_snapshot!(shown(&files, &["values/", "calls/act.rs"]));
}

#[test]
fn aliases_are_read_and_written_back_under_their_name() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: Thing } }
types:
  Thing: { doc: A thing., fields: { uoMCode: { type: string, name: uom_code, aliases: [uomCode], doc: The unit of measure. }, urls: { type: [uri], accepts: [single], doc: Links. } } }
"));
    insta::assert_snapshot!(shown(&files, &["thing.rs"]));
}

#[test]
fn created_changed_and_read_types_have_three_views() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: Thing } }
  update: { http: 'PUT /things/{id}', doc: Changes a thing., parameters: { id: { in: path, type: string, required: true, doc: The id. } }, body: Thing, partial: true, responses: { 200: Thing } }
types:
  Thing:
    doc: A thing.
    fields:
      id: { type: string, read_only: true, doc: The id. }
      name: { type: string, required: true, doc: The name. }
      price: { type: Price, doc: The price. }
      code: { type: string, clearable: false, doc: The code. }
      word1..word2: { type: Price, doc: A price of one's own. }
  Price: { doc: An amount of money., fields: { value: { type: decimal, required: true, doc: How much. }, currency: { type: currency, required: true, doc: Of what. } } }
"));
    insta::assert_snapshot!(shown(&files, &["thing.rs", "builders/price.rs", "/price.rs"]));
}

#[test]
fn unions_are_selected_by_a_key() {
    let files = files(&api("
operations:
  get: { http: GET /thing, doc: Gets it., responses: { 200: Thing } }
types:
  Thing: { doc: A thing or a part., union: [{ type: Part, when: whole }, { type: Whole }] }
  Part: { doc: A part., fields: { whole: { type: string, doc: What it is part of. } } }
  Whole: { doc: A whole., fields: { name: { type: string, doc: Its name. } } }
"));
    insta::assert_snapshot!(shown(&files, &["unions/", "calls/get.rs"]));
}

#[test]
fn unions_can_be_told_apart_by_a_value() {
    let files = files(&api("
operations:
  create: { http: POST /segments, doc: Creates a segment., body: Trip, responses: { 201: Trip } }
types:
  Trip: { doc: A trip., fields: { segments: { type: [Segment], required: true, doc: Its parts. } } }
  Segment:
    doc: A part of a trip.
    union: [{ type: AirSegment, when: kind, is: AIR }, { type: CarSegment, when: kind, is: CAR }, { type: OtherSegment }]
  AirSegment: { doc: A flight., fields: { kind: { type: Kind, required: true, doc: What it is. }, locator: { type: string, doc: The booking code. }, flight: { type: string, required: true, doc: The flight number. } } }
  CarSegment: { doc: A rental car., fields: { kind: { type: Kind, required: true, doc: What it is. }, locator: { type: string, doc: The booking code. }, days: { type: integer, doc: How many days. } } }
  OtherSegment: { doc: Another part., fields: { kind: { type: Kind, required: true, doc: What it is. }, locator: { type: string, doc: The booking code. } } }
  Kind: { doc: The kind of a segment., values: { AIR: A flight., CAR: A rental car. } }
"));
    insta::assert_snapshot!(shown(&files, &["segment.rs", "builders/air_segment.rs", "checks.rs"]));
}

#[test]
fn a_body_can_be_a_union() {
    let files = files(&api("
operations:
  pay: { http: POST /payments, doc: Pays., body: Payment, responses: { 204: none } }
  change: { http: PATCH /payments, doc: Changes it., body: Payment, partial: true, responses: { 200: Payment } }
  replace: { http: PUT /payments, doc: Replaces it., body: Payment, replaces: true, responses: { 204: none } }
types:
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: InCash }] }
  ByCard: { doc: With a card., fields: { card: { type: string, required: true, doc: Its number. }, paid: { type: date, required: create, doc: When. } } }
  InCash: { doc: In cash., fields: { currency: { type: currency, doc: Of what. } } }
"));
    let wanted = ["unions/", "calls/pay.rs", "calls/change.rs", "checks.rs", "client.rs"];
    insta::assert_snapshot!(shown(&files, &wanted));
}

#[test]
fn a_body_can_be_a_list() {
    let files = files(&api("
operations:
  add: { http: POST /things, doc: Adds things., body: [Thing], responses: { 200: [Thing] }, examples: [{ doc: Two., request: '[{\"name\": \"a\", \"made\": \"2026-01-31\"}, {\"name\": \"b\", \"made\": \"2026-01-31\"}]' }] }
  change: { http: PATCH /things, doc: Changes things., body: [Thing], body_name: changes, partial: true, responses: { 204: none } }
  pay: { http: POST /payments, doc: Pays., body: [Payment], responses: { 204: none } }
types:
  Thing: { doc: A thing., fields: { name: { type: string, required: true, doc: Its name. }, made: { type: date, required: create, doc: When. } } }
  Payment: { doc: Money., union: [{ type: ByCard, when: card }, { type: InCash }] }
  ByCard: { doc: With a card., fields: { card: { type: string, required: true, doc: Its number. } } }
  InCash: { doc: In cash., fields: { currency: { type: currency, doc: Of what. } } }
"));
    let wanted = ["calls/add.rs", "calls/pay.rs", "client.rs", "operations/add.md"];
    insta::assert_snapshot!(shown(&files, &wanted));
}

#[test]
fn maps_have_names_and_typed_values() {
    let files = files(&api("
operations:
  set: { http: PUT /limits, doc: Sets limits., body: Limits, responses: { 200: { map: Limit } } }
types:
  Limits:
    doc: Limits by expense type.
    fields:
      limits: { type: { map: Limit }, required: true, doc: The limits. }
      notes: { type: { map: string }, doc: A note for each. }
      days: { type: { map: [date] }, doc: The days on which they hold. }
  Limit: { doc: A limit., fields: { value: { type: decimal, required: true, doc: The amount. } } }
"));
    insta::assert_snapshot!(shown(
        &files,
        &["limits.rs", "builders/limits.rs", "calls/set.rs", "checks.rs"]
    ));
}

#[test]
fn values_travel_as_the_service_writes_them() {
    let files = files(&api("
operations:
  create: { http: POST /orders, doc: Orders., parameters: { test: { in: query, type: boolean, wire: Y/N, doc: Whether it is a test. } }, body: Order, responses: { 200: Order } }
  update: { http: PATCH /orders, doc: Changes., body: Order, partial: true, responses: { 200: json } }
types:
  Order:
    doc: An order.
    fields:
      isTest: { type: boolean, wire: Y/N, required: true, doc: Whether it is a test. }
      isOpen: { type: boolean, wire: True/False, doc: Whether it is open. }
      isLate: { type: boolean, wire: string, doc: Whether it is late. }
      lines: { type: integer, wire: string, doc: How many lines. }
      total: { type: decimal, wire: string, doc: The sum. }
      orderedOn: { type: date, accepts: [datetime], doc: When it was ordered. }
      createdAt: { type: datetime, doc: When it was created. }
      extra: { type: json, doc: Anything else. }
      notes: { type: [json], doc: Notes. }
"));
    insta::assert_snapshot!(shown(
        &files,
        &["order.rs", "update_order.rs", "builders/order.rs", "calls/create.rs"]
    ));
}

#[test]
fn value_sets_of_integers_are_sent_as_numbers() {
    let files = files(&api("
operations:
  get: { http: GET /rooms, doc: Gets a room., parameters: { size: { in: query, type: Size, doc: The size. } }, responses: { 200: Room } }
types:
  Room: { doc: A room., fields: { size: { type: Size, doc: How large. }, floor: { type: Floor, doc: Where. } } }
  Size: { doc: How many beds., wire: integer, values: { \"1\": { doc: One bed., name: single }, \"2\": { doc: Two beds., name: double } } }
  Floor: { doc: The floor., wire: integer, closed: true, values: { \"-1\": { doc: Below the ground., name: basement }, \"0\": { doc: At the ground., name: ground } } }
"));
    insta::assert_snapshot!(shown(&files, &["values/size.rs", "values/floor.rs", "room.rs"]));
}

#[test]
fn parameters_are_sent_in_path_query_header_form_and_body() {
    let files = files(&api("
operations:
  everywhere:
    http: POST /things/{id}/parts/{part}
    doc: Sends everything.
    section: Everything
    scope: things.write
    parameters:
      id: { in: path, type: string, required: true, doc: The thing. }
      part: { in: path, type: integer, required: true, doc: The part. }
      since: { in: query, type: timestamp, doc: Since when. }
      mode: { in: query, type: string, required: true, default: COMPACT, doc: How much. }
      x-trace: { in: header, type: string, doc: A trace. }
      comment: { in: body, type: string, doc: A comment. }
    responses: { 200: { type: boolean, ignored: true, doc: Done. }, 404: { type: Errors, doc: There is none. } }
  token:
    http: POST /token
    doc: Gets a token.
    auth: none
    parameters:
      client_secret: { in: form, type: string, required: true, secret: true, doc: The secret. }
      scope: { in: form, type: string, doc: What for. }
    responses: { success: Token }
scopes: { things.write: Write things. }
types:
  Token: { doc: A token., fields: { access_token: { type: string, secret: true, doc: The token. } } }
"));
    insta::assert_snapshot!(shown(&files, &["calls/", "client.rs", "small/mod.rs"]));
}

#[test]
fn defaults_in_a_json_body_are_of_their_types() {
    let files = files(&api("
operations:
  search:
    http: POST /things/search
    doc: Searches.
    parameters:
      schemas: { in: body, type: [string], required: true, default: 'urn:example:2.0:Search', doc: The schema. }
      count: { in: body, type: integer, required: true, default: '-20', doc: How many. }
      factor: { in: body, type: decimal, required: true, default: '0.5', doc: A factor. }
      exact: { in: body, type: boolean, required: true, default: 'true', doc: How. }
      text: { in: body, type: boolean, wire: Y/N, required: true, default: 'true', doc: As text. }
    responses: { 204: none }
"));
    insta::assert_snapshot!(shown(&files, &["calls/search"]));
}

#[test]
fn several_scopes_are_any_of_them_or_all_or_each_opens_fields() {
    let files = files(&api("
operations:
  list: { http: GET /things, doc: Lists., scope: { any: [things.read, things.write] }, responses: { 204: none } }
  copy: { http: POST /things, doc: Copies., scope: { all: [things.read, things.write] }, responses: { 204: none } }
  show: { http: GET /thing, doc: Shows., scope: { each: [things.read, things.write] }, responses: { 204: none } }
scopes: { things.read: Read things., things.write: Write things. }
"));
    insta::assert_snapshot!(shown(&files, &["calls/", "client.rs", "scopes.rs"]));
}

#[test]
fn scopes_of_each_say_which_fields_they_open() {
    let files = files(&api("
operations:
  show: { http: GET /thing, doc: Shows., scope: { each: [things.read, things.size, things.all] }, responses: { 200: Thing } }
  make: { http: POST /thing, doc: Makes., scope: things.all, body: Thing, responses: { 204: none } }
scopes:
  things.read: { doc: The name., opens: { Thing: [name] } }
  things.size: { doc: The size., opens: { Thing: [size, custom1..custom3], Part: [size] } }
  things.all: { doc: All., opens: { Thing: [name, size] } }
types:
  Thing:
    doc: A thing.
    fields:
      id: { type: string, read_only: true, guaranteed: true, doc: The id. }
      name: { type: string, doc: The name. }
      size: { type: decimal, doc: The size. }
      custom1..custom3: { type: string, doc: Of your own. }
      part: { type: Part, doc: A part. }
  Part: { doc: A part., fields: { size: { type: decimal, doc: The size. }, name: { type: string, doc: The name. } } }
"));
    insta::assert_snapshot!(shown(
        &files,
        &[
            "scopes.rs",
            "small/thing.rs",
            "builders/create_thing.rs",
            "openapi.json",
            "Thing.md",
            "index.md"
        ]
    ));
}

#[test]
fn parameters_with_operators_have_a_setter_for_each() {
    let files = files(&api("
comparisons: { separator: ':', operators: { eq: equal, not: not_equal, sw: starts_with, gt: greater_than, lte: at_most } }
operations:
  list:
    http: GET /things
    doc: Lists things.
    parameters:
      owner.name: { in: query, type: string, operators: [eq, not, sw], doc: The name of the owner. }
      level: { in: query, type: integer, operators: [eq, gt, lte], example: 2, doc: The level. }
      made: { in: query, type: date, operators: [eq, gt], doc: The day. }
    responses: { 204: none }
"));
    insta::assert_snapshot!(shown(&files, &["calls/", "openapi.json", "list.md"]));
}

#[test]
fn filter_expressions_are_typed_by_the_fields_of_items() {
    let files = files(&api("
operations:
  search:
    http: POST /things/.search
    doc: Searches things.
    parameters:
      filter: { in: body, type: string, filterable: [open, parts.kind, parts.size, owner.name, changed, 'urn:x:2.0:More:weight', tags], doc: Which things. }
    responses: { 200: Page }
  list:
    http: GET /things/{owner}
    doc: Lists things.
    parameters:
      owner: { in: path, type: string, required: true, doc: The owner. }
      filter: { in: query, type: string, required: true, filterable: [kind], doc: Which parts. }
    responses: { 200: [Part] }
types:
  Page: { doc: A page., fields: { things: { type: [Thing], doc: The things. }, total: { type: integer, doc: How many. } } }
  Thing:
    doc: A thing.
    fields:
      open: { type: boolean, doc: Whether it is open. }
      parts: { type: [Part], doc: The parts. }
      owner: { type: Owner, doc: The owner. }
      changed: { type: timestamp, doc: When it was changed. }
      tags: { type: [string], doc: Words. }
      'urn:x:2.0:More': { type: More, name: more, doc: More. }
  Part: { doc: A part., fields: { kind: { type: Kind, doc: The kind. }, size: { type: integer, doc: The size. } } }
  Owner: { doc: An owner., fields: { name: { type: string, doc: The name. } } }
  More: { doc: More., fields: { weight: { type: decimal, doc: The weight. } } }
  Kind: { doc: A kind., values: { big: Big., small: Small. } }
"));
    insta::assert_snapshot!(shown(
        &files,
        &[
            "small.rs",
            "filters.rs",
            "calls/search.rs",
            "calls/list.rs",
            "openapi.json",
            "search.md"
        ]
    ));
}

#[test]
fn lists_are_paged_or_come_inside_an_object() {
    let files = files(&api("
operations:
  list:
    http: GET /things
    doc: Lists things.
    parameters: { start: { in: query, type: integer, doc: From. }, limit: { in: query, type: integer, doc: How many. } }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit, total: all, target: uri }
  parts: { http: GET /parts, doc: Lists parts., responses: { 200: { type: [Link], items_in: data } } }
types:
  Page: { doc: A page., inline: true, fields: { data: { type: [Link], doc: The things. }, links: { type: [Link], doc: Other pages. }, all: { type: integer, doc: How many. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: What it is. }, uri: { type: uri, guaranteed: true, doc: Where to. } } }
"));
    insta::assert_snapshot!(shown(&files, &["calls/", "client.rs", "small/page_model.rs"]));
}

#[test]
fn the_next_page_is_told_by_a_uri_a_cursor_or_a_number() {
    let files = files(&api("
operations:
  by_uri: { http: GET /uris, doc: Lists things., parameters: { offset: { in: query, type: string }, limit: { in: query, type: integer } }, responses: { 200: ByUri }, pagination: { items: Items, next_uri: NextPage, start: offset, limit: limit, total: TotalCount } }
  by_cursor: { http: GET /cursors, doc: Lists things., parameters: { cursor: { in: query, type: string } }, responses: { 200: ByCursor }, pagination: { items: items, next_cursor: meta.next, start: cursor } }
  by_number: { http: GET /numbers, doc: Lists things., parameters: { page: { in: query, type: integer } }, responses: { 200: ByNumber }, pagination: { items: content, page_number: page.number, page_count: page.totalPages, start: page, total: page.totalElements } }
types:
  ByUri: { doc: A page., fields: { Items: { type: [string], doc: The things. }, NextPage: { type: uri, doc: The next page. }, TotalCount: { type: integer, doc: How many. } } }
  ByCursor: { doc: A page., fields: { items: { type: [string], doc: The things. }, meta: { type: Meta, doc: About the page. } } }
  Meta: { doc: About a page., fields: { next: { type: string, doc: The next position. } } }
  ByNumber: { doc: A page., fields: { content: { type: [string], doc: The things. }, page: { type: PageOf, guaranteed: true, doc: About the page. } } }
  PageOf: { doc: About a page., fields: { number: { type: integer, guaranteed: true, doc: Its number. }, totalPages: { type: integer, guaranteed: true, doc: How many pages. }, totalElements: { type: integer, doc: How many things. } } }
"));
    let shown_files = ["by_uri.rs", "by_cursor.rs", "by_number.rs", "calls/by_number.rs"];
    insta::assert_snapshot!(shown(&files, &shown_files));
}

#[test]
fn waiters_are_methods_of_the_handle_and_the_call() {
    let files = files(&api("
operations:
  get: { http: \"GET /things/{id}\", doc: Reads a thing., parameters: { id: { in: path, type: string, required: true, doc: Which. } }, responses: { 200: Thing } }
waiters:
  made:
    doc: Waits until it is made.
    operation: get
    field: progress.state
    done: [MADE]
    failed: [BROKEN]
    pending: [ASKED_FOR]
    initial_delay: 5
    max_delay: 90
    within: 172800
    absent_for: 60
types:
  Thing: { doc: A thing., fields: { progress: { type: Progress, doc: How far it is. } } }
  Progress: { doc: How far., fields: { state: { type: State, guaranteed: true, doc: The state. } } }
  State: { doc: A state., values: { ASKED_FOR: Asked for., MADE: Made., BROKEN: Broken. } }
"));
    insta::assert_snapshot!(shown(&files, &["calls/get.rs", "client.rs"]));
}

#[test]
fn imports_and_exports_change_only_the_reference() {
    let rest = "
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: Thing } }
  get: { http: \"GET /things/{id}\", doc: Reads a thing., parameters: { id: { in: path, type: string, required: true, doc: Which. } }, responses: { 200: Thing } }
  create_many: { http: POST /many, doc: Creates things., body: Many, responses: { 200: Many } }
  add: { http: \"POST /things/{id}/parts\", doc: Adds a part., parameters: { id: { in: path, type: string, required: true, doc: Which. } }, body: Part, responses: { 201: none } }
  act: { http: \"POST /things/{id}/{action}\", doc: Moves a thing., parameters: { id: { in: path, type: string, required: true, doc: Which. }, action: { in: path, type: string, required: true, doc: What. } }, responses: { 204: none } }
  list:
    http: GET /things
    doc: Lists things.
    parameters: { start: { in: query, type: integer, doc: From. }, limit: { in: query, type: integer, doc: How many. }, since: { in: query, type: timestamp, doc: Changed after. } }
    responses: { 200: Page }
    pagination: { items: data, links: links, next: next, start: start, limit: limit }
waiters:
  made: { doc: Waits until it is made., operation: get, field: state, done: [MADE] }
types:
  Thing: { doc: A thing., fields: { key: { type: Key, doc: Its key. }, changed: { type: timestamp, doc: When it changed. }, state: { type: State, doc: How far it is. }, parts: { type: [Part], doc: Its parts. } } }
  Many: { doc: Things., fields: { things: { type: [Thing], doc: The things. } } }
  Key: { doc: A key., fields: { id: { type: string, doc: The id. }, number: { type: string, doc: The number. } } }
  Part: { doc: A part., fields: { name: { type: string, doc: The name. } } }
  State: { doc: A state., values: { MADE: Made. } }
  Page: { doc: A page., fields: { data: { type: [Thing], doc: The things. }, links: { type: [Link], doc: Other pages. } } }
  Link: { doc: A link., fields: { rel: { type: string, doc: What it is. }, href: { type: uri, doc: Where to. } } }
";
    let imports = "imports:
  thing: { doc: One thing per key., create: create, id: key.id, number: key.number, lines: { in: parts }, confirm: { waiter: made, number: key.number }, search: { list: list } }
  part: { doc: One part per row., create: create, id: key.id, lines: { call: add }, submit: { call: act, with: { action: move } }, search: { list: list, get: get } }
  item: { doc: One thing per key., create: create_many, item_of: things, id: key.id, number: key.number, lines: { in: parts }, search: { list: list } }
exports:
  thing: { doc: \"The [things] | of `a` <shop>\", list: list, with: { limit: \"50\" }, since: since, id: key.id, modified: changed, get: get }
  short: { doc: Short things., list: list, since: since, id: key.id, modified: changed }
";
    let without = files(&api(rest));
    let with = files(&api(&format!("{rest}{imports}")));
    let rust = |files: &concur_codegen::Files| -> Vec<(String, String)> {
        let rust = files.iter().filter(|(path, _)| path.starts_with("generated/"));
        rust.map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    };
    assert!(rust(&with).len() > 10);
    assert_eq!(rust(&with), rust(&without));
    insta::assert_snapshot!(shown(&with, &["reference/src/small/index.md"]));
}

#[test]
fn resources_change_nothing_that_is_generated() {
    let rest = "
operations:
  get: { http: \"GET /things/{id}\", doc: Reads a thing., parameters: { id: { in: path, type: string, required: true, doc: Which. } }, responses: { 200: Thing } }
types:
  Thing: { doc: A thing., fields: { id: { type: string, doc: The id. } } }
";
    let resources = "resources: { Thing: { type: Thing, id: id, get: get } }\n";
    let others = |lines: &str| -> Vec<(String, String)> {
        let all = files(&api(lines));
        let others = all.iter().filter(|(path, _)| !path.ends_with("contract.json"));
        others.map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
    };
    assert_eq!(others(&format!("{rest}{resources}")), others(rest));
}

#[test]
fn errors_are_enums_by_status_codes_have_meaning_and_remedy() {
    let files = files(&api("
operations:
  create:
    http: POST /things
    doc: Creates a thing.
    body: Thing
    responses: { 202: Thing, 400: { type: Errors, doc: The body is wrong. }, 409: Errors, 503: Errors }
    errors: [noName, badName]
    refused_when: [{ field: errors, without: id }]
    retired: since 2020
types:
  Thing: { doc: A thing., fields: { id: { type: string, doc: The id. }, errors: { type: [Fault], doc: Faults. } } }
  Fault: { doc: A diagnostic., fields: { code: { type: string, doc: The code. } } }
error_codes:
  noName: { message: '`name` is missing.', doc: There is no name., remedy: Give it one., status: [400] }
  badName: { messages: ['name {name} is bad', bad name], doc: The name is bad., status: [400, 409] }
  busy: { doc: Too many at once., status: [503], carried_out: no }
uncoded_errors: [{ status: 400, message: too long, doc: The name is too long. }]
"));
    insta::assert_snapshot!(shown(
        &files,
        &["errors/create.rs", "error_code.rs", "calls/create.rs", "client.rs"]
    ));
}

#[test]
fn a_success_status_can_be_a_refusal() {
    let files = files(&api("
operations:
  place:
    http: PUT /orders
    doc: Places orders.
    body: Orders
    responses:
      200: Orders
      206: { type: Report, refusal: true, doc: Some were refused. }
      400: { type: Refused, doc: All were refused. }
    refused_when:
      - { field: orders.states.state, is: FAILURE, code: code, message: message }
      - { field: remark, without: orders, message: remark }
types:
  Orders: { doc: Orders., fields: { orders: { type: [Order], doc: The orders. }, remark: { type: string, doc: A remark. } } }
  Order: { doc: An order., fields: { states: { type: [State], read_only: true, doc: What became of it. } } }
  State:
    doc: A state.
    fields:
      state: { type: string, doc: The state. }
      code: { type: integer, doc: The code. }
      message: { type: string, doc: The message. }
  Report: { doc: A report., fields: { failed: { type: integer, doc: How many. } } }
  Fault: { doc: A fault., fields: { problem: { type: string, doc: The problem. } } }
  Refused: { doc: A report or a fault., union: [{ type: Report, when: failed }, { type: Fault }] }
"));
    insta::assert_snapshot!(shown(
        &files,
        &[
            "errors/place_error.rs",
            "calls/place.rs",
            "contract/embedded/reference/src/small/operations/place.md"
        ]
    ));
}

#[test]
fn the_service_lists_codes_that_are_not_carried_out() {
    let service = |mark: &str| {
        let files = files(&api(&format!(
            "
operations:
  create: {{ http: POST /things, doc: Creates a thing., responses: {{ 200: none, 503: Errors }} }}
error_codes:
  busy: {{ doc: Too many at once., status: [503]{mark} }}
  down: {{ doc: It is down., status: [503] }}
"
        )));
        text(&files, "generated/src/service.rs").to_owned()
    };
    let marked = service(", carried_out: no");
    assert!(marked.contains(r#"not_carried_out: &[("small", "busy")],"#), "{marked}");
    assert!(!service("").contains("not_carried_out"));
}

#[test]
fn examples_become_round_trip_tests() {
    let files = files(&api("
operations:
  create:
    http: POST /things
    doc: Creates a thing.
    body: Thing
    responses: { 201: Thing }
    examples: [{ doc: A chair., request: '{\"name\": \"Chair\"}', status: 201, response: '{\"name\": \"Chair\", \"id\": \"1\"}' }]
types:
  Thing: { doc: A thing., fields: { id: { type: string, read_only: true, doc: The id. }, name: { type: string, doc: The name. } } }
"));
    let shown =
        ["main.rs", "small.rs"].map(|path| text(&files, &format!("generated/tests/examples/{path}")).to_owned());
    insta::assert_snapshot!(shown.join("\n"));
}

/// The platform's token call, as lines of `concur.yaml`.
const TOKENS: &str = "
data_centers: { north: { uri: 'https://north.example.com', doc: North. } }
operations:
  token:
    http: POST /token
    auth: none
    doc: Gets a token.
    parameters:
      app: { in: form, type: string, required: true, doc: The application. }
      secret: { in: form, type: string, required: true, secret: true, doc: Its secret. }
      grant: { in: form, type: string, required: true, doc: The grant. }
      name: { in: form, type: string, doc: The name. }
      species: { in: form, type: Species, doc: What it is. }
      renewal: { in: form, type: string, secret: true, doc: The refresh token. }
      allowed: { in: form, type: string, doc: The scopes. }
    responses: { 200: Tokens }
  forget: { http: DELETE /tokens, base_path: /elsewhere, doc: Revokes., responses: { 200: none } }
types:
  Species: { doc: A species., values: { dog: A dog. } }
  Tokens: { doc: Tokens., fields: { access: { type: string, secret: true, doc: The token. }, lives: { type: integer, doc: In seconds. } } }
scopes: { pets.read: Read pets. }
error_codes: { used: { doc: It is used up., remedy: Ask again. }, away: { doc: It lives elsewhere. } }
grants:
  pet:
    grant_type: pet
    required: [species, name, app, secret]
    optional: [allowed]
    fixed: { renewal: never }
    arguments: { name: { name: called, doc: What it hears. } }
    principal: name
    repeatable: true
    host: global
    doc: A token for a pet.
  renew: { grant_type: renew, required: [app, secret, renewal], idempotent: true, host: geolocation, doc: Another token. }
tokens:
  doc: A pet is asked once.
  operation: token
  form: { grant_type: grant, client_id: app, client_secret: secret, refresh_token: renewal, scope: allowed }
  answer: { access_token: access, refresh_token: access, id_token: access, lifetime: lives, scope: access }
  refresh: renew
  elsewhere: away
  spent: [used]
  lifetime: client_timeout
  margin: client_timeout
  global: north
  authorize:
    doc: Where a pet agrees.
    path: /agree
    parameters: { client_id: app, redirect_uri: back, scope: allowed, state: state }
    fixed: { kind: code }
    answer: { code: code, base_url: where, error: error, error_description: why }
  revoke: forget
";

#[test]
fn token_calls_create_credentials_with_a_constructor_per_grant() {
    let platform = format!("{}{TOKENS}", support::PLATFORM);
    let sources = concur_spec::Sources::from_texts([("spec/concur.yaml", platform)]);
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = concur_codegen::generate(&contract).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    let paths = [
        "client.rs",
        "credentials.rs",
        "grants.rs",
        "service.rs",
        "tokens.rs",
        "concur/calls.rs",
        "concur/scopes.rs",
    ];
    let shown = paths.map(|path| {
        let path = format!("generated/src/{path}");
        format!("==== {path}\n{}", text(&files, &path))
    });
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn without_a_token_call_there_are_no_tokens() {
    let files = files(&api(""));
    for path in ["credentials", "grants", "tokens"] {
        assert!(files.get(&format!("generated/src/{path}.rs")).is_none(), "{path}");
    }
    for path in ["service", "client"] {
        let text = text(&files, &format!("generated/src/{path}.rs"));
        assert!(!text.contains("tokens"), "{text}");
    }
}

#[test]
fn lists_in_parameters_are_separated_by_commas_or_repeated() {
    let files = files(&api("
operations:
  find:
    http: 'POST /things/{ids}'
    doc: Finds things.
    parameters:
      ids: { in: path, type: [integer], list: comma, required: true, doc: The ids. }
      colors: { in: query, type: [string], list: repeated, required: true, doc: Their colors. }
      days: { in: query, type: [date], list: comma, doc: The days. }
      X-Tags: { in: header, type: [string], list: comma, doc: Tags. }
      words: { in: form, type: [string], list: repeated, doc: Words. }
    responses: { 204: none }
"));
    insta::assert_snapshot!(shown(&files, &["calls/find.rs"]));
}

#[test]
fn errors_whose_body_is_a_type_return_it() {
    let files = files(&api("
operations:
  sell: { http: POST /sales, doc: Sells., responses: { 204: none, 400: Outcome, 409: [Outcome], 500: Errors } }
types:
  Outcome: { doc: What failed., fields: { failed: { type: integer, doc: How many. } } }
"));
    insta::assert_snapshot!(shown(&files, &["errors/sell_error.rs"]));
}

#[test]
fn what_is_sent_and_received_differs_at_any_depth() {
    let files = files(&api("
operations:
  create: { http: POST /things, doc: Creates a thing., body: Thing, responses: { 201: Thing } }
  replace: { http: PUT /things, doc: Replaces a thing., body: Thing, replaces: true, responses: { 200: Thing } }
types:
  Thing: { doc: A thing., fields: { part: { type: Part, doc: A part. }, made: { type: date, required: create, doc: When it was made. } } }
  Part: { doc: A part., fields: { id: { type: string, read_only: true, doc: The id. }, pin: { type: string, write_only: true, doc: What opens it. } } }
"));
    insta::assert_snapshot!(shown(
        &files,
        &["/part.rs", "create_part.rs", "/create_thing.rs", "/replace_thing.rs"]
    ));
}

#[test]
fn a_body_can_have_another_content_type_and_a_call_be_deprecated() {
    let files = files(&api("
operations:
  patch: { http: PATCH /things, doc: Changes a thing., body: Thing, partial: true, content_type: application/merge-patch+json, deprecated: Use `put`., responses: { 204: none } }
types:
  Thing: { doc: A thing., fields: { name: { type: string, doc: A name. } } }
"));
    insta::assert_snapshot!(shown(&files, &["calls/patch.rs", "small/client.rs"]));
}

#[test]
fn a_response_can_be_one_item_or_a_list() {
    let files = files(&api("
operations:
  get: { http: GET /things, doc: Gets things., responses: { 200: { type: [Thing], accepts: [single], doc: The things. } } }
types:
  Thing: { doc: A thing., fields: { name: { type: string, doc: A name. } } }
"));
    insta::assert_snapshot!(shown(&files, &["calls/get.rs"]));
}
