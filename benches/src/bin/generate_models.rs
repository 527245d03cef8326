//! Writes a crate of models and queries whose checking is measured: `generate-models DIRECTORY MODELS QUERIES`.
//!
//! Each model has 20 columns, two of which are foreign keys, and each query goes over three of those.
//! `scripts/check-compile-time` does the measuring.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use benches::Result;

/// The types of the columns that are neither the key nor foreign keys.
const TYPES: [&str; 17] = [
    "String",
    "Option<String>",
    "i64",
    "Option<i64>",
    "i32",
    "bool",
    "String",
    "f64",
    "i16",
    "Option<i32>",
    "String",
    "Option<bool>",
    "i64",
    "Option<f64>",
    "String",
    "i32",
    "Option<String>",
];

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [directory, models, queries] = arguments.as_slice() else {
        return Err("usage: generate-models DIRECTORY MODELS QUERIES".into());
    };
    let source = PathBuf::from(directory).join("src");
    fs::create_dir_all(&source)?;
    let models = models.parse()?;
    fs::write(Path::new(directory).join("Cargo.toml"), manifest()?)?;
    fs::write(source.join("lib.rs"), "//! Generated.\n\npub mod edited;\npub mod models;\npub mod queries;\n")?;
    fs::write(source.join("edited.rs"), "pub const EDITED: u32 = 0;\n")?;
    fs::write(source.join("models.rs"), all_models(models)?)?;
    fs::write(source.join("queries.rs"), all_queries(models, queries.parse()?)?)?;
    Ok(())
}

fn manifest() -> Result<String> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("this package is in no workspace")?;
    Ok(format!(
        "[package]\nname = \"generated\"\nedition = \"2024\"\n\n\
         [dependencies]\norm = {{ path = {:?} }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n\
         # Not of the workspace around it.\n[workspace]\n",
        workspace.display().to_string()
    ))
}

fn all_models(models: usize) -> Result<String> {
    let mut source = "use orm::prelude::*;\n".to_owned();
    for model in 0..models {
        // The second key may be NULL, so that both kinds of join are there.
        let (next, far) = ((model + 1) % models, (model + 7) % models);
        write!(
            source,
            "\n#[derive(Model, Debug)]\npub struct Model{model} {{\n    pub id: i64,\n    \
             pub next: ForeignKey<Model{next}>,\n    pub far: Option<ForeignKey<Model{far}>>,\n"
        )?;
        for (column, ty) in TYPES.iter().enumerate() {
            writeln!(source, "    pub column{column}: {ty},")?;
        }
        source.push_str("}\n");
    }
    Ok(source)
}

fn all_queries(models: usize, queries: usize) -> Result<String> {
    let mut source = "use orm::Result;\nuse orm::prelude::*;\n\nuse crate::models::*;\n".to_owned();
    for query in 0..queries {
        let model = query % models;
        let path = ["next.next.next", "next.far.next", "far.next.far", "next.next.far"][query % 4];
        let condition = [
            format!("m.{path}.column0.eq(\"text\") & m.column2.gt({query})"),
            format!("m.{path}.column1.icontains(\"text\")"),
            format!("m.{path}.column4.ge(m.column4) | m.column5.eq(true)"),
            format!("m.{path}.column2.in_([1, 2, 3]) & m.column1.is_null()"),
            format!("m.{path}.column15.between(1, {query})"),
        ];
        let condition = &condition[query % 5];
        write!(
            source,
            "\npub async fn query{query}() -> Result<Vec<Model{model}>> {{\n    \
             Model{model}::filter(|m| {condition}).order_by(|m| m.{path}.column6.desc()).limit(10).await\n}}\n"
        )?;
    }
    Ok(source)
}
