use proc_macro2::Group;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Result, Visibility, token};

/// A function whose body is passed on as it stands: parsing it would take time in every build, and what is wrong in it is
/// the compiler's to say.
pub(super) struct Function {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) head: syn::Signature,
    pub(super) body: Group,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let (visibility, head) = (input.parse()?, input.parse()?);
        if !input.peek(token::Brace) {
            return Err(input.error("expected the test's body in braces"));
        }
        Ok(Self { attributes, visibility, head, body: input.parse()? })
    }
}
