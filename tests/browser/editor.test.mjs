// The reader's own programs: written by keyboard, run, kept, shared; wrong ones, endless ones, and a compiler that does not
// arrive.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { dist, drawn, launch, open, picture, serve } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const LANGUAGES = { en: { locale: "en-GB", none: "No errors found." }, zh: { locale: "zh-CN", none: "没有发现错误。" } };

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const CLIENT = '[id="source-client.py"]';
const link = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1));
const text = (page) => page.locator(CLIENT).inputValue();

/** Opens the editor: by the client's own button, on a phone by the menu. */
async function edit(page, size) {
  if (size === "phone") {
    await page.locator(".Button.is-menu").click();
    await page.locator(".Menu-item", { hasText: /^(Programs|程序)$/ }).click();
  } else {
    await page.locator(".Program-client [data-action=edit]").click();
  }
  await page.locator(CLIENT).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "source-client.py");
}

/** Waits until the compiler has judged what is written. */
const clean = (page, none) =>
  page.waitForFunction((none) => document.querySelector(".Editor-problems p")?.textContent === none, none, { timeout: 60_000 });

/** Puts the whole client in, as one who pastes. */
async function put(page, source) {
  await page.locator(CLIENT).fill(source);
}

/** Goes to the end of the run. */
async function end(page) {
  await page.waitForFunction(() => !document.querySelector("#editor").open);
  await page.waitForTimeout(300);
  await page.locator("body").press("End");
}

