import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { digestToken } from "@lockstep/api";
import { bootstrapActor, systemClock } from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { expect, onTestFinished, test } from "vitest";

import { readServerConfiguration } from "../configuration/read-server-configuration.ts";
import { makeAdminLink } from "./admin-link.ts";
import { ensureAdminToken } from "./admin-token.ts";
import { openDataDirectory } from "./data-directory.ts";

test("each start has a link of its own that logs in as the admin token, until that is revoked", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-link-"));
  const data = await openDataDirectory(directory);
  let made = 0;
  const ids = { next: () => `id-${(made += 1)}` };
  const store = await openStore({ url: null, file: data.databaseFile, salt: "salt", ids });
  onTestFinished(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  const makers = { clock: systemClock, ids, serverKey: data.serverKey };
  const adminToken = await ensureAdminToken(store.tokens, data, makers);
  const configuration = readServerConfiguration(
    { LOCKSTEP_PUBLIC_URL: "https://lockstep.example" },
    directory,
  );
  const installation = { store, makers, adminToken, configuration };

  const [link, other] = [await makeAdminLink(installation), await makeAdminLink(installation)];
  expect(link).toMatch(/^https:\/\/lockstep\.example\/login#lsl_[\w-]{43}$/);
  expect(other).not.toBe(link);
  const digest = digestToken(data.serverKey, (link ?? "").split("#")[1] ?? "");
  const opened = await store.sessions.openByLink({ id: "one", digest: "one", lifeMs: 60_000 }, digest);
  expect(opened?.token).toMatchObject({ name: "admin", role: "admin" });

  await store.tokens.revoke(adminToken.id, bootstrapActor);
  expect(await makeAdminLink(installation)).toBeNull();
});
