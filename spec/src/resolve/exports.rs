//! Exports: which parameter receives the id.

use super::Resolver;
use crate::api::{Export, ExportGet};
use crate::document;
use crate::tree::Text;

impl Resolver<'_> {
    /// Resolves the exports. One that cannot be carried out is omitted: as documented, an API may lack what an erratum
    /// adds.
    pub(super) fn exports(&self) -> Vec<Export> {
        let exports = self.api.exports.iter();
        exports.filter_map(|export| self.export(export)).collect()
    }

    fn export(&self, export: &document::Export) -> Option<Export> {
        let list = self.api.find_operation(export.list.as_str())?;
        list.pagination.as_ref()?;
        let names = || list.parameters.iter().map(|parameter| &parameter.wire.text);
        let is_known = |name: &Text| names().any(|known| *known == name.text);
        let with = export.with.iter();
        with.clone().all(|(name, _)| is_known(name)).then_some(())?;
        is_known(&export.since).then_some(())?;
        Some(Export {
            key: export.key.text.clone(),
            doc: self.doc(&export.doc, &["exports", export.key.as_str()]),
            list: list.key.text.clone(),
            with: with
                .map(|(name, value)| (name.text.clone(), value.text.clone()))
                .collect(),
            since: export.since.text.clone(),
            id: export.id.text.clone(),
            modified: export.modified.text.clone(),
            get: match &export.get {
                Some(get) => Some(self.export_get(get)?),
                None => None,
            },
        })
    }

    fn export_get(&self, get: &Text) -> Option<ExportGet> {
        let operation = self.api.find_operation(get.as_str())?;
        Some(ExportGet {
            operation: operation.key.text.clone(),
            id_parameter: operation.id_parameter(&[])?,
        })
    }
}
