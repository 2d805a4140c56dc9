import { type Actor, orgChain, type Token } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const everything = { kinds: [], deploy: null, actor: null, since: null, until: null };

const ada: Actor = { kind: "token", id: "token:ada" };

export function accessContract(subject: SubjectOf): void {
  const store = () => subject().store;

  function tokenOf(more: Partial<Token> = {}): Token {
    return {
      id: unique("token"),
      name: "ci",
      role: "deployer",
      environments: ["staging"],
      digest: unique("digest"),
      createdAt: "2026-01-01T00:00:00.000Z",
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      ...more,
    };
  }

  describe("tokens", () => {
    test("a token is found by its digest alone", async () => {
      const token = tokenOf({ environments: null, expiresAt: "2030-01-01T00:00:00.000Z" });
      await store().tokens.insert(token, ada);
      expect(await store().tokens.loadByDigest(token.digest)).toEqual(token);
      expect(await store().tokens.loadByDigest("other")).toBeNull();
      expect(await store().tokens.list()).toContainEqual(token);
    });

    test("use and revocation are stamped; a token is revoked once", async () => {
      const token = tokenOf();
      await store().tokens.insert(token, ada);
      await store().tokens.touch(token.id);
      expect(await store().tokens.revoke(token.id, ada)).toBe(true);
      expect(await store().tokens.revoke(token.id, ada)).toBe(false);
      const stored = await store().tokens.loadByDigest(token.digest);
      expect(stored?.lastUsedAt).not.toBeNull();
      expect(stored?.revokedAt).not.toBeNull();
    });

    test("two tokens of one digest are a conflict", async () => {
      const token = tokenOf();
      await store().tokens.insert(token, ada);
      await expect(store().tokens.insert({ ...token, id: unique("token") }, ada)).rejects.toMatchObject({
        kind: "conflict",
      });
    });
  });

  describe("secrets", () => {
    test("a secret belongs to one environment, is replaced and removed", async () => {
      const [one, other] = [unique("env"), unique("env")];
      await store().secrets.put({ environment: one, name: "CRM_TOKEN", sealed: "sealed-1" }, ada);
      await store().secrets.put({ environment: one, name: "CRM_TOKEN", sealed: "sealed-2" }, ada);
      expect(await store().secrets.load(one, "CRM_TOKEN")).toBe("sealed-2");
      expect(await store().secrets.load(other, "CRM_TOKEN")).toBeNull();
      expect((await store().secrets.list(one)).map(({ name }) => name)).toEqual(["CRM_TOKEN"]);
      expect(await store().secrets.remove(one, "CRM_TOKEN", ada)).toBe(true);
      expect(await store().secrets.remove(one, "CRM_TOKEN", ada)).toBe(false);
    });
  });

  describe("access in the ledger", () => {
    test("a token that is made and revoked is told of in the org's chain, without its digest", async () => {
      const token = tokenOf({ expiresAt: "2030-01-01T00:00:00.000Z" });
      await store().tokens.insert(token, ada);
      await store().tokens.revoke(token.id, ada);
      await store().tokens.revoke(token.id, ada);
      const { items } = await store().ledger.search(
        { ...everything, chains: [orgChain], kinds: ["token-created", "token-revoked"] },
        { limit: 2, cursor: null },
      );
      const { id, name, role, environments, expiresAt } = token;
      const facts = { actor: ada, token: id, name, role, environments, expiresAt };
      expect(items.map(({ kind, body }) => [kind, body])).toEqual([
        ["token-revoked", facts],
        ["token-created", facts],
      ]);
    });

    test("a token that is refused leaves no entry", async () => {
      const token = tokenOf();
      await store().tokens.insert(token, ada);
      const again = { ...token, id: unique("token") };
      await expect(store().tokens.insert(again, ada)).rejects.toMatchObject({ kind: "conflict" });
      const { items } = await store().ledger.search(
        { ...everything, chains: [orgChain] },
        { limit: 1, cursor: null },
      );
      expect(items).toMatchObject([{ body: { token: token.id } }]);
    });

    test("a secret is told of in its environment's chain by its name only", async () => {
      const environment = unique("env");
      const secret = { environment, name: "CRM_TOKEN", sealed: "sealed-1" };
      await store().secrets.put(secret, ada);
      await store().secrets.remove(environment, "CRM_TOKEN", ada);
      await store().secrets.remove(environment, "CRM_TOKEN", ada);
      const entries = await store().ledger.list(environment, 1, 10);
      const body = { actor: ada, name: "CRM_TOKEN" };
      expect(entries).toMatchObject([
        { kind: "secret-stored", body },
        { kind: "secret-removed", body },
      ]);
      expect(JSON.stringify(entries)).not.toContain("sealed");
    });
  });

  describe("people", () => {
    test("one address is one person, whatever its case, and the id tells nothing", async () => {
      const id = await store().people.remember({ name: "Ada", email: "Ada@Example.com" });
      expect(await store().people.remember({ name: "Ada L.", email: "ada@example.com" })).toBe(id);
      expect(id).toMatch(/^person:[0-9a-f]{64}$/);
      expect(await store().people.load([id, "person:unknown"])).toEqual(
        new Map([[id, { name: "Ada L.", email: "ada@example.com" }]]),
      );
    });

    test("an erased person is absent", async () => {
      const id = await store().people.remember({ name: "Bob", email: `${unique("bob")}@example.com` });
      await subject().sql(`DELETE FROM people WHERE id = '${id}'`);
      expect((await store().people.load([id])).size).toBe(0);
    });
  });

  describe("the installation", () => {
    test("the first claim makes the database a repository's; another repository is refused by name", async () => {
      const first = await store().claimInstallation("https://git.example/acme.git");
      const again = await store().claimInstallation("https://git.example/acme.git");
      expect([first.isNew, again.isNew, again.id]).toEqual([true, false, first.id]);
      await expect(store().claimInstallation("https://git.example/other.git")).rejects.toMatchObject({
        kind: "wrong-installation",
        message: expect.stringContaining("https://git.example/acme.git"),
      });
    });

    test("the clock gives timestamps that sort as text", async () => {
      await store().ping();
      const [first, second] = [await store().now(), await store().now()];
      expect(first).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(first <= second).toBe(true);
    });
  });
}
