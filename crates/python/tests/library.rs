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
