import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { cannedEnvironment } from "../testing/canned-views.ts";
import { startFakeOrg } from "../testing/fake-org.ts";
import { runCaptured } from "../testing/run-captured.ts";

const environments = { "GET /environments": { body: { items: [cannedEnvironment()], next: null } } };

describe("finding the org", () => {
  it("speaks to the server of the data directory without any configuration", async () => {
    const org = await startFakeOrg(environments);
    const cwd = await mkdtemp(join(tmpdir(), "lockstep-cli-"));
    await writeFile(join(cwd, "admin-token"), "lsk_admin\n");
    const port = new URL(org.url).port;
    const env = { HOME: cwd, LOCKSTEP_DATA: ".", LOCKSTEP_PORT: port };
    expect((await runCaptured(["status"], { cwd, env })).exitCode).toBe(0);
    expect(org.seen[0]?.authorization).toBe("Bearer lsk_admin");
  });

  it("prefers LOCKSTEP_TOKEN to the default org, and --target to both", async () => {
    const fromVariables = await startFakeOrg(environments);
    const known = await startFakeOrg(environments);
    const home = await mkdtemp(join(tmpdir(), "lockstep-cli-"));
    const env = { XDG_CONFIG_HOME: home };
    const login = ["org", "login", "--alias", "acme", "--instance-url", known.url];
    expect((await runCaptured(login, { env, stdin: "lsk_acme\n" })).exitCode).toBe(0);
    const count = known.seen.length;

    await runCaptured(["status"], { env: { ...env, ...fromVariables.env } });
    expect([fromVariables.seen.length, known.seen.length]).toEqual([1, count]);
    await runCaptured(["status", "-t", "acme"], { env: { ...env, ...fromVariables.env } });
    await runCaptured(["status"], { env });
    expect([fromVariables.seen.length, known.seen.length]).toEqual([1, count + 2]);
    expect(known.seen.at(-1)?.authorization).toBe("Bearer lsk_acme");
  });

  it("keeps tokens in a file that only its owner may read, and shows none", async () => {
    const org = await startFakeOrg(environments);
    const home = await mkdtemp(join(tmpdir(), "lockstep-cli-"));
    const env = { XDG_CONFIG_HOME: home };
    const login = ["org", "login", "-a", "acme", "-u", org.url];
    await runCaptured(login, { env, stdin: "lsk_hidden\n" });
    const path = join(home, "lockstep", "orgs.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    for (const argv of [
      ["org", "list"],
      ["org", "list", "--json"],
      ["org", "display", "--json"],
    ]) {
      const { stdout, stderr } = await runCaptured(argv, { env });
      expect(stdout).toContain(org.url);
      expect(stdout + stderr).not.toContain("lsk_hidden");
    }
    await runCaptured(["org", "logout", "acme"], { env });
    expect(await readFile(path, "utf8")).not.toContain("lsk_hidden");
  });

  it("remembers nothing when the org refuses the token", async () => {
    const org = await startFakeOrg({
      "GET /environments": {
        status: 401,
        body: { detail: "The token is unknown.", code: "unauthenticated" },
      },
    });
    const env = { XDG_CONFIG_HOME: await mkdtemp(join(tmpdir(), "lockstep-cli-")) };
    const login = await runCaptured(["org", "login", "-a", "acme", "-u", org.url], { env, stdin: "lsk_x" });
    expect(login.exitCode).toBe(1);
    expect(login.stderr).toContain("The token is unknown.");
    expect((await runCaptured(["org", "list", "--json"], { env })).json()).toEqual({ orgs: [] });
  });

  it.each([
    ["an unknown alias", ["status", "-t", "nowhere"]],
    [
      "a token over plain http to another machine",
      ["org", "login", "-a", "x", "-u", "http://lockstep.example"],
    ],
    ["an address with a password", ["org", "login", "-a", "x", "-u", "https://a:b@lockstep.example"]],
    ["no token", ["org", "login", "-a", "x", "-u", "https://lockstep.example"]],
  ])("ends with 2 for %s", async (_, argv) => {
    const env = { XDG_CONFIG_HOME: "/nowhere" };
    expect((await runCaptured(argv, { env })).exitCode).toBe(2);
  });

  it("names the variable that is wrong", async () => {
    const { exitCode, stderr } = await runCaptured(["status"], {
      env: { LOCKSTEP_PROT: "1", HOME: "/nowhere" },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("LOCKSTEP_PROT");
  });
});
