import { describe, expect, it } from "vitest";

import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

describe("status --at", () => {
  it("shows what was in force, in all environments or one", async () => {
    const past = {
      slug: "staging",
      title: "Staging",
      at: "2026-02-03T14:03:00.000Z",
      because: "Rolled back by deploy d-3 at 2026-02-01T00:00:00.000Z.",
      applied: { kind: "rolled-back", sequence: 3, revision: "3f1c2ab4d5e6", deploy: "d-3" },
    };
    const never = { ...past, slug: "production", because: "Nothing had been applied.", applied: null };
    const org = await startFakeOrg({
      "GET /environments": { body: { items: [past, never], next: null } },
      "GET /environments/staging": { body: { environment: past } },
    });
    const all = await runCaptured(["status", "--at", "2026-02-03T14:03:00Z"], { env: org.env });
    expect(all.stdout).toMatch(/staging\s+3f1c2ab4d5\s+3\s+Rolled back by deploy d-3/);
    expect(all.stdout).toMatch(/production\s+–\s+–\s+Nothing had been applied/);
    expect(org.seen[0]?.path).toContain("at=2026-02-03T14%3A03%3A00Z");
    const one = await runCaptured(["status", "-e", "staging", "--at", "2d", "--json"], { env: org.env });
    expect(one.json()).toMatchObject({ environment: { applied: { sequence: 3 } } });
  });
});
