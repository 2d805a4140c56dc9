import { Failure, type SetupFinding } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { fakeDoor, fakeForge } from "../testing/fake-forge.ts";
import { bodyOf, openTestApi } from "../testing/open-test-api.ts";

const finding: SetupFinding = {
  subject: "permission:checks",
  state: "missing",
  because: "The App may not write checks.",
  next: "Give it Checks: write.",
};

describe("the forge", () => {
  test("is shown as it was seen lately, and asked what is missing only on demand", async () => {
    let asked = 0;
    const forge = {
      ...fakeForge(),
      inspect: async () => {
        asked += 1;
        return [finding];
      },
      status: () => ({
        answeredAt: "2026-01-01T00:00:00.000Z",
        fault: null,
        rate: { remaining: 4_999, limit: 5_000, resetAt: "2026-01-01T01:00:00.000Z" },
        pausedUntil: null,
      }),
    };
    const org = await openTestApi({}, { forge, forgeDoor: fakeDoor });
    const show = (query = "") => bodyOf<object>(org.request(`/api/v1/forge${query}`));
    expect(await show()).toMatchObject({
      forge: {
        name: "none",
        capabilities: { checks: false },
        status: { rate: { remaining: 4_999 } },
        takesDeliveries: true,
        lastDeliveryAt: null,
        outbox: { pending: 0, dead: 0, oldestAt: null },
        findings: null,
      },
    });
    expect(await show("?inspect=false")).toMatchObject({ forge: { findings: null } });
    expect(asked).toBe(0);
    expect(await show("?inspect=true")).toMatchObject({ forge: { findings: [finding] } });
    expect(asked).toBe(1);
    await org.close();
  });

  test("tells when the last delivery came, and whether any is taken", async () => {
    const org = await openTestApi();
    const hint = { ref: null, pullRequest: null, headRevision: null, request: null };
    await org.store.deliveries.receive({
      hook: "1",
      id: "guid-1",
      event: "ping",
      action: null,
      repository: null,
      hint,
    });
    expect(await bodyOf<object>(org.request("/api/v1/forge"))).toMatchObject({
      forge: { takesDeliveries: false, lastDeliveryAt: await org.store.deliveries.lastReceivedAt() },
    });
    await org.close();
  });

  test("that does not answer is said so, and asked again next time", async () => {
    let asked = 0;
    const forge = {
      ...fakeForge(),
      inspect: async () => {
        asked += 1;
        throw new Failure("forge-unreachable", "GitHub did not answer.");
      },
    };
    const org = await openTestApi({}, { forge });
    for (const count of [1, 2]) {
      const response = await org.request("/api/v1/forge?inspect=true");
      expect([response.status, await response.json()]).toMatchObject([503, { code: "forge-unreachable" }]);
      expect(asked).toBe(count);
    }
    await org.close();
  });
});
