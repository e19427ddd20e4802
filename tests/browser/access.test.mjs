// axe-core looks at the page at several moments and finds nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open, serve } from "./harness.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

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

async function violations(page) {
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
  });
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const locale of ["en-GB", "zh-CN"]) {
      test(`axe-core finds nothing, ${size}, ${colorScheme}, ${locale}`, async () => {
        const { page, close } = await open(browser, server, { viewport, colorScheme, locale });
        // Evaluated, not added as a script: the page's policy would forbid it, as it should.
        await page.evaluate(axe);
        const found = {};
        for (const [moment, keys] of Object.entries({ start: [], middle: Array(12).fill("Shift+ArrowRight"), end: ["End"] })) {
          for (const key of keys) await page.keyboard.press(key);
          await page.waitForTimeout(600);
          const list = await violations(page);
          if (list.length > 0) found[moment] = list;
        }
        assert.deepEqual(found, {});
        await close();
      });
    }
  }
}
