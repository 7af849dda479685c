//! The client against a transport that plays a script. The clock is tokio's, which jumps to whatever is waited for.

use std::cell::RefCell;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{LocalBoxFuture, join_all, pending};
use tokio::time::{Instant, sleep};

use super::*;
use crate::api::identity;
use crate::api::list::{List, Read};
use crate::api::transport::Address;
use crate::domain::directory::UserRecord;
use crate::domain::fixtures::user_id;

mod lists;
mod polled;
mod signed_in;
mod waiting;

const PAGE: &str = "https://portal.example/app/";
const DATE: &str = "Wed, 25 Nov 2026 01:00:30 GMT";

/// What a request comes to.
enum Reply {
    /// It is answered, at once.
    Answer(Answer),
    /// It is answered after a while.
    Late(Duration, Answer),
    /// The connection breaks.
    Broken,
    /// It is never answered.
    Silent,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

type Server = Box<dyn FnMut(&Request) -> Reply>;

/// What was sent, when, and what answers it.
struct Script {
    server: RefCell<Server>,
    begun: Instant,
    sent: RefCell<Vec<(Duration, Request)>>,
    /// Requests that nobody waited for to the end.
    ended: Rc<Cell<usize>>,
    ids: Cell<u8>,
}

impl Script {
    fn new(server: impl FnMut(&Request) -> Reply + 'static) -> Rc<Self> {
        Rc::new(Self {
            server: RefCell::new(Box::new(server)),
            begun: Instant::now(),
            sent: RefCell::default(),
            ended: Rc::default(),
            ids: Cell::default(),
        })
    }

    /// Of each request its method, its URL, and the seconds after which it was sent.
    fn log(&self) -> Vec<String> {
        let sent = self.sent.borrow();
        let line = |(at, request): &(Duration, Request)| {
            format!("{:?} {} {}", request.method, request.url, at.as_secs_f64())
        };
        sent.iter().map(line).collect()
    }

    fn header(&self, nth: usize, name: &str) -> String {
        let sent = self.sent.borrow();
        let mut headers = sent[nth].1.headers.iter();
        headers.find(|(own, _)| *own == name).unwrap().1.clone()
    }

    fn tokens(&self) -> Vec<String> {
        let all = 0..self.sent.borrow().len();
        all.map(|nth| self.header(nth, "Authorization")).collect()
    }
}

/// Counts a request that is dropped before it is answered.
struct Unanswered(Option<Rc<Cell<usize>>>);

impl Unanswered {
    fn answered(mut self) {
        self.0 = None;
    }
}

impl Drop for Unanswered {
    fn drop(&mut self) {
        if let Some(ended) = &self.0 {
            ended.set(ended.get() + 1);
        }
    }
}

impl Transport for Script {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Option<Answer>> {
        let reply = (self.server.borrow_mut())(&request);
        self.sent.borrow_mut().push((self.begun.elapsed(), request));
        let unanswered = Unanswered(Some(Rc::clone(&self.ended)));
        async move {
            let answer = match reply {
                Reply::Answer(answer) => Some(answer),
                Reply::Late(time, answer) => {
                    sleep(time).await;
                    Some(answer)
                }
                Reply::Broken => None,
                Reply::Silent => pending().await,
            };
            unanswered.answered();
            answer
        }
        .boxed_local()
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'static, ()> {
        sleep(time).boxed_local()
    }

    fn seconds_until(&self, date: &str) -> Option<f64> {
        (date == DATE).then_some(4.2)
    }

    fn resolve(&self, address: &str, base: &str) -> Option<Address> {
        let page = url::Url::parse(PAGE).unwrap();
        let url = page.join(base).ok()?.join(address).ok()?;
        Some(Address {
            origin: url.origin().ascii_serialization(),
            href: url.into(),
        })
    }

    fn random(&self) -> [u8; 16] {
        self.ids.set(self.ids.get() + 1);
        [self.ids.get(); 16]
    }
}

fn answer(status: u16, body: impl Into<String>) -> Answer {
    Answer {
        status,
        body: body.into(),
        ..Answer::default()
    }
}

/// A host whose nth token is `token n`.
fn host() -> TokenSource {
    let given = Cell::new(0);
    TokenSource::Host(Rc::new(move || {
        given.set(given.get() + 1);
        let token = format!("token {}", given.get());
        async move { Some(token) }.boxed_local()
    }))
}

fn client(script: &Rc<Script>, source: TokenSource) -> Client {
    let urls = ServiceUrls {
        identity: "https://api.example/identity".into(),
        entitlements: "/entitlements".into(),
        sms: "https://sms.example:8443/sms".into(),
    };
    let transport = Rc::clone(script) as Rc<dyn Transport>;
    Client::new(transport, urls, Throttling::Unknown, source)
}

fn action(script: &Rc<Script>) -> Action {
    client(script, host()).action()
}

/// Whether a request asks whose its token is.
fn asks_whose(request: &Request) -> bool {
    request.url.ends_with("/users/me")
}

fn me(n: u128) -> Reply {
    let user = user_id(n);
    answer(200, format!(r#"{{"user_uuid":"{user}"}}"#)).into()
}

fn token(request: &Request) -> &str {
    let token = request
        .headers
        .iter()
        .find(|(name, _)| *name == "Authorization");
    token.map_or("", |(_, token)| token)
}
