//! The app: owns the session, the settings, the play clock and the address, and hands the views what they draw.

mod address;
mod editing;
mod finding;
mod frame;
mod opening;
mod playing;
pub(crate) mod session;

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use netlab_lab::protocol::{Command, Language, Problem, Reply, Tab};
use netlab_lab::view::{RunView, Target, View};
use yew::prelude::*;

use crate::compiler::Compiled;
use crate::exchange::Answer;
use crate::keys::{self, Action, Focus};
use crate::link::Link;
use crate::platform::worker::Event as WorkerEvent;
use crate::platform::{clock, document, event, settings as storage};
use crate::settings::{Detail, Named, Settings, Theme, coarser, tag};
use crate::shell::HELP;
use crate::ui::Ui;
use crate::view::editor::EDITOR;
use crate::view::{CHANGE, FIRST_ACT, UNTIL};
use crate::zoom::Zoom;
use finding::Find;
use playing::Playing;
use session::{Outcome, Session};

/// How often a silent worker is looked for, in milliseconds.
const WATCH: u32 = 500;

/// Below this width in CSS pixels the page is laid out for a phone.
const PHONE: u32 = 760;

/// Holds when the reader's system asks for less motion.
const REDUCED: &str = "(prefers-reduced-motion: reduce)";

/// Something said in a bar above the stage.
#[derive(Debug, Clone, PartialEq)]
enum Notice {
    /// A link or a command was refused.
    Problem(Problem),
    /// The link is on the clipboard.
    LinkCopied,
    /// The clipboard is not to be had; this is the text for taking it by hand.
    ByHand(String),
    /// The report is on the clipboard.
    ReportCopied,
}

/// What happens to the app.
#[derive(Debug)]
pub enum Message {
    /// The reader wants something.
    Ui(Ui),
    /// The worker said something, or is gone.
    Worker(WorkerEvent<Answer>),
    /// The compiler said something, or is gone.
    Compiler(WorkerEvent<Compiled>),
    /// A text has rested: time to check it.
    Check,
    /// Time to look for silence.
    Watch,
    /// A key, and what had the focus.
    Key(Action, Focus),
    /// The reader went back, forward, or edited the address.
    Address,
    /// The address may be written now.
    WriteAddress,
    /// The browser is about to draw; milliseconds of page time.
    Frame(f64),
    /// The reader's system asks for less motion, or no longer does.
    Reduced(bool),
    /// The window has another width.
    Width(u32),
    /// The timeline is to show `factor` times as much, about a place at this fraction of its length.
    Zoom {
        /// From 0 at the left end to 1.
        fraction: f64,
        /// Below 1 is closer.
        factor: f64,
    },
    /// A browser test asks for `panic`, `hang` or `hash`.
    Test(String),
    /// Copying worked or did not.
    Copied {
        /// What to say when it worked.
        report: bool,
        /// What was to be copied.
        text: String,
        /// Whether it worked.
        worked: bool,
    },
}

