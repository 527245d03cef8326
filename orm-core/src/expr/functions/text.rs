use super::table::functions;
use crate::expr::like::TextField;

functions! {
    /// Functions of text, beside `lower` and `upper` in [`LowerUpperFunctions`](crate::expr::LowerUpperFunctions). In the prelude.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().name("Émile").await?;
    /// let short: Vec<(String, i32)> = User::all().values(|u| (u.name.left(2).upper(), u.name.length())).await?;
    /// assert_eq!(short, [("ÉM".to_owned(), 5)]);
    /// # Ok(()) }
    /// ```
    TextFunctions of TextField, in "#[derive(Model)] struct Row { id: i64, name: String }";

    /// How many characters it has.
    length() -> i32, "length({0})", Some("char_length({0})"), "r.name.length()" => r#"length("name")"#;
    /// How many bytes it has as UTF-8.
    octet_length() -> i32, "octet_length({0})", Some("octet_length({0})"),
    "r.name.octet_length()" => r#"octet_length("name")"#;
    /// Without spaces at both ends.
    trim() -> String, "btrim({0})", Some("trim({0})"), "r.name.trim()" => r#"btrim("name")"#;
    /// Without spaces at the start.
    trim_start() -> String, "ltrim({0})", Some("ltrim({0})"), "r.name.trim_start()" => r#"ltrim("name")"#;
    /// Without spaces at the end.
    trim_end() -> String, "rtrim({0})", Some("rtrim({0})"), "r.name.trim_end()" => r#"rtrim("name")"#;
    /// Its characters from the last to the first.
    reversed() -> String, "reverse({0})", Some("reverse({0})"), "r.name.reversed()" => r#"reverse("name")"#;
    /// The number of its first character in Unicode; 0 where there is none.
    ord() -> i32, "ascii({0})", Some("ascii({0})"), "r.name.ord()" => r#"ascii("name")"#;
    /// The MD5 of its UTF-8, in hexadecimal digits.
    md5() -> String, "md5({0})", Some("md5({0})"), "r.name.md5()" => r#"md5("name")"#;
    /// The SHA-224 of its UTF-8, in hexadecimal digits.
    sha224() -> String, "encode(sha224(convert_to({0}, 'UTF8')), 'hex')", Some("sha224({0})"),
    "r.name.sha224()" => r#"encode(sha224(convert_to("name", 'UTF8')), 'hex')"#;
    /// The SHA-256 of its UTF-8, in hexadecimal digits.
    sha256() -> String, "encode(sha256(convert_to({0}, 'UTF8')), 'hex')", Some("sha256({0})"),
    "r.name.sha256()" => r#"encode(sha256(convert_to("name", 'UTF8')), 'hex')"#;
    /// The SHA-384 of its UTF-8, in hexadecimal digits.
    sha384() -> String, "encode(sha384(convert_to({0}, 'UTF8')), 'hex')", Some("sha384({0})"),
    "r.name.sha384()" => r#"encode(sha384(convert_to("name", 'UTF8')), 'hex')"#;
    /// The SHA-512 of its UTF-8, in hexadecimal digits.
    sha512() -> String, "encode(sha512(convert_to({0}, 'UTF8')), 'hex')", Some("sha512({0})"),
    "r.name.sha512()" => r#"encode(sha512(convert_to("name", 'UTF8')), 'hex')"#;
    /// With another text behind it; NULL where either is.
    concat(other: String) -> String, "({0} || {1})", Some("({0} || {1})"),
    "r.name.concat(\"!\")" => r#"("name" || $1)"#;
    /// The first so many characters; all but the last so many where the number is negative.
    left(characters: i32) -> String, "left({0}, {1})", Some("left_of({0}, {1})"),
    "r.name.left(3)" => r#"left("name", $1)"#;
    /// The last so many characters; all but the first so many where the number is negative.
    right(characters: i32) -> String, "right({0}, {1})", Some("right_of({0}, {1})"),
    "r.name.right(3)" => r#"right("name", $1)"#;
    /// So many times one behind the other; empty for none or fewer.
    repeat(times: i32) -> String, "repeat({0}, {1})", Some("repeat({0}, {1})"),
    "r.name.repeat(2)" => r#"repeat("name", $1)"#;
    /// At which character another text starts in it, from 1; 0 where it is not in it.
    position_of(text: String) -> i32, "strpos({0}, {1})", Some("instr({0}, {1})"),
    "r.name.position_of(\"a\")" => r#"strpos("name", $1)"#;
    /// So many characters, from the one with this number; the first is 1.
    substr(from: i32, characters: i32) -> String, "substr({0}, {1}, {2})", Some("substring_of({0}, {1}, {2})"),
    "r.name.substr(2, 3)" => r#"substr("name", $1, $2)"#;
    /// With one text in place of another, wherever that is in it.
    replace(from: String, to: String) -> String, "replace({0}, {1}, {2})", Some("replace({0}, {1}, {2})"),
    "r.name.replace(\"a\", \"b\")" => r#"replace("name", $1, $2)"#;
    /// Filled up with a text at the start to so many characters, or cut off at the end to as many.
    pad_start(characters: i32, with: String) -> String, "lpad({0}, {1}, {2})", Some("lpad({0}, {1}, {2})"),
    "r.name.pad_start(9, \" \")" => r#"lpad("name", $1, $2)"#;
    /// Filled up with a text at the end to so many characters, or cut off there to as many.
    pad_end(characters: i32, with: String) -> String, "rpad({0}, {1}, {2})", Some("rpad({0}, {1}, {2})"),
    "r.name.pad_end(9, \" \")" => r#"rpad("name", $1, $2)"#;
}
