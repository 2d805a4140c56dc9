import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { attacks } from "./harness/attacks.ts";
import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { commitTree } from "./harness/hostile-trees.ts";
import { type Installation, startInstallation } from "./harness/installation.ts";

const longest = 30_000;
const most = 1_200 * 1_048_576;

describe("a hostile commit on develop", () => {
  let acme: Installation;
  let good = "";
  let patch = 0;

  beforeAll(async () => {
    acme = await startInstallation(
      async (repository) => {
        const files = { ...twoEnvironments, ...greeter("hello", { version: "1.0.0", text: "Take 0" }) };
        const first = await repository.commit({ branch: "main", files });
        await repository.setBranch("develop", first);
      },
      { LOCKSTEP_POLL: "150ms" },
    );
    good = await acme.repository.revisionOf("main");
    await Promise.all([acme.untilApplied("staging", good), acme.untilApplied("production", good)]);
  });
  afterAll(() => acme.stop());

  /** The next good commit on main; the same content may go to develop later. */
  function release(): Promise<string> {
    patch += 1;
    const files = greeter("hello", { version: `1.0.${patch}`, text: `Take ${patch}` });
    return acme.repository.commit({ branch: "main", files, message: `Take ${patch}` });
  }

  async function expectTake(environment: string): Promise<void> {
    expect((await acme.run(environment, "hello")).output).toEqual({ greeting: `Take ${patch}, world!` });
  }

  test.each(attacks)(
    "is refused by name and harms nothing else: $name",
    { timeout: 60_000 },
    async ({ commit, code, names }) => {
      const attack = await commit(acme.repository, { branch: "develop", good });
      const began = performance.now();
      const released = await release();

      const [refused] = await Promise.all([
        acme.untilEnvironment(
          "staging",
          "is refused",
          ({ state, desired }) => state === "refused" && desired.revision === attack,
        ),
        acme.untilApplied("production", released),
      ]);

      expect(refused.problems.map((problem: any) => problem.code)).toContain(code);
      expect(
        refused.problems.map((problem: any) => `${problem.file} ${problem.message}`).join("\n"),
      ).toContain(names);
      expect(refused.applied.revision).toBe(good);
      await expectTake("production");
      expect(performance.now() - began).toBeLessThan(longest);
      expect(peakMemory(acme.process().pid)).toBeLessThan(most);

      const tree = await acme.repository.git("rev-parse", `${released}^{tree}`);
      good = await commitTree(acme.repository, { branch: "develop", tree, parents: [attack] });
      await acme.untilApplied("staging", good);
      await expectTake("staging");
    },
  );

  test("names out of Object.prototype are names like any other", async () => {
    const step = { id: "constructor", type: "set", with: { values: { to_string: "{{ input.name }}" } } };
    const values = '"values":{"toString":"x","hasOwnProperty":"y","text":"Hi"}';
    const text = Object.values(
      greeter("constructor", {
        version: "1.0.0",
        more: {
          steps: [step, { id: "greet", type: "set", dependsOn: ["constructor"], with: { values: {} } }],
          output: {
            value: { name: "{{ steps.constructor.output.to_string }}", all: "{{ steps.greet.output }}" },
          },
        },
      }),
    )[0];
    good = await acme.repository.commit({
      branch: "develop",
      files: { "pipelines/constructor.pipeline.json": text?.replace('"values": {}', values) ?? "" },
    });
    await acme.untilApplied("staging", good);
    const run = await acme.run("staging", "constructor", { name: "valueOf" });
    expect(run).toMatchObject({ status: "completed", output: { name: "valueOf" } });
    expect(new Map(Object.entries(run.output.all))).toEqual(
      new Map([
        ["hasOwnProperty", "y"],
        ["text", "Hi"],
        ["toString", "x"],
      ]),
    );
  });

  test("references inside of a file that is pulled in are not followed, so none can go in circles", async () => {
    const steps = [{ id: "greet", type: "set", with: { values: { $file: "files/a.json" } } }];
    good = await acme.repository.commit({
      branch: "develop",
      files: {
        ...greeter("circle", {
          version: "1.0.0",
          more: { steps, output: { value: "{{ steps.greet.output }}" } },
        }),
        "pipelines/files/a.json": '{"next":{"$file":"files/b.json"}}',
        "pipelines/files/b.json": '{"next":{"$file":"files/a.json"}}',
      },
    });
    await acme.untilApplied("staging", good);
    expect((await acme.run("staging", "circle")).output).toEqual({ next: { $file: "files/b.json" } });
  });

  test("a pattern that takes others for ever is matched in linear time", async () => {
    const schema = { type: "object", properties: { name: { type: "string", pattern: "^(a+)+$" } } };
    const files = greeter("patient", { version: "1.0.0", more: { input: { schema } } });
    good = await acme.repository.commit({ branch: "develop", files });
    await acme.untilApplied("staging", good);
    const began = performance.now();
    const answer = await acme.call("POST", "/environments/staging/pipelines/patient/run", {
      input: { name: `${"a".repeat(50_000)}!` },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: "/name" }] } });
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

/** Most bytes that the process ever held, as the kernel counted them (proc(5), VmHWM). */
function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}
