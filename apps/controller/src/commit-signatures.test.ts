import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure } from "@lockstep/model";
import { hasSigningTools, openSigningDesk, type SigningDesk, type SigningKey } from "@lockstep/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test as testOf } from "vitest";

import { type Bench, environment, greeter, openBench } from "./bench.fixture.ts";

const test = testOf.skipIf(!hasSigningTools);

let bench: Bench;
let desk: SigningDesk;
let ada: SigningKey;
let eve: SigningKey;

beforeAll(async () => {
  desk = await openSigningDesk();
  [ada, eve] = [await desk.ssh("ed25519"), await desk.ssh("ed25519")];
});
afterAll(() => desk.close());
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const signersFile = ".lockstep/allowed_signers";
const line = (name: string, { publicKey }: SigningKey) => `${name}@example.com ${publicKey}\n`;
const following = (slug: string, branch: string, commitSignatures: string) =>
  environment(slug, branch, { source: { branch, commitSignatures } });
const commit = (files: Record<string, string | null>, branch = "main") =>
  bench.repository.commit({ branch, files });
async function signed(key: SigningKey, files: Record<string, string | null>, branch = "main") {
  await commit(files, branch);
  return desk.signTip(bench.repository, branch, key);
}
const codesOf = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code);

describe("an environment that requires signed commits and follows the control branch", () => {
  beforeEach(async () => {
    const files = { ...following("production", "main", "require"), [signersFile]: line("ada", ada) };
    await commit({ ...files, ...greeter("hello", "1.0.0") });
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 1 });
  });

  test("refuses a commit without a signature, also below a signed one, until the branch is set back", async () => {
    const before = await bench.repository.revisionOf("main");
    const unsigned = await commit(greeter("hello", "1.1.0", "Hi"));
    const refused = await bench.look("production");
    expect(refused).toMatchObject({ state: "refused", sequence: 1 });
    expect(codesOf(refused)).toEqual(["COMMIT_UNSIGNED"]);
    expect(refused.because).toContain(unsigned);
    await signed(ada, { "README.md": "Read me." });
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 1 });
    await bench.repository.setBranch("main", before);
    const good = await signed(ada, greeter("hello", "1.1.0", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", appliedRevision: good });
    expect(await bench.applied("production")).toEqual({ hello: "1.1.0" });
  });

  test("refuses a stranger who adds an own key, in that commit and in the next", async () => {
    const first = await bench.repository.revisionOf("main");
    await signed(eve, {
      [signersFile]: line("ada", ada) + line("eve", eve),
      ...greeter("hello", "1.1.0", "Evil"),
    });
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 1 });
    await signed(eve, greeter("hello", "1.2.0", "Worse"));
    const refused = await bench.look("production");
    expect(refused).toMatchObject({ state: "refused", sequence: 1, appliedRevision: first });
    expect(codesOf(refused)).toEqual(["COMMIT_UNSIGNED", "COMMIT_UNSIGNED"]);
  });

  test("refuses a stranger's key that comes in a commit which changes no pipeline", async () => {
    const first = await bench.repository.revisionOf("main");
    await commit({ [signersFile]: line("ada", ada) + line("eve", eve) });
    expect(await bench.look("production")).toMatchObject({ state: "refused", appliedRevision: first });
    await signed(eve, greeter("hello", "1.1.0", "Evil"));
    expect(await bench.look("production")).toMatchObject({ state: "refused", appliedRevision: first });
  });

  test("refuses an unsigned commit that stops asking for signatures", async () => {
    await commit(following("production", "main", "off"));
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 1 });
  });

  test("takes a new signer whom an allowed one brought, from the next commit on", async () => {
    await signed(ada, { [signersFile]: line("ada", ada) + line("eve", eve) });
    expect(await bench.look("production")).toMatchObject({ state: "in-sync" });
    const good = await signed(eve, greeter("hello", "1.1.0", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", appliedRevision: good });
  });

  test("refuses a signed commit that leaves nobody who may sign", async () => {
    await signed(ada, { [signersFile]: "# nobody\n" });
    expect(codesOf(await bench.look("production"))).toEqual(["SIGNERS_MISSING"]);
  });

  test("asks a merge for its own signature, not those of what it merges", async () => {
    await bench.repository.setBranch("topic", await bench.repository.revisionOf("main"));
    await commit(greeter("hello", "1.1.0", "Hi"), "topic");
    await bench.repository.merge("main", ["topic"], greeter("hello", "1.1.0", "Hi"));
    expect(await bench.look("production")).toMatchObject({ state: "refused" });
    await desk.signTip(bench.repository, "main", ada);
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  });
});

