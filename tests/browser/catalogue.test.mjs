// Every lab of the menu opens, is looked at and comes to its end without an error; axe-core finds nothing in any of them.
// Sizes, themes and languages take turns, so that over the catalogue each pair of them is seen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, picture, serve, violations } from "./harness.mjs";

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const TURNS = [
  ["wide", "light", "en-GB"],
  ["phone", "dark", "zh-CN"],
  ["wide", "dark", "zh-CN"],
  ["phone", "light", "en-GB"],
  ["wide", "light", "zh-CN"],
  ["phone", "dark", "en-GB"],
  ["wide", "dark", "en-GB"],
  ["phone", "light", "zh-CN"],
];

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

/** The names in the menu, as a first visitor finds it. */
async function labs() {
  const { page, close } = await open(browser, server);
  const names = await page.evaluate(() => [...document.querySelectorAll("#lab option")].map((option) => option.value));
  await close();
  return names;
}

/** Opens each tab that there is, and waits until the page says that it is the open one. */
async function everyTab(page) {
  const tabs = await page.evaluate(() => [...document.querySelectorAll("[role=tab]")].map((tab) => tab.id));
  for (const tab of tabs) {
    await page.evaluate((id) => document.getElementById(id).click(), tab);
    await page.waitForFunction((id) => document.getElementById(id).getAttribute("aria-selected") === "true", tab);
  }
  return tabs;
}

async function walk(lab, [size, colorScheme, locale]) {
  const options = { path: `#lab=${lab}`, viewport: SIZES[size], colorScheme, locale };
  const { page, problems, close } = await open(browser, server, options);
  const found = {};
  const look = async (moment) => {
    const list = await violations(page);
    if (list.length > 0) found[moment] = list;
  };
  await page.evaluate(() => document.querySelector("[role=tab]").click());
  await page.waitForSelector(".Lesson-ask");
  await look("question");
  // "Just look" stands behind the button that commits.
  await page.evaluate(() => document.querySelector(".Lesson-ask > .Button:not(.is-primary)")?.click());
  await page.waitForFunction(() => document.querySelector(".Lesson-ask > .Button:not(.is-primary)") === null);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("End");
  await page.waitForFunction(() => Number(document.querySelector(".Readout-field").value) > 0);
  await everyTab(page);
  await page.evaluate(() => document.querySelector("[role=tab]").click());
  await page.waitForSelector(".Lesson-ask");
  await picture(page, `lab-${lab}`);
  await look("end");
  await close();
  assert.deepEqual(problems, [], lab);
  assert.deepEqual(found, {}, lab);
}

test("every lab of the menu", async (context) => {
  const names = await labs();
  assert.ok(names.length >= 30, `${names.length} labs`);
  for (const [index, lab] of names.entries()) {
    const turn = TURNS[index % TURNS.length];
    await context.test(`${lab}, ${turn.join(", ")}`, () => walk(lab, turn));
  }
});
