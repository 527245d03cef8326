//! The code that a projection gets whose rows can stand in place of a table.

/// What the columns of a projection are called where it stands in place of a table. Its key is all of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __derived_table {
    (
        { $($vis:tt)* } $projection:ident $fields:ident $doc:literal $name:literal $table:literal $width:literal [$($index:literal),*]
        { $({ [$($before:tt)*] $field:ident: $kind:ident [$($argument:tt)*] ($($place:literal)?) $field_name:literal $ty:ty })* }
        { $({ $relation:literal $column:literal $relation_name:literal $target:ty, $by:ty, $key:ty, $by_column:expr })* }
    ) => {
        #[doc = $doc]
        #[allow(missing_docs, missing_debug_implementations, dead_code)]
        $($vis)* struct $fields<P> {
            $($($before)* $field: $crate::field::$kind<P, $($argument)*>,)*
        }

        #[automatically_derived]
        const _: () = {
            use $crate::private as __o;

            static KEY: __o::CompositeKey = __o::CompositeKey::new(
                $table,
                __o::SqlType::Row(&__o::RowType { parts: &[$(<$ty as __o::ColumnType>::KIND.ty),*] }),
                &[$($index),*],
            );

            static TABLE: __o::Table = __o::Table {
                model: $name,
                name: $table,
                columns: &[$(__o::column($field_name, <$ty as __o::ColumnType>::KIND)),*],
                primary_key: $width,
                composite_key: ::core::option::Option::Some(&KEY),
                relations: &[$(__o::RelationDef {
                    model: $name,
                    field: $relation_name,
                    column: $column,
                    target: __o::table::<$target>,
                    by: $by_column,
                    on_delete: __o::OnDelete::DoNothing,
                }),*],
                reverse: &[],
                indexes: &[],
                ordering: &[],
            };

            impl<P: __o::Path<Target = __o::Derived<$projection>>> __o::FieldSet for $fields<P> {
                const REF: &'static Self = &$fields { $($field: __o::$kind::new($($place)?)),* };
            }

            #[diagnostic::do_not_recommend]
            impl __o::DerivedTable for $projection {
                type Fields<P: __o::Path<Target = __o::Derived<Self>>> = $fields<P>;
                const TABLE: &'static __o::Table = &TABLE;

                fn into_values(self) -> ::std::vec::Vec<__o::Value<'static>> {
                    ::std::vec![$(<$ty as __o::ColumnType>::into_column(self.$field)),*]
                }
            }

            #[diagnostic::do_not_recommend]
            impl __o::TableRow for $projection {
                type Of = __o::Derived<Self>;

                fn queryset(
                    rows: __o::DerivedNode,
                    db: ::core::option::Option<__o::Db>,
                ) -> __o::QuerySet<__o::Derived<Self>, Self> {
                    __o::derived_rows(rows, db)
                }
            }

            $(
                impl __o::DerivedRelation<$relation> for $projection {
                    type Target = $target;
                    type By = $by;
                    type Nullability = <$key as __o::ColumnType>::Nullability;
                }
            )*
        };
    };
}

pub use __derived_table as derived_table;
