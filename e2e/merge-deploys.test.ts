import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

describe("merging deploys, over smart HTTP", () => {
  let acme: Installation;

  beforeAll(async () => {
    acme = await startInstallation(async (repository) => {
      const files = { ...twoEnvironments, ...greeter("hello", { version: "1.0.0" }) };
      const first = await repository.commit({ branch: "main", files, message: "Release hello" });
      await repository.setBranch("develop", first);
    });
  });
  afterAll(() => acme.stop());

  test("a push to develop moves staging and leaves production alone", async () => {
    const released = await acme.repository.revisionOf("main");
    await Promise.all([acme.untilApplied("staging", released), acme.untilApplied("production", released)]);

    const author = { name: "Grace Hopper", email: "grace@example.com" };
    const files = greeter("hello", { version: "1.1.0", text: "Good day" });
    const pushed = await acme.repository.commit({
      branch: "develop",
      files,
      author,
      message: "Greet politely",
    });
    await acme.untilApplied("staging", pushed);

    expect((await acme.run("staging", "hello")).output).toEqual({ greeting: "Good day, world!" });
    const untouched = await acme.run("production", "hello");
    expect(untouched).toMatchObject({ version: "1.0.0", output: { greeting: "Hello, world!" } });
  });

  test("merging develop into main moves production, and the deploy record names who and what", async () => {
    const merged = await acme.repository.merge(
      "main",
      ["develop"],
      greeter("hello", { version: "1.1.0", text: "Good day" }),
    );
    await acme.untilApplied("production", merged);

    const run = await acme.run("production", "hello", { name: "Ada" });
    expect(run).toMatchObject({ version: "1.1.0", revision: merged, output: { greeting: "Good day, Ada!" } });

    const { body } = await acme.call("GET", `/deploys?environment=production&limit=1`);
    const { deploy, records } = (await acme.call("GET", `/deploys/${body.items[0].id}`)).body;
    expect(deploy).toMatchObject({
      state: "applied",
      environment: "production",
      commit: { revision: merged, author: { email: "ada@example.com" } },
      planHash: expect.stringMatching(/^sha256:/),
    });
    expect(records[0]).toMatchObject({ kind: "applied", hash: expect.stringMatching(/^sha256:/) });
    expect(deploy.plan.changes).toMatchObject([{ kind: "update", slug: "hello", to: { version: "1.1.0" } }]);
  });
});
