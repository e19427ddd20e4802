// Links to a moment, good and broken, and the browser's back and forward.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, serve } from "./harness.mjs";

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

const link = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1));
const settled = (page, text) => page.waitForFunction((text) => location.hash.includes(text), text);

test("a link opens its lab at its record, in its language", async () => {
  const { page, problems, close } = await open(browser, server, { path: "#lab=flood&step=9&lang=zh&detail=simple" });
  await settled(page, "step=9");
  const shown = link(page);
  assert.equal(shown.get("lab"), "flood");
  assert.equal(shown.get("detail"), "simple");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  assert.deepEqual(problems, []);
  await close();
});

for (const [name, fragment, says] of [
  ["an unknown lab", "#lab=nosuch", /no lab named “nosuch”/],
  ["a step that is no number", "#lab=hello&step=x", /“step” cannot be “x”/],
  ["a language that does not exist", "#lang=fr", /“lang” cannot be “fr”; it may be en \| zh/],
  ["a broken part", "#lab", /not understood at “lab”/],
  ["a link of a newer version", "#v=9&lab=hello", /newer version/],
  ["an unknown parameter", "#lab=hello&colour=red", /no parameter “colour”/],
]) {
  test(`${name}: one sentence, and the open lab stays`, async () => {
    const { page, problems, close } = await open(browser, server);
    for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
    await settled(page, "step=2");
    await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
    const bar = page.locator(".Bar.is-refusal");
    await bar.waitFor();
    assert.match(await bar.innerText(), says);
    await settled(page, "step=2");
    assert.equal(link(page).get("lab"), "hello");
    await page.keyboard.press("Escape");
    await bar.waitFor({ state: "detached" });
    assert.deepEqual(problems, []);
    await close();
  });

  test(`${name}, opened afresh: the default lab and the sentence`, async () => {
    const { page, problems, close } = await open(browser, server, { path: fragment });
    assert.match(await page.locator(".Bar.is-refusal").innerText(), says);
    await settled(page, "lab=hello");
    assert.deepEqual(problems, []);
    await close();
  });
}

test("back and forward go from lab to lab, not from step to step", async () => {
  const { page, close } = await open(browser, server);
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
  await settled(page, "step=2");
  await page.evaluate(() => { location.hash = "#lab=flood&step=5"; });
  await settled(page, "lab=flood&step=5&");
  await page.goBack();
  await settled(page, "lab=hello&step=2&");
  await page.goForward();
  await settled(page, "lab=flood&step=5&");
  await close();
});
