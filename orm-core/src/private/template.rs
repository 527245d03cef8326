//! The code that a model gets. The derive hands over what differs between models, and what the compiler may complain of
//! where the program says it; the rest stands here, because the compiler copies it many times faster than a macro of
//! the derive's kind writes it.

/// What a program names and awaits: `UserFields<P>`, `NewUser<S>` with its setters; and what leads to other models.
#[doc(hidden)]
#[macro_export]
macro_rules! __names {
    (
        { $($vis:tt)* } $model:ident $patch:ident
        $fields:ident $fields_doc:literal
        $new:ident($this:tt) $new_doc:literal [$($all_set:tt)*] [$($nothing_set:tt)*] [$($cells:tt)*]
        $({
            [$($before:tt)*] $field:ident: $kind:ident [$($argument:tt)*] ($($index:literal)?)
            ($value:ty) [$($number:ty, $state:ident)?] [$($optional:tt)?] $($cell:tt)*
        })*
        reverse { $({ [$($reverse_before:tt)*] $reverse:ident: $reverse_kind:ident $reverse_number:literal })* }
        relations { $($relation:literal $key:ident $target:ty, $by:ty, $nullability:ty;)* }
        reverse_to { $({
            $back:literal $holder:ident $holder_name:literal: $holder_type:ty => $other:ty, $through:expr
        })* }
        refers { $($refers:tt)* }
        nested { $($nested:tt)* }
        checks { $checks:expr }
        missing { $($missing:tt)* }
        child { $($child:tt)* }
        incomplete { $([$($incomplete:tt)*])? }
    ) => {
        #[doc = $fields_doc]
        #[allow(missing_docs, missing_debug_implementations, dead_code)]
        $($vis)* struct $fields<P> {
            $($($before)* $field: $crate::field::$kind<P, $($argument)*>,)*
            $($($reverse_before)* $reverse: $crate::field::$reverse_kind<P, $reverse_number>,)*
        }

        #[doc = $new_doc]
        #[must_use = "nothing is created until it is awaited"]
        $($vis)* struct $new<S = $($all_set)*, __N = ()>(
            $crate::private::cells!($($cells)*),
            $crate::private::PhantomData<fn() -> S>,
            __N,
        );

        #[doc = ::core::concat!("What some fields of a [`", ::core::stringify!($model), "`] are changed to, by `apply`.")]
        #[allow(dead_code)]
        $($vis)* type $patch = $new<$crate::private::Partial>;

        #[automatically_derived]
        const _: () = {
            use $crate::private::{self as __o, Future as __Future, IntoField as __IntoField};

            impl<P: __o::Path<Target = $model>> __o::FieldSet for $fields<P> {
                const REF: &'static Self = &$fields {
                    $($field: __o::$kind::new($($index)?),)*
                    $($reverse: __o::$reverse_kind::new(),)*
                };
            }

            #[allow(missing_docs, dead_code)]
            impl<S: __o::State, __N> $new<S, __N> {
                $(
                    $($before)* fn $field(mut $this, value: $value) -> $new<S $(::With<$number>)?, __N> {
                        $this.0 $($cell)* = __o::given(value);
                        $($new($this.0, __o::$state, $this.2))? $($optional)?
                    }
                )*
            }

            $crate::private::nested!($model $new [$($all_set)*] $($nested)*);

            #[diagnostic::do_not_recommend]
            impl ::core::future::IntoFuture for $new {
                type Output = __o::Result<$model>;
                type IntoFuture = __o::BoxFuture<'static, Self::Output>;

                fn into_future(self) -> Self::IntoFuture {
                    __o::create(self, ())
                }
            }

            // Only where each field's type can be deserialized: what depends on 'de is not asked before it is used.
            #[allow(private_bounds)]
            impl<'de, S: __o::TakesFields> __o::Deserialize<'de> for $new<S>
            where
                $crate::private::cells!($($cells)*): __o::DeserializeRow<'de>,
            {
                fn deserialize<D: __o::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    __o::deserialize_new(deserializer, |cells| $new(cells, __o::PhantomData, ()), S::IS_PARTIAL)
                }
            }

            $($child)*

            $(
                $($incomplete)* {
                    type Output = __o::Result<$model>;

                    fn poll(
                        self: ::core::pin::Pin<&mut Self>,
                        _: &mut ::core::task::Context<'_>,
                    ) -> ::core::task::Poll<Self::Output> {
                        ::core::task::Poll::Pending
                    }
                }
            )?

            $(
                impl __o::RelationTo<$relation> for $model {
                    type Target = $target;
                    type By = $by;
                    type Nullability = $nullability;

                    fn foreign_key(&mut self) -> ::core::option::Option<&mut __o::ForeignKey<$target, $by>> {
                        __o::ToOneHolder::foreign_key(&mut self.$key)
                    }
                }
            )*

            $(
                impl __o::ReverseTo<$back> for $model {
                    type Target = $other;
                    type Holder = $holder_type;
                    const DEF: __o::ReverseDef = __o::ReverseDef {
                        model: ::core::stringify!($model),
                        field: $holder_name,
                        target: __o::table::<$other>,
                        through: $through,
                    };

                    fn holder(&mut self) -> &mut $holder_type {
                        &mut self.$holder
                    }
                }
            )*

            $($refers)*

            impl __o::Registered for $model {
                const REGISTRATION: __o::Registration = __o::Registration {
                    table: <Self as __o::Model>::TABLE,
                    checks: $checks,
                };
            }

            __o::inventory::submit! {
                <$model as __o::Registered>::REGISTRATION
            }
        };

        // A block of its own, where a field named like a type hides nothing. It has a name because the compiler shows it: where two models
        // lack fields of one name, it speaks of `UserFields::name`. Structs with named fields leave the names of values free.
        #[allow(
            non_camel_case_types,
            non_upper_case_globals,
            non_local_definitions,
            missing_docs,
            unreachable_pub,
            dead_code
        )]
        const $fields: () = {
            $($missing)*

            impl $crate::private::Empty for $model {
                type New = $new<$($nothing_set)*>;
            }
        };
    };
}

