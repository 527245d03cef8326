//! The first and the last of many variants, by the order that the enum has in the database.

use orm::prelude::*;

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "enum_extremes_size")]
enum Size {
    Small,
    Medium,
    #[orm(rename = "it's large")]
    Large,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
enum Status {
    Paid,
    Open,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(integer)]
enum Priority {
    High = 9,
    Low = 1,
}

#[derive(Model, Debug)]
#[orm(table = "enum_extremes_boxes")]
struct Crate {
    id: i64,
    parcels: HasMany<Parcel>,
}

#[derive(Model, Debug)]
#[orm(table = "enum_extremes_parcels")]
struct Parcel {
    id: i64,
    within: Option<ForeignKey<Crate>>,
    size: Size,
    before: Option<Size>,
    status: Status,
    priority: Priority,
}

fn parcel(size: Size, status: Status) -> NewParcel {
    Parcel::create().size(size).status(status).priority(Priority::Low)
}

#[orm::test(sqlite, postgres, models(Crate, Parcel))]
async fn of_many_rows() {
    let none = Parcel::all().aggregate(|p| (p.size.min(), p.size.max(), p.before.max()));
    assert_eq!(none.await.unwrap(), (None, None, None));
    let outer = Crate::create().await.unwrap();
    parcel(Size::Medium, Status::Paid).within(&outer).await.unwrap();
    parcel(Size::Large, Status::Open).priority(Priority::High).before(Size::Small).await.unwrap();
    parcel(Size::Small, Status::Open).within(&outer).await.unwrap();

    let all = Parcel::all().aggregate(|p| (p.size.min(), p.size.max(), p.before.max(), p.before.min()));
    assert_eq!(all.await.unwrap(), (Some(Size::Small), Some(Size::Large), Some(Size::Small), Some(Size::Small)));
    let all = Parcel::all().aggregate(|p| (p.status.min(), p.status.max(), p.priority.min(), p.priority.max()));
    assert_eq!(all.await.unwrap(), (Some(Status::Open), Some(Status::Paid), Some(Priority::Low), Some(Priority::High)));
    let open = Parcel::all().aggregate(|p| p.size.max().filter(p.status.eq(Status::Paid)).default(Size::Small));
    assert_eq!(open.await.unwrap(), Size::Medium);

    let groups = Parcel::all().values(|p| (p.status, p.size.max())).order_by(|p| p.status);
    assert_eq!(groups.await.unwrap(), [(Status::Open, Some(Size::Large)), (Status::Paid, Some(Size::Medium))]);
    let having = Parcel::all().values(|p| p.status).filter(|p| p.size.max().gt(Size::Medium));
    assert_eq!(having.await.unwrap(), [Status::Open]);
    let within = Crate::all().values(|c| (c.parcels.max(|p| p.size), c.parcels.min(|p| p.size)));
    assert_eq!(within.await.unwrap(), [(Some(Size::Medium), Some(Size::Small))]);
    let running = Parcel::all().order_by(|p| p.id).values(|p| p.size.max().over(orm::window().order_by(p.id)));
    assert_eq!(running.await.unwrap(), [Some(Size::Medium), Some(Size::Large), Some(Size::Large)]);
}

#[orm::test(sqlite, postgres, models(Crate, Parcel))]
async fn of_two_values() {
    parcel(Size::Large, Status::Open).before(Size::Medium).await.unwrap();
    parcel(Size::Small, Status::Open).await.unwrap();
    let both = Parcel::all().order_by(|p| p.id).values(|p| (p.size.greatest(p.before), p.size.least(Size::Medium)));
    assert_eq!(both.await.unwrap(), [(Size::Large, Size::Medium), (Size::Small, Size::Small)]);
}
