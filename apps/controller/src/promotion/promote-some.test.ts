import { afterEach, expect, test } from "vitest";

import { greeter } from "../bench.fixture.ts";
import { createRollBack } from "../rollback/roll-back.ts";
import { caller, openPromotionBench, type PromotionBench, reader } from "./promotion-bench.fixture.ts";

let bench: PromotionBench;
afterEach(() => bench.close());

const number = (opened: { readonly pullRequest: { readonly number: number } | null }) =>
  opened.pullRequest?.number ?? 0;

test("brings exactly the files of the named pipelines as they soaked, and nothing else of the branch", async () => {
  bench = await openPromotionBench({ ...reader("letter", "1.0.0", "Dear"), ...greeter("hello", "1.0.0") });
  await bench.push("develop", {
    ...reader("letter", "1.1.0", "Dearest"),
    ...greeter("hello", "1.1.0", "Hi"),
    ...greeter("ciao", "1.0.0", "Ciao"),
    "README.md": "of develop\n",
  });
  const opened = await bench.promote({ only: ["letter"] });
  expect(opened.pipelines).toEqual(["letter"]);
  expect(opened.pullRequest?.title).toBe("Promote letter from staging to production");
  const head = opened.pullRequest?.head.branch ?? "";
  expect(head).toMatch(/^lockstep\/promote-staging-production-[0-9a-f]{12}$/);
  const changed = await bench.repository.git("diff", "--name-only", "main", `refs/heads/${head}`);
  expect(changed.split("\n")).toEqual(["pipelines/letter/letter.pipeline.json", "pipelines/letter/text.md"]);
  expect(number(await bench.promote({ only: ["letter"] }))).toBe(number(opened));
  await bench.forge.merge(number(opened));
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ letter: "1.1.0", hello: "1.0.0" });
  const [lower, upper] = await Promise.all(
    ["staging", "production"].map((slug) => bench.store.environments.loadApplied(slug)),
  );
  expect(upper?.pipelines.get("letter")?.content).toBe(lower?.pipelines.get("letter")?.content);
});

test("typed by hand in a clone, the commands lead to the same", async () => {
  bench = await openPromotionBench({ ...reader("letter", "1.0.0", "Dear"), ...greeter("old", "1.0.0") });
  await bench.push("develop", {
    ...reader("letter", "1.1.0", "Dearest"),
    ...greeter("ciao", "1.0.0", "Ciao"),
    "pipelines/old.pipeline.json": null,
  });
  const { commands } = await bench.promoteByHand({ only: ["letter", "old"] });
  await bench.type(commands);
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ letter: "1.1.0" });
  expect(await bench.files("main")).toEqual([
    "pipelines/letter/letter.pipeline.json",
    "pipelines/letter/text.md",
  ]);
});

test("a pipeline that moved leaves no second copy behind", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  const [text = ""] = Object.values(greeter("hello", "1.1.0", "Hi"));
  await bench.push("develop", {
    "pipelines/hello.pipeline.json": null,
    "pipelines/sub/hello.pipeline.json": text,
  });
  const opened = await bench.promote({ only: ["hello"] });
  await bench.forge.merge(number(opened));
  expect(await bench.look("production")).toMatchObject({ state: "in-sync" });
  expect(await bench.files("main")).toEqual(["pipelines/sub/hello.pipeline.json"]);
});

test("a callee that the upper environment lacks is refused by name, with what to add", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  await bench.push("develop", {
    ...caller("support-bot", "1.0.0", "notify-team@^1.0.0"),
    ...caller("notify-team", "1.0.0", "send-mail@^2.0.0"),
    ...greeter("send-mail", "2.0.0"),
  });
  const before = await bench.repository.git("for-each-ref");
  await expect(bench.promote({ only: ["support-bot"] })).rejects.toMatchObject({
    code: "CALLEE_MISSING",
    message:
      "support-bot calls notify-team@^1.0.0, which production does not have. notify-team calls send-mail@^2.0.0, which production does not have. Add what is missing: --only notify-team --only send-mail --only support-bot",
  });
  expect(await bench.repository.git("for-each-ref")).toBe(before);
  const opened = await bench.promote({ only: ["support-bot", "notify-team", "send-mail"] });
  await bench.forge.merge(number(opened));
  await bench.look("production");
  expect(Object.keys(await bench.applied("production"))).toContain("support-bot");
});

