//! What models do before and after they are written, and who is told. On both databases.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use orm::prelude::*;
use orm::query::Action;
use orm::value::Value;
use orm::{Db, Error};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "hook_post", hooks, scope = |p| p.deleted.eq(false))]
struct Post {
    id: i64,
    title: String,
    #[orm(default = String::new())]
    slug: String,
    #[orm(default = false)]
    deleted: bool,
    author: Option<ForeignKey<Author>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "hook_author")]
struct Author {
    id: i64,
    name: String,
    posts: HasMany<Post>,
}

/// What was done, written by hooks.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "hook_log")]
struct Log {
    id: i64,
    what: String,
}

async fn log(what: String) -> orm::Result<()> {
    Log::create().what(what).await.map(drop)
}

impl Hooks for Post {
    async fn before_create(new: NewPost) -> orm::Result<NewPost> {
        let title = new.given(|p| p.title).unwrap_or_default();
        log(format!("before create {title}")).await?;
        match title.as_str() {
            "refused" => Err(Error::custom("no such title")),
            _ => Ok(new.slug(title.to_lowercase().replace(' ', "-"))),
        }
    }

    async fn after_create(&mut self) -> orm::Result<()> {
        log(format!("after create {}", self.slug)).await?;
        if self.title == "taken back" { Err(Error::custom("not after all")) } else { Ok(()) }
    }

    async fn before_save(&mut self) -> orm::Result<()> {
        self.slug = self.title.to_lowercase();
        log("before save".to_owned()).await
    }

    async fn after_save(&mut self) -> orm::Result<()> {
        log(format!("after save {}", self.title)).await?;
        if self.title == "Bad" { Err(Error::custom("not saved")) } else { Ok(()) }
    }

    async fn before_delete(&self) -> orm::Result<ControlFlow<()>> {
        if self.title == "really" {
            return Ok(ControlFlow::Continue(()));
        }
        let this = self.id;
        Post::filter(|p| p.id.eq(this)).update(|p| p.deleted.set(true)).await?;
        Ok(ControlFlow::Break(()))
    }

    async fn after_delete(&self) -> orm::Result<()> {
        log(format!("after delete {}", self.title)).await
    }
}

