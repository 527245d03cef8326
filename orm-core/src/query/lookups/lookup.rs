use crate::value::{Domain, SqlType};

/// Ways to ask for a field in a parameter's name, called as Django calls them: `age__gte`. A name without one is `exact`.
///
/// ```
/// use orm::query::Lookup;
///
/// assert_eq!(Lookup::Gte.suffix(), "gte");
/// assert_eq!(Lookup::of_suffix("icontains"), Some(Lookup::IContains));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lookup {
    /// `exact`: equal.
    Exact,
    /// `iexact`: equal, whatever the letters' case.
    IExact,
    /// `contains`: contains this text.
    Contains,
    /// `icontains`: contains this text, whatever the letters' case.
    IContains,
    /// `startswith`: starts with this text.
    StartsWith,
    /// `istartswith`: starts with this text, whatever the letters' case.
    IStartsWith,
    /// `endswith`: ends with this text.
    EndsWith,
    /// `iendswith`: ends with this text, whatever the letters' case.
    IEndsWith,
    /// `gt`: greater.
    Gt,
    /// `gte`: greater or equal.
    Gte,
    /// `lt`: less.
    Lt,
    /// `lte`: less or equal.
    Lte,
    /// `in`: one of several values, with commas between them, or each in a parameter of its own.
    In,
    /// `range`: from one value to another, both included, with a comma between them.
    Range,
    /// `isnull`: `true` where there is no value, `false` where there is one.
    IsNull,
    /// `regex`: matches this regular expression. Only where it is allowed by name: on PostgreSQL a client can write one that takes long.
    Regex,
    /// `iregex`: the same, whatever the letters' case.
    IRegex,
}

use Lookup::{
    Contains, EndsWith, Exact, Gt, Gte, IContains, IEndsWith, IExact, IRegex, IStartsWith, In, IsNull, Lt, Lte, Range,
    Regex, StartsWith,
};

const ALL: [(Lookup, &str); 17] = [
    (Exact, "exact"),
    (IExact, "iexact"),
    (Contains, "contains"),
    (IContains, "icontains"),
    (StartsWith, "startswith"),
    (IStartsWith, "istartswith"),
    (EndsWith, "endswith"),
    (IEndsWith, "iendswith"),
    (Gt, "gt"),
    (Gte, "gte"),
    (Lt, "lt"),
    (Lte, "lte"),
    (In, "in"),
    (Range, "range"),
    (IsNull, "isnull"),
    (Regex, "regex"),
    (IRegex, "iregex"),
];

impl Lookup {
    /// Its name at the end of a parameter's.
    ///
    /// ```
    /// assert_eq!(orm::query::Lookup::IsNull.suffix(), "isnull");
    /// ```
    #[must_use]
    pub fn suffix(self) -> &'static str {
        ALL.iter().find(|(lookup, _)| *lookup == self).map_or("", |(_, suffix)| suffix)
    }

    /// The one of this name.
    ///
    /// ```
    /// assert_eq!(orm::query::Lookup::of_suffix("like"), None);
    /// ```
    #[must_use]
    pub fn of_suffix(suffix: &str) -> Option<Self> {
        ALL.iter().find(|(_, name)| *name == suffix).map(|(lookup, _)| *lookup)
    }

    /// Those that make sense for a column of this type, without regular expressions.
    pub(super) fn fitting(ty: SqlType, domain: Domain) -> Vec<Self> {
        let one_of_few = matches!(domain, Domain::Texts(_) | Domain::Numbers(_));
        let fits = |lookup: Self| match (ty, lookup) {
            (_, Regex | IRegex) => false,
            (_, IsNull) => true,
            // What has no one way to be written in a parameter.
            (SqlType::Json | SqlType::Bytes | SqlType::List(_) | SqlType::Row(_), _) => false,
            (_, Exact | In) => true,
            (SqlType::Boolean | SqlType::Enum(_), _) => false,
            _ if one_of_few => false,
            (_, Gt | Gte | Lt | Lte | Range) => true,
            (ty, _) => ty == SqlType::Text,
        };
        ALL.iter().map(|(lookup, _)| *lookup).filter(|lookup| fits(*lookup)).collect()
    }

    /// Whether it can be allowed by name for a column of this type.
    pub(super) fn can_be(self, ty: SqlType, domain: Domain) -> bool {
        match self {
            Regex | IRegex => ty == SqlType::Text && domain == Domain::All,
            lookup => Self::fitting(ty, domain).contains(&lookup),
        }
    }
}
