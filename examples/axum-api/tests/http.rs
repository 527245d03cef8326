//! Starts the service, on both databases, and speaks HTTP to it.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The running service. It is asked to stop when this is dropped.
struct Service {
    process: Child,
    output: BufReader<ChildStdout>,
    address: String,
}

impl Service {
    fn start(url: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_axum-api"))
            .env("DATABASE_URL", url)
            .env("ADDRESS", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Listening on ").unwrap().to_owned();
        Self { process, output, address }
    }

    /// The status and the body of an answer.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("content-type", "application/json")
            .body(body)
            .unwrap();
        let mut answer = agent.run(request).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
        (answer.status().as_u16(), value)
    }

    fn get(&self, path: &str) -> (u16, Value) {
        self.ask("GET", path, None)
    }

    fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.ask("POST", path, Some(&body))
    }

    /// Asks it to stop, and waits until it has.
    fn stop(mut self) -> String {
        let done = Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(done.success());
        assert!(self.process.wait().unwrap().success());
        let mut last = String::new();
        self.output.read_line(&mut last).unwrap();
        last
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Where a test failed; else it has ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn works_on(url: &str) {
    let service = Service::start(url);
    users(&service);
    orders(&service);
    assert_eq!(service.stop(), "Stopped.\n");
}

fn users(service: &Service) {
    let (status, ann) = service.post("/users", json!({ "username": "ann", "email": "ann@x.org", "id": 99 }));
    assert_eq!((status, &ann["username"], &ann["active"]), (201, &json!("ann"), &json!(true)));
    // The key is not the client's to choose.
    assert_eq!(ann["id"], 1);
    let (_, bob) = service.post("/users", json!({ "username": "bob", "active": false }));
    assert_eq!((&bob["email"], &bob["active"]), (&Value::Null, &json!(false)));
    assert_eq!(service.get("/users/1"), (200, ann.clone()));
    assert_eq!(service.get("/users"), (200, json!({ "items": [ann], "next": null, "previous": null })));
    lists(service);

    let (status, changed) = service.ask("PATCH", "/users/2", Some(&json!({ "username": "Bob" })));
    assert_eq!((status, &changed["username"], &changed["active"]), (200, &json!("Bob"), &json!(false)));

    let (status, error) = service.post("/users", json!({ "username": "ann" }));
    assert_eq!((status, &error["fields"]), (409, &json!(["username"])));
    let (status, error) = service.post("/users", json!({ "username": "x".repeat(51), "email": "nowhere" }));
    assert_eq!((status, &error["fields"]["username"][0]["code"]), (422, &json!("max_length")));
    assert_eq!(error["fields"]["email"], json!([{ "code": "email", "message": "the text is no e-mail address" }]));
    let (status, error) = service.post("/users", json!({ "email": "nobody@x.org" }));
    assert!(status == 422 && error.as_str().unwrap().contains("missing field `username`"), "{status} {error}");
    let (status, error) = service.post("/users", json!({ "username": 5 }));
    assert!(status == 422 && error.as_str().unwrap().contains("username"), "{status} {error}");
    assert_eq!(service.get("/users/77").0, 404);
}

fn lists(service: &Service) {
    for number in 10..25 {
        service.post("/users", json!({ "username": format!("many{number}") }));
    }
    let names = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
    };
    let first = service.get("/users?username__istartswith=MANY&order=-username").1;
    assert_eq!(names(&first)[..2], ["many24", "many23"]);
    let cursor = first["next"].as_str().unwrap();
    let second = service.get(&format!("/users?username__istartswith=MANY&order=-username&cursor={cursor}")).1;
    assert_eq!((names(&second).len(), &second["next"]), (5, &Value::Null));
    let (status, error) = service.get(&format!("/users?cursor={cursor}"));
    assert!(status == 400 && error["error"].as_str().unwrap().starts_with("invalid cursor"), "{status} {error}");
    let (status, error) = service.get("/users?usernam=ann");
    assert_eq!((status, &error["problems"][0]["suggestion"]), (400, &json!("username")));
    assert_eq!(names(&service.get("/users?orders__gt=0").1), [""; 0]);
    for id in 3..18 {
        assert_eq!(service.ask("DELETE", &format!("/users/{id}"), None).0, 204);
    }
}

fn orders(service: &Service) {
    let (status, order) = service.post("/orders", json!({ "user": 1, "total": 1_250 }));
    assert_eq!((status, &order["user"], &order["status"]), (201, &json!(1), &json!("open")));
    let id = order["id"].as_i64().unwrap();
    assert_eq!(service.get(&format!("/orders/{id}")), (200, order.clone()));
    assert_eq!(service.get("/users/1/orders"), (200, json!([order])));
    assert_eq!(service.post("/orders", json!({ "user": 2, "total": 5 })).0, 409);
    assert_eq!(service.post("/orders", json!({ "user": 1, "total": -5 })).0, 422);
    assert_eq!(service.post("/orders", json!({ "user": 77, "total": 5 })).0, 422);
    // What was refused left nothing behind.
    assert_eq!(service.get("/orders").1.as_array().unwrap().len(), 1);

    let pay = format!("/orders/{id}/pay");
    assert_eq!(service.post(&pay, json!({})).1["status"], "paid");
    assert_eq!(service.post(&pay, json!({})).0, 409);
    assert_eq!(service.post("/orders/77/pay", json!({})).0, 404);

    let (status, users) = service.get("/users-with-orders");
    assert_eq!((status, &users[0]["orders"][0]["total"], &users[1]["orders"]), (200, &json!(1_250), &json!([])));

    assert_eq!(service.ask("DELETE", "/users/1", None).0, 204);
    assert_eq!(service.get("/orders"), (200, json!([])));
}

#[test]
fn it_works_on_sqlite() {
    works_on("sqlite::memory:");
}

#[test]
fn it_works_on_postgres() {
    works_on(&test_server::postgres().create_database());
}
