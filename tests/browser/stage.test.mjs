// The stage and the timeline under a reader's hands: stations, motion, zoom, search, lists at the cursor, sharing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open, picture, serve } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
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
const text = (page, selector) => page.evaluate((selector) => document.querySelector(selector)?.textContent ?? null, selector);

/** Waits until the readout shows this record. */
const at = (page, wanted) =>
  page.waitForFunction((wanted) => Number(document.querySelector(".Readout-field").value) === wanted, wanted, { timeout: 10_000 });

async function seek(page, wanted) {
  await page.fill(".Readout-field", String(wanted));
  await page.keyboard.press("Enter");
  await at(page, wanted);
  await page.evaluate(() => document.activeElement.blur());
}

/** Steps by system call until the sentence matches; the record there. */
async function until(page, pattern, key = "ArrowRight", most = 400) {
  for (let step = 0; step < most; step += 1) {
    if (pattern.test((await text(page, "#just-happened")) ?? "")) return record(page);
    const here = await record(page);
    await page.keyboard.press(key);
    await page.waitForFunction((here) => Number(document.querySelector(".Readout-field").value) !== here, here, { timeout: 10_000, polling: "raf" });
  }
  assert.fail(`nothing that matches ${pattern}`);
}

/** A step to the moment at which this text is first found by the search. */
async function find(page, wanted) {
  await page.keyboard.press("/");
  await page.fill("#find", wanted);
  const here = await record(page);
  await page.keyboard.press("Enter");
  await page.waitForFunction((here) => Number(document.querySelector(".Readout-field").value) !== here, here, { timeout: 10_000 });
  return record(page);
}

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
  });
}

for (const [size, options] of Object.entries({ wide: {}, phone: { viewport: PHONE, locale: "zh-CN" } })) {
  test(`the stage is one stop; Enter opens, arrows walk round the U, Escape leaves (${size})`, async () => {
    const { page, problems, close } = await open(browser, server, options);
    await seek(page, 120);
    await page.focus("#stage");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".Station");
    const titles = [];
    for (let stop = 0; stop < 17; stop += 1) {
      titles.push(await text(page, ".Station h3"));
      assert.ok((await page.locator(".Station dl div").count()) > 0, `${titles.at(-1)} has no numbers`);
      assert.equal(await page.locator(".Station-rim").count(), 1);
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction((last) => document.querySelector(".Station h3").textContent !== last, titles.at(-1));
    }
    assert.equal(new Set(titles).size, 15, "both gates of a computer have one name, every other station its own");
    assert.equal(await text(page, ".Station h3"), titles[0], "the walk comes round");
    assert.equal(await record(page), 120, "walking does not step");
    assert.deepEqual(await violations(page), []);
    await picture(page, `station-${size}`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".Station", { state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "stage");
    await page.keyboard.press("ArrowRight");
    await at(page, 121);
    assert.deepEqual(problems, []);
    await close();
  });
}

test("a click opens what it hits, with its numbers; a click on a byte follows it everywhere", async () => {
  const { page, problems, close } = await open(browser, server);
  await find(page, "sendto");
  await page.keyboard.press("Escape");
  for (const [x, y, title] of [
    [134, 60, /client.py/],
    [70, 240, /send buffer/],
    [134, 296, /NIC cli0/],
    [400, 376, /cable 2/],
    [330, 376, /router 1/],
    [700, 60, /server.py/],
  ]) {
    const point = await page.evaluate(([x, y]) => {
      const svg = document.querySelector(".Stage-svg");
      const { x: left, y: top } = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());
      return [left, top];
    }, [x, y]);
    await page.mouse.click(...point);
    await page.waitForFunction((title) => new RegExp(title).test(document.querySelector(".Station h3")?.textContent ?? ""), title.source);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".Station", { state: "detached" });
  }
  await page.locator(".Host-client .Buffer .Byte.is-live").first().click();
  await page.waitForSelector(".Follow");
  assert.equal(await page.locator(".Station").count(), 0, "the byte, not the buffer");
  const followed = await page.locator(".Byte.is-followed").count();
  assert.ok(followed >= 3, `followed in ${followed} places: program, send buffer, frame`);
  assert.deepEqual(problems, []);
  await close();
});

test("what crosses a border moves for 320 ms; with less motion it keeps a thick rim", async () => {
  for (const reducedMotion of ["no-preference", "reduce"]) {
    const { page, problems, close } = await open(browser, server, { reducedMotion });
    const sent = await find(page, "sendto");
    await page.keyboard.press("Escape");
    await seek(page, sent - 30);
    await until(page, /send buffer takes a copy/);
    const moving = await page.evaluate(() => {
      const cells = [...document.querySelectorAll(".Host-client .Buffer .Move.is-down")];
      const style = cells[0] && getComputedStyle(cells[0]);
      const rim = cells[0] && getComputedStyle(cells[0].querySelector("rect")).strokeWidth;
      return { count: cells.length, name: style?.animationName, duration: style?.animationDuration, rim };
    });
    assert.equal(moving.count, 5);
    if (reducedMotion === "reduce") {
      assert.equal(moving.name, "none");
      assert.equal(moving.rim, "2.5px");
    } else {
      assert.equal(moving.name, "move-down");
      assert.equal(moving.duration, "0.32s");
    }
    const here = await record(page);
    await page.keyboard.press("ArrowRight");
    await at(page, here + 1);
    assert.equal(await page.locator(".Buffer .Move").count(), 0, "over with the next step");
    await page.keyboard.press("ArrowLeft");
    await at(page, here);
    assert.equal(await page.locator(".Move").count(), 0, "going back moves nothing");
    assert.equal(await page.locator(".Stage.is-zooming").count(), 0, "nothing moves unless asked");
    await page.click("#detail input[value=everything]", { force: true });
    await page.waitForSelector(".Stage.is-zooming");
    const zoom = await page.evaluate(() => getComputedStyle(document.querySelector(".Ground-kernel")).animationDuration);
    assert.equal(zoom, reducedMotion === "reduce" ? "0s" : "0.48s");
    assert.deepEqual(problems, []);
    await close();
  }
});

