//! Bodies from flags.

use concur_spec::api::{Api, Kind, Member, Scalar, TypeName, WireForm};

use crate::json::Json;

/// Returns the JSON of a value of the command line. A value of the wrong form stays a text: the checks of the contract say
/// what is wrong with it.
pub(crate) fn value(api: &Api, kind: &Kind, form: WireForm, text: &str) -> Json {
    let as_text = || Json::Text(text.to_owned());
    match kind {
        Kind::Scalar(Scalar::Boolean) => boolean(text, form).unwrap_or_else(as_text),
        Kind::Scalar(Scalar::Json) => serde_json::from_str(text).unwrap_or_else(|_| as_text()),
        Kind::ValueSet(name) if is_integer_set(api, name) => value(api, &Kind::Scalar(Scalar::Integer), form, text),
        Kind::Scalar(Scalar::Integer) if text.parse::<i64>().is_ok() && is_json_number(text) => number(text, form),
        Kind::Scalar(Scalar::Decimal) if is_json_number(text) => number(text, form),
        _ => as_text(),
    }
}

/// Returns the JSON of `true` and `false`, and of the words that are sent for them.
pub(crate) fn boolean(text: &str, form: WireForm) -> Option<Json> {
    let is = match text {
        "true" => true,
        "false" => false,
        word => [true, false].into_iter().find(|is| form.word(*is) == word)?,
    };
    Some(match form.is_text() {
        true => Json::Text(form.word(is).to_owned()),
        false => Json::Boolean(is),
    })
}

fn is_integer_set(api: &Api, name: &TypeName) -> bool {
    let set = api.value_sets.iter().find(|set| set.type_name == *name);
    set.is_some_and(|set| set.is_integer)
}

fn number(text: &str, form: WireForm) -> Json {
    match form {
        WireForm::Text => Json::Text(text.to_owned()),
        _ => Json::Number(text.to_owned()),
    }
}

/// Whether a text is a number without exponent, as JSON writes it.
fn is_json_number(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// A step of a path such as `lineItems[0].quantity`, or `[0].quantity` in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Name(String),
    Index(usize),
}

/// Parses a path.
pub(crate) fn path(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    for (number, part) in text.split('.').enumerate() {
        let (name, indexes) = part.split_at(part.find('[').unwrap_or(part.len()));
        let is_in_list = number == 0 && !indexes.is_empty();
        if name.is_empty() && !is_in_list {
            return Err(format!("`{text}` is not a path such as lineItems[0].quantity"));
        }
        if !name.is_empty() {
            steps.push(Step::Name(name.to_owned()));
        }
        let mut rest = indexes;
        while !rest.is_empty() {
            let inner = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let index = inner.and_then(|(index, after)| Some((index.parse().ok()?, after)));
            let Some((index, after)) = index else {
                return Err(format!("`{text}` is not a path such as lineItems[0].quantity"));
            };
            steps.push(Step::Index(index));
            rest = after;
        }
    }
    Ok(steps)
}

/// Sets a value in a body. Objects and lists that lead to it are created.
pub(crate) fn set(body: &mut Json, path: &[Step], value: Json) -> Result<(), String> {
    let Some((step, rest)) = path.split_first() else {
        *body = value;
        return Ok(());
    };
    match step {
        Step::Name(name) => {
            if matches!(body, Json::Null) {
                *body = Json::Object(Vec::new());
            }
            let Json::Object(fields) = body else {
                return Err(format!("`{name}` is in something that is not an object"));
            };
            let place = fields.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                fields.push((name.clone(), Json::Null));
                fields.len() - 1
            });
            fields
                .get_mut(place)
                .map_or(Ok(()), |(_, field)| set(field, rest, value))
        }
        Step::Index(index) => {
            if matches!(body, Json::Null) {
                *body = Json::List(Vec::new());
            }
            let Json::List(items) = body else {
                return Err(format!("[{index}] is in something that is not a list"));
            };
            if *index > items.len() {
                return Err(format!("[{index}] skips [{}]: items are numbered from 0", items.len()));
            }
            if *index == items.len() {
                items.push(Json::Null);
            }
            items.get_mut(*index).map_or(Ok(()), |item| set(item, rest, value))
        }
    }
}

/// What the contract says about the value at a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) kind: &'a Kind,
    pub(crate) form: WireForm,
}

/// Finds the place of a path in a model, or in a case of a union.
pub(crate) fn place<'a>(api: &'a Api, model: &TypeName, path: &[Step]) -> Option<Place<'a>> {
    if let Some(union) = api.unions.iter().find(|union| union.type_name == *model) {
        return union.cases.iter().find_map(|case| place(api, &case.model, path));
    }
    let (step, rest) = path.split_first()?;
    let Step::Name(name) = step else { return None };
    let model = api.models.iter().find(|known| known.name == *model)?;
    let found = model.members.iter().find_map(|member| match member {
        Member::Field(field) if field.wire == *name => Some(Place {
            kind: &field.kind,
            form: field.properties.wire_form,
        }),
        Member::Field(_) => None,
        Member::Choice(choice) => {
            let alternative = choice.alternatives.iter().find(|one| one.wire == *name)?;
            Some(Place {
                kind: &alternative.kind,
                form: WireForm::Natural,
            })
        }
    })?;
    below(api, found, rest)
}

fn below<'a>(api: &'a Api, place: Place<'a>, rest: &[Step]) -> Option<Place<'a>> {
    match (rest.split_first(), place.kind) {
        (None, _) => Some(place),
        (Some((Step::Index(_), rest)), Kind::List(item)) => below(api, Place { kind: item, ..place }, rest),
        (Some((Step::Name(_), rest)), Kind::Map(of)) => below(api, Place { kind: of, ..place }, rest),
        (Some((Step::Name(_), _)), Kind::Model(model) | Kind::Union(model)) => self::place(api, model, rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
