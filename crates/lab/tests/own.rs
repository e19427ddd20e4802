//! Programs of the reader's own: examples, further processes, one computer or two, going to a line, and what is refused.

use netlab_lab::{
    Session,
    examples::EXAMPLES,
    protocol::{Command, Opening, OwnProgram, Problem, Reply},
    view::{ProcessState, ProgramView, View},
};

/// A program, compiled when it is none that the crate carries.
fn own(file: &str, source: &str) -> OwnProgram {
    let code = netlab_python::compile(source, file).unwrap_or_else(|errors| panic!("{file}: {errors}"));
    let bytes = postcard::to_allocvec(&code).expect("a program can be written");
    OwnProgram { file: file.into(), source: source.into(), compiled: Some(bytes.into()) }
}

fn carried(file: &str, source: &str) -> OwnProgram {
    OwnProgram { file: file.into(), source: source.into(), compiled: None }
}

fn opening(programs: Vec<OwnProgram>) -> Opening {
    Opening { lab: "hello".into(), programs, ..Opening::default() }
}

fn view(reply: Reply) -> View {
    match reply {
        Reply::View { view, .. } => *view,
        other => panic!("{other:?}"),
    }
}

/// The end of a run.
fn end(programs: Vec<OwnProgram>, parameters: &[(&str, &str)]) -> (Session, View) {
    let mut session = Session::new();
    let parameters =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    view(session.apply(Command::Open(Opening { parameters, ..opening(programs) })));
    let view = view(session.apply(Command::End));
    (session, view)
}

fn program<'a>(view: &'a View, file: &str) -> &'a ProgramView {
    view.programs.iter().find(|program| &*program.file == file).expect("the program")
}

#[test]
fn every_example_runs_to_its_end_under_both_kernels() {
    // What the client and the server have printed at the end.
    let expected = [
        ("hello", "b'world'\n", "b'hello'\n"),
        ("flood", "", ""),
        ("nonblocking", "connect_ex: EINPROGRESS\nb'world' after", "b'hello'\n"),
        ("slow", "sent 1 KiB\n", "read 16384 bytes\n"),
        ("threads", "b'hello 0'", "done with port"),
        ("select", "b'hello 2'\nb'hello 1'\nb'hello 0'\n", "closed; 0 left\n"),
        ("framed", "b'HELLO'\nb'HOW ARE YOU'\nb'BYE'\n", "b'hello'\nb'how are you'\nb'bye'\n"),
    ];
    assert_eq!(EXAMPLES.len(), expected.len());
    for (example, (id, client_says, server_says)) in EXAMPLES.iter().zip(expected) {
        assert_eq!(example.id, id);
        for kernel in ["linux", "textbook"] {
            let programs =
                vec![carried("client.py", example.client()), carried("server.py", example.server())];
            let (_, view) = end(programs, &[("kernel", kernel)]);
            let (client, server) = (program(&view, "client.py"), program(&view, "server.py"));
            let place = format!("{id}, {kernel}");
            assert!(client.output.contains(client_says), "{place}: {}", client.output);
            assert!(server.output.contains(server_says), "{place}: {}", server.output);
            assert_eq!((&client.error, &server.error), (&None, &None), "{place}");
            if id != "flood" {
                assert_eq!(client.state, ProcessState::Exited(0), "{place}");
            }
        }
    }
}

