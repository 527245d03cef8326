//! What the values of a field must meet.

use std::cmp::Ordering;

use proc_macro2::Span;
use syn::LitStr;

use super::patterns;
use crate::ctxt::Ctxt;
use crate::ir::{Choices, Field, Number};
use crate::written;

/// The types that hold whole numbers, with the smallest and the largest of each.
const WHOLE: [(&str, i64, i64); 7] = [
    ("i8", i8::MIN as i64, i8::MAX as i64),
    ("i16", i16::MIN as i64, i16::MAX as i64),
    ("i32", i32::MIN as i64, i32::MAX as i64),
    ("i64", i64::MIN, i64::MAX),
    ("u16", 0, u16::MAX as i64),
    ("u32", 0, u32::MAX as i64),
    ("u64", 0, i64::MAX),
];
const OTHER_NUMBERS: [&str; 3] = ["f32", "f64", "Decimal"];

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    belong(field, ctxt);
    lengths(field, ctxt);
    range(field, ctxt);
    choices(field, ctxt);
    if let Some(pattern) = &field.rules.pattern {
        patterns::check(pattern, field.rules.check, ctxt);
    }
    constraint(field, ctxt);
}

/// Of a type by another name only the compiler knows what it is, and asks when the table is made.
fn belong(field: &Field, ctxt: &mut Ctxt) {
    let is = |name: &&str| written::ends_in(&field.base, name);
    let is_known = written::is_plain_column(&field.base);
    let is_text = !is_known || is(&"String");
    let is_number = !is_known || WHOLE.iter().any(|(name, ..)| is(name)) || OTHER_NUMBERS.iter().any(is);
    let of_texts = matches!(field.rules.choices, Some(Choices::Texts(_)));
    for (rule, belongs, message) in [
        ("min_length", is_text, "`min_length` belongs on a String: remove it here"),
        ("pattern", is_text, "`pattern` belongs on a String: remove it here"),
        ("email", is_text, "`email` belongs on a String: remove it here"),
        ("url", is_text, "`url` belongs on a String: remove it here"),
        ("range", is_number, "`range` belongs on a number: for text write `min_length` and `max_length`"),
        ("choices", !of_texts || is_text, "`choices` of texts belong on a String: write numbers for a number"),
        ("choices", of_texts || is_number, "`choices` of numbers belong on a number: write texts for a String"),
        (
            "validate",
            field.relation.is_none(),
            "`validate` belongs on a plain column: write a rule about a foreign key above the struct",
        ),
    ] {
        if let Some(span) = field.given.span(rule)
            && !belongs
        {
            ctxt.error_at(span, message);
            ctxt.give_up();
        }
    }
}

fn lengths(field: &Field, ctxt: &mut Ctxt) {
    let (Some(span), Some(least)) = (field.given.span("min_length"), field.rules.min_length) else { return };
    if least == 0 {
        ctxt.error_at(span, "`min_length = 0` allows every text: write 1 or more, or remove it");
    }
    if let Some(most) = field.max_length.filter(|most| *most < least) {
        ctxt.error_at(span, format!("no text has at least {least} characters and at most {most}: change one of them"));
    }
}

fn range(field: &Field, ctxt: &mut Ctxt) {
    let Some(range) = field.rules.range else { return };
    for number in [range.least, range.most].into_iter().flatten() {
        fits(field, number, range.span, ctxt);
    }
    if let (Some(least), Some(most)) = (range.least, range.most) {
        let order = least.compare(most);
        if order == Ordering::Greater || order == Ordering::Equal && !range.includes_most {
            ctxt.error_at(range.span, "no number is in this range: write the smaller one first");
        }
    }
}

/// Whether the field's type can hold a number at all.
fn fits(field: &Field, number: Number, span: Span, ctxt: &mut Ctxt) {
    let Some((name, least, most)) = WHOLE.into_iter().find(|(name, ..)| written::ends_in(&field.base, name)) else {
        return;
    };
    if number.scale > 0 {
        ctxt.error_at(span, format!("the field holds whole numbers, as its type is {name}: write one here"));
    } else if !(least..=most).contains(&number.whole) {
        ctxt.error_at(
            span,
            format!("{name} holds numbers from {least} to {most}, and {} is none of them", number.whole),
        );
    }
}

fn choices(field: &Field, ctxt: &mut Ctxt) {
    match &field.rules.choices {
        Some(Choices::Texts(texts)) => {
            let mut seen: Vec<String> = Vec::new();
            for text in texts {
                let value = text.value();
                too_long(field, text, &value, ctxt);
                if seen.contains(&value) {
                    ctxt.error(text, "this choice is given twice: remove one");
                }
                seen.push(value);
            }
        }
        Some(Choices::Numbers(numbers)) => {
            for (position, (number, span)) in numbers.iter().enumerate() {
                fits(field, *number, *span, ctxt);
                if numbers.iter().take(position).any(|(other, _)| other.compare(*number) == Ordering::Equal) {
                    ctxt.error_at(*span, "this choice is given twice: remove one");
                }
            }
        }
        None => {}
    }
}

fn too_long(field: &Field, text: &LitStr, value: &str, ctxt: &mut Ctxt) {
    let length = value.chars().count();
    if let Some(most) = field.max_length
        && u32::try_from(length).map_or(true, |length| length > most)
    {
        ctxt.error(text, format!("this choice has {length} characters, and `max_length` allows {most}"));
    }
    if value.contains('\0') {
        ctxt.error(text, "text in a database cannot hold NUL: write another choice");
    }
}

fn constraint(field: &Field, ctxt: &mut Ctxt) {
    let Some(span) = field.given.span("check") else { return };
    let rules = &field.rules;
    let has_one =
        rules.min_length.is_some() || rules.range.is_some() || rules.choices.is_some() || rules.pattern.is_some();
    if !has_one && !field.unreadable {
        let message = "`check` makes CHECK constraints of `range`, `choices`, `min_length` and `pattern`: \
                       write one of them beside it, or remove it";
        ctxt.error_at(span, message);
    }
}
