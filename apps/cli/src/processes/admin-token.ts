import { readFile } from "node:fs/promises";

import { createToken, digestToken, type TokenMakers } from "@lockstep/api";
import { bootstrapActor, type TokenStore } from "@lockstep/model";

import { type DataDirectory, writePrivateFile } from "./data-directory.ts";

/** Makes sure that the token in the data directory opens this database; makes a new one at the first start. */
export async function ensureAdminToken(
  tokens: TokenStore,
  { adminTokenFile }: DataDirectory,
  makers: TokenMakers,
): Promise<void> {
  const secret = (await readFile(adminTokenFile, "utf8").catch(() => "")).trim();
  if (secret !== "" && (await tokens.loadByDigest(digestToken(makers.serverKey, secret))) !== null) return;
  const made = createToken(makers, { name: "admin", role: "admin", environments: null, expiresAt: null });
  await writePrivateFile(adminTokenFile, `${made.secret}\n`);
  await tokens.insert(made.token, bootstrapActor);
}