/// See the module's comment.
#[derive(Debug)]
pub struct App {
    session: Session,
    settings: Settings,
    /// The settings' `letters`, for the listener, which must decide at once whether a key is used up.
    letters: Rc<Cell<bool>>,
    /// What the address says now, or will say as soon as it may be written.
    link: Link,
    view: Option<Rc<View>>,
    /// The time that is drawn, in nanoseconds: the view's, or later while playing and nothing else happens.
    now: u64,
    run: Rc<RunView>,
    notice: Option<Notice>,
    playing: Option<Playing>,
    /// Whether the reader's system asks for less motion.
    reduced: bool,
    /// The window's width in CSS pixels.
    width: u32,
    /// Whether the phone's menu is open.
    menu: bool,
    /// What on the stage the menu of interventions is about; all of it when nothing is chosen.
    target: Option<Target>,
    /// What is looked for, while the search is open.
    find: Option<Find>,
    /// The stretch of the timeline that is shown.
    zoom: Zoom,
    /// Whether that menu is open: its content is drawn only then.
    changing: bool,
    /// Set while it has yet to be opened, once it is drawn.
    to_open: bool,
    address: address::Address,
    desk: editing::Desk,
    ui: Callback<Ui>,
    /// Which of the benchmark's marks were set.
    marked: Marked,
    /// The record and the tab whose lines were last brought into sight.
    revealed: Option<(u64, netlab_lab::protocol::Tab)>,
    _listeners: [EventListener; 6],
    _reduced: Option<EventListener>,
    _watch: Interval,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
struct Marked {
    stage: bool,
    answered: bool,
    stepping: bool,
    first_step: bool,
}

impl Component for App {
    type Message = Message;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let scope = ctx.link();
        let ui = scope.callback(Message::Ui);
        let settings = remembered();
        let letters = Rc::new(Cell::new(settings.letters));
        let keys = {
            let (scope, letters) = (scope.clone(), letters.clone());
            document::on_key(move |key| {
                // In a dialog keys are the dialog's; the browser itself closes it on Escape.
                if [HELP, EDITOR, CHANGE, UNTIL].into_iter().any(document::dialog_is_open) {
                    return false;
                }
                let Some(action) = keys::action(&key, letters.get()) else { return false };
                let focus = key.focus;
                scope.send_message(Message::Key(action, focus));
                // Escape also leaves full screen and closes menus; that stays.
                action != Action::Escape
            })
        };
        let width = {
            let scope = scope.clone();
            document::on_resize(move |width| scope.send_message(Message::Width(width)))
        };
        let watch = {
            let scope = scope.clone();
            Interval::new(WATCH, move || scope.send_message(Message::Watch))
        };
        let reduced = {
            let scope = scope.clone();
            document::on_media(REDUCED, move |reduced| scope.send_message(Message::Reduced(reduced)))
        };
        let test = {
            let scope = scope.clone();
            document::on_test(move |asked| scope.send_message(Message::Test(asked)))
        };
        let [wheel, pinch] = {
            let scope = scope.clone();
            document::on_zoom(".Transport-slider", move |fraction, factor| {
                scope.send_message(Message::Zoom { fraction, factor });
            })
        };
        let (address, listener) = address::Address::listen(scope);
        let mut app = Self {
            session: Session::start(scope.callback(Message::Worker)),
            settings,
            letters,
            link: Link::default(),
            view: None,
            now: 0,
            run: Rc::new(RunView::default()),
            notice: None,
            playing: None,
            reduced: document::media(REDUCED),
            width: document::width(),
            menu: false,
            target: None,
            find: None,
            zoom: Zoom::default(),
            changing: false,
            to_open: false,
            address,
            desk: editing::Desk::default(),
            ui,
            marked: Marked::default(),
            revealed: None,
            _listeners: [keys, listener, width, test, wheel, pinch],
            _reduced: reduced,
            _watch: watch,
        };
        app.follow_address(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Ui(ui) => self.wish(ctx, ui),
            Message::Worker(event) => self.hear(ctx, event),
            Message::Compiler(event) => {
                self.hear_compiler(ctx, event);
                true
            }
            Message::Check => {
                self.check(ctx);
                true
            }
            Message::Watch => {
                let silent = self.watch_compiler(ctx);
                self.session.watch() || silent
            }
            Message::Key(action, focus) => self.press(ctx, action, focus),
            Message::Address => self.follow_address(ctx),
            Message::WriteAddress => {
                self.address.write(&self.link);
                false
            }
            Message::Frame(now) => self.play_on(ctx, now),
            Message::Reduced(reduced) => std::mem::replace(&mut self.reduced, reduced) != reduced,
            Message::Width(width) => std::mem::replace(&mut self.width, width) != width,
            Message::Zoom { fraction, factor } => {
                let about = self.zoom.place(fraction);
                let zoom = self.zoom.scaled(about, factor);
                std::mem::replace(&mut self.zoom, zoom) != zoom
            }
            Message::Test(asked) => {
                match asked.as_str() {
                    "panic" => self.session.send(Command::PanicForTest),
                    "hang" => self.session.send(Command::HangForTest),
                    "hash" => self.session.send(Command::Hash),
                    _ => {}
                }
                false
            }
            Message::Copied { report, text, worked } => {
                self.notice = Some(match (worked, report) {
                    (true, false) => Notice::LinkCopied,
                    (true, true) => Notice::ReportCopied,
                    (false, _) => Notice::ByHand(text),
                });
                true
            }
        }
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        self.draw()
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        self.reveal();
        // The menu has its content now, so the focus can go to the first thing that can be done.
        if std::mem::take(&mut self.to_open) {
            document::open_dialog(CHANGE);
            event::focus_later(FIRST_ACT);
        }
        if self.view.is_some() && !self.marked.stage {
            self.marked.stage = true;
            clock::mark("netlab:stage");
        }
        if self.session.heard() && !self.marked.answered {
            self.marked.answered = true;
            clock::mark("netlab:answered");
        }
        if self.marked.stepping && !self.marked.first_step {
            self.marked.first_step = true;
            clock::mark("netlab:first-step");
        }
    }
}

