import { Failure } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { delivery, type ForgeBench, openForgeBench } from "./forge-bench.fixture.ts";

const validate = "lockstep / validate";

let bench: ForgeBench;
beforeEach(async () => {
  bench = await openForgeBench();
  await bench.settle();
});
afterEach(() => bench.close());

const namesOn = (revision: string) =>
  bench.forge.checks.flatMap(({ headRevision, name }) => (headRevision === revision ? [name] : []));

describe("buttons", () => {
  const manifest = (version: string) =>
    `{\n\t"apiVersion": "lockstep/v1", "kind": "Pipeline",\n\t"slug":"hello",\n\t"version" : "${version}",\n\t` +
    `"steps": [ {"id": "greet","type":"set","with":{"values":{"text":"Hi"}}} ]\n}`;

  async function openUnbumped(isFork = false): Promise<string> {
    const files = { "pipelines/hello.pipeline.json": manifest("1.0.0") };
    const head = await bench.branchOff("develop", "topic", files);
    await bench.forge.open(1, { head: "topic", base: "develop", isFork });
    await bench.keep();
    return head;
  }
  const textAt = (revision: string) =>
    bench.repository.git("show", `${revision}:pipelines/hello.pipeline.json`);
  const tip = () => bench.repository.revisionOf("refs/heads/topic");

  test("two presses commit the smallest allowed version once, and nothing else changes in the file", async () => {
    const head = await openUnbumped();
    expect(bench.check(head, validate).buttons.map(({ action }) => action)).toContain("bump-version");
    bench.forge.permissions.set("ada", "write");
    await bench.press({ id: "a", sender: "ada", action: "bump-version", headRevision: head });
    await bench.press({ id: "b", sender: "ada", action: "bump-version", headRevision: head });
    await bench.keep();

    expect(await bench.repository.revisionOf("topic^")).toBe(head);
    expect(await textAt("topic")).toBe(manifest("1.0.1"));
    const message = await bench.repository.git("log", "-1", "--format=%B", "topic");
    expect(message).toContain("hello: 1.0.0 -> 1.0.1");
    expect(message).toContain("@ada");
    expect(bench.check(await tip(), validate).conclusion).toBe("success");
  });

  test("a press of somebody who may only read, or on a head that moved, commits nothing", async () => {
    const head = await openUnbumped();
    await bench.press({ id: "a", sender: "eve", action: "bump-version", headRevision: head });
    await bench.keep();
    expect(await tip()).toBe(head);
    bench.forge.permissions.set("ada", "admin");
    const moved = await bench.repository.commit({ branch: "topic", files: { "README.md": "moved" } });
    await bench.press({ id: "b", sender: "ada", action: "bump-version", headRevision: head });
    await bench.keep();
    expect(await tip()).toBe(moved);
    const { items } = await bench.store.deliveries.list({ states: ["done"] }, { limit: 10, cursor: null });
    expect(items.map(({ because }) => because)).toEqual([
      "The pull request is no longer open at that commit.",
      "@eve may not write to the repository.",
    ]);
  });

  test("nothing is committed to a fork", async () => {
    const head = await openUnbumped(true);
    bench.forge.permissions.set("ada", "admin");
    await bench.press({ id: "a", sender: "ada", action: "bump-version", headRevision: head });
    await bench.keep();
    expect(await tip()).toBe(head);
  });

  test("re-validating reports anew although nothing moved", async () => {
    const head = await openUnbumped();
    bench.forge.permissions.set("ada", "write");
    await bench.press({ id: "a", sender: "ada", action: "revalidate", headRevision: head });
    await bench.keep();
    await bench.keep();
    expect(namesOn(head).filter((name) => name === validate)).toHaveLength(2);
  });

  test("a press that the forge does not answer is tried later, and is dead after five times", async () => {
    const head = await openUnbumped();
    bench.forge.readPermission = () => Promise.reject(new Failure("forge-unreachable", "502"));
    await bench.press({ id: "a", sender: "ada", action: "revalidate", headRevision: head });
    for (let look = 0; look < 5; look += 1) {
      await bench.keep();
      bench.clock.time += 300_000;
    }
    const { items } = await bench.store.deliveries.list({ states: ["dead"] }, { limit: 10, cursor: null });
    expect(items).toMatchObject([{ id: "a", because: "502" }]);
  });

  test("a delivery about another repository is ignored", async () => {
    await bench.store.deliveries.receive(delivery("x", { repository: "8" }));
    await bench.keep();
    const { items } = await bench.store.deliveries.list({ states: ["ignored"] }, { limit: 10, cursor: null });
    expect(items.map(({ id }) => id)).toEqual(["x"]);
  });
});
