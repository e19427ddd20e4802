//! Stand-in app for the skeleton.
#![allow(missing_docs)]
use crate::client::Client;
use crate::compiler::{Compiled, Source};
use crate::exchange::Answer;
use crate::platform::{
    clock, document,
    worker::{Event, Worker},
};
use crate::protocol::{Command, Reply};
use yew::prelude::*;

pub struct App {
    client: Client,
    worker: Option<Worker>,
    compiler: Option<Worker>,
    view: Option<u64>,
    broken: Option<String>,
    compiled: Option<usize>,
    _watch: gloo_timers::callback::Interval,
}
pub enum Message {
    Do(Command),
    From(Event<Answer>),
    Recover,
    Watch,
    Compile,
    Compiled(Event<Compiled>),
}
impl App {
    fn start(ctx: &Context<Self>) -> Option<Worker> {
        let link = ctx.link().clone();
        Worker::start("netlab-worker", move |event| link.send_message(Message::From(event))).ok()
    }
    fn post(&self, request: Option<crate::exchange::Request>) {
        if let (Some(w), Some(r)) = (&self.worker, request) {
            w.post(&r)
        }
    }
}
impl Component for App {
    type Message = Message;
    type Properties = ();
    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link().clone();
        let mut app = Self {
            client: Client::default(),
            worker: Self::start(ctx),
            compiler: None,
            view: None,
            broken: None,
            compiled: None,
            _watch: gloo_timers::callback::Interval::new(1000, move || link.send_message(Message::Watch)),
        };
        let r = app.client.submit(Command::Open { lab: "hello".into(), seed: 1 }, clock::now());
        app.post(r);
        app
    }
    fn update(&mut self, ctx: &Context<Self>, msg: Message) -> bool {
        let now = clock::now();
        match msg {
            Message::Do(c) => {
                let r = self.client.submit(c, now);
                self.post(r);
            }
            Message::From(Event::Message(Answer::Reply { ticket, reply: Reply::View(v) })) => {
                if let Some(c) = self.client.answered(ticket) {
                    self.client.done(c, v.record);
                    self.view = Some(v.record);
                    clock::mark("netlab:stage");
                    let r = self.client.advance(now);
                    self.post(r);
                }
            }
            Message::From(Event::Message(Answer::Reply { .. })) => {}
            Message::From(Event::Message(Answer::Panicked { message, record })) => {
                self.broken = Some(format!("{message} {record:?}"));
                self.worker = None;
                self.client.abandon();
            }
            Message::From(Event::Died(text)) => {
                self.broken = Some(text);
                self.worker = None;
                self.client.abandon();
            }
            Message::Watch => {
                if self.client.overdue(now) {
                    self.broken = Some("no answer".into());
                    self.worker = None;
                    self.client.abandon();
                }
            }
            Message::Recover => {
                self.worker = Self::start(ctx);
                self.broken = None;
                let r = self.client.rebuild(self.client.record(), now);
                self.post(r);
            }
            Message::Compile => {
                let link = ctx.link().clone();
                let w =
                    Worker::start("netlab-compiler", move |e| link.send_message(Message::Compiled(e))).ok();
                if let Some(w) = &w {
                    w.post(&Source { file: "client.py".into(), text: "a\nb\n".into() });
                }
                self.compiler = w;
            }
            Message::Compiled(Event::Message(Compiled::NotBuiltIn { lines })) => self.compiled = Some(lines),
            Message::Compiled(Event::Died(_)) => {}
        }
        true
    }
    fn view(&self, ctx: &Context<Self>) -> Html {
        let on = |f: fn() -> Message| ctx.link().callback(move |_: MouseEvent| f());
        html! { <main>
            <p id="count">{ format!("{:?}", self.view) }</p><p id="broken">{ self.broken.clone() }</p><p id="compiled">{ format!("{:?}", self.compiled) }</p>
            <button id="step" onclick={on(|| Message::Do(Command::Step(1)))}>{ "step" }</button>
            <button id="panic" onclick={on(|| Message::Do(Command::PanicForTest))}>{ "panic" }</button>
            <button id="hang" onclick={on(|| Message::Do(Command::HangForTest))}>{ "hang" }</button>
            <button id="recover" onclick={on(|| Message::Recover)}>{ "recover" }</button>
            <button id="compile" onclick={on(|| Message::Compile)}>{ "compile" }</button>
        </main> }
    }
}
/// Runs as the page's main function.
pub fn run() {
    yew::Renderer::<App>::with_root(document::mount_point()).render();
}