/// Theme and language as they were settled before the first paint, all else as kept from the last visit.
fn remembered() -> Settings {
    Settings::kept(|name| match name {
        "theme" => document::root_attribute("data-theme"),
        "language" => document::root_attribute("lang").map(|tag| tag.chars().take(2).collect()),
        _ => storage::get(name),
    })
}

impl App {
    /// Does what the reader wants; true when the page must be drawn anew.
    fn wish(&mut self, ctx: &Context<Self>, ui: Ui) -> bool {
        match ui {
            Ui::Do(command) => self.command(command),
            Ui::Step { forward } => self.command(Command::Step { grain: self.settings.grain, forward }),
            Ui::Lab(lab) => {
                let opening = Link { detail: None, language: None, ..Link::default() }.opening();
                // A lab begins with its question; the tab that was chosen for the others is kept.
                self.settings.tab = Tab::Lesson;
                self.open_link(ctx, netlab_lab::protocol::Opening { lab, ..opening });
            }
            Ui::Kernel(kernel) => self.reopen_under(kernel),
            Ui::Detail(detail) => {
                self.set_detail(detail);
                self.keep("detail");
                self.address_changed();
            }
            Ui::Theme => self.set_theme(self.settings.theme.other()),
            Ui::Language(language) => self.set_language(language),
            Ui::Grain(grain) => {
                self.settings.grain = grain;
                self.keep("grain");
            }
            Ui::Tab(tab) => {
                self.settings.tab = tab;
                self.keep("tab");
                self.session.send(Command::Tab(tab));
            }
            Ui::Pace(pace) => {
                self.settings.pace = pace;
                self.keep("pace");
            }
            Ui::Breakpoint(file, line) => self.toggle_breakpoint(file, line),
            Ui::RunTo(file, line) => {
                let forward = self.view.as_ref().is_none_or(|view| view.moment.record < view.moment.records);
                self.run_to(&[(file, line)], forward);
            }
            Ui::RunToBreakpoint { forward } => self.run_to_breakpoint(forward),
            Ui::Edit(edit) => self.edit(ctx, edit),
            Ui::Play => self.toggle_play(ctx),
            Ui::Share => self.share(ctx),
            Ui::Export => self.session.send(Command::Capture(None)),
            Ui::Change(target) => self.open_change(target),
            Ui::RunUntil => document::open_dialog(UNTIL),
            Ui::CloseMenus => {
                document::close_dialog(CHANGE);
                document::close_dialog(UNTIL);
                self.target = None;
                self.changing = false;
            }
            Ui::MenuClosed => {
                // It is said late: the menu may be about to open again.
                if !self.to_open && !document::dialog_is_open(CHANGE) {
                    self.target = None;
                    self.changing = false;
                }
            }
            Ui::Help => {
                self.menu = false;
                document::open_dialog(HELP);
            }
            Ui::Menu(open) => self.menu = open,
            Ui::CloseHelp => document::close_dialog(HELP),
            Ui::Letters(letters) => {
                self.settings.letters = letters;
                self.letters.set(letters);
                self.keep("letters");
            }
            Ui::CopyReport => self.copy_report(ctx),
            Ui::GoBack => self.go_back(),
            Ui::Dismiss => self.notice = None,
            Ui::Find(wanted) => self.look_for(wanted),
            Ui::FindNext { forward } => self.find_next(forward),
            Ui::CloseFind => self.find = None,
            Ui::Zoom(key) => self.press_zoom(key),
        }
        true
    }

    /// Sends a command of the reader's. Whatever it is, it ends playing.
    fn command(&mut self, command: Command) {
        self.playing = None;
        document::close_dialog(CHANGE);
        document::close_dialog(UNTIL);
        // What was wrong with a link stays until it is put away; a refused command is over with the next.
        let refused = matches!(
            self.notice,
            Some(Notice::Problem(
                Problem::NotNow | Problem::PredictFirst | Problem::NeverHappens | Problem::BadCondition(_)
            ))
        );
        if refused || !matches!(self.notice, Some(Notice::Problem(_))) {
            self.notice = None;
        }
        if self.session.breakdown().is_some() {
            // All earlier records still work: going anywhere is an answer to the bar.
            self.go_back();
        }
        self.session.send(command);
    }

    /// Opens the menu of interventions; time stands still meanwhile.
    fn open_change(&mut self, target: Option<Target>) {
        self.playing = None;
        self.target = target;
        self.changing = true;
        self.to_open = true;
    }

    /// The most that is shown includes the signal.
    fn set_detail(&mut self, detail: Detail) {
        if std::mem::replace(&mut self.settings.detail, detail) != detail && self.view.is_some() {
            self.session.send(Command::Signal(detail == Detail::Everything));
        }
    }

