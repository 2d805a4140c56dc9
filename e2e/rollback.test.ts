import { createTestDatabase } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

const databases = {
  sqlite: async () => ({}),
  postgres: async () => ({ DATABASE_URL: (await createTestDatabase(inject("postgresUrl"))).url }),
} as const;

describe.each(["sqlite", "postgres"] as const)("what was rolled back on %s", (dialect) => {
  let acme: Installation;
  const push = (version: string, text: string) =>
    acme.repository.commit({ branch: "main", files: greeter("greet", { version, text }) });
  const is = (state: string) =>
    acme.untilEnvironment("production", `is ${state}`, (found) => found.state === state);
  const running = async () => (await acme.run("production", "greet")).version;

  beforeAll(async () => {
    acme = await startInstallation(
      async (repository) => {
        const files = { ...environment("production", "main"), ...greeter("greet", { version: "1.0.0" }) };
        await repository.commit({ branch: "main", files });
      },
      await databases[dialect](),
    );
  });
  afterAll(() => acme.stop());

  test("does not come back with later commits, nor under another version; what is mended goes through", async () => {
    const good = await acme.untilApplied("production", await acme.repository.revisionOf("main"));
    await acme.untilApplied("production", await push("1.1.0", "Helo"));
    expect(await running()).toBe("1.1.0");

    const body = { to: good.applied.deploy, reason: "It greets wrongly." };
    const { status } = await acme.call("POST", "/environments/production/rollback", body);
    expect(status).toBeLessThan(300);
    await is("held");
    await acme.repository.commit({ branch: "main", files: { "README.md": "Later." } });
    await acme.call("POST", "/environments/production/reconcile", {});
    await is("held");
    expect(await running()).toBe("1.0.0");

    await push("1.2.0", "Helo");
    const refused = await is("refused");
    expect(JSON.stringify(refused)).toContain("CONTENT_QUARANTINED");
    expect(await running()).toBe("1.0.0");

    await acme.untilApplied("production", await push("1.3.0", "Hello again"));
    expect(await running()).toBe("1.3.0");
    const { items } = (await acme.call("GET", "/audit?environment=production")).body;
    const kinds = items.map(({ kind }: { readonly kind: string }) => kind).toReversed();
    expect(kinds.filter((kind: string) => /applied|rolled-back|hold-lifted/.test(kind))).toEqual([
      "applied",
      "applied",
      "rolled-back",
      "hold-lifted",
      "applied",
    ]);
  });
});
