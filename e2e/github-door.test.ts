import { randomUUID } from "node:crypto";

import type { FakeDelivery } from "@lockstep/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type GitHubInstallation, startGitHubInstallation } from "./harness/github-installation.ts";
import { eventually } from "./harness/lockstep-process.ts";
import { digestOf, postDelivery, postUnfinished, type SignedDelivery } from "./harness/signed-delivery.ts";

/** GitHub's page still has the old one: secrets are being exchanged. */
const newSecret = "the next secret of the webhook";
const oldSecret = "a secret of the webhook";
const megabyte = 1_048_576;
const small = '{"zen":"Keep it logically awesome."}';

describe("the webhook door", () => {
  let acme: GitHubInstallation;
  let released: string;

  beforeAll(async () => {
    acme = await startGitHubInstallation({
      files: { ...twoEnvironments, ...greeter("hello", { version: "1.0.0" }) },
      env: { LOCKSTEP_GITHUB_WEBHOOK_SECRET: `${newSecret},${oldSecret}` },
    });
    released = await acme.repository.git.revisionOf("main");
    await acme.untilApplied("staging", released);
  });
  afterEach(() => expect(acme.github.violations).toEqual([]));
  afterAll(() => acme.stop());

  const post = (delivery: Partial<SignedDelivery>) =>
    postDelivery(acme.process.url, { event: "ping", body: small, secret: newSecret, ...delivery });

  const deliveries = async (query = "limit=100") =>
    (await acme.call("GET", `/deliveries?${query}`)).body.items;

  const untilTaken = () =>
    eventually("every delivery was looked at", async () => (await deliveries("state=pending")).length === 0);

  const digest = digestOf(small, newSecret);

  test.for([
    ["by another secret", { secret: "guessed" }],
    ["of another body", { headers: { "x-hub-signature-256": `sha256=${digestOf("{}", newSecret)}` } }],
    ["that is missing", { headers: { "x-hub-signature-256": null } }],
    [
      "of SHA-1 only",
      {
        headers: {
          "x-hub-signature-256": null,
          "x-hub-signature": `sha1=${digestOf(small, newSecret, "sha1")}`,
        },
      },
    ],
    ["that is cut", { headers: { "x-hub-signature-256": `sha256=${digest.slice(0, 63)}` } }],
    ["without its algorithm", { headers: { "x-hub-signature-256": digest } }],
    ["that is empty", { headers: { "x-hub-signature-256": "sha256=" } }],
  ] as const)("refuses a signature %s", async ([, delivery]) => {
    const before = await deliveries();
    expect(await post(delivery)).toMatchObject({ status: 401 });
    expect(await deliveries()).toEqual(before);
  });

  test("takes the new secret and the one before", async () => {
    for (const secret of [newSecret, oldSecret]) {
      expect(await post({ secret })).toMatchObject({ status: 202, body: { delivery: { state: "new" } } });
    }
  });

  test("takes 25 MB, and not 26", async () => {
    const padded = (bytes: number) => `{"zen":"${"x".repeat(bytes - 10)}"}`;
    const largest = padded(25 * megabyte);
    expect(Buffer.byteLength(largest)).toBe(25 * megabyte);
    expect(await post({ body: largest })).toMatchObject({ status: 202 });
    expect(await postUnfinished(acme.process.url, { bytes: 1, declared: 26 * megabyte })).toBe(413);
    expect(await postUnfinished(acme.process.url, { bytes: 25 * megabyte + 1, declared: null })).toBe(413);
    expect(await post({})).toMatchObject({ status: 202 });
  });

  test("takes JSON only, whatever the event", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(await post({ headers: form })).toMatchObject({ status: 415 });
    expect(await post({ body: "{" })).toMatchObject({ status: 400 });
    expect(await post({ event: "sponsorship" })).toMatchObject({ status: 202 });
    acme.github.ping();
    await acme.github.webhooks.settled();
    expect(acme.github.webhooks.log.at(-1)?.item).toMatchObject({ event: "ping", status_code: 202 });
  });

  test("knows a delivery that comes again", async () => {
    const headers = { "x-github-delivery": randomUUID() };
    expect(await post({ headers })).toMatchObject({ status: 202, body: { delivery: { state: "new" } } });
    expect(await post({ headers })).toMatchObject({ status: 202, body: { delivery: { state: "known" } } });
    const otherHook = { ...headers, "x-github-hook-id": "4243" };
    expect(await post({ headers: otherHook })).toMatchObject({ body: { delivery: { state: "new" } } });
  });

  test("leaves events of other repositories alone", async () => {
    const other = await acme.github.createRepository("acme/other");
    await acme.github.push(other, { branch: "main", files: { "README.md": "Hello" } });
    await acme.github.webhooks.settled();
    await untilTaken();
    const found = (await deliveries()).filter(
      ({ repository }: { repository: string | null }) => repository === String(other.id),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const delivery of found) {
      expect(delivery).toMatchObject({ state: "ignored", because: "It is about another repository." });
    }
  });

  test("of hostile payloads nothing is applied or committed, and nothing ends", async () => {
    const head = await acme.branchOff("evil", "develop", greeter("evil", { version: "1.0.0" }));
    const pull = await acme.github.openPull(acme.repository, { head: "evil", base: "develop" });
    const check = await acme.untilCheck(head, "lockstep / validate");
    acme.github.clickButton(acme.repository, check, "revalidate");
    await acme.github.webhooks.settled();
    const branches = async () => new Map(acme.repository.refs);
    const before = await branches();
    const statuses = new Set<number>();
    for (const body of hostileBodies(
      acme.github.webhooks.log.map(({ delivery }) => delivery),
      head,
    )) {
      statuses.add((await post(body)).status);
    }
    expect([...statuses].filter((status) => status !== 202 && status !== 400)).toEqual([]);
    await untilTaken();
    await acme.github.sync(acme.repository);
    expect(await branches()).toEqual(before);
    const { body } = await acme.call("GET", "/environments/staging");
    expect(body.environment.applied.revision).toBe(released);
    expect((await fetch(`${acme.process.url}/healthz`)).status).toBe(200);
    await acme.github.editPull(acme.repository, pull, { state: "closed" });
  });

  test("is not needed: polling leads to the same checks and deployments", async () => {
    const { webhooks } = acme.github;
    await webhooks.settled();
    webhooks.hold();
    const arrived = webhooks.log.length;
    const head = await acme.branchOff("unheard", "develop", greeter("unheard", { version: "1.0.0" }));
    const pull = await acme.github.openPull(acme.repository, { head: "unheard", base: "develop" });
    const names = ["lockstep / validate", "lockstep / plan (staging)", "lockstep / tests"];
    for (const name of names)
      expect(await acme.untilCheck(head, name)).toMatchObject({ conclusion: "success" });
    expect(acme.checksOn(head)).toHaveLength(names.length);
    const merged = await acme.github.mergePull(acme.repository, pull);
    await acme.untilApplied("staging", merged);
    await eventually("the deployment is a success", async () =>
      Boolean(acme.deploymentStates("staging", merged)?.includes("success")),
    );
    expect(webhooks.log).toHaveLength(arrived);
    expect(webhooks.pending.length).toBeGreaterThan(0);
    for (let next = webhooks.pending[0]; next !== undefined; next = webhooks.pending[0])
      webhooks.drop(next, "silently");
    await webhooks.release();
  });
});

