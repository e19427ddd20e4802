// Loads one wasm program in a module worker: worker.js?netlab-worker loads netlab-worker.js and its module.
const program = location.search.slice(1);
if (!/^netlab-[a-z]+$/.test(program)) throw new Error("no such program");
const bindings = await import(`./${program}.js`);
await bindings.default();
