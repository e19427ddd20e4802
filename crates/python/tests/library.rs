//! The standard library's Python part is compiled from what stands in `stdlib/`.

#[test]
fn the_compiled_library_is_up_to_date() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut modules = Vec::new();
    for entry in std::fs::read_dir(folder.join("stdlib")).expect("the sources are there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            modules.push((name, std::fs::read_to_string(&path).expect("it can be read")));
        }
    }
    modules.sort();
    let compiled = netlab_python::compile_library(&modules).expect("the library compiles");
    let stored = std::fs::read(folder.join("stdlib.bin")).expect("it is there");
    assert!(
        compiled == stored,
        "stdlib.bin is old: cargo run -p netlab-python --features compiler --example bless"
    );
}

#[test]
fn python_2_is_explained() {
    let source = "import socket\nprint 'hello'\n";
    let errors = netlab_python::compile(source, "client.py").expect_err("it is Python 2");
    let first = &errors.errors[0];
    assert_eq!(first.line, 2);
    assert!(first.message.contains("Missing parentheses in call to 'print'"), "{}", first.message);
    assert_eq!(first.hint, "Python 3: print('hello')");
}

/// The chapter's two scripts, as they stand.
#[test]
fn the_scripts_of_the_chapter_are_told_line_and_remedy() {
    let client = "# coding: utf-8\n# client\n\nimport socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n\
        sock.connect((\"localhost\", 8080))  # \u{8fde}\u{63a5}\nsock.sendall(\"hello\")  # send buffer\n\
        print sock.recv(1024)  # \u{8bfb}\u{54cd}\u{5e94}\nsock.close() # \u{5173}\u{95ed}\n";
    let server = "# coding: utf-8\n# server\n\nimport socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)\n\
        sock.bind((\"localhost\", 8080))\nsock.listen(1)  # \u{76d1}\u{542c}\nwhile True:\n    \
        conn, addr = sock.accept()  # \u{63a5}\u{6536}\n    print conn.recv(1024)  # recv buffer\n    \
        conn.sendall(\"world\")  # send buffer\n    conn.close() # \u{5173}\u{95ed}\n";
    for (source, line, hint) in
        [(client, 9, "Python 3: print(sock.recv(1024))"), (server, 11, "Python 3: print(conn.recv(1024))")]
    {
        let errors = netlab_python::compile(source, "program.py").expect_err("it is Python 2").errors;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!((errors[0].line, &*errors[0].hint), (line, hint));
        assert!(errors[0].message.contains("Missing parentheses in call to 'print'"), "{errors:?}");
        let remedy = hint.trim_start_matches("Python 3: ");
        let today = source.replace(&remedy.replacen('(', " ", 1)[..remedy.len() - 1], remedy);
        assert!(today != source && netlab_python::compile(&today, "program.py").is_ok(), "{today}");
    }
    let errors =
        netlab_python::compile("print '# \\'%d' % 5 # five\n", "program.py").expect_err("it is Python 2");
    assert_eq!(errors.errors[0].hint, "Python 3: print('# \\'%d' % 5)");
}

/// Each error says where it is.
#[test]
fn a_nonlocal_name_that_nobody_binds_is_told_where() {
    let source = "def f():\n    def g():\n        nonlocal a, missing\n    a = 1\n";
    let errors = netlab_python::compile(source, "program.py").expect_err("nobody binds it").errors;
    assert_eq!((errors[0].line, errors[0].column), (3, 21), "{errors:?}");
}

#[test]
fn what_the_lab_leaves_out_is_refused_before_the_start() {
    for (source, line, part) in [
        ("import asyncio\n", 1, "threading"),
        ("x = 1\nasync def f(): pass\n", 2, "threading"),
        ("import requests\n", 1, "socket"),
        ("x = 3j\n", 1, "floats"),
    ] {
        let errors = netlab_python::compile(source, "client.py").expect_err("it is left out");
        assert_eq!(errors.errors[0].line, line, "{source}");
        assert!(errors.errors[0].hint.contains(part), "{source}: {}", errors.errors[0].hint);
    }
}
