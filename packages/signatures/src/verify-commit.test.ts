import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { hasSigningTools, type SigningKey } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, test as testOf } from "vitest";

import {
  ada,
  openpgp,
  openSignedRepository,
  readRaw,
  type SignedRepository,
  ssh,
} from "./signed-repository.fixture.ts";
import { verifyCommit } from "./verify-commit.ts";

const test = testOf.skipIf(!hasSigningTools);

let world: SignedRepository;
const signed = (key: SigningKey) => world.signed(key);

beforeAll(async () => {
  world = await openSignedRepository();
});
afterAll(() => world.close());

test("a commit without a signature is unsigned", async () => {
  const revision = await world.repository.commit({ branch: "plain", files: { "a.txt": "a" } });
  expect(await verifyCommit(readRaw(world.repository.directory, revision), await ada(world.ed25519))).toEqual(
    {
      revision,
      status: "unsigned",
      signer: null,
      because: "The commit is not signed.",
    },
  );
});

describe("SSH", () => {
  const kinds = [
    ["ed25519", undefined],
    ["rsa", 2048],
    ["rsa", 3072],
    ["ecdsa", 256],
    ["ecdsa", 384],
    ["ecdsa", 521],
  ] as const;

  test.each(kinds)("%s %s proves its signer", async (kind, bits) => {
    const key = await world.desk.ssh(kind, bits);
    const commit = await signed(key);
    const found = await verifyCommit(commit, await ada(key));
    expect(found).toMatchObject({ status: "verified", signer: "ada@example.com", revision: commit.revision });
    expect(found.because).toMatch(/^Signed with the SSH key SHA256:/);
  });

  test.each(["ecdsa", "rsa"] as const)("%s verifies each of many signatures", async (kind) => {
    const key = await world.desk.ssh(kind);
    const signers = await ada(key);
    // Numbers with leading zeros are written shorter: one of some dozen has one.
    for (let count = 0; count < 24; count += 1)
      expect((await verifyCommit(await signed(key), signers)).status).toBe("verified");
  });

  test("a key that nobody allows is an unknown signer, whatever the commit says of itself", async () => {
    const stranger = await signed(await world.desk.ssh("ed25519"));
    expect(await verifyCommit(stranger, await ada(world.ed25519))).toMatchObject({
      status: "unknown-signer",
      signer: null,
    });
    expect((await verifyCommit(stranger, await ssh(""))).status).toBe("unknown-signer");
  });

  test("a signature for another namespace than git's is invalid", async () => {
    const commit = await signed(world.ed25519);
    const text = Buffer.from(commit.bytes).toString("latin1");
    const payload = text.replace(/^gpgsig [\s\S]*?END SSH SIGNATURE-----\n/m, "");
    const made = execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-n", "file", "-f", world.ed25519.id], {
      input: payload,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const header = `gpgsig ${made.toString().trimEnd().replaceAll("\n", "\n ")}\n`;
    const bytes = Buffer.from(payload.replace("\n\n", `\n${header}\n`));
    expect(await verifyCommit({ ...commit, bytes }, await ada(world.ed25519))).toMatchObject({
      status: "invalid",
      because: 'The signature was made for "file", not for git.',
    });
  });

  test("a key whose time is over or not yet begun is expired, judged when the commit was made", async () => {
    const commit = await signed(world.ed25519);
    const status = async (options: string) =>
      (await verifyCommit(commit, await ada(world.ed25519, options))).status;
    expect(await status('valid-before="20200101"')).toBe("expired");
    expect(await status('valid-after="21000101Z"')).toBe("expired");
    expect(await status('valid-after="20200101",valid-before="21000101"')).toBe("verified");
  });

  test("a key for other namespaces or other people may not sign commits", async () => {
    const commit = await signed(world.ed25519);
    const judge = async (line: string) =>
      verifyCommit(commit, await ssh(`${line} ${world.ed25519.publicKey}`));
    expect((await judge('ada@example.com namespaces="file,mail*"')).status).toBe("unknown-signer");
    expect((await judge("*@example.com,!ada@example.com")).status).toBe("unknown-signer");
    expect(await judge('*@example.com namespaces="file,g?t"')).toMatchObject({
      status: "verified",
      signer: "ada@example.com",
    });
    expect(await judge("grace")).toMatchObject({ status: "verified", signer: "grace" });
  });

  test("a line that cannot be read allows nobody and is named", async () => {
    const commit = await signed(world.ed25519);
    const found = await verifyCommit(commit, await ssh(`ada cert-authority ${world.ed25519.publicKey}`));
    expect(found.status).toBe("unknown-signer");
    expect(found.because).toContain(
      "Line 1 of allowed_signers allows nobody: cert-authority is not supported",
    );
  });
});

