// The session's worker makes the same records, to the bit, as the terminal's program does natively.

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

// What `netlab hash LAB` printed, as NAME=DIGEST RECORDS, one a line.
const digests = (process.env.NETLAB_DIGESTS ?? "").split("\n").filter((line) => line.includes("="));

test("digests of native runs are given", () => {
  assert.ok(digests.length > 0, "set NETLAB_DIGESTS, or run: cargo xtask test --only browser");
});

for (const line of digests) {
  const [lab, digest] = line.split("=");
  test(`${lab}: the worker's records are the native ones`, async () => {
    const { page, problems, close } = await open(browser, server, { path: `#lab=${lab}` });
    await page.evaluate(() => dispatchEvent(new CustomEvent("netlab:test", { detail: "hash" })));
    await page.waitForFunction(() => document.documentElement.dataset.hash, null, { timeout: 30_000 });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.hash), digest.trim());
    assert.deepEqual(problems, []);
    await close();
  });
}