test("at full detail the lens shows the signal", async () => {
  const { page, problems, close } = await open(browser, server, { path: "#lab=hello&detail=everything" });
  await find(page, "sendto");
  await page.waitForSelector(".Wave");
  await page.keyboard.press("Escape");
  await page.click("#detail input[value=buffers]", { force: true });
  await page.waitForSelector(".Env-0");
  assert.equal(await page.locator(".Wave").count(), 0);
  assert.deepEqual(problems, []);
  await close();
});

/** Labels under the timeline. */
const labels = (page) => page.evaluate(() => [...document.querySelectorAll(".Timeline > text.unit, .Timeline text.unit")].map((node) => node.textContent));

test("the timeline zooms with keys and with ctrl and the wheel, holds the cursor, and 0 shows all", async () => {
  for (const path of ["#lab=hello", "#lab=flood"]) {
    const { page, problems, close } = await open(browser, server, { path });
    await seek(page, 150);
    const all = await labels(page);
    for (let press = 0; press < 4; press += 1) await page.keyboard.press("+");
    await page.waitForSelector(".Tl-shown", { state: "attached" });
    const near = await labels(page);
    assert.notDeepEqual(near, all);
    const inside = () =>
      page.evaluate(() => {
        const x = Number(/M([\d.]+)/.exec(document.querySelector(".Timeline .Tl-cursor path").getAttribute("d"))[1]);
        return x >= 50 && x <= Number(document.querySelector(".Timeline").getAttribute("width"));
      });
    assert.ok(await inside());
    await page.keyboard.press("End");
    await page.waitForFunction(() => Number(document.querySelector(".Readout-field").value) > 150);
    assert.ok(await inside(), "the stretch follows the cursor");
    await page.keyboard.press("0");
    await page.waitForSelector(".Tl-shown", { state: "detached" });
    const box = await page.locator(".Transport-slider").boundingBox();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 20);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -480);
    await page.keyboard.up("Control");
    await page.waitForSelector(".Tl-shown", { state: "attached" });
    assert.equal(await page.evaluate(() => window.visualViewport.scale), 1, "the page itself does not zoom");
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    await page.keyboard.press("-");
    await page.waitForSelector(".Tl-shown", { state: "detached" });
    assert.deepEqual(await labels(page), all);
    assert.deepEqual(problems, []);
    await close();
  }
});

test("the search goes from one place to the next and says how many there are", async () => {
  const { page, problems, close } = await open(browser, server);
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement.id === "find");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.type("syn");
  await page.waitForFunction(() => Number(document.querySelector(".Find-count").textContent) >= 2);
  const places = [];
  for (let press = 0; press < 2; press += 1) {
    const here = await record(page);
    await page.keyboard.press("Enter");
    await page.waitForFunction((here) => Number(document.querySelector(".Readout-field").value) !== here, here);
    places.push(await record(page));
  }
  assert.ok(places[0] < places[1]);
  assert.match(await text(page, ".Find-count"), /^2 \/ \d+$/);
  await page.keyboard.press("Shift+Enter");
  await at(page, places[0]);
  await page.fill("#find", "no such thing");
  await page.waitForFunction(() => document.querySelector(".Find-count").textContent === "not found");
  await page.keyboard.press("Escape");
  await page.waitForSelector("#find", { state: "detached" });
  assert.deepEqual(problems, []);
  await close();
});

test("packets open at the cursor, lists bring the current line into sight, ss marks what changed", async () => {
  const { page, problems, close } = await open(browser, server, { path: "#lab=flood" });
  await page.keyboard.press("End");
  await page.waitForFunction(() => Number(document.querySelector(".Readout-field").value) > 300);
  await page.click("#tab-packets");
  await page.waitForSelector(".Packets tr.is-open.is-current");
  const seen = () =>
    page.evaluate(() => {
      const [line, list] = [document.querySelector(".Packets tr.is-current"), document.querySelector(".Packets-list")].map((node) => node.getBoundingClientRect());
      return line.top >= list.top && line.bottom <= list.bottom + 1;
    });
  await page.waitForFunction(() => document.querySelector(".Packets-list").scrollTop > 0);
  assert.ok(await seen());
  await page.click("#tab-ss");
  await page.waitForSelector(".Ss pre");
  await page.evaluate(() => document.activeElement.blur());
  let marked = 0;
  for (let step = 0; step < 40 && marked === 0; step += 1) {
    const here = await record(page);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction((here) => Number(document.querySelector(".Readout-field").value) !== here, here);
    marked = await page.locator(".Ss pre b").count();
  }
  assert.ok(marked > 0, "something changes within forty records");
  assert.deepEqual(problems, []);
  await close();
});

test("share puts the link to this moment on the clipboard, export hands over a capture", async () => {
  const { page, problems, close } = await open(browser, server, { permissions: ["clipboard-read", "clipboard-write"] });
  await seek(page, 150);
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForSelector(".Bar.is-note");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, page.url());
  assert.match(link, /step=150/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  assert.equal(download.suggestedFilename(), "netlab.pcapng");
  const file = readFileSync(await download.path());
  assert.equal(file.readUInt32LE(0), 0x0a0d0d0a, "a section header block");
  assert.equal(file.readUInt32LE(8), 0x1a2b3c4d, "its byte order");
  assert.ok(file.length > 4000, `${file.length} bytes for the whole run`);
  assert.deepEqual(problems, []);
  await close();
});
