import type { Promotion, PromotionItem } from "@lockstep/model";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type FakePromotions, fakePromotions } from "../testing/fake-promotions.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";

let org: TestApi;
let promotions: FakePromotions;

beforeEach(async () => {
  promotions = fakePromotions();
  promotions.pairs.set("staging production", { promotion, items: ["a", "b", "c"].map(item) });
  org = await openTestApi({}, { promotions });
});
afterEach(() => org.close());

const revision = "b".repeat(40);
const promotion: Promotion = {
  from: { environment: "staging", branch: "develop", revision },
  to: { environment: "production", branch: "main", revision: null },
  state: "ahead",
  because: "3 pipelines differ from staging.",
  next: "lockstep promote staging production",
  counts: { ahead: 3, tuning: 0, missing: 0, behind: 0, same: 9 },
  deploy: null,
};

function item(slug: string): PromotionItem {
  const checksum = `sha256:${"1".repeat(64)}` as const;
  return {
    slug,
    kind: "ahead",
    from: { version: "1.1.0", content: checksum, manifest: checksum, team: null, path: "a.pipeline.json" },
    to: null,
    class: null,
    differences: [],
    evidence: { since: "2026-02-01T00:00:00.000Z", runs: 2, failed: 1, isQuarantined: false },
    origin: { deploy: "d-1", revision, pullRequest: { number: 7, url: "https://forge.example/7" } },
  };
}

const path = "/api/v1/promotions/staging/production";

test("pairs are listed to tokens that reach both environments", async () => {
  const seenBy = async (token: string) => bodyOf(org.request("/api/v1/promotions", { token }));
  expect(await seenBy(org.secrets.viewer)).toEqual({ items: [promotion], next: null });
  const { secret } = await org.makeToken("half", "admin", ["staging"]);
  expect(await seenBy(secret)).toEqual({ items: [], next: null });
  const one = await org.request(path, { token: secret });
  const opening = await org.request(path, { method: "POST", token: secret, body: {} });
  expect([one.status, opening.status]).toEqual([403, 403]);
  expect(promotions.asked).toEqual([]);
});

test("a pair shows what differs page by page, and by a part of the slug", async () => {
  const first = await bodyOf<{ next: string }>(org.request(`${path}?limit=2`));
  expect(first).toEqual({ promotion, items: ["a", "b"].map(item), next: "b" });
  expect(await bodyOf(org.request(`${path}?limit=2&cursor=${first.next}`))).toMatchObject({
    items: [{ slug: "c" }],
    next: null,
  });
  expect(await bodyOf(org.request(`${path}?search=b`))).toMatchObject({ items: [{ slug: "b" }] });
  expect((await org.request("/api/v1/promotions/qa/production")).status).toBe(404);
});

test("a deployer opens it, for named pipelines and with a reason", async () => {
  promotions.opened = { pullRequest: null, commands: ["git fetch origin"], pipelines: ["a"], notes: ["so"] };
  const refused = await org.request(path, { method: "POST", as: "runner", body: {} });
  expect(refused.status).toBe(403);
  const body = { only: ["a"], reason: "it soaked" };
  const opened = await org.request(path, { method: "POST", as: "deployer", body });
  expect(await bodyOf(opened)).toEqual({ opened: promotions.opened });
  expect(promotions.asked).toEqual([
    {
      from: "staging",
      to: "production",
      only: ["a"],
      reason: "it soaked",
      actor: { kind: "token", id: "token:deployer" },
    },
  ]);
  const nobody = await org.request(path, { method: "POST", as: "deployer", body: { only: [] } });
  expect(nobody.status).toBe(400);
});