/// The setters for rows that are created with a new row, where it has such relations.
#[doc(hidden)]
#[macro_export]
macro_rules! __nested {
    ($model:ident $new:ident [$($all_set:tt)*]) => {};
    ($model:ident $new:ident [$($all_set:tt)*] $({
        [$($before:tt)*] $relation:ident: $by:ident $number:literal ($rows:ty)
    })+) => {
        #[allow(missing_docs, dead_code)]
        impl<S: __o::State, __N: __o::Nest<$model>> $new<S, __N> {
            $(
                $($before)* fn $relation(
                    self,
                    rows: $rows,
                ) -> $new<S, __o::Nested<$model>> {
                    $new(self.0, __o::PhantomData, __o::$by::<$model, $number>(self.2, rows))
                }
            )*
        }

        #[diagnostic::do_not_recommend]
        impl ::core::future::IntoFuture for $new<$($all_set)*, __o::Nested<$model>> {
            type Output = __o::Result<$model>;
            type IntoFuture = __o::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                __o::create($new(self.0, __o::PhantomData, ()), self.2)
            }
        }

        #[diagnostic::do_not_recommend]
        impl __o::CreateNested for $new<$($all_set)*, __o::Nested<$model>> {
            type Model = $model;

            fn into_nested(self) -> ($new, __o::Nested<$model>) {
                ($new(self.0, __o::PhantomData, ()), self.2)
            }
        }
    };
}

/// The type of the cells of a new row, as nested tuples.
#[doc(hidden)]
#[macro_export]
macro_rules! __cells {
    () => { () };
    ({ $($ty:ty,)* } $($others:tt)*) => {
        (($($crate::private::Slot<$ty>,)*), $crate::private::cells!($($others)*))
    };
}

