// Loads one wasm program in a module worker: worker.js?program=netlab-worker&build=... The build's name goes on to both files,
// so that no cache mixes two builds.
const asked = new URLSearchParams(location.search);
const program = asked.get("program");
if (!/^netlab-[a-z]+$/.test(program)) throw new Error("no such program");
const file = (name) => new URL(`./${name}?build=${encodeURIComponent(asked.get("build") ?? "")}`, import.meta.url);
const bindings = await import(file(`${program}.js`));
await bindings.default({ module_or_path: file(`${program}_bg.wasm`) });
