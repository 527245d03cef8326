//! A column type of one's own: `cargo run --example custom_type`.
//!
//! It runs on SQLite in memory, or on the database that DATABASE_URL names, where it makes a table `custom_type_wall` and
//! empties it when it starts.

use orm::prelude::*;

/// What a crate of colours has in it. It needs nothing of orm but the trait.
#[allow(unreachable_pub, reason = "it stands for a crate of its own, which others use")]
mod colours {
    use std::fmt;
    use std::str::FromStr;

    use orm::value::{Field, ReadError, ReadResult, RowReader, SqlType, Value};

    /// A colour by its share of red, green and blue.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Colour {
        pub red: u8,
        pub green: u8,
        pub blue: u8,
        /// 255 is opaque, and all that a column holds.
        pub opacity: u8,
    }

    impl Colour {
        pub(crate) const fn opaque(red: u8, green: u8, blue: u8) -> Self {
            Self { red, green, blue, opacity: u8::MAX }
        }
    }

    impl fmt::Display for Colour {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
        }
    }

    impl FromStr for Colour {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
            match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).map(u32::to_be_bytes) {
                Some([_, red, green, blue]) => Ok(Self::opaque(red, green, blue)),
                None => Err(format!("{text:?} is no colour, such as #ff8000")),
            }
        }
    }

    /// Stored as text. The library reads and writes text already; this says what it means.
    impl Field for Colour {
        const TYPE: SqlType = SqlType::Text;

        fn to_value(&self) -> Value<'_> {
            match self.opacity {
                u8::MAX => Value::Text(self.to_string().into()),
                opacity => {
                    Value::Unfit(Self::TYPE, format!("a column holds opaque colours, and this has {opacity}").into())
                }
            }
        }

        fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
            row.text()?.map(str::parse).transpose().map_err(ReadError::invalid)
        }
    }
}

use colours::Colour;

const ORANGE: Colour = Colour::opaque(0xff, 0x80, 0);
const BLUE: Colour = Colour::opaque(0, 0, 0xff);
const WHITE: Colour = Colour::opaque(0xff, 0xff, 0xff);

#[derive(Model, Debug)]
#[orm(table = "custom_type_wall")]
struct Wall {
    id: i64,
    room: String,
    #[orm(default = WHITE)]
    colour: Colour,
    before: Option<Colour>,
    samples: Vec<Colour>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> orm::Result<()> {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite::memory:".to_owned());
    let db = orm::connect(&url).await?;
    orm::create_tables().await?;
    Wall::all().delete().everything().await?;
    println!("Connected to {:?}.", db.dialect());

    Wall::create().room("kitchen").colour(ORANGE).samples(vec![ORANGE, BLUE]).await?;
    Wall::create().room("hall").before(BLUE).samples(vec![]).await?;

    for wall in Wall::all().order_by(|w| w.room).await? {
        println!("The {} is {}, after {} samples.", wall.room, wall.colour, wall.samples.len());
    }
    let coloured = Wall::filter(|w| w.colour.in_([ORANGE, BLUE])).get().await?;
    println!("Only the {} has a colour.", coloured.room);

    Wall::filter(|w| w.before.is_null()).update(|w| (w.before.set(w.colour), w.colour.set(WHITE))).await?;
    let before = Wall::all().order_by(|w| w.room.desc()).values(|w| w.before).await?;
    println!(
        "Before it was all white there were {}.",
        before.iter().flatten().map(Colour::to_string).collect::<Vec<_>>().join(" and ")
    );

    let glass = Colour { opacity: 30, ..BLUE };
    if let Err(error) = Wall::create().room("bath").colour(glass).samples(vec![]).await {
        println!("Refused: {error}.");
    }
    Ok(())
}
