import { hasSigningTools, type SigningKey } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, test as testOf } from "vitest";

import {
  ada,
  openpgp,
  openSignedRepository,
  type SignedRepository,
  smime,
} from "./signed-repository.fixture.ts";
import { verifyCommit } from "./verify-commit.ts";

const test = testOf.skipIf(!hasSigningTools);

let world: SignedRepository;
const signed = (key: SigningKey) => world.signed(key);

beforeAll(async () => {
  world = await openSignedRepository();
});
afterAll(() => world.close());

describe("a tampered commit", () => {
  const keys = () =>
    Promise.all([
      Promise.resolve(world.ed25519),
      world.desk.ssh("rsa", 2048),
      world.desk.ssh("ecdsa"),
      world.desk.openpgp("t@example.com"),
    ]);

  test("never passes, whichever byte of what was signed is changed, and never throws", async () => {
    for (const key of await keys()) {
      const isSsh = key.settings.includes("gpg.format=ssh");
      const signers = isSsh ? await ada(key) : await openpgp(key.publicKey);
      const commit = await signed(key);
      const text = Buffer.from(commit.bytes).toString("latin1");
      const [from, to] = [text.indexOf("gpgsig "), text.search(/-----END [A-Z]+ SIGNATURE-----\n/)];
      expect((await verifyCommit(commit, signers)).status).toBe("verified");
      for (let position = 0; position < text.length; position += 1) {
        const bytes = Buffer.from(commit.bytes);
        bytes[position] = (bytes[position] ?? 0) ^ (1 << (position % 7));
        const { status } = await verifyCommit({ ...commit, bytes }, signers);
        const isSigned = position < from || position > to + 40;
        // Armor, unhashed parts and the like may vary as they please: what was signed is still the same.
        if (isSigned || isSsh) expect([position, status]).not.toEqual([position, "verified"]);
      }
    }
  });

  test("never passes with a part cut out, doubled or exchanged for another commit's", async () => {
    const signers = await ada(world.ed25519);
    const [first, second] = [await signed(world.ed25519), await signed(await world.desk.ssh("ed25519"))];
    const text = Buffer.from(first.bytes).toString("latin1");
    const [signature = ""] = /^gpgsig [\s\S]*?END SSH SIGNATURE-----\n/m.exec(text) ?? [];
    const foreign = Buffer.from(second.bytes)
      .toString("latin1")
      .replace(/^gpgsig [\s\S]*?END SSH SIGNATURE-----\n/m, signature);
    const variants = [
      foreign,
      text.replace(signature, signature + signature),
      text.replace("-----END SSH SIGNATURE-----", ""),
      text.replace(signature, "gpgsig \n"),
      text.replace(signature, "gpgsig -----BEGIN SSH SIGNATURE-----\n"),
      text.slice(0, text.indexOf("\n\n")),
      text.replace(/^committer .*$/m, "committer nobody"),
    ];
    for (const variant of variants) {
      const { status } = await verifyCommit({ ...first, bytes: Buffer.from(variant, "latin1") }, signers);
      expect(["invalid", "unknown-signer"]).toContain(status);
    }
  });
});

test("S/MIME is left to the forge for committers who are named, and what is nothing at all is invalid", async () => {
  const commit = await signed(world.ed25519);
  const committer = await world.repository.git("show", "-s", "--format=%ce", commit.revision);
  const judge = async (first: string, addresses = "") => {
    const text = Buffer.from(commit.bytes).toString("latin1").replace("-----BEGIN SSH SIGNATURE-----", first);
    return verifyCommit({ ...commit, bytes: Buffer.from(text, "latin1") }, await smime(addresses));
  };
  const mime = "-----BEGIN SIGNED MESSAGE-----";
  for (const nobody of ["", `# ${committer}\n`, `*,!${committer}\n`, `*\n!${committer}\n`])
    expect((await judge(mime, nobody)).status).toBe("unknown-signer");
  for (const named of [`# ours\n${committer.toUpperCase()}\n`, `*@${committer.split("@")[1]}`])
    expect(await judge(mime, named)).toMatchObject({ status: "forge-judged", signer: committer });
  expect((await judge("-----BEGIN PGP SIGNATURE-----")).status).toBe("invalid");
  expect((await judge("hello")).status).toBe("invalid");
});