const output = (page, side) => page.locator(`.Program-${side} .Program-output pre`);

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const [language, { locale, none }] of Object.entries(LANGUAGES)) {
    test(`another word by keyboard, run, stepped, reloaded and linked, ${size}, ${language}`, async () => {
      const { page, problems, close } = await open(browser, server, { viewport, locale, hasTouch: size === "phone" });
      await edit(page, size);
      // To the end of line 5, before `")`: four letters more would be the same word; so five back and a new one.
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("End");
      for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowLeft");
      for (let i = 0; i < 5; i++) await page.keyboard.press("Backspace");
      await page.keyboard.type("moin, moin");
      assert.match(await text(page), /sock\.sendall\(b"moin, moin"\)/);
      await clean(page, none);
      await picture(page, `editor-${size}-${language}`);
      await page.evaluate(axe);
      const violations = await page.evaluate(async () =>
        (await axe.run(document.querySelector("#editor"), { resultTypes: ["violations"] })).violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.target.join(" ")}`)));
      assert.deepEqual(violations, []);
      // Escape leaves the text for the button that runs.
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => document.activeElement?.id === "editor-run");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => location.hash.includes("code=client.py"));
      // Step until the server has printed it.
      const printed = () => page.evaluate(() => document.querySelector(".Program-server .Program-output pre")?.textContent ?? "");
      let steps = 0;
      while (!(await printed()).includes("moin, moin")) {
        assert.ok(steps++ < 450, "the server never printed it");
        const record = await page.locator(".Readout-field").inputValue();
        await page.keyboard.press("ArrowRight");
        await page.waitForFunction((record) => document.querySelector(".Readout-field").value !== record, record, { polling: "raf" });
      }
      assert.equal((await printed()).trim(), "b'moin, moin'");
      // A link opens it again, elsewhere.
      await page.waitForTimeout(600);
      const hash = new URL(page.url()).hash;
      assert.equal(link(page).get("v"), "2");
      const other = await open(browser, server, { viewport, locale, path: hash });
      assert.match(await other.page.locator(".Program-client .Program-lines").textContent(), /moin, moin/);
      assert.match(await output(other.page, "server").textContent(), /moin, moin/);
      assert.deepEqual(other.problems, []);
      await other.close();
      // And so does a reload; without the link the draft is still there.
      await page.reload();
      await drawn(page);
      assert.match(await page.locator(".Program-client .Program-lines").textContent(), /moin, moin/);
      await page.goto(`${server.url}?again`);
      await drawn(page);
      assert.doesNotMatch(await page.locator(".Program-client .Program-lines").textContent(), /moin, moin/);
      await edit(page, size);
      assert.match(await text(page), /moin, moin/);
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

test("the compiler's module is at most 800 KB on the line", () => {
  const bytes = gzipSync(readFileSync(join(dist, "netlab-compiler_bg.wasm")), { level: 9 }).length;
  console.log(`compiler: ${bytes} bytes after gzip -9`);
  assert.ok(bytes <= 800 * 1024, `${bytes} bytes`);
});

test("the compiler is fetched when the editor is opened, and not before", async () => {
  server.asked.length = 0;
  const { page, close } = await open(browser, server, { serviceWorkers: "block" });
  await page.keyboard.press("End");
  await page.waitForTimeout(500);
  const compiler = () => server.asked.filter((path) => path.includes("netlab-compiler"));
  assert.deepEqual(compiler(), []);
  await edit(page, "wide");
  await page.keyboard.type("x = 1");
  await page.keyboard.press("Enter");
  await clean(page, LANGUAGES.en.none);
  assert.ok(compiler().some((path) => path.endsWith("_bg.wasm")), compiler().join());
  await close();
});

test("a syntax error shows its line and how it is written today; Tab, Enter, undo and Revert", async () => {
  const { page, problems, close } = await open(browser, server, { locale: "en-GB" });
  await edit(page, "wide");
  const before = await text(page);
  await put(page, 'import socket\nfor i in range(3):\n    print "hello"\n');
  const place = page.locator(".Editor-place");
  await place.waitFor({ timeout: 60_000 });
  assert.equal(await place.first().textContent(), "client.py, line 3");
  assert.match(await page.locator(".Editor-problems li").first().textContent(), /Missing parentheses in call to 'print'.*Python 3: print\("hello"\)/);
  assert.match(await page.locator('.Draft-ink li.is-error').first().textContent(), /print "hello"/);
  assert.equal(await page.locator(CLIENT).getAttribute("aria-invalid"), "true");
  await picture(page, "editor-error");
  // Running it changes nothing but where the caret is.
  await page.locator("#editor-run").click();
  await page.waitForFunction(() => document.activeElement?.id === "source-client.py");
  assert.ok(await page.evaluate(() => document.querySelector("#editor").open));
  const selected = await page.evaluate(() => {
    const area = document.activeElement;
    return area.value.slice(area.selectionStart, area.selectionEnd);
  });
  assert.equal(selected, '    print "hello"');
  // Enter keeps the depth, Tab goes deeper, undo takes each back.
  await put(page, "while True:");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("pass");
  assert.equal(await text(page), "while True:\n    pass");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await text(page), "while True:\n    pass\n    ");
  for (let i = 0; i < 4; i++) await page.keyboard.press("Control+z");
  assert.equal(await text(page), "while True:");
  await page.keyboard.press("Control+Shift+z");
  assert.equal(await text(page), "while True:\n    ");
  await page.locator("[data-action=revert]").click();
  assert.equal(await text(page), before);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("#editor").open);
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.action), "edit", "the focus is where it was");
  assert.deepEqual(problems, []);
  await close();
});

test("an example, a traceback at its line, a further client, and the file", async () => {
  const { page, problems, close } = await open(browser, server, { locale: "en-GB" });
  await edit(page, "wide");
  await page.locator("#example").selectOption("framed");
  assert.match(await text(page), /struct\.pack/);
  await page.locator(CLIENT).press("Control+Enter");
  await end(page);
  await page.waitForFunction(() => document.querySelector(".Program-client .Program-output pre")?.textContent.includes("b'BYE'"));
  await edit(page, "wide");
  await put(page, "import socket\n\nprint(socket.nosuch)\n");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("[data-action=download]").first().click()]);
  assert.equal(download.suggestedFilename(), "client.py");
  assert.equal(readFileSync(await download.path(), "utf8"), "import socket\n\nprint(socket.nosuch)\n");
  await page.locator("[data-action=add-client]").click();
  await page.locator("#editor-run").click();
  await end(page);
  await page.locator(".Program-client .Program-error").waitFor();
  assert.match(await page.locator(".Program-client .Program-error").textContent(), /AttributeError: module 'socket' has no attribute 'nosuch'/);
  assert.match(await page.locator(".Program-client li.is-error").textContent(), /print\(socket\.nosuch\)/);
  assert.match(await output(page, "client").textContent(), /File "client\.py", line 3/);
  await page.locator(".Program-files button", { hasText: "client2.py" }).click();
  assert.match(await page.locator(".Program-client .Program-file").textContent(), /client2\.py/);
  await page.waitForTimeout(600);
  assert.equal(link(page).getAll("code").length, 3);
  assert.deepEqual(problems, []);
  await close();
});

test("a breakpoint: run to it, on and back", async () => {
  const { page, problems, close } = await open(browser, server);
  await page.locator('[id="line-server.py-8"]').click();
  await page.locator(".Program-server .Program-here").click();
  const line = () => page.locator(".Program-server [aria-current]").textContent();
  await page.waitForFunction(() => document.querySelector(".Program-server [aria-current]")?.textContent.includes("print"));
  assert.match(await line(), /print\(conn\.recv/);
  await page.locator(".Program-server .Program-tools button").nth(1).click();
  await page.locator(".Bar.is-refusal").waitFor();
  assert.deepEqual(problems, []);
  await close();
});

for (const [name, source] of [
  ["a loop without end", "while True:\n    pass\n"],
  ["huge memory", "x = []\nwhile True:\n    x.append(bytes(1 << 20))\n"],
  ["one long expression", "print(sum(range(10**12)))\n"],
]) {
  test(`${name} never hangs the page`, async () => {
    const { page, problems, close } = await open(browser, server);
    await edit(page, "wide");
    await put(page, source);
    await page.locator("#editor-run").click();
    const begin = Date.now();
    await page.waitForFunction(() => location.hash.includes("code=client.py"), null, { timeout: 30_000 });
    console.log(`${name}: ${Date.now() - begin} ms`);
    // Every frame is drawn while it is made, and the run can be walked.
    await page.keyboard.press("End");
    await page.waitForFunction(() => Number(document.querySelector(".Readout-field").value) > 20, null, { timeout: 30_000 });
    assert.equal(await page.locator(".Bar.is-breakdown").count(), 0);
    assert.deepEqual(problems, []);
    await close();
  });
}

test("without the compiler the lab goes on, and examples still run", async () => {
  const { page, close } = await open(browser, server, { serviceWorkers: "block" });
  await page.route("**/netlab-compiler_bg.wasm*", (route) => route.abort());
  await edit(page, "wide");
  await put(page, "print('mine')\n");
  await page.waitForFunction(() => document.querySelector(".Editor-problems p")?.textContent.startsWith("The compiler could not be fetched"), null, { timeout: 30_000 });
  await page.locator("#example").selectOption("slow");
  await page.locator("#editor-run").click();
  await page.waitForFunction(() => location.hash.includes("code=client.py"));
  await edit(page, "wide");
  await put(page, "print('mine')\n");
  await page.unroute("**/netlab-compiler_bg.wasm*");
  await page.locator("#editor-run").click();
  await end(page);
  await page.waitForFunction(() => document.querySelector(".Program-client .Program-output pre")?.textContent.includes("mine"));
  await close();
});

test("a damaged program in a link: one sentence, and the open lab stays", async () => {
  const { page, problems, close } = await open(browser, server);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => location.hash.includes("step=1"));
  await page.evaluate(() => { location.hash = "#v=2&lab=hello&code=client.py.eJwrKMrMKwEABmsCHg"; });
  const bar = page.locator(".Bar.is-refusal");
  await bar.waitFor();
  assert.match(await bar.innerText(), /The program client\.py in the link is damaged; nothing was changed/);
  assert.match(await page.locator(".Program-client .Program-lines").textContent(), /sendall/);
  assert.deepEqual(problems, []);
  await close();
});
