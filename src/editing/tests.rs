use super::orders::{Orders, Outcome, PATIENCE, PATIENCE_AT_START, Standing};
use super::*;
use crate::compiler::Compiled;

const CLIENT: &str = "import socket\nprint('c')\n";
const SERVER: &str = "import socket\nprint('s')\n";
const ORIGINALS: [(&str, &str); 2] = [("client.py", CLIENT), ("server.py", SERVER)];

fn running(client: &str, server: &str) -> Vec<(Rc<str>, String)> {
    vec![("client.py".into(), client.to_owned()), ("server.py".into(), server.to_owned())]
}

fn opened() -> Editing {
    let mut editing = Editing::default();
    editing.follow("hello", &ORIGINALS, &running(CLIENT, SERVER), || None);
    editing
}

fn text<'a>(editing: &'a Editing, name: &str) -> &'a str {
    editing.files.iter().find(|file| *file.name == *name).expect("the file").draft.text()
}

#[test]
fn an_edit_is_kept_for_the_next_visit_and_can_be_reverted() {
    let mut editing = opened();
    assert_eq!((editing.keep(), editing.changed(), editing.programs()), (String::new(), false, Vec::new()));
    let mine = "print('\u{5b57} & = %')\n";
    editing.file_mut("client.py").expect("the client").draft.edit(mine, mine.len());
    assert!(editing.changed());
    assert_eq!(editing.programs().len(), 1);
    let kept = editing.keep();
    let mut again = Editing::default();
    again.follow("hello", &ORIGINALS, &running(CLIENT, SERVER), || Some(kept));
    assert_eq!((text(&again, "client.py"), text(&again, "server.py")), (mine, SERVER));
    again.revert();
    assert_eq!((text(&again, "client.py"), again.changed()), (CLIENT, false));
    again.file_mut("client.py").expect("the client").draft.undo();
    assert_eq!(text(&again, "client.py"), mine);
}

#[test]
fn a_draft_follows_what_runs_until_it_is_edited() {
    let mut editing = opened();
    editing.follow("hello", &ORIGINALS, &running("other()\n", SERVER), || None);
    assert_eq!(text(&editing, "client.py"), "other()\n");
    editing.file_mut("client.py").expect("the client").draft.edit("mine()", 6);
    editing.follow("hello", &ORIGINALS, &running("third()\n", SERVER), || None);
    assert_eq!(text(&editing, "client.py"), "mine()");
    editing.follow("flood", &ORIGINALS, &running(CLIENT, SERVER), || None);
    assert_eq!(text(&editing, "client.py"), CLIENT, "another lab has drafts of its own");
}

#[test]
fn what_runs_is_known_although_its_last_line_does_not_end() {
    let mut editing = opened();
    editing.file_mut("client.py").expect("the client").draft.edit("mine()", 6);
    let programs = editing.programs();
    assert_eq!(&*programs[0].source, "mine()\n");
    editing.follow("hello", &ORIGINALS, &running("mine()\n", SERVER), || None);
    assert!(!editing.changed());
}

#[test]
fn further_processes_come_and_go() {
    let mut editing = opened();
    editing.add(false);
    editing.add(false);
    editing.add(true);
    let names =
        |editing: &Editing| editing.files.iter().map(|file| file.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&editing), ["client.py", "client2.py", "client3.py", "server.py", "server2.py"]);
    assert_eq!(text(&editing, "client3.py"), CLIENT);
    editing.remove("client2.py");
    editing.remove("client.py");
    assert_eq!(names(&editing), ["client.py", "client3.py", "server.py", "server2.py"]);
    for _ in 0..20 {
        editing.add(false);
    }
    assert_eq!(editing.files.len(), MOST);
    editing.load("a()\n", "b()\n");
    assert_eq!(names(&editing), ["client.py", "server.py"]);
    assert_eq!((text(&editing, "client.py"), text(&editing, "server.py")), ("a()\n", "b()\n"));
}

#[test]
fn what_was_kept_by_others_does_no_harm() {
    for kept in ["%", "=&&&=x", "../x.py=1", "client.py", "\u{0}=\u{0}"] {
        let mut editing = Editing::default();
        editing.follow("hello", &ORIGINALS, &running(CLIENT, SERVER), || Some(kept.to_owned()));
        assert_eq!(editing.files.len(), 2, "{kept}");
    }
}

#[test]
fn each_text_is_asked_once_and_a_carried_one_never() {
    let mut orders = Orders::default();
    let (file, mine): (Rc<str>, Rc<str>) = ("client.py".into(), "mine()\n".into());
    let asked = orders.ask(&file, &mine, 0.0).expect("it is not known");
    assert_eq!(orders.ask(&file, &mine, 0.0), None);
    let wanted = [OwnProgram { file: file.clone(), source: mine.clone(), compiled: None }];
    assert_eq!(orders.standing(&wanted), Standing::Waiting);
    assert!(!orders.overdue(PATIENCE + 1.0) && orders.overdue(PATIENCE_AT_START + 1.0));
    let bytes: Rc<[u8]> = vec![1, 2].into();
    orders.answered(Compiled { ticket: asked.ticket, result: Ok(bytes.clone()) });
    assert_eq!(orders.outcome(&file, &mine), Some(Outcome::Good(Some(bytes.clone()))));
    let Standing::Ready(ready) = orders.standing(&wanted) else { panic!("it is compiled") };
    assert_eq!(ready[0].compiled, Some(bytes));
    let example = netlab_lab::examples::EXAMPLES[0].client();
    assert_eq!(orders.ask(&file, &example.into(), 0.0), None);
    assert_eq!(orders.outcome(&file, example), Some(Outcome::Good(None)));
    orders.abandon();
    assert!(!orders.busy());
}
