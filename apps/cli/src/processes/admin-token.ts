import { readFile } from "node:fs/promises";

import { createToken, digestToken, type TokenMakers } from "@lockstep/api";
import { bootstrapActor, type Token, type TokenStore } from "@lockstep/model";

import { type DataDirectory, writePrivateFile } from "./data-directory.ts";

/** Makes sure that the token in the data directory opens this database, and gives it; a new one at the first start. */
export async function ensureAdminToken(
  tokens: TokenStore,
  { adminTokenFile }: DataDirectory,
  makers: TokenMakers,
): Promise<Token> {
  const secret = (await readFile(adminTokenFile, "utf8").catch(() => "")).trim();
  const known = secret === "" ? null : await tokens.loadByDigest(digestToken(makers.serverKey, secret));
  if (known !== null) return known;
  const made = createToken(makers, { name: "admin", role: "admin", environments: null, expiresAt: null });
  await writePrivateFile(adminTokenFile, `${made.secret}\n`);
  await tokens.insert(made.token, bootstrapActor);
  return made.token;
}
