import { createTestDatabase } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { environment, greeter } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";
import { eventually, runCommand } from "./harness/lockstep-process.ts";

const databases = {
  sqlite: async () => ({}),
  postgres: async () => ({ DATABASE_URL: (await createTestDatabase(inject("postgresUrl"))).url }),
} as const;

describe.each(["sqlite", "postgres"] as const)("the way into the dashboard on %s", (dialect) => {
  let acme: Installation;
  let url: string;

  beforeAll(async () => {
    acme = await startInstallation(
      async (repository) => {
        const files = { ...environment("production", "main"), ...greeter("greet", { version: "1.0.0" }) };
        await repository.commit({ branch: "main", files });
      },
      await databases[dialect](),
    );
    ({ url } = acme.process());
  });
  afterAll(() => acme.stop());

  const own = { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json" };
  const logIn = (link: string) =>
    fetch(`${url}/api/v1/session`, { method: "POST", headers: own, body: JSON.stringify({ link }) });
  const secretIn = (text: string) => /\/login#(lsl_[\w-]{43})$/m.exec(text)?.[1] ?? "";

  test("is printed at the start, and lets one in once of many at once", async () => {
    await eventually("the link is printed", async () => secretIn(acme.process().output()) !== "");
    const link = secretIn(acme.process().output());
    const answers = await Promise.all(Array.from({ length: 8 }, () => logIn(link)));
    const [entered, ...others] = answers.filter(({ ok }) => ok);
    expect(others).toEqual([]);
    const cookie = (entered?.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const who = await fetch(`${url}/api/v1/session`, { headers: { ...own, Cookie: cookie } });
    expect(await who.json()).toMatchObject({ session: { name: "admin", role: "admin" } });
    expect((await fetch(`${url}/api/v1/session`)).status).toBe(401);
  });

  test("is printed by a command, ends with its token, and no secret is in what the process prints", async () => {
    const made = await acme.call("POST", "/tokens", { name: "ada", role: "viewer" });
    const place = { dataDirectory: acme.dataDirectory, url };
    const link = secretIn(
      await runCommand({ ...place, env: { LOCKSTEP_TOKEN: made.body.secret } }, "dashboard"),
    );
    const entered = await logIn(link);
    expect(await entered.json()).toMatchObject({ session: { name: "ada", role: "viewer" } });
    const headers = { ...own, Cookie: (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
    const events = (await fetch(`${url}/api/v1/events`, { headers })).body?.getReader();
    await events?.read();
    await acme.call("DELETE", `/tokens/${made.body.token.id}`);
    while ((await events?.read())?.done !== true);
    expect((await fetch(`${url}/api/v1/session`, { headers })).status).toBe(401);
    const printed = acme.process().output();
    for (const secret of [link, headers.Cookie.split("=")[1] ?? "", made.body.secret as string]) {
      expect(secret).toMatch(/^ls[ksl]_/);
      expect(printed).not.toContain(secret);
    }
  });

  test("leads to a page that runs only what it brings", async () => {
    const page = await fetch(`${url}/login`, { headers: { Accept: "text/html" } });
    const [, script = ""] = /<script type="module"[^>]* src="([^"]+)"/.exec(await page.text()) ?? [];
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self'; /);
    const asset = await fetch(`${url}${script}`);
    expect([asset.status, asset.headers.get("cache-control")]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
  });
});