    fn keep(&self, name: &str) {
        for (key, value) in self.settings.keep() {
            if key == name {
                storage::set(key, &value);
            }
        }
    }

    fn set_theme(&mut self, theme: Theme) {
        self.settings.theme = theme;
        self.keep("theme");
        document::set_root_attribute("data-theme", theme.name());
    }

    fn set_language(&mut self, language: Language) {
        self.settings.language = language;
        self.keep("language");
        document::set_root_attribute("lang", tag(language));
        self.session.send(Command::Language(language));
        self.address_changed();
    }

    fn press(&mut self, ctx: &Context<Self>, action: Action, focus: Focus) -> bool {
        let grain = self.settings.grain;
        match action {
            Action::Play => self.toggle_play(ctx),
            Action::Step { forward, coarser: false } => self.command(Command::Step { grain, forward }),
            Action::Step { forward, coarser: true } => {
                self.command(Command::Step { grain: coarser(grain), forward });
            }
            Action::Start => self.command(Command::SeekRecord(0)),
            Action::End => self.command(Command::End),
            Action::Marker { forward } => self.command(Command::Marker { forward }),
            Action::Change => self.open_change(None),
            Action::RunUntil => {
                self.playing = None;
                document::open_dialog(UNTIL);
            }
            Action::Undo => self.command(Command::Undo),
            Action::Find => self.open_find(),
            Action::Zoom(key) => self.press_zoom(key),
            Action::Help => document::open_dialog(HELP),
            Action::Escape => {
                self.notice = None;
                self.menu = false;
                self.find = None;
                // Where Escape leaves a field or a picture, it does not also let go of the byte.
                if focus != Focus::Field && self.view.as_ref().is_some_and(|view| view.follow.is_some()) {
                    self.session.send(Command::Follow(None));
                }
            }
        }
        true
    }

    /// Takes in what the worker said; true when the page must be drawn anew.
    fn hear(&mut self, ctx: &Context<Self>, event: WorkerEvent<Answer>) -> bool {
        let draw = match self.session.take(event) {
            Outcome::Nothing => false,
            Outcome::Broke => {
                self.playing = None;
                true
            }
            Outcome::Reply(command, Reply::View { view, run }) => {
                self.marked.stepping |= matches!(*command, Command::Step { .. });
                self.session.done(*command, &view.moment, run.as_ref().map(|run| &run.plan));
                if let Some(run) = run {
                    self.run = run;
                    self.follow_run(&view);
                }
                let mut view = *view;
                self.mark_changes(&mut view);
                let view = Rc::new(view);
                self.now = view.moment.at;
                document::set_title(&format!("netlab: {}", view.lab.id));
                self.view = Some(view);
                self.address_changed();
                true
            }
            Outcome::Reply(command, Reply::Error(problem)) => {
                self.playing = None;
                if problem == Problem::PredictFirst && self.settings.tab != Tab::Lesson {
                    self.settings.tab = Tab::Lesson;
                    self.session.send(Command::Tab(Tab::Lesson));
                }
                self.notice = Some(Notice::Problem(problem));
                self.address_changed();
                if matches!(*command, Command::Open(_)) && self.view.is_none() {
                    // Nothing was open before: the default lab, under the sentence that says why.
                    self.open(Link::default().opening());
                }
                true
            }
            Outcome::Reply(_, Reply::Hash(hash, records)) => {
                document::set_root_attribute("data-hash", &format!("{hash:016x} {records}"));
                false
            }
            Outcome::Reply(_, Reply::Capture(file)) => {
                document::download("netlab.pcapng", "application/vnd.tcpdump.pcap", &file);
                false
            }
            Outcome::Reply(_, Reply::Done) => false,
        };
        self.session.advance();
        self.schedule_address(ctx);
        draw
    }

    fn share(&mut self, ctx: &Context<Self>) {
        self.address.write(&self.link);
        self.copy(ctx, crate::platform::address::whole(), false);
    }

    fn copy_report(&mut self, ctx: &Context<Self>) {
        if let Some(breakdown) = self.session.breakdown() {
            self.copy(ctx, breakdown.to_string(), true);
        }
    }

    fn copy(&self, ctx: &Context<Self>, text: String, report: bool) {
        let scope = ctx.link().clone();
        document::copy(&text.clone(), move |worked| {
            scope.send_message(Message::Copied { report, text, worked });
        });
    }
}

/// Runs as the page's main function.
pub fn run() {
    yew::Renderer::<App>::with_root(document::mount_point()).render();
}