describe("a commit that is signed with S/MIME", () => {
  const addresses = ".lockstep/allowed_signers.smime";

  /** Puts a signature into the commit that says it is of S/MIME: here nobody reads what stands in it. */
  async function signedWithSmime(files: Record<string, string | null>): Promise<string> {
    await commit(files);
    const raw = await bench.repository.git("cat-file", "commit", "main");
    const lines = ["-----BEGIN SIGNED MESSAGE-----", " MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwCwYJ"];
    const text = raw.replace("\n\n", `\ngpgsig ${lines.join("\n")}\n -----END SIGNED MESSAGE-----\n\n`);
    const file = join(desk.directory, "commit");
    await writeFile(file, `${text}\n`);
    const revision = await bench.repository.git("hash-object", "-t", "commit", "-w", file);
    await bench.repository.setBranch("main", revision);
    return revision;
  }

  async function start(allowed: string) {
    const files = { ...following("production", "main", "require"), [addresses]: allowed };
    await commit({ ...files, [signersFile]: line("ada", ada), ...greeter("hello", "1.0.0") });
    await bench.look("production");
    return signedWithSmime(greeter("hello", "1.1.0", "Hi"));
  }

  test("is applied when the forge verified it, and the record says by whom", async () => {
    const revision = await start("*@*\n");
    bench.forge.verifications.set(revision, { isVerified: true, reason: "valid" });
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", appliedRevision: revision });
    const record = (await bench.records("production")).at(-1);
    expect(JSON.stringify(record?.body)).toContain("is verified by GitHub, not here.");
  });

  test("is refused when its committer is not named, whatever the forge says", async () => {
    const revision = await start("somebody-else@example.com\n");
    bench.forge.verifications.set(revision, { isVerified: true, reason: "valid" });
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 1 });
    expect(bench.forge.requests).not.toContain("readVerification");
  });

  test("is refused when the forge does not verify it, or has no verdict", async () => {
    const revision = await start("*@*\n");
    expect((await bench.look("production")).because).toContain("no forge does it instead");
    bench.forge.verifications.set(revision, { isVerified: false, reason: "bad_cert" });
    await bench.restart();
    const refused = await bench.look("production");
    expect(refused).toMatchObject({ state: "refused", sequence: 1 });
    expect(refused.because).toContain("GitHub does not verify this one: bad_cert.");
  });

  test("waits while the forge is away, and is applied when it is back", async () => {
    const revision = await start("*@*\n");
    bench.forge.verifications.set(revision, { isVerified: true, reason: "valid" });
    bench.forge.fault = new Failure("forge-unreachable", "GitHub failed (503).");
    const waiting = await bench.look("production");
    expect(waiting).toMatchObject({ state: "waiting", sequence: 1, opensAt: "2026-02-01T09:01:00.000Z" });
    expect(waiting.because).toContain("Only GitHub can verify its S/MIME signature");
    expect(waiting.because).toContain("GitHub failed (503).");
    bench.forge.fault = null;
    bench.clock.time += 60_000;
    expect(await bench.look("production")).toMatchObject({ state: "in-sync", appliedRevision: revision });
  });

  test("that the forge verified does not speak for history that cannot be read", async () => {
    const hung = (): Promise<never> =>
      Promise.reject(new Failure("too-large", "More than 1000 new commits."));
    bench.forge.verifications.set(await start("*@*\n"), { isVerified: true, reason: "valid" });
    Object.assign(bench.deps.source, { readSignatures: hung });
    await bench.restart();
    expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 1 });
    expect(bench.forge.requests).not.toContain("readVerification");
  });
});

describe("an environment that follows another branch than the control branch", () => {
  beforeEach(async () => {
    const files = { ...following("staging", "develop", "require"), [signersFile]: line("ada", ada) };
    const first = await commit({ ...files, ...greeter("hello", "1.0.0") });
    await bench.repository.setBranch("develop", first);
    await bench.look("staging");
  });

  test("does not believe its own branch's copy of the signers", async () => {
    await signed(eve, { [signersFile]: line("eve", eve), ...greeter("hello", "1.1.0", "Evil") }, "develop");
    expect(await bench.look("staging")).toMatchObject({ state: "refused", sequence: 1 });
  });

  test("does not take signers from a control branch that somebody pushed to without signing", async () => {
    await commit({ [signersFile]: line("ada", ada) + line("eve", eve) });
    expect(await bench.look("staging")).toMatchObject({ state: "refused" });
    await signed(eve, greeter("hello", "1.1.0", "Evil"), "develop");
    expect(await bench.look("staging")).toMatchObject({ state: "refused", sequence: 1 });
    expect(await bench.applied("staging")).toEqual({ hello: "1.0.0" });
  });
});

test("a control branch that is set back brings nobody back who may no longer sign", async () => {
  const files = { ...following("staging", "develop", "require"), ...greeter("hello", "1.0.0") };
  const old = await signed(ada, { ...files, [signersFile]: line("ada", ada) + line("eve", eve) });
  await bench.repository.setBranch("develop", old);
  await bench.look("staging");
  const current = await signed(ada, { [signersFile]: line("ada", ada) });
  expect(await bench.look("staging")).toMatchObject({ appliedControlRevision: current });
  await bench.repository.setBranch("main", old);
  const refused = await bench.look("staging");
  expect(refused).toMatchObject({ state: "refused", appliedControlRevision: current });
  expect(refused.because).toContain(`does not contain ${current}`);
  await signed(eve, greeter("hello", "1.1.0", "Evil"), "develop");
  expect(await bench.look("staging")).toMatchObject({ state: "refused", sequence: 1 });
});

test("requiring signatures takes effect with the commit after, and only when somebody may sign", async () => {
  await commit({ ...following("production", "main", "off"), ...greeter("hello", "1.0.0") });
  await bench.look("production");
  await commit(following("production", "main", "require"));
  const refused = await bench.look("production");
  expect(codesOf(refused)).toEqual(["SIGNERS_MISSING"]);
  expect(refused.problems[0]?.line).toBeGreaterThanOrEqual(1);
  await commit({ [signersFile]: line("ada", ada) });
  expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  await commit(greeter("hello", "1.1.0", "Hi"));
  expect(await bench.look("production")).toMatchObject({ state: "refused", sequence: 2 });
});

test("an environment that only warns applies what is not signed, and its record says so", async () => {
  await commit({ ...following("production", "main", "warn"), ...greeter("hello", "1.0.0") });
  await bench.look("production");
  const unsigned = await commit(greeter("hello", "1.1.0", "Hi"));
  expect(await bench.look("production")).toMatchObject({ state: "in-sync", sequence: 2 });
  const record = (await bench.records("production")).at(-1);
  expect(JSON.stringify(record?.body)).toContain(
    `warning, nothing is refused for it: Commit ${unsigned}: The commit is not signed.`,
  );
});
