//! Imports: which parameter of each call receives the id.

use super::Resolver;
use crate::api::{Import, ImportCall, ImportConfirm, ImportLines, ImportSearch};
use crate::document::{self, Operation};
use crate::tree::Text;

impl Resolver<'_> {
    /// Resolves the imports. One that cannot be carried out is omitted: as documented, an API may lack what an erratum
    /// adds.
    pub(super) fn imports(&self) -> Vec<Import> {
        let imports = self.api.imports.iter();
        imports.filter_map(|import| self.import(import)).collect()
    }

    fn import(&self, import: &document::Import) -> Option<Import> {
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
        Some(Import {
            key: import.key.text.clone(),
            doc: self.doc(&import.doc, &["imports", import.key.as_str()]),
            create: self.api.find_operation(import.create.as_str())?.key.text.clone(),
            id: import.id.text.clone(),
            number: text(&import.number),
            item_of: text(&import.item_of),
            lines: match &import.lines {
                Some(lines) => Some(self.import_lines(lines)?),
                None => None,
            },
            confirm: match &import.confirm {
                Some(confirm) => Some(ImportConfirm {
                    waiter: confirm.waiter.text.clone(),
                    id_parameter: self.api.waited_operation(confirm)?.id_parameter(&[])?,
                    number: text(&confirm.number),
                }),
                None => None,
            },
            submit: match &import.submit {
                Some(submit) => Some(self.import_call(submit)?),
                None => None,
            },
            search: match &import.search {
                Some(search) => Some(self.import_search(search)?),
                None => None,
            },
        })
    }

    fn import_lines(&self, lines: &document::ImportLines) -> Option<ImportLines> {
        match (&lines.field, &lines.call) {
            (Some(field), None) => Some(ImportLines::Field(field.text.clone())),
            (None, Some(call)) => self.import_call(call).map(ImportLines::Call),
            _ => None,
        }
    }

    fn import_call(&self, call: &document::ImportCall) -> Option<ImportCall> {
        let operation = self.api.find_operation(call.operation.as_str())?;
        let with = call.with.iter();
        Some(ImportCall {
            operation: operation.key.text.clone(),
            id_parameter: operation.id_parameter(&call.with)?,
            with: with
                .map(|(name, value)| (name.text.clone(), value.text.clone()))
                .collect(),
        })
    }

    fn import_search(&self, search: &document::ImportSearch) -> Option<ImportSearch> {
        let list = self.api.find_operation(search.list.as_str())?;
        list.pagination.as_ref()?;
        Some(ImportSearch {
            list: list.key.text.clone(),
            get: match &search.get {
                Some(get) => Some(self.import_call(get)?),
                None => None,
            },
        })
    }
}

impl Operation {
    /// Returns the path parameter that receives the id, if there is exactly one.
    pub(super) fn id_parameter(&self, with: &[(Text, Text)]) -> Option<String> {
        let mut free = self.free_path_parameters(with);
        let only = free.next()?;
        free.next().is_none().then(|| only.wire.text.clone())
    }
}