describe("OpenPGP", () => {
  test.each(["ed25519", "rsa3072", "nistp256"])("%s proves its signer", async (kind) => {
    const key = await world.desk.openpgp(`${kind}@example.com`, kind);
    const found = await verifyCommit(await signed(key), await openpgp(key.publicKey));
    expect(found).toMatchObject({ status: "verified", signer: `${kind}@example.com` });
  });

  test("is told apart by key among many, in one file with comments", async () => {
    const keys = [await world.desk.openpgp("eve@example.com"), await world.desk.openpgp("bob@example.com")];
    const file = keys.map(({ id, publicKey }) => `# ${id}\n${publicKey}`).join("\n");
    for (const [index, name] of ["eve@example.com", "bob@example.com"].entries()) {
      const key = keys[index] ?? world.ed25519;
      expect(await verifyCommit(await signed(key), await openpgp(file))).toMatchObject({ signer: name });
    }
  });

  test("a key that nobody allows is an unknown signer", async () => {
    const [mine, other] = [
      await world.desk.openpgp("me@example.com"),
      await world.desk.openpgp("you@example.com"),
    ];
    expect((await verifyCommit(await signed(mine), await openpgp(other.publicKey))).status).toBe(
      "unknown-signer",
    );
  });

  test("a key that was expired when it signed is expired, and one that expired since is not", async () => {
    const clock = await world.desk.openpgp("clock@example.com", "ed25519", "20260201T000000");
    const program = clock.settings.find((setting) => setting.startsWith("gpg.program=")) ?? "";
    const byThen = ({ id }: SigningKey) => ["gpg.format=openpgp", program, `user.signingkey=${id}`];
    const until = async ({ id }: SigningKey, day: string, at: string) => {
      await world.desk.gpg(["--quick-set-expire", id, day], at);
      return openpgp(await world.desk.gpg(["--armor", "--export", id]));
    };
    const late = await world.desk.openpgp("late@example.com", "ed25519", "20260101T000000");
    const expiredSince = await until(late, "2026-03-01", "20260102T000000");
    const commit = await signed({ ...late, settings: byThen(late) });
    expect((await verifyCommit(commit, expiredSince)).status).toBe("verified");
    const old = await world.desk.openpgp("old@example.com", "ed25519", "20200101T000000");
    const stale = await signed({ ...old, settings: byThen(old) });
    const expiredBefore = await until(old, "2021-01-01", "20200102T000000");
    expect((await verifyCommit(stale, expiredBefore)).status).toBe("expired");
  });

  test("a revoked key counts for nothing, also when an older copy stands beside it", async () => {
    const key = await world.desk.openpgp("gone@example.com");
    const commit = await signed(key);
    const file = join(world.desk.directory, "gnupg/openpgp-revocs.d", `${key.id}.rev`);
    const revocation = (await readFile(file, "utf8")).replace(":-----BEGIN", "-----BEGIN");
    execFileSync(
      "gpg",
      ["--homedir", join(world.desk.directory, "gnupg"), "--batch", "--quiet", "--import"],
      {
        input: revocation,
        stdio: ["pipe", "ignore", "ignore"],
      },
    );
    const revoked = await world.desk.gpg(["--armor", "--export", key.id]);
    const found = await verifyCommit(commit, await openpgp(`${revoked}\n${key.publicKey}`));
    expect(found.status).toBe("unknown-signer");
    expect(found.because).toContain("is revoked");
    expect((await verifyCommit(commit, await openpgp(`${key.publicKey}\n${revoked}`))).status).toBe(
      "unknown-signer",
    );
  });

  test("a key that was only retired still counts for what it signed before", async () => {
    const key = await world.desk.openpgp("retired@example.com", "ed25519", "20260201T000000");
    const commit = await signed(key);
    const home = join(world.desk.directory, "gnupg");
    const answers = ["y", "3", "", "y", ""].join("\n");
    const options = ["--no-tty", "--command-fd=0", "--pinentry-mode=loopback"];
    const then = ["--faked-system-time", "20260301T000000!"];
    const gpg = (args: readonly string[], input: string) =>
      execFileSync("gpg", ["--homedir", home, "--quiet", ...args], {
        input,
        stdio: ["pipe", "pipe", "ignore"],
      });
    const made = gpg([...options, ...then, "--armor", "--gen-revoke", key.id], answers);
    gpg(["--batch", "--import"], made.toString());
    const retired = await openpgp(await world.desk.gpg(["--armor", "--export", key.id]));
    expect(retired.openpgp[0]?.revocationSignatures).toHaveLength(1);
    expect((await verifyCommit(commit, retired)).status).toBe("verified");
  });

  test("a private key in the file is named and still read as nobody's", async () => {
    const key = await world.desk.openpgp("oops@example.com");
    const secret = await world.desk.gpg(["--armor", "--export-secret-keys", key.id]);
    const found = await verifyCommit(await signed(key), await openpgp(secret));
    expect(found.status).toBe("unknown-signer");
    expect(found.because).toContain("holds a private key");
  });
});

