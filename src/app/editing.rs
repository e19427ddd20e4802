//! The editor's side of the app: passes texts to the compiler, programs to the session, drafts to storage.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use netlab_lab::catalogue::Lab;
use netlab_lab::examples::EXAMPLES;
use netlab_lab::protocol::{Command, Opening, OwnProgram, Problem};
use netlab_lab::view::View;
use yew::prelude::*;

use super::{App, Message, Notice};
use crate::compiler::Compiled;
use crate::editing::Editing;
use crate::editing::breakpoints::{self, Places};
use crate::editing::orders::{Orders, Outcome, Standing};
use crate::editing::typing::{Field, line_offset};
use crate::link::Link;
use crate::platform::worker::{Event as WorkerEvent, Worker};
use crate::platform::{clock, document, event, settings as storage};
use crate::ui::Edit;
use crate::view::Breakpoints;
use crate::view::editor::{Compiler, EDITOR, Editor, FileView, field_id};

/// The compiler's program.
const PROGRAM: &str = "netlab-compiler";

/// How long the text must rest before it is checked, in milliseconds.
const REST: u32 = 300;

/// What waits for the compiler.
#[derive(Debug, Clone, PartialEq)]
enum Waiting {
    /// The drafts are to run.
    Drafts,
    /// A link with programs is to be opened.
    Link(Opening),
}

/// See the module's comment.
#[derive(Debug, Default)]
pub(super) struct Desk {
    editing: Editing,
    open: bool,
    orders: Orders,
    worker: Option<Worker>,
    /// The compiler could not be had when it was asked last.
    gone: bool,
    waiting: Option<Waiting>,
    /// Programs of a link that do not run; they go into the editor with the lab that is opened instead.
    unrunnable: Vec<OwnProgram>,
    /// Set while a text rests before it is checked.
    rest: Option<Timeout>,
    breakpoints: Places,
    /// The programs that run, with their texts: what the breakpoints belong to.
    running: Vec<(Rc<str>, String)>,
}

/// The key under which a lab's drafts are kept.
fn kept_name(lab: &str) -> String {
    format!("programs:{lab}")
}

/// The key under which a lab's breakpoints are kept.
fn kept_breakpoints(lab: &str) -> String {
    format!("breakpoints:{lab}")
}

/// The same opening without what was done to the run: of another run it would be another deed.
fn without_futures(opening: Opening) -> Opening {
    Opening { interventions: Vec::new(), others: Vec::new(), branch: 0, ..opening }
}

impl App {
    /// Does what the reader wants with the programs.
    pub(super) fn edit(&mut self, ctx: &Context<Self>, edit: Edit) {
        let editing = &mut self.desk.editing;
        match edit {
            Edit::Open(file) => return self.open_editor(ctx, file.as_deref()),
            Edit::Close => {
                self.desk.open = false;
                self.desk.waiting = self.desk.waiting.take().filter(|waiting| *waiting != Waiting::Drafts);
                document::close_dialog(EDITOR);
                return;
            }
            Edit::Leave => return,
            Edit::Show(file) => return editing.show(&file),
            Edit::GoTo(file, line) => return self.go_to(&file, line),
            Edit::Run => {
                // Each try asks for the compiler anew.
                self.desk.gone = false;
                self.desk.waiting = Some(Waiting::Drafts);
                return self.proceed(ctx);
            }
            Edit::Download(file) => {
                if let Some(file) = editing.file_mut(&file) {
                    document::download(&file.name, "text/x-python", file.source().as_bytes());
                }
                return;
            }
            Edit::Text(file, text, caret) => {
                if let Some(file) = editing.file_mut(&file) {
                    file.draft.edit(&text, caret);
                }
            }
            Edit::Undo(file) => self.put_back(&file, true),
            Edit::Redo(file) => self.put_back(&file, false),
            Edit::Example(id) => {
                if let Some(example) = EXAMPLES.iter().find(|example| example.id == id) {
                    editing.load(example.client(), example.server());
                }
            }
            Edit::Revert => editing.revert(),
            Edit::Add { server } => editing.add(server),
            Edit::Remove(file) => editing.remove(&file),
        }
        storage::set(&kept_name(self.desk.editing.lab()), &self.desk.editing.keep());
        let scope = ctx.link().clone();
        self.desk.rest = Some(Timeout::new(REST, move || scope.send_message(Message::Check)));
    }

    fn open_editor(&mut self, ctx: &Context<Self>, file: Option<&str>) {
        self.menu = false;
        self.playing = None;
        if let Some(file) = file {
            self.desk.editing.show(file);
        }
        self.desk.open = true;
        self.check(ctx);
        document::open_dialog(EDITOR);
        if let Some(file) = self.desk.editing.files.get(self.desk.editing.shown) {
            event::set_text_later(
                &field_id(&file.name),
                Field { text: file.draft.text().to_owned(), start: 0, end: 0 },
            );
        }
    }

