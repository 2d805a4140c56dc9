import { type Actor, type NewSession, orgChain, type Token } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const ada: Actor = { kind: "token", id: "token:ada" };
const hour = 3_600_000;

export function sessionContract(subject: SubjectOf): void {
  const store = () => subject().store;
  const sessions = () => store().sessions;

  async function insertToken(more: Partial<Token> = {}): Promise<Token> {
    const token: Token = {
      id: unique("token"),
      name: unique("name"),
      role: "approver",
      environments: ["staging"],
      digest: unique("digest"),
      createdAt: "2026-01-01T00:00:00.000Z",
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      ...more,
    };
    await store().tokens.insert(token, ada);
    return token;
  }

  const newSession = (lifeMs = hour): NewSession => ({
    id: unique("session"),
    digest: unique("digest"),
    lifeMs,
  });

  async function insertLink(
    token: string,
    lifeMs = hour,
    sessionEndsAt: string | null = null,
  ): Promise<string> {
    const digest = unique("digest");
    await sessions().insertLink({ id: unique("link"), digest, token, lifeMs, sessionEndsAt });
    return digest;
  }

  describe("sessions", () => {
    test("a session is found by its digest alone, with its token as it stands", async () => {
      const token = await insertToken();
      const session = newSession();
      const opened = await sessions().open(session, token.id);
      expect(opened?.token).toEqual(token);
      expect(opened?.session).toMatchObject({ id: session.id, token: token.id });
      expect(await sessions().loadByDigest(session.digest)).toEqual(opened);
      expect(await sessions().loadByDigest(token.digest)).toBeNull();
      await sessions().touch(session.id);
      const seen = await sessions().loadByDigest(session.digest);
      expect((seen?.session.lastSeenAt ?? "") >= (opened?.session.lastSeenAt ?? "~")).toBe(true);
    });

    test("it lives as long as it is given, and never longer than its token", async () => {
      const now = Date.parse(await store().now());
      const ends = new Date(now + hour).toISOString();
      const brief = await insertToken({ expiresAt: ends });
      expect((await sessions().open(newSession(2 * hour), brief.id))?.session.expiresAt).toBe(ends);
      const lasting = await insertToken({ expiresAt: new Date(now + 9 * hour).toISOString() });
      const given = (await sessions().open(newSession(2 * hour), lasting.id))?.session.expiresAt ?? "";
      expect(Math.abs(Date.parse(given) - now - 2 * hour)).toBeLessThan(60_000);
    });

    test("it ends with its token, and at its own end", async () => {
      const [kept, expired] = [newSession(), newSession(-1)];
      const token = await insertToken();
      await sessions().open(kept, token.id);
      await sessions().open(expired, token.id);
      expect(await sessions().loadByDigest(expired.digest)).toBeNull();
      expect(await sessions().loadByDigest(kept.digest)).not.toBeNull();
      await store().tokens.revoke(token.id, ada);
      expect(await sessions().loadByDigest(kept.digest)).toBeNull();
    });

    test("a token that is revoked, expired or unknown opens none", async () => {
      const revoked = await insertToken({ revokedAt: "2026-01-01T00:00:00.000Z" });
      const expired = await insertToken({ expiresAt: "2026-01-01T00:00:00.000Z" });
      for (const token of [revoked.id, expired.id, "unknown"]) {
        expect(await sessions().open(newSession(), token)).toBeNull();
        const link = {
          id: unique("link"),
          digest: unique("digest"),
          token,
          lifeMs: hour,
          sessionEndsAt: null,
        };
        expect(await sessions().insertLink(link)).toBeNull();
      }
    });

    test("is ended once, and no other with it", async () => {
      const token = await insertToken();
      const [one, other] = [newSession(), newSession()];
      await sessions().open(one, token.id);
      await sessions().open(other, token.id);
      expect(await sessions().end(one.id)).toBe(true);
      expect(await sessions().end(one.id)).toBe(false);
      expect(await sessions().loadByDigest(one.digest)).toBeNull();
      expect(await sessions().loadByDigest(other.digest)).not.toBeNull();
    });

    test("opening and ending are told of in the org's chain, without a digest", async () => {
      const token = await insertToken();
      const session = newSession();
      const opened = await sessions().openByLink(session, await insertLink(token.id));
      await sessions().end(session.id);
      const { items } = await store().ledger.search(
        {
          chains: [orgChain],
          kinds: ["session-opened", "session-ended"],
          deploy: null,
          actor: null,
          since: null,
          until: null,
        },
        { limit: 2, cursor: null },
      );
      const facts = {
        actor: { kind: "token", id: `token:${token.name}` },
        token: token.id,
        session: session.id,
      };
      expect(items.map(({ kind, body }) => [kind, body])).toEqual([
        ["session-ended", facts],
        ["session-opened", { ...facts, by: "link", expiresAt: opened?.session.expiresAt }],
      ]);
    });
  });

  describe("login links", () => {
    test("a link opens one session, also when many use it at once", async () => {
      const token = await insertToken();
      const link = await insertLink(token.id);
      const tries = Array.from({ length: 8 }, () => newSession());
      const opened = await Promise.all(tries.map((session) => sessions().openByLink(session, link)));
      expect(opened.filter((one) => one !== null)).toHaveLength(1);
      const loaded = await Promise.all(tries.map(({ digest }) => sessions().loadByDigest(digest)));
      expect(loaded.filter((one) => one !== null)).toHaveLength(1);
      expect(await sessions().openByLink(newSession(), link)).toBeNull();
    });

    test("what it opens ends when the link says, at the latest", async () => {
      const endsAt = new Date(Date.parse(await store().now()) + hour).toISOString();
      const link = await insertLink((await insertToken()).id, hour, endsAt);
      const opened = await sessions().openByLink(newSession(2 * hour), link);
      expect(opened?.session.expiresAt).toBe(endsAt);
    });

    test("an expired or unknown link, or one of a revoked token, opens none", async () => {
      const token = await insertToken();
      const [expired, late] = [await insertLink(token.id, -1), await insertLink(token.id)];
      expect(await sessions().openByLink(newSession(), expired)).toBeNull();
      expect(await sessions().openByLink(newSession(), "unknown")).toBeNull();
      await store().tokens.revoke(token.id, ada);
      expect(await sessions().openByLink(newSession(), late)).toBeNull();
    });

    test("what has expired is removed, and nothing else", async () => {
      const token = await insertToken();
      const [kept, expired] = [newSession(), newSession(-1)];
      await sessions().open(kept, token.id);
      await sessions().open(expired, token.id);
      const link = await insertLink(token.id);
      await insertLink(token.id, -1);
      expect(await sessions().prune()).toBeGreaterThanOrEqual(2);
      expect(await sessions().prune()).toBe(0);
      expect(await sessions().loadByDigest(kept.digest)).not.toBeNull();
      expect(await sessions().openByLink(newSession(), link)).not.toBeNull();
      expect(await subject().sql(`SELECT id FROM sessions WHERE id = '${expired.id}'`)).toEqual([]);
    });
  });
}