async fn logged() -> Vec<String> {
    let all = Log::all().order_by(|l| l.id).values(|l| l.what).await.unwrap();
    Log::all().delete().everything().await.unwrap();
    all
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn rows_are_written_with_their_hooks() {
    let mut post = Post::create().title("Hello World").await.unwrap();
    assert_eq!(post.slug, "hello-world");
    assert_eq!(logged().await, ["before create Hello World", "after create hello-world"]);
    post.title = "Other".to_owned();
    post.save().await.unwrap();
    assert_eq!(Post::get(post.id).await.unwrap().slug, "other");
    assert_eq!(logged().await, ["before save", "after save Other"]);
    post.update(|p| p.title.set("Third")).await.unwrap();
    assert_eq!(Post::get(post.id).await.unwrap().slug, "other", "an update writes what it says");
    post.save_only(|p| p.slug).await.unwrap();
    assert_eq!(Post::get(post.id).await.unwrap().slug, "third");
    logged().await;

    post.delete().await.unwrap();
    assert_eq!(logged().await, [""; 0]);
    assert!(Post::get_or_none(post.id).await.unwrap().is_none());
    assert_eq!(Post::all().unscoped().count().await.unwrap(), 1, "it is marked, and stays");
    let really = Post::create().title("really").await.unwrap();
    really.delete().await.unwrap();
    assert_eq!(logged().await.last().unwrap(), "after delete really");
    assert_eq!(Post::all().unscoped().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn a_hook_that_refuses_takes_all_back(db: Db) {
    let refused = Post::create().title("refused").await.unwrap_err();
    assert_eq!(refused.to_string(), "no such title");
    assert!(Post::create().title("taken back").await.is_err());
    let mut post = Post::create().title("good").await.unwrap();
    post.title = "Bad".to_owned();
    assert!(post.save().await.is_err());
    assert_eq!(Post::all().values(|p| p.title).await.unwrap(), ["good"]);
    assert_eq!(logged().await, ["before create good", "after create good"], "and what hooks have written");

    // Within a transaction of the program, they are part of it.
    let tx = db.begin().await.unwrap();
    Post::create().title("inside").using(&tx).await.unwrap();
    assert!(Post::create().title("refused").using(&tx).await.is_err());
    assert_eq!(Post::all().using(&tx).count().await.unwrap(), 2);
    tx.rollback().await.unwrap();
    assert_eq!(logged().await, [""; 0]);
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn all_ways_to_create_a_row_run_them() {
    let ann = Author::create().name("ann").await.unwrap();
    ann.posts.create(Post::create().title("A")).await.unwrap();
    let (post, created) = Post::get_or_create(|p| p.title.eq("B"), Post::create().title("B")).await.unwrap();
    assert!(created && post.slug == "b");
    let set = Post::update_or_create(|p| p.title.eq("B"), |p| p.author.set(&ann), Post::create().title("B"));
    assert!(!set.await.unwrap().1);
    let ran = ["before create A", "after create a", "before create B", "after create b", "before save", "after save B"];
    assert_eq!(logged().await, ran);
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn many_rows_run_them_where_they_are_told_to() {
    let rows = || ["A", "B"].map(|title| Post::create().title(title));
    assert_eq!(Post::bulk_create(rows()).await.unwrap()[0].slug, "");
    assert_eq!(logged().await, [""; 0]);
    let posts = Post::bulk_create(rows()).with_hooks().await.unwrap();
    assert_eq!(posts[1].slug, "b");
    assert_eq!(logged().await, ["before create A", "before create B", "after create a", "after create b"]);
    let some = || Post::filter(|p| p.slug.ne(""));
    assert_eq!(some().update(|p| p.title.set("really")).with_hooks().await.unwrap(), 2);
    assert_eq!(logged().await, ["before save", "after save really", "before save", "after save really"]);
    assert_eq!(some().delete().with_hooks().await.unwrap(), 2);
    assert_eq!(logged().await, ["after delete really", "after delete really"]);
    assert!(matches!(Post::all().delete().with_hooks().await, Err(Error::WholeTable { .. })));
    assert_eq!(Post::all().delete().everything().with_hooks().await.unwrap(), 2);
    assert_eq!(Post::all().unscoped().count().await.unwrap(), 2);
    let refused = Post::bulk_create([Post::create().title("C"), Post::create().title("refused")]).with_hooks().await;
    assert!(refused.is_err());
    assert_eq!(Post::all().unscoped().count().await.unwrap(), 2, "all or nothing");
    assert!(Post::bulk_create([]).with_hooks().await.unwrap().is_empty());
    assert_eq!(Post::all().none().update(|p| p.title.set("x")).with_hooks().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn receivers_are_told_of_every_model() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let place = Arc::clone(&told);
    let mark = format!("{:?}", std::thread::current().id());
    let (ann, bea) = (format!("ann {mark}"), format!("bea {mark}"));
    let receiver = orm::on_write(move |event| {
        let (told, mark) = (Arc::clone(&place), mark.clone());
        async move {
            // Other tests write at the same time, and so does this one in another database.
            if !matches!(event.value("name"), Some(Value::Text(name)) if name.ends_with(&mark)) {
                return Ok(());
            }
            let written = event.written().len();
            assert_eq!(written, if event.action() == Action::Delete { 0 } else { event.values().len() });
            told.lock().unwrap().push((event.action(), event.is::<Author>(), event.key().to_owned()));
            match event.action() {
                Action::Delete => Err(Error::custom("nobody is deleted here")),
                action => log(format!("{action} {}", event.model())).await,
            }
        }
    });
    let mut ann = Author::create().name(ann).await.unwrap();
    ann.name = bea;
    ann.save().await.unwrap();
    let kept = ann.delete().await;
    receiver.disconnect();
    assert!(kept.is_err());
    assert_eq!(Author::all().count().await.unwrap(), 1);
    let told = told.lock().unwrap().clone();
    let expected = [Action::Create, Action::Save, Action::Delete].map(|action| (action, true, ann.id.to_string()));
    assert_eq!(told, expected);
    assert_eq!(logged().await, ["create Author", "save Author"]);
    ann.save().await.unwrap();
    assert_eq!(logged().await, [""; 0], "nobody is told any more");
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn a_write_that_fails_leaves_the_row_at_hand_as_it_was() {
    let mut post = Post::create().title("good").await.unwrap();
    post.title = "Bad".to_owned();
    assert!(post.save().await.is_err());
    assert_eq!(
        (post.title.as_str(), post.slug.as_str()),
        ("Bad", "good"),
        "the program's change stays, the hook's does not"
    );
    assert!(post.save_only(|p| p.title).await.is_err());
    assert_eq!(post.slug, "good");
    post.title = "Good".to_owned();
    assert!(post.update(|p| p.title.set("Bad")).await.is_err());
    assert_eq!(post.title, "Good");
    assert!(post.apply(Post::patch().title("Bad")).await.is_err());
    assert_eq!((post.title.as_str(), post.slug.as_str()), ("Good", "good"));
}

#[orm::test(sqlite, postgres, models(Author, Post, Log))]
async fn what_a_hook_changes_is_written_where_its_column_is() {
    let mut post = Post::create().title("Home").await.unwrap();
    // The hook makes the slug of the title, whatever the patch says of it.
    assert_eq!(post.apply(Post::patch().title("About Us").slug("x")).await.unwrap(), ["title", "slug"]);
    assert_eq!((post.title.as_str(), post.slug.as_str()), ("About Us", "about us"));
    assert_eq!(Post::get(post.id).await.unwrap(), post);
    // What is not written is not in the row at hand either.
    post.apply(Post::patch().title("Contact")).await.unwrap();
    post.update(|p| p.title.set("Imprint")).await.unwrap();
    assert_eq!((post.title.as_str(), post.slug.as_str()), ("Imprint", "about us"));
    assert_eq!(Post::get(post.id).await.unwrap(), post);
}

#[derive(Model, Debug, Clone)]
#[orm(table = "hook_versioned", hooks)]
struct Versioned {
    id: i64,
    #[orm(unique)]
    text: String,
    #[orm(auto_now)]
    written_at: DateTime<Utc>,
    #[orm(version)]
    version: i32,
}

impl Hooks for Versioned {
    async fn after_save(&mut self) -> orm::Result<()> {
        if self.text == "bad" { Err(Error::custom("not saved")) } else { Ok(()) }
    }
}

#[orm::test(sqlite, postgres, models(Versioned))]
async fn a_version_is_not_counted_where_nothing_was_written() {
    let mut row = Versioned::create().text("a").await.unwrap();
    let written_at = row.written_at;
    row.text = "bad".to_owned();
    assert!(row.save().await.is_err());
    assert_eq!((row.version, row.written_at), (1, written_at));
    row.text = "b".to_owned();
    row.save().await.unwrap();
    assert_eq!(row.version, 2);
}

/// The failure has passed through a savepoint of the hooked write, and a program's own error hides it.
#[orm::test(sqlite, postgres, models(Versioned))]
async fn a_stale_row_with_hooks_is_a_reason_to_run_again() {
    let mut row = Versioned::create().text("a").await.unwrap();
    let other = Versioned::get(row.id).await.unwrap();
    row.save().await.unwrap();
    let runs = AtomicU32::new(0);
    let block = orm::transaction().retry(3).try_run(async || {
        let mut mine = match runs.fetch_add(1, Ordering::SeqCst) {
            0 => other.clone(),
            _ => Versioned::get(other.id).await.map_err(|error| error.to_string())?,
        };
        mine.save().await.map_err(|error| error.to_string())?;
        Ok::<_, Told>(mine.version)
    });
    assert_eq!(block.await.unwrap(), 3);
}

/// An error of the program's own, of which nobody can tell what it was made from.
#[derive(Debug)]
struct Told;

impl From<String> for Told {
    fn from(_: String) -> Self {
        Self
    }
}

impl From<Error> for Told {
    fn from(_: Error) -> Self {
        Self
    }
}

#[derive(Model, Debug, Clone)]
#[orm(table = "hooks_page", hooks)]
struct Page {
    id: i64,
    title: String,
    #[orm(version)]
    version: i32,
}

impl Hooks for Page {
    async fn after_save(&mut self) -> orm::Result<()> {
        if self.title == "no" { Err(Error::custom("no")) } else { Ok(()) }
    }
}

#[orm::test(sqlite, postgres, models(Page))]
async fn a_write_that_a_hook_undoes_counts_no_version() {
    let mut page = Page::create().title("yes").await.unwrap();
    page.title = "no".to_owned();
    assert_eq!(page.save().await.unwrap_err().to_string(), "no");
    assert_eq!(page.version, 1);
    page.title = "well".to_owned();
    page.save().await.unwrap();
    assert_eq!(page.update(|p| p.title.set("no")).await.unwrap_err().to_string(), "no");
    assert_eq!((page.version, Page::get(page.id).await.unwrap().version), (2, 2));
    page.update(|p| p.title.set("fine")).await.unwrap();
    assert_eq!(page.version, 3);
}

#[orm::test(sqlite, postgres, models(Page))]
async fn rows_that_are_updated_one_by_one_cannot_ask_about_each_other() {
    Page::bulk_create(["a", "b"].map(|title| Page::create().title(title))).await.unwrap();
    let titles = Page::all().order_by(|p| p.id.desc()).values(|p| p.title).limit(1);
    let update = Page::all().update(|p| p.title.set(titles.scalar().coalesce("")));
    assert_eq!(
        update.with_hooks().await.unwrap_err().to_string(),
        "with_hooks() updates rows one by one, and would compute new values of Page from rows of it that are updated already: read \
         the values first, and set them then"
    );
}
