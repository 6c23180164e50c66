//! What a component says of every member that uses it: `readOnly`, `x-ms-mutability`, `x-ms-secret`.
//!
//! Why: these are said of a value, and a reference to the component takes the value with all that is said of it.

use std::collections::BTreeSet;

use super::context::{Annotation, Lowering};
use crate::model::{Field, TypeId, TypeKind, TypeRef, Value};

impl Lowering<'_> {
    /// Hands the flags of components down to the members that use them. Runs before members are inherited.
    pub(super) fn annotate(&mut self) {
        if self.annotations.is_empty() {
            return;
        }
        let mut changes = Vec::new();
        for (id, ty) in &self.types {
            let TypeKind::Struct(body) = &ty.kind else { continue };
            for (index, field) in body.fields.iter().enumerate() {
                let annotation = self.annotation(&field.value);
                if annotation != Annotation::default() {
                    changes.push((id.clone(), index, annotation));
                }
            }
        }
        for (id, index, annotation) in changes {
            if let Some(TypeKind::Struct(body)) = self.types.get_mut(&id).map(|ty| &mut ty.kind) {
                hand_down(&mut body.fields[index], annotation);
            }
        }
    }

    /// What the components behind a value say of it. An element of a list is secret with its list, and read-only by itself.
    fn annotation(&self, value: &Value) -> Annotation {
        let mut found = Annotation::default();
        let mut next = Some(value);
        let mut direct = true;
        let mut seen: BTreeSet<&TypeId> = BTreeSet::new();
        while let Some(value) = next.take() {
            direct &= matches!(value.ty, TypeRef::Named(_));
            let Some(id) = value.named_type().filter(|id| seen.insert(id)) else { break };
            if let Some(own) = self.annotations.get(id) {
                found.secret |= own.secret;
                found.read_only |= direct && own.read_only;
                found.mutability = found.mutability.or_else(|| own.mutability.clone().filter(|_| direct));
            }
            if let Some(TypeKind::Alias(inner)) = self.types.get(id).map(|ty| &ty.kind) {
                next = Some(inner);
            }
        }
        found
    }
}

fn hand_down(field: &mut Field, annotation: Annotation) {
    field.read_only |= annotation.read_only;
    field.secret |= annotation.secret;
    if field.mutability.is_none() {
        field.mutability = annotation.mutability;
    }
}
