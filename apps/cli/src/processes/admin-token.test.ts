import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { orgChain, systemClock } from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { expect, onTestFinished, test } from "vitest";

import { ensureAdminToken } from "./admin-token.ts";
import { openDataDirectory } from "./data-directory.ts";

test("the first token is made once, and the ledger says by whom", async () => {
  const directory = await mkdtemp(join(tmpdir(), "lockstep-admin-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const data = await openDataDirectory(directory);
  let made = 0;
  const ids = { next: () => `id-${(made += 1)}` };
  const store = await openStore({ url: null, file: data.databaseFile, salt: "salt", ids });
  const makers = { clock: systemClock, ids, serverKey: data.serverKey };
  await ensureAdminToken(store.tokens, data, makers);
  await ensureAdminToken(store.tokens, data, makers);
  const entries = await store.ledger.list(orgChain, 1, 10);
  await store.close();
  expect(entries).toMatchObject([
    {
      kind: "token-created",
      body: {
        actor: { kind: "controller", id: "bootstrap" },
        name: "admin",
        role: "admin",
        environments: null,
      },
    },
  ]);
});