test("a caller that stays and could no longer call what is promoted is named, too", async () => {
  bench = await openPromotionBench({
    ...greeter("send-mail", "1.0.0"),
    ...caller("support-bot", "1.0.0", "send-mail@^1.0.0"),
  });
  await bench.push("develop", {
    ...greeter("send-mail", "2.0.0", "Other"),
    ...caller("support-bot", "1.1.0", "send-mail@^2.0.0"),
  });
  await expect(bench.promote({ only: ["send-mail"] })).rejects.toMatchObject({
    code: "CALLEE_MISSING",
    message:
      "support-bot in production calls send-mail@^1.0.0, which would become 2.0.0. Add what is missing: --only send-mail --only support-bot",
  });
  await bench.forge.merge(number(await bench.promote({ only: ["send-mail", "support-bot"] })));
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ "send-mail": "2.0.0", "support-bot": "1.1.0" });
});

test("a file that another pipeline is made from is not changed under it", async () => {
  const both = (version: string, text: string) => ({
    ...reader("letter", version, text, "shared/text.md"),
    ...reader("postcard", version, text, "shared/text.md"),
  });
  bench = await openPromotionBench(both("1.0.0", "Dear"));
  await bench.push("develop", both("1.1.0", "Dearest"));
  await expect(bench.promote({ only: ["letter"] })).rejects.toMatchObject({
    code: "FILE_SHARED",
    message:
      "pipelines/shared/text.md differs, and postcard in production is made from it, too. Promote both: --only postcard",
  });
  await bench.forge.merge(number(await bench.promote({ only: ["letter", "postcard"] })));
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ letter: "1.1.0", postcard: "1.1.0" });
});

test("a file that the upper environment would not read is refused", async () => {
  const source = { branch: "main", include: ["pipelines/*.pipeline.json"] };
  bench = await openPromotionBench(greeter("hello", "1.0.0"), { source });
  await bench.push("develop", reader("letter", "1.0.0", "Dear"));
  await expect(bench.promote({ only: ["letter"] })).rejects.toMatchObject({ code: "NOT_INCLUDED" });
});

test("content that only a rollback put in force is in no commit to promote from", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  await bench.push("develop", greeter("hello", "1.1.0", "Hi"));
  const better = (await bench.deploys("staging"))[0]?.id ?? "";
  await bench.push("develop", { ...greeter("hello", "1.2.0", "Wrong"), ...greeter("ciao", "1.0.0") });
  await createRollBack(bench.deps)({
    environment: "staging",
    to: better,
    pipelines: ["hello"],
    reason: "it greets wrongly",
    actor: { kind: "token", id: "token:ada" },
    kind: "rollback",
  });
  for (const only of [["hello"], null])
    await expect(bench.promote({ only })).rejects.toMatchObject({
      code: "NOT_IN_BRANCH",
      message: /hello in staging is not what develop holds/,
    });
  expect((await bench.promote({ only: ["ciao"] })).pipelines).toEqual(["ciao"]);
});

test("names that cannot be promoted are refused one by one", async () => {
  bench = await openPromotionBench({ ...greeter("hello", "1.0.0"), ...greeter("fix", "1.0.0") });
  await bench.push("develop", greeter("hello", "1.1.0", "Hi"));
  await bench.push("main", greeter("fix", "1.0.1", "Fixed"));
  await expect(bench.promote({ only: ["helo"] })).rejects.toMatchObject({
    code: "NOTHING_TO_PROMOTE",
    message: "helo does not differ between staging and production. Did you mean hello?",
  });
  await expect(bench.promote({ only: ["fix"] })).rejects.toMatchObject({ code: "PROMOTION_BEHIND" });
  const everything = await bench.promote();
  expect(everything.pipelines).toEqual(["hello"]);
  expect(bench.forge.bodies.get(number(everything))).toContain("has higher versions than `staging` of `fix`");
});
