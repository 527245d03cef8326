//! docs/django.md: each of its examples runs on both databases, and each row that runs stands in it.

mod aggregates;
mod document;
mod expressions;
mod functions;
mod lookups;
mod models;
mod page;
mod querysets;
mod relations;
mod rows;

orm::testing::postgres_url!(test_server::postgres().admin_url());
