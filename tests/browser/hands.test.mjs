// What a reader's hands do to a run: breakpoints that stop playing and stay, changes by a click on the very thing, and
// the future that is left as a lane of the timeline.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, picture, serve } from "./harness.mjs";

const PHONE = { width: 390, height: 844 };

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

const record = (page) => page.evaluate(() => Number(document.querySelector(".Readout-field").value));
const at = (page, wanted) =>
  page.waitForFunction((wanted) => Number(document.querySelector(".Readout-field").value) === wanted, wanted, { timeout: 10_000 });

async function seek(page, wanted) {
  await page.fill(".Readout-field", String(wanted));
  await page.keyboard.press("Enter");
  await at(page, wanted);
  await page.evaluate(() => document.activeElement.blur());
}

/** Steps until a frame with payload is on a cable. */
async function flying(page) {
  for (let step = 0; step < 200; step += 1) {
    if ((await page.locator(".Frames .Frame.is-data").count()) > 0) return;
    const here = await record(page);
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((here) => Number(document.querySelector(".Readout-field").value) !== here, here, { timeout: 10_000, polling: "raf" });
  }
  assert.fail("no frame with payload");
}

const pace = (page, words) => page.selectOption(".Speed select", { label: words });
const breakpoints = (page) => page.locator(".Program [aria-pressed=true]").count();

test("playing stops at breakpoints at both paces; they outlive the visit with their program", async () => {
  const { page, problems, close } = await open(browser, server);
  // The line that reads in the server: a breakpoint on its number.
  const line = await page.evaluate(() => {
    const numbers = [...document.querySelectorAll('[id^="line-server.py-"]')];
    const index = numbers.findIndex((number) => number.closest("li").textContent.includes("accept("));
    numbers[index].click();
    return index + 1;
  });
  assert.ok(line > 1);
  await page.waitForFunction(() => document.querySelectorAll(".Program [aria-pressed=true]").length === 1);
  const stops = [];
  for (const words of ["20 rec/s", "1/10×"]) {
    await page.keyboard.press("Home");
    await at(page, 0);
    await pace(page, words);
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press(" ");
    await page.waitForFunction(
      () => Number(document.querySelector(".Readout-field").value) > 0 && document.querySelector(".Key.is-play").getAttribute("aria-label") === "Play",
      null,
      { timeout: 60_000 },
    );
    stops.push(await record(page));
  }
  assert.equal(stops[0], stops[1], "the same place at both paces");
  assert.ok(stops[0] > 0);
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll(".Program [aria-pressed=true]").length === 1, null, { timeout: 30_000 });
  // Another lab has none of them.
  await page.goto(`${server.url}#lab=flood`);
  await page.waitForFunction(() => document.title.includes("flood"), null, { timeout: 30_000 });
  await page.waitForFunction(() => document.querySelectorAll(".Program [aria-pressed=true]").length === 0);
  assert.equal(await breakpoints(page), 0);
  assert.deepEqual(problems, []);
  await close();
});

for (const [size, options] of Object.entries({ wide: {}, phone: { viewport: PHONE, hasTouch: true } })) {
  test(`a frame in motion is chosen, changed, and the future that is left is a lane (${size})`, async () => {
    const { page, problems, close } = await open(browser, server, options);
    await seek(page, 60);
    await flying(page);
    // It has come to rest.
    await page.waitForFunction(() => document.querySelector(".Frames").getAnimations({ subtree: true }).length === 0);
    await page.locator(".Frames .Frame.is-data .Frame-env").first().click({ force: true, position: { x: 3, y: 12 } });
    await page.waitForSelector(".Station h3");
    assert.equal(await page.locator(".Frame.is-chosen").count(), 1);
    await picture(page, `frame-${size}`);
    await page.click("#station-change");
    await page.waitForSelector("#change[open] [data-act=DropFrame]");
    assert.equal(await page.locator("#change .Act-target").count(), 1, "this frame alone");
    await page.click("#change [data-act=DropFrame]");
    await page.waitForSelector(".Futures-lane");
    const here = await record(page);
    assert.match(await page.getAttribute(".Futures-lane", "aria-label"), /Future A: first difference: record \d+/);
    await picture(page, `lane-${size}`);
    await page.click(".Futures-lane");
    await page.waitForSelector(".Futures-lane[data-future='1']");
    assert.ok((await record(page)) <= here, "the same moment");
    assert.deepEqual(problems, []);
    await close();
  });
}

test("the other mouse button and a long press open the menu of the very thing; the keyboard does too", async () => {
  const { page, problems, close } = await open(browser, server, { hasTouch: true });
  await seek(page, 120);
  const point = (x, y) =>
    page.evaluate(([x, y]) => {
      const { x: left, y: top } = new DOMPoint(x, y).matrixTransform(document.querySelector(".Stage-svg").getScreenCTM());
      return [left, top];
    }, [x, y]);
  for (const [x, y, title] of [
    [134, 60, "client.py"],
    [400, 376, "cable 2"],
    [330, 376, "router 1"],
    [700, 60, "server.py"],
  ]) {
    await page.mouse.click(...(await point(x, y)), { button: "right" });
    await page.waitForSelector("#change[open] .Act-target");
    assert.deepEqual(await page.locator("#change .Act-target h3").allTextContents(), [title]);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("#change").open);
  }
  await page.mouse.click(...(await point(330, 376)), { button: "right" });
  await page.waitForSelector("#change[open] .Act-target");
  await page.getByRole("button", { name: "Other things that can be changed" }).click();
  await page.waitForFunction(() => document.querySelectorAll("#change .Act-target").length > 4);
  await page.keyboard.press("Escape");
  const [x, y] = await point(400, 376);
  const session = await page.context().newCDPSession(page);
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  await page.waitForSelector("#change[open] .Act-target", { timeout: 5_000 });
  assert.deepEqual(await page.locator("#change .Act-target h3").allTextContents(), ["cable 2"]);
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("#change").open);
  await page.focus("#stage");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".Station");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#change[open] .Act-target");
  assert.deepEqual(await page.locator("#change .Act-target h3").allTextContents(), ["client.py"]);
  assert.deepEqual(problems, []);
  await close();
});
