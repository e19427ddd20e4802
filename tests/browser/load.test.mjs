// The page as a plain static host serves it: it loads, draws, and asks for nothing it should not.

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

test("loads under a sub-path without an error", async () => {
  const { page, problems, close } = await open(browser, server);
  await picture(page, "load");
  assert.deepEqual(problems, []);
  assert.deepEqual(server.missing, []);
  await close();
});

test("carries a strict content-security policy", async () => {
  const { page, close } = await open(browser, server, { wait: false });
  const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
  assert.match(policy, /default-src 'none'|default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
  const inline = await page.evaluate(
    () => [...document.querySelectorAll("script:not([src]), style, [style], [onclick], [onload]")].map((e) => e.outerHTML),
  );
  assert.deepEqual(inline, []);
  await close();
});
