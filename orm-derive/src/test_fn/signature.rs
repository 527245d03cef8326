use syn::{Attribute, FnArg, PatType};

use super::function::Function;
use crate::ctxt::Ctxt;

/// What the function's head says, as far as it can be a test.
pub(super) struct Signature {
    /// The database, if the function takes it.
    pub(super) db: Option<PatType>,
    /// Attributes that stand above each test: what is expected of it.
    pub(super) of_tests: Vec<Attribute>,
    /// Attributes that stand above everything: whether it is there.
    pub(super) of_all: Vec<Attribute>,
    /// Documentation.
    pub(super) docs: Vec<Attribute>,
    /// All other attributes.
    pub(super) of_function: Vec<Attribute>,
}

/// Reads the head, and reports what cannot be.
pub(super) fn of(function: &Function, ctxt: &mut Ctxt) -> Signature {
    let head = &function.head;
    if head.asyncness.is_none() {
        ctxt.error(head.fn_token, "a test that uses a database is an `async fn`");
    }
    if !head.generics.params.is_empty() {
        ctxt.error(&head.generics, "a test has no generic parameters: nobody would say what they are");
    }
    const ARGUMENT: &str = "a test takes nothing, or its database: `db: orm::Db`";
    let db = match head.inputs.first() {
        Some(FnArg::Typed(db)) => Some(db.clone()),
        Some(receiver) => {
            ctxt.error(receiver, ARGUMENT);
            None
        }
        None => None,
    };
    if let Some(second) = head.inputs.iter().nth(1) {
        ctxt.error(second, ARGUMENT);
    }
    let mut signature =
        Signature { db, of_tests: Vec::new(), of_all: Vec::new(), docs: Vec::new(), of_function: Vec::new() };
    for attribute in &function.attributes {
        let name = attribute.path().segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let place = match name.as_str() {
            "test" => {
                ctxt.error(attribute, "`#[orm::test]` makes the test by itself: remove the other attribute");
                continue;
            }
            "should_panic" | "ignore" => &mut signature.of_tests,
            "cfg" => &mut signature.of_all,
            "doc" => &mut signature.docs,
            _ => &mut signature.of_function,
        };
        place.push(attribute.clone());
    }
    signature
}