/// How a model lies in its table and in its rows. Fields of which it is not certain that the library takes their type as
/// a column are `special`: their type is asked for what is to be done, where it is written, so that the compiler
/// complains of it there, and once. What names `self` or `__now` comes from the derive together with that name.
#[doc(hidden)]
#[macro_export]
macro_rules! __implementations {
    (
        $model:ident $fields:ident $new:ident
        table { $name:literal $table:literal $primary_key:literal $composite:expr }
        key($key_of:tt) $([$made:ident $made_key:expr])?: $key_type:ty { $key:expr } { $key_of_fields:expr }
        $({
            ($($plain:ident)?) ($($special:ident: $special_type:ty)?)
            $field:literal $(as $column:literal)? $(key $key_column:ty)?: $ty:ty, $($more:tt)*
        })*
        relations { $($relations:tt)* }
        reverse { $($reverse:tt)* }
        indexes { $($indexes:tt)* }
        ordering { $($ordering:tt)* }
        read { $($(($($read:ident)*))? $([$read_special:ident: $read_type:ty])?;)* }
        holders { $($holder:ident $holder_number:literal)* }
        deferred { $($deferred:ident)* }
        attach $({ $($to_one:literal)* } { $($to_many:literal)* } { $($late:ident $late_number:literal)* })?
        complete { $([$($chunk:tt)*] $($complete:ident)*;)* $($alone:ident ($($alone_cell:tt)*))* }
        row($row:tt) { $row_shared:expr, $row_changed:expr } { $($row_implementation:tt)* }
        fill $(($this:tt, $now:ident) { $($fill:tt)* })?
        touch $(($touched:tt, $touched_at:ident) { $($touch:tt)* })?
        scope $({ $scope:expr })?
        hooks $({ $hooks:ident })?
        rules $([$($rule:expr),*])?
        deny $($deny:literal)?
    ) => {
        #[automatically_derived]
        const _: () = {
            use $crate::private as __o;

            // Rules of the program are called in closures, where references become what they take.
            #[allow(clippy::redundant_closure)]
            static TABLE: __o::Table = __o::Table {
                model: $name,
                name: $table,
                columns: &[
                    $(
                        __o::column($field, <$ty as __o::ColumnType>::KIND)
                            $(.named($column))?
                            $(.fill(__o::key_fill(<$key_column as __o::Key>::GENERATED)))?
                            $($more)*
                    ),*
                ],
                primary_key: $primary_key,
                composite_key: $composite,
                relations: &[$($relations)*],
                reverse: &[$($reverse)*],
                indexes: &[$($indexes)*],
                ordering: &[$($ordering)*],
            };

            #[diagnostic::do_not_recommend]
            impl __o::Model for $model {
                type Key = $key_type;
                type Fields<P: __o::Path<Target = Self>> = $fields<P>;
                type New = $new;
                type Create = <Self as __o::Empty>::New;
                type Patch = $new<__o::Partial>;
                const TABLE: &'static __o::Table = &TABLE;
                $(
                    const HAS_RELATIONS: bool = true;

                    fn attach(rows: &mut [&mut Self], provenance: &__o::Provenance) {
                        $(__o::attach_to_one::<Self, $to_one>(rows, provenance);)*
                        $(__o::attach_to_many::<Self, $to_many>(rows, provenance);)*
                        $(__o::attach_deferred(rows, $late_number, provenance, |row: &mut Self| &mut row.$late);)*
                    }
                )?

                fn create() -> Self::Create {
                    $new(::core::default::Default::default(), __o::PhantomData, ())
                }

                fn patch() -> Self::Patch {
                    $new(::core::default::Default::default(), __o::PhantomData, ())
                }

                fn key(&$key_of) -> Self::Key {
                    $key
                }

                fn cells<'a>(&'a self, take: &mut dyn FnMut(&[&'a dyn __o::Cell])) {
                    take(&[$(
                        $(&self.$plain)?
                        $(<$special_type as __o::ColumnType>::cell(&self.$special))?
                    ),*]);
                }

                fn cells_mut(&mut self, take: &mut dyn FnMut(&mut [&mut dyn __o::Cell])) {
                    take(&mut [$(
                        $(&mut self.$plain)?
                        $(<$special_type as __o::ColumnType>::cell_mut(&mut self.$special))?
                    ),*]);
                }

                fn read(row: &mut dyn __o::RowReader) -> __o::ReadResult<Self> {
                    $(
                        $(let ($($read,)*) = __o::read(row)?;)?
                        $(let $read_special = <$read_type as __o::ColumnType>::read_column(row)?;)?
                    )*
                    $(let $made = $made_key;)?
                    $(let $deferred = ::core::default::Default::default();)*
                    ::core::result::Result::Ok(Self {
                        $($holder: __o::holder(&$key_of_fields, &TABLE.reverse[$holder_number]),)*
                        $($($plain)? $($special)?),*
                    })
                }

                $(
                    fn scope() -> ::core::option::Option<::std::boxed::Box<dyn ::core::any::Any>> {
                        #[allow(unused_imports)]
                        use __o::{Operators as _, TextOperators as _, ToManyOperators as _};
                        __o::scope::<Self>($scope)
                    }
                )?

                $(
                    fn hooks() -> ::core::option::Option<&'static __o::HookTable<Self>> {
                        ::core::option::Option::Some(__o::hook_table::<$hooks>())
                    }
                )?

                $(
                    const HAS_RULES: bool = true;

                    fn check_rules(draft: &__o::Draft<'_, Self>, problems: &mut __o::Problems) {
                        $(problems.ask(draft, $rule);)*
                    }
                )?

                $(const DENY_UNKNOWN_FIELDS: bool = $deny;)?

                $(
                    fn touch(&mut $touched, $touched_at: __o::Now) {
                        $($touch)*
                    }
                )?
            }

            $($row_implementation)*

            impl<S> __o::NewRow for $new<S> {
                type Model = $model;

                fn unset() -> Self {
                    $new(::core::default::Default::default(), __o::PhantomData, ())
                }

                fn row(&$row) -> &dyn __o::Row {
                    $row_shared
                }

                fn row_mut(&mut $row) -> &mut dyn __o::Row {
                    $row_changed
                }
            }

            impl __o::NewModel for $new {

                $(
                    fn fill_defaults(&mut $this, $now: __o::Now) {
                        $($fill)*
                    }
                )?

                fn into_model(self) -> ::core::option::Option<$model> {
                    $(let ($($complete,)*) = __o::Chunk::complete(self.0 $($chunk)*)?;)*
                    $(let $alone = self.0 $($alone_cell)*.0?;)*
                    $(let $made = $made_key;)?
                    $(let $deferred = __o::Deferred::new($deferred);)*
                    ::core::option::Option::Some($model {
                        $($holder: __o::holder(&$key_of_fields, &TABLE.reverse[$holder_number]),)*
                        $($($plain)? $($special)?),*
                    })
                }
            }

            impl<S> ::core::fmt::Debug for $new<S> {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    __o::debug_new(self, f)
                }
            }
        };
    };
}

