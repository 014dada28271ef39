//! Examples of types.

use super::{Example, Frame};

pub(super) const DUPLICATE_WIRE_NAME: Example = Example {
    why: "A JSON key is deserialized into one field. An alias is also a wire name.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, aliases: [title], doc: Its name. }
      title: { type: string, doc: Its title. }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet:
    doc: A pet.
    fields:
      name: { type: string, doc: Its name. }
      title: { type: string, doc: Its title. }
",
};

pub(super) const FAMILY_RANGE: Example = Example {
    why: "Every field of a family becomes a field of the SDK, with a setter: a typo in the range could generate thousands of lines.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { custom20..custom1: { type: string, doc: Custom. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { custom1..custom20: { type: string, doc: Custom. } } }
",
};

pub(super) const LONELY_CHOICE: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "\
operations:
  sell: { doc: Sells a pet., http: POST /, body: Sale, responses: { 200: none } }
types:
  Sale:
    doc: A sale.
    fields:
      buyerId: { type: string, required: one_of buyer, doc: Who buys. }
      buyerName: { type: string, required: one_of buyers, doc: \"Who buys, by name.\" }
      sellerId: { type: string, required: one_of buyers, doc: Who sells. }
",
    right: "\
operations:
  sell: { doc: Sells a pet., http: POST /, body: Sale, responses: { 200: none } }
types:
  Sale:
    doc: A sale.
    fields:
      buyerId: { type: string, required: one_of buyer, doc: Who buys. }
      buyerName: { type: string, required: one_of buyer, doc: \"Who buys, by name.\" }
      sellerId: { type: string, doc: Who sells. }
",
};

pub(super) const UNION_RULES: Example = Example {
    why: "Deserialization picks the first case whose key is present. The last case is the default.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., union: [{ type: Cat }, { type: Dog }] }
  Cat: { doc: A cat., fields: { meow: { type: string, doc: How it cries. } } }
  Dog: { doc: A dog., fields: { bark: { type: string, doc: How it barks. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., union: [{ type: Cat, when: meow }, { type: Dog }] }
  Cat: { doc: A cat., fields: { meow: { type: string, doc: How it cries. } } }
  Dog: { doc: A dog., fields: { bark: { type: string, doc: How it barks. } } }
",
};

pub(super) const TYPE_FORM: Example = Example {
    why: "",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., closed: true, fields: { name: { type: string, doc: Its name. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
",
};

pub(super) const NOT_APPLICABLE: Example = Example {
    why: "A key without an effect is misleading.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { price: { type: uri, wire: string, doc: Its price. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { price: { type: decimal, wire: string, doc: Its price. } } }
",
};

pub(super) const UNUSED_TYPE: Example = Example {
    why: "The operations that use a type determine whether it is read, created or updated. An erratum may add a use, so \
              types are checked after the errata are applied.",
    frame: Frame::Lines,
    wrong: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. } } }
  Owner: { doc: An owner., fields: { name: { type: string, doc: The name. } } }
",
    right: "\
operations:
  get: { doc: Gets a pet., http: GET /, responses: { 200: Pet } }
types:
  Pet: { doc: A pet., fields: { name: { type: string, doc: Its name. }, owner: { type: Owner, doc: Its owner. } } }
  Owner: { doc: An owner., fields: { name: { type: string, doc: The name. } } }
",
};
