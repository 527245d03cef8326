//! Regular expressions: whether they can be read; and where the databases read them, too, whether all of them understand the same.

use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassSet, ClassSetItem, GroupKind, LiteralKind, RepetitionKind, RepetitionRange, Visitor,
    parse, visit,
};
use syn::LitStr;

use crate::ctxt::Ctxt;

pub(super) fn check(pattern: &LitStr, in_databases: bool, ctxt: &mut Ctxt) {
    let text = pattern.value();
    if let Err(error) = regex_syntax::parse(&text) {
        ctxt.error(pattern, format!("this is no regular expression: {}", reason(&error)));
        return;
    }
    if !in_databases {
        return;
    }
    if text.contains('\0') {
        ctxt.error(pattern, "text in a database cannot hold NUL: remove it from the pattern");
    }
    // It was read before.
    let Ok(tree) = parse::Parser::new().parse(&text) else { return };
    if let Err((what, instead)) = visit(&tree, Portable) {
        let message =
            format!("with `check` the databases read this pattern, too, and they differ in {what}: {instead}");
        ctxt.error(pattern, message);
    }
}

fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    }
}

/// Finds what PostgreSQL and the crate `regex` read differently.
struct Portable;

type Difference = (&'static str, &'static str);

const CLASS: Difference = ("\\d, \\w, \\s, \\b and \\p{..}", "write the characters, such as [0-9] for \\d");
const DOT: Difference = ("what `.` finds", "write what is meant, such as [^\\n]");
const GROUP: Difference = ("flags and named groups", "write them as (..) or (?:..)");
const SET: Difference = ("sets within sets", "write the characters of the set one after the other");
const ESCAPE: Difference = ("escapes of letters and numbers", "write the character itself, or \\n, \\r or \\t");
const BRACE: Difference = ("braces that are no count", "write them in brackets: [{]");

/// More than these PostgreSQL does not count.
const MOST_REPETITIONS: u32 = 255;
const REPETITION: Difference = ("repetitions of more than 255 times", "write fewer, or `max_length` beside it");
const REPEATED: Difference =
    ("repetitions of what is a repetition itself, or ^ or $", "put that in a group, such as (?:a{2}){3}");

fn most(kind: &RepetitionKind) -> u32 {
    match kind {
        RepetitionKind::Range(
            RepetitionRange::Exactly(most) | RepetitionRange::AtLeast(most) | RepetitionRange::Bounded(_, most),
        ) => *most,
        _ => 0,
    }
}

impl Visitor for Portable {
    type Output = ();
    type Err = Difference;

    fn finish(self) -> Result<(), Difference> {
        Ok(())
    }

    fn visit_pre(&mut self, node: &Ast) -> Result<(), Difference> {
        match node {
            Ast::Dot(_) => Err(DOT),
            Ast::Flags(_) => Err(GROUP),
            Ast::ClassUnicode(_) | Ast::ClassPerl(_) => Err(CLASS),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::EndLine => Ok(()),
                _ => Err(CLASS),
            },
            Ast::Group(group) => match &group.kind {
                GroupKind::CaptureIndex(_) => Ok(()),
                GroupKind::NonCapturing(flags) if flags.items.is_empty() => Ok(()),
                _ => Err(GROUP),
            },
            Ast::Literal(literal) => self.literal(literal),
            Ast::ClassBracketed(class) => match &class.kind {
                ClassSet::Item(_) => Ok(()),
                ClassSet::BinaryOp(_) => Err(SET),
            },
            Ast::Repetition(repetition) if most(&repetition.op.kind) > MOST_REPETITIONS => Err(REPETITION),
            Ast::Repetition(repetition) if matches!(*repetition.ast, Ast::Repetition(_) | Ast::Assertion(_)) => {
                Err(REPEATED)
            }
            Ast::Empty(_) | Ast::Repetition(_) | Ast::Alternation(_) | Ast::Concat(_) => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Difference> {
        match item {
            ClassSetItem::Unicode(_) | ClassSetItem::Perl(_) => Err(CLASS),
            ClassSetItem::Ascii(_) | ClassSetItem::Bracketed(_) => Err(SET),
            ClassSetItem::Literal(literal) => self.literal(literal),
            ClassSetItem::Range(range) => self.literal(&range.start).and(self.literal(&range.end)),
            ClassSetItem::Empty(_) | ClassSetItem::Union(_) => Ok(()),
        }
    }
}

impl Portable {
    #[allow(clippy::unused_self)]
    fn literal(&self, literal: &ast::Literal) -> Result<(), Difference> {
        match &literal.kind {
            LiteralKind::Verbatim if "{}".contains(literal.c) => Err(BRACE),
            LiteralKind::Verbatim | LiteralKind::Meta => Ok(()),
            LiteralKind::Special(_) if "\n\r\t".contains(literal.c) => Ok(()),
            _ => Err(ESCAPE),
        }
    }
}