    /// Undo or redo, with the caret where it was.
    fn put_back(&mut self, name: &str, undo: bool) {
        let Some(file) = self.desk.editing.file_mut(name) else { return };
        let caret = if undo { file.draft.undo() } else { file.draft.redo() };
        if let Some(at) = caret {
            let field = Field { text: file.draft.text().to_owned(), start: at, end: at };
            event::set_text_later(&field_id(name), field);
        }
    }

    fn go_to(&mut self, name: &str, line: u32) {
        self.desk.editing.show(name);
        let Some(file) = self.desk.editing.file_mut(name) else { return };
        let text = file.draft.text().to_owned();
        let start = line_offset(&text, line);
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        event::set_text_later(&field_id(name), Field { text, start, end });
    }

    /// Has every text checked that is not; takes in what is known.
    pub(super) fn check(&mut self, ctx: &Context<Self>) {
        self.desk.rest = None;
        let texts: Vec<(Rc<str>, Rc<str>)> =
            self.desk.editing.files.iter().map(|file| (file.name.clone(), file.source())).collect();
        if self.desk.open {
            self.ask(ctx, &texts);
        }
        for file in &mut self.desk.editing.files {
            match self.desk.orders.outcome(&file.name, &file.source()) {
                Some(Outcome::Good(_)) => file.diagnostics = Rc::default(),
                Some(Outcome::Bad(wrong)) => file.diagnostics = wrong,
                None => {}
            }
        }
    }

    fn ask(&mut self, ctx: &Context<Self>, texts: &[(Rc<str>, Rc<str>)]) {
        for (file, text) in texts {
            let Some(source) = self.desk.orders.ask(file, text, clock::now()) else { continue };
            if self.desk.worker.is_none() {
                let scope = ctx.link().clone();
                let started =
                    Worker::start(PROGRAM, move |event| scope.send_message(Message::Compiler(event)));
                self.desk.worker = started.ok();
                self.desk.gone = false;
            }
            match &self.desk.worker {
                Some(worker) => worker.post(&source),
                None => self.compiler_gone(),
            }
        }
    }

    /// The compiler is no longer to be had; the next text asks for it anew.
    fn compiler_gone(&mut self) {
        self.desk.orders.abandon();
        self.desk.worker = None;
        self.desk.gone = true;
    }

    /// Takes in what the compiler said.
    pub(super) fn hear_compiler(&mut self, ctx: &Context<Self>, event: WorkerEvent<Compiled>) {
        match event {
            WorkerEvent::Message(answer) => {
                self.desk.gone = false;
                self.desk.orders.answered(answer);
                self.check(ctx);
            }
            WorkerEvent::Died(_) => self.compiler_gone(),
        }
        self.proceed(ctx);
    }

    /// Looks for a compiler that does not answer; true when the page must be drawn anew.
    pub(super) fn watch_compiler(&mut self, ctx: &Context<Self>) -> bool {
        let silent = self.desk.orders.overdue(clock::now());
        if silent {
            self.compiler_gone();
            self.proceed(ctx);
        }
        silent
    }

    /// Opens what waits, if all of it is compiled.
    fn proceed(&mut self, ctx: &Context<Self>) {
        let wanted = match &self.desk.waiting {
            None => return,
            Some(Waiting::Drafts) => self.desk.editing.programs(),
            Some(Waiting::Link(opening)) => opening.programs.clone(),
        };
        let mut standing = self.desk.orders.standing(&wanted);
        if standing == Standing::Waiting && !self.desk.gone {
            let texts: Vec<_> =
                wanted.iter().map(|program| (program.file.clone(), program.source.clone())).collect();
            self.ask(ctx, &texts);
            standing = self.desk.orders.standing(&wanted);
        }
        match standing {
            Standing::Waiting if !self.desk.gone => {}
            Standing::Waiting => {
                self.give_up(Problem::NoCompiler, &wanted);
            }
            Standing::Ready(programs) => self.run_own(programs),
            Standing::Wrong(file, wrong) => {
                let first =
                    wrong.first().map_or((1, String::new()), |wrong| (wrong.line, wrong.message.to_string()));
                self.give_up(Problem::Program(file.to_string(), first.0, first.1), &wanted);
            }
        }
    }

    /// What waits cannot run: what was open stays, and the texts are in the editor.
    fn give_up(&mut self, problem: Problem, wanted: &[OwnProgram]) {
        match self.desk.waiting.take() {
            Some(Waiting::Drafts) => {
                // The editor itself shows what is wrong, and where.
                if let Problem::Program(file, line, _) = &problem {
                    self.go_to(file, *line);
                } else {
                    self.desk.gone = true;
                }
            }
            Some(Waiting::Link(opening)) => {
                self.notice = Some(Notice::Problem(problem));
                self.desk.unrunnable = wanted.to_vec();
                let programs = Vec::new();
                self.open(Opening { programs, record: 0, ..without_futures(opening) });
            }
            None => {}
        }
    }

    fn run_own(&mut self, programs: Vec<OwnProgram>) {
        match self.desk.waiting.take() {
            Some(Waiting::Drafts) => {
                let Some(opening) = self.session.opening() else { return };
                self.desk.open = false;
                document::close_dialog(EDITOR);
                self.notice = None;
                let fresh = Opening { record: 0, stop_at: None, ..without_futures(opening) };
                self.open(Opening { programs, ..fresh });
            }
            Some(Waiting::Link(opening)) => self.open(Opening { programs, ..opening }),
            None => {}
        }
    }