const HELLO: &str = "\
import socket
sock = socket.create_connection((\"server\", 8080))
sock.sendall(b\"hello 2\")
print(sock.recv(1024))
";

#[test]
fn further_clients_are_processes_of_their_own() {
    let (_, view) = end(vec![own("client2.py", HELLO), own("client3.py", HELLO)], &[]);
    let files: Vec<&str> = view.programs.iter().map(|program| &*program.file).collect();
    assert_eq!(files, ["client.py", "client2.py", "client3.py", "server.py"]);
    for file in ["client.py", "client2.py", "client3.py"] {
        assert_eq!(&*program(&view, file).output, "b'world'\n", "{file}");
    }
    let pids: Vec<_> = view.programs.iter().map(|program| program.pid).collect();
    assert_eq!(pids.iter().take(3).collect::<std::collections::BTreeSet<_>>().len(), 3);
}

#[test]
fn programs_that_say_localhost_run_on_one_computer() {
    let client = "import socket\nsock = socket.socket()\nsock.connect((\"localhost\", 8080))\nsock.sendall(b\"hi\")\nprint(sock.recv(9))\n";
    let server = "import socket\nsock = socket.socket()\nsock.bind((\"localhost\", 8080))\nsock.listen()\nconn, addr = sock.accept()\nprint(conn.recv(9), addr[0])\nconn.sendall(b\"there\")\n";
    let programs = || vec![own("client.py", client), own("server.py", server)];
    let (_, together) = end(programs(), &[]);
    assert_eq!(&*program(&together, "client.py").output, "b'there'\n");
    assert_eq!(&*program(&together, "server.py").output, "b'hi' 127.0.0.1\n");
    assert!(together.programs.iter().all(|program| program.host == 0));
    let (_, apart) = end(programs(), &[("place", "apart")]);
    assert!(program(&apart, "client.py").output.contains("ConnectionRefusedError"));
    assert_eq!(program(&apart, "server.py").host, 1);
}

#[test]
fn every_record_of_programs_on_one_computer_has_a_view() {
    let client = "import socket\nsock = socket.create_connection((\"localhost\", 8080))\nsock.sendall(b\"hi\")\nprint(sock.recv(9))\n";
    let server = "import socket\nsock = socket.create_server((\"127.0.0.1\", 8080))\nconn, addr = sock.accept()\nconn.sendall(conn.recv(9))\n";
    let (mut session, last) = end(vec![own("client.py", client), own("server.py", server)], &[]);
    for record in 0..=last.moment.records {
        assert_eq!(view(session.apply(Command::SeekRecord(record))).moment.record, record);
    }
}

#[test]
fn a_line_is_gone_to_in_both_directions() {
    let (mut session, view_at_end) = end(Vec::new(), &[]);
    let to = |session: &mut Session, line, forward| {
        session.apply(Command::RunTo { lines: vec![(0, line)], forward })
    };
    assert_eq!(to(&mut session, 5, true), Reply::Error(Problem::NotReached));
    let back = view(to(&mut session, 5, false));
    assert_eq!(program(&back, "client.py").line, Some(5));
    assert!(back.moment.record < view_at_end.moment.record);
    view(session.apply(Command::SeekRecord(0)));
    let forth = view(to(&mut session, 5, true));
    assert_eq!(forth, back, "the only time the line is reached");
    // The server's loop reaches its line a second time.
    let first = view(session.apply(Command::RunTo { lines: vec![(1, 7)], forward: false }));
    let second = view(session.apply(Command::RunTo { lines: vec![(1, 7)], forward: true }));
    assert!(first.moment.record < second.moment.record);
    assert_eq!((first.programs[1].line, second.programs[1].line), (Some(7), Some(7)));
}

#[test]
fn a_traceback_stands_at_its_line() {
    let (_, view) = end(vec![own("client.py", "import socket\n\nvalue = {}\nprint(value[1])\n")], &[]);
    let client = program(&view, "client.py");
    assert_eq!(client.line, Some(4));
    assert!(
        client.error.as_ref().is_some_and(|error| error.trim_end().ends_with("KeyError: 1")),
        "{client:?}"
    );
    assert_eq!(client.state, ProcessState::Exited(1));
}

#[test]
fn a_program_without_end_is_cut_off() {
    for source in [
        "while True:\n    pass\n",
        "x = []\nwhile True:\n    x.append(bytes(1 << 20))\n",
        "print(sum(range(10**12)))\n",
        "x = 10 ** 10 ** 9\n",
    ] {
        let (_, view) = end(vec![own("client.py", source)], &[]);
        let printed = &program(&view, "client.py").output;
        assert!(printed.is_empty() || printed.ends_with("MemoryError\n"), "{source:?}: {printed}");
        assert!(view.moment.records <= 101_000, "{source:?}");
    }
}

#[test]
fn what_cannot_be_run_is_refused_and_nothing_changes() {
    let mut session = Session::new();
    let before = view(session.apply(Command::Open(opening(Vec::new()))));
    let refused = |session: &mut Session, program| match session.apply(Command::Open(opening(vec![program])))
    {
        Reply::Error(problem) => problem,
        other => panic!("{other:?}"),
    };
    let not_compiled = carried("client.py", "print(1)\n");
    assert_eq!(
        refused(&mut session, not_compiled),
        Problem::Program("client.py".into(), 1, "not compiled".into())
    );
    let damaged = OwnProgram { compiled: Some(vec![1, 2, 3].into()), ..carried("client.py", "print(1)\n") };
    assert!(matches!(refused(&mut session, damaged), Problem::Program(file, 1, _) if file == "client.py"));
    let other = OwnProgram { source: "print(2)\n".into(), ..own("client.py", "print(1)\n") };
    assert!(matches!(refused(&mut session, other), Problem::Program(..)));
    for name in ["../client.py", "client", ".py", "client 2.py"] {
        assert!(
            matches!(refused(&mut session, own(name, "print(1)\n")), Problem::BadParameter(..)),
            "{name}"
        );
    }
    let many = (0..9).map(|number| own(&format!("client{number}.py"), "print(1)\n")).collect();
    assert!(matches!(session.apply(Command::Open(opening(many))), Reply::Error(Problem::BadParameter(..))));
    assert_eq!(view(session.apply(Command::SeekRecord(0))), before);
}