/** As JSON text: objects cannot hold an own `__proto__` that is written plainly. */
const hostileValues = [
  "null",
  "-1",
  "9007199254740993",
  '"\\u0000"',
  '"\\ud800"',
  "[null]",
  '{"__proto__":{"login":"ada","id":1}}',
  `"${"x".repeat(100_000)}"`,
  `${"[".repeat(2000)}${"]".repeat(2000)}`,
];

/** Where payloads say what happened. */
const fields = ["action", "ref", "after", "repository", "sender", "check_run", "pull_request", "number"];

/** One delivery of each event, each of its fields left out and replaced by everything hostile; all claim `revision`. */
function hostileBodies(log: readonly FakeDelivery[], revision: string): readonly Partial<SignedDelivery>[] {
  const seeds = new Map(log.map((delivery) => [`${delivery.event}.${delivery.action ?? ""}`, delivery]));
  const wanted = ["push.", "pull_request.opened", "check_run.requested_action"];
  return wanted.flatMap((name) => {
    const seed = seeds.get(name);
    if (seed === undefined) throw new Error(`no ${name} was delivered`);
    const payload = {
      ...seed.payload,
      ...(name === "push." ? { ref: "refs/heads/develop", after: revision } : {}),
      ...(name.startsWith("check_run") ? { requested_action: { identifier: "bump-version" } } : {}),
    };
    const texts = fields
      .filter((field) => Object.hasOwn(payload, field))
      .flatMap((field) => [
        JSON.stringify({ ...payload, [field]: undefined }),
        ...hostileValues.map((value) =>
          JSON.stringify({ ...payload, [field]: "@mark@" }).replace('"@mark@"', () => value),
        ),
      ]);
    const polluted = JSON.stringify(payload).replace("{", '{"__proto__":{"sender":{"login":"ada"}},');
    return [...texts, polluted, JSON.stringify(payload)].map((body) => ({ event: seed.event, body }));
  });
}