    /// Opens what a link says; its programs are compiled first.
    pub(super) fn open_link(&mut self, ctx: &Context<Self>, opening: Opening) {
        if opening.programs.is_empty() {
            self.desk.waiting = None;
            return self.open(opening);
        }
        self.desk.gone = false;
        self.desk.waiting = Some(Waiting::Link(opening));
        self.proceed(ctx);
    }

    /// A run has begun or changed: drafts that nobody edited follow it, breakpoints beyond its lines go.
    pub(super) fn follow_run(&mut self, view: &View) {
        let lab = view.lab.id.to_string();
        let originals = Lab::find(&lab).map(|lab| lab.sources()).unwrap_or_default();
        let text = |lines: &[netlab_lab::view::SourceLine]| {
            lines.iter().map(|line| format!("{}\n", line.text)).collect::<String>()
        };
        let running: Vec<(Rc<str>, String)> =
            view.programs.iter().map(|program| (program.file.clone(), text(&program.lines))).collect();
        let another_lab = *self.desk.editing.lab() != *lab;
        self.desk.editing.follow(&lab, &originals, &running, || storage::get(&kept_name(&lab)));
        let unrunnable = std::mem::take(&mut self.desk.unrunnable);
        self.desk.editing.load_files(&unrunnable);
        let before = self.desk.breakpoints.clone();
        if another_lab {
            let kept = storage::get(&kept_breakpoints(&lab)).unwrap_or_default();
            self.desk.breakpoints = breakpoints::restore(&kept, &running);
        }
        let lines = |file: &str| {
            let text = running.iter().find(|(name, _)| **name == *file);
            text.map_or(0, |(_, text)| text.lines().count())
        };
        self.desk.breakpoints.retain(|(file, line)| *line as usize <= lines(file));
        self.desk.running = running;
        if self.desk.breakpoints != before {
            self.tell_breakpoints();
        }
    }

    /// The session is to know where playing stops.
    fn tell_breakpoints(&mut self) {
        let lines = self.desk.breakpoints.iter().cloned().collect();
        self.session.send(Command::Breakpoints(lines));
    }

    /// Sets or clears a breakpoint.
    pub(super) fn toggle_breakpoint(&mut self, file: Rc<str>, line: u32) {
        let place = (file, line);
        if !self.desk.breakpoints.remove(&place) {
            self.desk.breakpoints.insert(place);
        }
        let kept = breakpoints::keep(&self.desk.breakpoints, &self.desk.running);
        storage::set(&kept_breakpoints(self.desk.editing.lab()), &kept);
        self.tell_breakpoints();
    }

    /// Goes to where one of these lines is reached.
    pub(super) fn run_to(&mut self, lines: &[(Rc<str>, u32)], forward: bool) {
        let Some(view) = &self.view else { return };
        let number = |file: &str| view.programs.iter().position(|program| *program.file == *file);
        let lines = lines.iter().filter_map(|(file, line)| Some((number(file)?, *line))).collect();
        self.notice = None;
        self.command(Command::RunTo { lines, forward });
    }

    /// Goes to the next or last breakpoint.
    pub(super) fn run_to_breakpoint(&mut self, forward: bool) {
        let lines: Vec<_> = self.desk.breakpoints.iter().cloned().collect();
        self.run_to(&lines, forward);
    }

    /// The breakpoints, for the views.
    pub(super) fn breakpoints(&self) -> Breakpoints {
        self.desk.breakpoints.iter().cloned().collect()
    }

    pub(super) fn draw_editor(&self) -> Html {
        let compiler = match (self.desk.orders.busy() || self.desk.rest.is_some(), self.desk.gone) {
            (_, true) => Compiler::Gone,
            (true, false) => Compiler::Busy,
            (false, false) => Compiler::Idle,
        };
        let line = |name: &str| {
            let programs = self.view.as_ref().map_or(&[][..], |view| &view.programs);
            programs.iter().find(|program| *program.file == *name).and_then(|program| program.line)
        };
        let file = |file: &crate::editing::File| FileView {
            name: file.name.clone(),
            text: file.draft.text().into(),
            changed: file.changed(),
            further: file.further(),
            line: line(&file.name),
            diagnostics: file.diagnostics.clone(),
            can_undo: file.draft.can_undo(),
            can_redo: file.draft.can_redo(),
        };
        let files: Rc<[FileView]> =
            if self.desk.open { self.desk.editing.files.iter().map(file).collect() } else { Rc::default() };
        html! {
            <Editor {files} shown={self.desk.editing.shown} {compiler} breakpoints={self.breakpoints()}
                lang={self.settings.language} phone={self.width < super::PHONE} act={self.ui.clone()} />
        }
    }
}

/// The link of an opening: programs by their text alone.
pub(super) fn without_compiled(link: Link) -> Link {
    let mut link = link;
    for program in &mut link.opening.programs {
        program.compiled = None;
    }
    link
}
