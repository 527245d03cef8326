//! From operators to methods, one kind of expression after the other.

use quote::{ToTokens as _, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{BinOp, Block, Expr, ExprBinary, ExprCall, ExprClosure, ExprMethodCall, ExprUnary, Ident, Stmt, Token, UnOp};

use super::plain::{bracketed, captured, ends, is_condition, without_brackets};
use super::rows::Rows;
use super::{compare, contains, refuse};

/// Rewrites expressions that mention rows, whose names it knows.
#[derive(Default)]
pub(crate) struct Rewriter {
    rows: Rows,
}

/// How the body of a closure is rewritten.
pub(crate) type Body = fn(&mut Rewriter, Expr) -> Expr;

impl Rewriter {
    /// Whether there is anything to rewrite in it: it mentions a row, or has a query with closures of its own.
    pub(crate) fn concerns(&self, expr: &Expr) -> bool {
        self.rows.are_in(expr) || has_query(expr)
    }

    /// A column or relation by its path alone, such as `u.country.name`.
    pub(crate) fn is_column(&self, expr: &Expr) -> bool {
        fn is_row(rows: &Rows, expr: &Expr) -> bool {
            match expr {
                Expr::Path(path) => path.path.get_ident().is_some_and(|name| rows.is_row(&name.to_string())),
                Expr::Field(field) => is_row(rows, &field.base),
                _ => false,
            }
        }
        match expr {
            Expr::Paren(inner) => self.is_column(&inner.expr),
            expr => matches!(expr, Expr::Field(_)) && is_row(&self.rows, expr),
        }
    }

    /// A closure whose parameters are rows.
    pub(crate) fn closure(&mut self, mut closure: ExprClosure, rewrite: Body) -> ExprClosure {
        let before = self.rows.enter(&closure.inputs);
        *closure.body = match *closure.body {
            Expr::Block(mut block) if block.label.is_none() && block.attrs.is_empty() => {
                block.block = self.block(block.block, rewrite);
                Expr::Block(block)
            }
            body => without_brackets(rewrite(self, body)),
        };
        self.rows.leave(before);
        closure
    }

    /// A block that is one expression. In all others nothing is rewritten but the message that it says.
    fn block(&mut self, mut block: Block, rewrite: Body) -> Block {
        block.stmts = match (block.stmts.pop(), block.stmts.is_empty()) {
            (Some(Stmt::Expr(expr, None)), true) => vec![Stmt::Expr(rewrite(self, expr), None)],
            (Some(Stmt::Expr(_, Some(semicolon))), true) => {
                vec![Stmt::Expr(
                    refuse::refused(semicolon, "remove this semicolon, so that the expression is the result"),
                    None,
                )]
            }
            (Some(last), _) => {
                let message = "a query is one expression: compute what it needs before it, with `let`";
                let first = block.stmts.first().unwrap_or(&last);
                vec![Stmt::Expr(refuse::refused(first, message), None)]
            }
            (None, _) => Vec::new(),
        };
        block
    }

    /// What stands as an operand: a part of the query, or a value from around it.
    pub(crate) fn operand(&mut self, expr: Expr) -> Expr {
        if self.concerns(&expr) { self.value(expr) } else { captured(expr) }
    }

    /// A condition: also a column that holds a `bool`, or a `bool` from around.
    pub(crate) fn condition(&mut self, expr: Expr) -> Expr {
        match expr {
            Expr::Paren(mut paren) => {
                *paren.expr = self.condition(*paren.expr);
                Expr::Paren(paren)
            }
            expr if self.concerns(&expr) && is_logic(&expr) => self.value(expr),
            expr => {
                let (first, last) = ends(&expr);
                let expr = without_brackets(self.operand(expr));
                let argument = bracketed(expr.into_token_stream(), last);
                Expr::Verbatim(quote_spanned!(first=> ::orm::expr::IntoPredicate::into_predicate #argument))
            }
        }
    }

    /// An expression that concerns the query.
    fn value(&mut self, expr: Expr) -> Expr {
        match expr {
            Expr::Binary(binary) => self.binary(binary),
            Expr::Unary(unary) => self.unary(unary),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(call) => Expr::Call(self.call(call)),
            Expr::Paren(mut paren) => {
                *paren.expr = self.value(*paren.expr);
                Expr::Paren(paren)
            }
            Expr::Group(group) => self.value(*group.expr),
            Expr::Tuple(mut tuple) => {
                tuple.elems = self.each(tuple.elems);
                Expr::Tuple(tuple)
            }
            Expr::Array(mut array) => {
                array.elems = self.each(array.elems);
                Expr::Array(array)
            }
            Expr::Reference(mut reference) => {
                *reference.expr = self.value(*reference.expr);
                Expr::Reference(reference)
            }
            Expr::Field(mut field) => {
                *field.base = self.value(*field.base);
                Expr::Field(field)
            }
            Expr::Closure(closure) => Expr::Closure(self.closure(closure, Self::operand)),
            Expr::Block(mut block) if block.label.is_none() => {
                block.block = self.block(block.block, Self::operand);
                Expr::Block(block)
            }
            Expr::Macro(call) if call.mac.path.is_ident("matches") => refuse::matches(call),
            Expr::Macro(mut call) if call.mac.path.is_ident("vec") => {
                if let Ok(items) = call.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
                    call.mac.tokens = self.each(items).into_token_stream();
                }
                Expr::Macro(call)
            }
            Expr::Path(_) | Expr::Macro(_) | Expr::Struct(_) | Expr::Verbatim(_) | Expr::Lit(_) => expr,
            other => refuse::construct(other),
        }
    }

    fn unary(&mut self, mut unary: ExprUnary) -> Expr {
        *unary.expr = match unary.op {
            UnOp::Not(_) => self.condition(*unary.expr),
            _ => self.value(*unary.expr),
        };
        Expr::Unary(unary)
    }

    fn binary(&mut self, binary: ExprBinary) -> Expr {
        use BinOp::{Add, And, BitAnd, BitOr, BitXor, Div, Eq, Ge, Gt, Le, Lt, Mul, Ne, Or, Rem, Shl, Shr, Sub};
        match binary.op {
            And(and) if self.may_decide(&binary.left) => self.lazily(binary, &Ident::new("both", and.spans[0])),
            Or(or) if self.may_decide(&binary.left) => self.lazily(binary, &Ident::new("either", or.spans[0])),
            And(and) => self.logic(binary, BitAnd(Token![&](and.spans[0]))),
            Or(or) => self.logic(binary, BitOr(Token![|](or.spans[0]))),
            op @ (BitAnd(_) | BitOr(_) | BitXor(_)) => self.logic(binary, op),
            Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_) => compare::comparison(self, binary),
            Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_) => self.arithmetic(binary),
            op @ (Shl(_) | Shr(_)) => refuse::refused(op, "columns have no bits to shift"),
            op => refuse::refused(op, "this assigns: write `row.field.set(row.field + value)` in an update"),
        }
    }

    fn logic(&mut self, binary: ExprBinary, op: BinOp) -> Expr {
        let (left, right) = (self.condition(*binary.left), self.condition(*binary.right));
        Expr::Binary(ExprBinary { attrs: binary.attrs, left: Box::new(left), op, right: Box::new(right) })
    }

    /// Whether a condition can be known without a row: it has a part that is the program's own, which then decides whether
    /// Rust evaluates what comes after it.
    fn may_decide(&self, left: &Expr) -> bool {
        match left {
            left if !self.concerns(left) => true,
            Expr::Paren(paren) => self.may_decide(&paren.expr),
            Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)) && self.may_decide(&unary.expr),
            Expr::Binary(binary) => {
                matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
                    && (self.may_decide(&binary.left) || self.may_decide(&binary.right))
            }
            _ => false,
        }
    }

    /// `&&` or `||` whose right side is made only where the left one has not decided, as in
    /// `least.is_none() || row.age >= least.unwrap()`.
    fn lazily(&mut self, binary: ExprBinary, name: &Ident) -> Expr {
        let (first, last) = ends(&binary);
        let [left, right] = [binary.left, binary.right].map(|side| without_brackets(self.condition(*side)));
        let arguments = bracketed(quote::quote!(#left, || #right), last);
        Expr::Verbatim(quote_spanned!(first=> ::orm::__private::#name #arguments))
    }

    fn arithmetic(&mut self, mut binary: ExprBinary) -> Expr {
        if self.concerns(&binary.left) {
            *binary.left = self.value(*binary.left);
            *binary.right = self.operand(*binary.right);
            return Expr::Binary(binary);
        }
        // Rust would ask the plain value on the left for the operator.
        let name = match binary.op {
            BinOp::Add(_) => "add",
            BinOp::Sub(_) => "sub",
            BinOp::Mul(_) => "mul",
            BinOp::Div(_) => "div",
            _ => "rem",
        };
        let (first, last) = ends(&binary);
        let name = Ident::new(name, compare::operator_span(&binary));
        let left = without_brackets(captured(*binary.left));
        let right = without_brackets(self.value(*binary.right));
        let arguments = bracketed(quote::quote!(#left, #right), last);
        Expr::Verbatim(quote_spanned!(first=> ::orm::expr::from_left::#name #arguments))
    }

    fn method_call(&mut self, mut call: ExprMethodCall) -> Expr {
        if call.method == "contains" && contains::is_of_a_list(self, &call) {
            return contains::contains(self, call);
        }
        // Rust's questions about an `Option`, and the database's words for them.
        if call.args.is_empty() && self.rows.are_in(&call.receiver) {
            let sql = match call.method.to_string().as_str() {
                "is_none" => Some("is_null"),
                "is_some" => Some("is_not_null"),
                _ => None,
            };
            call.method = sql.map_or(call.method.clone(), |sql| Ident::new(sql, call.method.span()));
        }
        if self.concerns(&call.receiver) {
            *call.receiver = self.value(*call.receiver);
        }
        call.args = self.arguments(call.args, &call.method);
        Expr::MethodCall(call)
    }

    fn call(&mut self, mut call: ExprCall) -> ExprCall {
        let name = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.clone()),
            _ => None,
        };
        let name = name.unwrap_or_else(|| Ident::new("call", proc_macro2::Span::call_site()));
        call.args = self.arguments(call.args, &name);
        call
    }

    /// What a function is given: closures are about rows, whatever mentions none is left as it is.
    fn arguments(&mut self, arguments: Punctuated<Expr, Token![,]>, function: &Ident) -> Punctuated<Expr, Token![,]> {
        const OF_CONDITIONS: [&str; 5] = ["filter", "exclude", "any", "all", "none"];
        let body = if OF_CONDITIONS.iter().any(|name| function == name) { Self::condition } else { Self::operand };
        let rewrite = |argument: Expr| match argument {
            Expr::Closure(closure) if !closure.inputs.is_empty() => Expr::Closure(self.closure(closure, body)),
            argument if self.concerns(&argument) => without_brackets(self.value(argument)),
            argument => argument,
        };
        map(arguments, rewrite)
    }

    fn each(&mut self, expressions: Punctuated<Expr, Token![,]>) -> Punctuated<Expr, Token![,]> {
        map(expressions, |expr| if self.concerns(&expr) { self.value(expr) } else { expr })
    }
}

fn map(list: Punctuated<Expr, Token![,]>, mut change: impl FnMut(Expr) -> Expr) -> Punctuated<Expr, Token![,]> {
    use syn::punctuated::Pair;
    let pairs = list.into_pairs().map(|pair| match pair {
        Pair::Punctuated(expr, comma) => Pair::Punctuated(change(expr), comma),
        Pair::End(expr) => Pair::End(change(expr)),
    });
    pairs.collect()
}

/// Whether it becomes a condition by itself.
fn is_logic(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => is_logic(&paren.expr),
        Expr::Binary(binary) => {
            is_condition(binary.op) || matches!(binary.op, BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_))
        }
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)),
        Expr::Assign(_) => true,
        _ => false,
    }
}

/// Whether a query about a model stands in it, such as `Order::filter(|o| o.total > 100)`, whose closures are about rows
/// also where no row from around is mentioned.
fn has_query(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => has_query(&paren.expr),
        Expr::Group(group) => has_query(&group.expr),
        Expr::Unary(unary) => has_query(&unary.expr),
        Expr::Reference(reference) => has_query(&reference.expr),
        Expr::Binary(binary) => has_query(&binary.left) || has_query(&binary.right),
        Expr::Tuple(tuple) => tuple.elems.iter().any(has_query),
        Expr::Array(array) => array.elems.iter().any(has_query),
        Expr::MethodCall(call) => has_query(&call.receiver) || call.args.iter().any(has_query),
        Expr::Call(call) => begins_query(call) || call.args.iter().any(has_query),
        _ => false,
    }
}

fn begins_query(call: &ExprCall) -> bool {
    let Expr::Path(function) = &*call.func else { return false };
    let mut segments = function.path.segments.iter().rev();
    let (Some(name), Some(model)) = (segments.next(), segments.next()) else { return false };
    ["filter", "exclude", "all"].iter().any(|method| name.ident == method)
        && model.ident.to_string().starts_with(char::is_uppercase)
        && call.args.iter().all(|argument| matches!(argument, Expr::Closure(_)))
        && call.args.len() <= 1
}
