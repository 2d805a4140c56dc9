import { expect, test } from "vitest";

import { openTestApi } from "../testing/open-test-api.ts";

test("links of a forge lead to a page that tells how to look", async () => {
  const org = await openTestApi();
  expect(await (await org.request("/", { as: null })).text()).toContain("lockstep status");
  const deploy = await org.request("/deploys/01a21afa-d840-74d6-a2b4-de4170167f7f", { as: null });
  expect(deploy.status).toBe(200);
  expect(await deploy.text()).toContain("lockstep history 01a21afa-d840-74d6-a2b4-de4170167f7f");
});

test("links of checks lead to such a page, too", async () => {
  const org = await openTestApi();
  const page = await org.request("/previews/feat%2Fgreet?pullRequest=7", { as: null });
  expect(await page.text()).toContain("lockstep plan --revision feat/greet");
});

test("links of notifications lead to such a page, too", async () => {
  const org = await openTestApi();
  const read = async (path: string) => (await org.request(path, { as: null })).text();
  expect(await read("/runs/01a21afa-d840-74d6-a2b4-de4170167f7f")).toContain(
    "lockstep runs 01a21afa-d840-74d6-a2b4-de4170167f7f",
  );
  expect(await read("/environments/production")).toContain("lockstep status --env production");
});

test("an address that no deploy can have gets no page", async () => {
  const org = await openTestApi();
  const path = `/deploys/${encodeURIComponent("<script>alert(1)</script>")}`;
  expect((await org.request(path, { as: null })).status).toBe(404);
});

test("links into the dashboard lead to a page that says why there is none", async () => {
  const org = await openTestApi();
  expect(await (await org.request("/login", { as: null })).text()).toContain("LOCKSTEP_UI=off");
});