describe("the merge of a signed tag", () => {
  test("is judged by the merge's own signature, with the tag's left in what was signed", async () => {
    const work = join(world.directory, "work");
    const git = (...args: readonly string[]) => world.repository.git("-C", work, ...args);
    await world.repository.commit({ branch: "main", files: { "base.txt": "base" } });
    await world.repository.git("clone", "--quiet", world.repository.directory, work);
    const pgp = await world.desk.openpgp("tagger@example.com");
    const by = (key: SigningKey) => key.settings.flatMap((setting) => ["-c", setting]);
    await git("checkout", "--quiet", "-b", "topic");
    await git("commit", "--quiet", "--allow-empty", "-m", "Topic");
    await git(...by(pgp), "tag", "-s", "-m", "One", "v1");
    await git("checkout", "--quiet", "main");
    await git("commit", "--quiet", "--allow-empty", "-m", "Main");
    for (const [key, signers] of [
      [world.ed25519, await ada(world.ed25519)],
      [pgp, await openpgp(pgp.publicKey)],
    ] as const) {
      await git("reset", "--quiet", "--hard", "main");
      await git(...by(key), "merge", "--quiet", "--no-ff", "-S", "-m", "Merge", "v1");
      const revision = await git("rev-parse", "HEAD");
      const commit = readRaw(work, revision);
      expect(commit.bytes.toString()).toContain("mergetag object");
      expect((await verifyCommit(commit, signers)).status).toBe("verified");
      await git("reset", "--quiet", "--hard", "HEAD^1");
    }
    await git("merge", "--quiet", "--no-ff", "--no-gpg-sign", "-m", "Merge", "v1");
    const revision = await git("rev-parse", "HEAD");
    const commit = readRaw(work, revision);
    const found = await verifyCommit(commit, await openpgp(pgp.publicKey));
    expect(found.status).toBe("unsigned");
  });
});
