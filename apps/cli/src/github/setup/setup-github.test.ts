import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { makeTree } from "../../testing/make-tree.ts";
import { runCaptured } from "../../testing/run-captured.ts";
import { comeBack, pem, readForm, startGitHub, startSetup } from "../../testing/setup-bench.fixture.ts";

describe("github setup", () => {
  it("makes an App, saves its credentials for their owner only and tells what is next", async () => {
    const github = await startGitHub();
    const cwd = makeTree();
    const setup = await startSetup(cwd, ["--host", github.url, "--org", "acme", "--json"], {
      LOCKSTEP_PUBLIC_URL: "https://lockstep.acme.example",
    });
    const { action, manifest, state, html } = await readForm(setup.page);
    expect(`${action.origin}${action.pathname}`).toBe(`${github.url}/organizations/acme/settings/apps/new`);
    expect(html).toContain("to show problems on the line");
    expect(manifest).toMatchObject({
      url: "https://lockstep.acme.example",
      public: false,
      hook_attributes: { url: "https://lockstep.acme.example/api/v1/hooks/github", active: true },
      default_permissions: {
        checks: "write",
        contents: "write",
        pull_requests: "write",
        merge_queues: "read",
      },
      default_events: [
        "push",
        "pull_request",
        "pull_request_review",
        "check_run",
        "check_suite",
        "merge_group",
      ],
    });

    const created = await comeBack(manifest, { code: "c0de", state });
    expect(created.status).toBe(303);
    expect(`${new URL(setup.page).origin}${created.headers.get("location") ?? ""}`).toBe(setup.page);
    const missing = await (await fetch(setup.page)).text();
    expect(missing).toContain(`${github.url}/apps/lockstep-acme/installations/new`);
    expect(missing).toContain("LOCKSTEP_REPO");
    await fetch(`${setup.page}/done`, { method: "POST" });

    const { exitCode, json } = await setup.ended;
    expect(exitCode).toBe(0);
    const savedIn = join(cwd, ".lockstep/github-app.json");
    expect(json()).toEqual({ savedIn, installUrl: `${github.url}/apps/lockstep-acme/installations/new` });
    expect(statSync(savedIn).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(savedIn, "utf8"))).toEqual({
      format: "lockstep-github-app/v1",
      appId: "4711",
      slug: "lockstep-acme",
      privateKey: pem,
      webhookSecret: "s3cret",
      apiUrl: `${github.url}/api/v3`,
      url: `${github.url}/apps/lockstep-acme`,
    });
    expect(github.codes).toEqual(["c0de"]);
  });

  it("looks with the new credentials and shows what is missing, before any server runs", async () => {
    const github = await startGitHub();
    const setup = await startSetup(makeTree(), [], { LOCKSTEP_REPO: `${github.url}/acme/pipelines` });
    const { manifest, state, action } = await readForm(setup.page);
    expect(action.origin).toBe(github.url);
    await comeBack(manifest, { code: "c0de", state });
    const html = await (await fetch(setup.page)).text();
    expect(html).toMatch(
      /<td>installation<\/td><td class="missing">missing<\/td><td>[^<]*not installed on acme\/pipelines/,
    );
    setup.interrupt();
    expect((await setup.ended).exitCode).toBe(0);
  });

  it("takes no code without its state, with another one, or a second time", async () => {
    const github = await startGitHub();
    const setup = await startSetup(makeTree(), ["--host", github.url]);
    const { manifest, state } = await readForm(setup.page);
    const statuses: number[] = [];
    for (const query of [{ code: "a" }, { code: "a", state: "x" }, { state }, { code: "../x", state }]) {
      statuses.push((await comeBack(manifest, query as Record<string, string>)).status);
    }
    expect(statuses).toEqual([403, 403, 403, 403]);
    expect(github.codes).toEqual([]);
    expect((await comeBack(manifest, { code: "good", state })).status).toBe(303);
    expect((await comeBack(manifest, { code: "other", state })).status).toBe(403);
    expect(github.codes).toEqual(["good"]);
    setup.interrupt();
    expect((await setup.ended).exitCode).toBe(0);
  });

  it("serves nobody who does not know its address, and ends with 1 when no App was made", async () => {
    const github = await startGitHub();
    const cwd = makeTree();
    const setup = await startSetup(cwd, ["--host", github.url]);
    const { origin } = new URL(setup.page);
    expect((await fetch(origin)).status).toBe(404);
    expect((await fetch(`${origin}/guess/done`, { method: "POST" })).status).toBe(404);
    expect((await fetch(setup.page.replace("127.0.0.1", "localhost"))).status).toBe(421);
    setup.interrupt();
    const { exitCode, stderr } = await setup.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("No App was made");
    await expect(fetch(setup.page)).rejects.toThrow();
  });

  it("tells on the page when GitHub fails, saves nothing and can be tried again", async () => {
    const github = await startGitHub(503);
    const cwd = makeTree();
    const setup = await startSetup(cwd, ["--host", github.url]);
    const { manifest, state } = await readForm(setup.page);
    const failed = await comeBack(manifest, { code: "first", state });
    expect(failed.status).toBe(502);
    expect(await failed.text()).toContain("it answered 503");
    const used = await comeBack(manifest, { code: "first", state });
    expect(await used.text()).toContain("holds for one hour and once");
    expect((await readForm(setup.page)).state).toBe(state);
    setup.interrupt();
    expect((await setup.ended).exitCode).toBe(1);
  });

  it("asks for no webhook where GitHub cannot reach the server", async () => {
    const github = await startGitHub();
    const setup = await startSetup(makeTree(), ["--host", github.url, "--no-bump", "--no-comment"]);
    const { manifest, action } = await readForm(setup.page);
    expect(action.pathname).toBe("/settings/apps/new");
    expect(manifest).not.toHaveProperty("hook_attributes");
    expect(manifest).not.toHaveProperty("default_events");
    expect(manifest).toMatchObject({ default_permissions: { contents: "read", pull_requests: "read" } });
  });

  it("replaces a saved App only when told to", async () => {
    const cwd = makeTree({
      ".lockstep/github-app.json": {
        format: "lockstep-github-app/v1",
        appId: "1",
        slug: "old",
        privateKey: pem,
        webhookSecret: null,
        apiUrl: "https://api.github.com",
        url: "https://github.com/apps/old",
      },
    });
    const { exitCode, stderr } = await runCaptured(["github", "setup"], { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/https:\/\/github\.com\/apps\/old[\s\S]*--replace/);
    const setup = await startSetup(cwd, ["--replace"]);
    setup.interrupt();
    expect((await setup.ended).exitCode).toBe(1);
  });

  it("prints how to do it by hand without asking the network", async () => {
    const refused: typeof fetch = () => Promise.reject(new Error("no network"));
    const env = {
      LOCKSTEP_REPO: "https://github.acme.example/acme/pipelines",
      LOCKSTEP_PUBLIC_URL: "https://lockstep.acme.example",
    };
    const surroundings = { cwd: makeTree(), env, fetch: refused };
    const { exitCode, stdout } = await runCaptured(["github", "setup", "--print"], surroundings);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("https://github.acme.example/settings/apps/new");
    expect(stdout).toMatch(/checks +write +to show problems/);
    expect(stdout).toContain("LOCKSTEP_GITHUB_API_URL=https://github.acme.example/api/v3");
    const { manifest } = (
      await runCaptured(["github", "setup", "--print", "--json"], surroundings)
    ).json() as { manifest: object };
    expect(manifest).toMatchObject({ name: "Lockstep acme" });
    expect(manifest).not.toHaveProperty("redirect_url");
  });

  it.each([
    [["--host", "github.example"]],
    [["--host", "http://github.example"]],
    [["--host", "https://ada:x@github.example"]],
    [["--org", "a/b"]],
    [["--name", "x".repeat(35)]],
    [["--port", "70000"]],
  ])("refuses %j as wrong use", async (argv) => {
    expect((await runCaptured(["github", "setup", "--print", ...argv], { cwd: makeTree() })).exitCode).toBe(
      2,
    );
  });
});