/// What connects two models by a table that is made for them.
#[doc(hidden)]
#[macro_export]
macro_rules! __link {
    (
        $name:literal $table:literal $symmetrical:literal
        $near:literal as $near_column:literal: $near_type:ty,
        $far:literal as $far_column:literal: $far_type:ty
    ) => {{
        use $crate::private as __o;

        static LINK: __o::Table = __o::Table {
            model: $name,
            name: $table,
            columns: &[
                __o::column("id", <i64 as __o::ColumnType>::KIND).fill(__o::Fill::Generated),
                __o::column($near, <__o::ForeignKey<$near_type> as __o::ColumnType>::KIND).named($near_column),
                __o::column($far, <__o::ForeignKey<$far_type> as __o::ColumnType>::KIND).named($far_column).index(),
            ],
            primary_key: 0,
            composite_key: __o::SINGLE,
            relations: &[
                __o::RelationDef {
                    model: $name,
                    field: $near,
                    column: 1,
                    target: __o::table::<$near_type>,
                    by: ::core::option::Option::None,
                    on_delete: __o::OnDelete::Cascade,
                },
                __o::RelationDef {
                    model: $name,
                    field: $far,
                    column: 2,
                    target: __o::table::<$far_type>,
                    by: ::core::option::Option::None,
                    on_delete: __o::OnDelete::Cascade,
                },
            ],
            reverse: &[],
            indexes: &[__o::IndexDef { columns: &[1, 2], unique: true }],
            ordering: &[],
        };

        fn link() -> &'static __o::Table {
            &LINK
        }

        __o::Through::Link(__o::Link { table: link, near: 0, far: 1, made: true, symmetrical: $symmetrical })
    }};
}

/// A regular expression that is made at most once.
#[doc(hidden)]
#[macro_export]
macro_rules! __pattern {
    ($text:literal) => {
        $crate::schema::Pattern {
            text: $text,
            compiled: || {
                static COMPILED: $crate::private::Compiled = $crate::private::Compiled::new();
                &COMPILED
            },
        }
    };
}

pub use {
    __cells as cells, __implementations as implementations, __link as link, __names as names, __nested as nested,
    __pattern as pattern,
};
