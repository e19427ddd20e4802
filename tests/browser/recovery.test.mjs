// The session's worker panics, hangs or cannot be reached: the page says so, and the lab stands again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, picture, serve } from "./harness.mjs";

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

const ask = (page, what) => page.evaluate((detail) => dispatchEvent(new CustomEvent("netlab:test", { detail })), what);
const step = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("step") ?? "0";
const at = (page, record) => page.waitForFunction((record) => location.hash.includes(`step=${record}&`), record);

test("a panic in the worker shows its record, its report, and a way back", async () => {
  const { page, close } = await open(browser, server);
  for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
  await at(page, 3);
  await ask(page, "panic");
  const bar = page.locator(".Bar.is-breakdown");
  await bar.waitFor();
  assert.match(await bar.innerText(), /broke a rule of its own at record 4/);
  await picture(page, "breakdown");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await bar.locator("[data-action=copy-report]").click();
  await page.locator(".Bar.is-note").waitFor();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [/cause: .*panicked/, /record: 4/, /lab: hello/, /seed: /, /link: #lab=hello/]) assert.match(report, part);
  await bar.locator("[data-action=go-back]").click();
  await bar.waitFor({ state: "detached" });
  await page.keyboard.press("ArrowRight");
  await at(page, 4);
  assert.equal(step(page), "4");
  await close();
});

test("a worker that no longer answers is ended and replaced", async () => {
  const { page, close } = await open(browser, server);
  await page.keyboard.press("ArrowRight");
  await at(page, 1);
  await ask(page, "hang");
  const bar = page.locator(".Bar.is-breakdown");
  await bar.waitFor({ timeout: 15_000 });
  assert.match(await bar.innerText(), /has not answered for 5 seconds/);
  await bar.locator("[data-action=go-back]").click();
  await bar.waitFor({ state: "detached" });
  await page.keyboard.press("ArrowRight");
  await at(page, 2);
  await close();
});

test("a worker whose module does not arrive is said to be gone", async () => {
  const { page, close } = await open(browser, server, { path: "", wait: false, serviceWorkers: "block" });
  await page.route("**/netlab-worker_bg.wasm*", (route) => route.abort());
  await page.reload();
  await page.locator(".Bar.is-breakdown").waitFor();
  await page.unroute("**/netlab-worker_bg.wasm*");
  await page.locator("[data-action=go-back]").click();
  await page.waitForFunction(() => performance.getEntriesByName("netlab:stage").length > 0);
  await close();
});
