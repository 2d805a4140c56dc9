import { readFile } from "node:fs/promises";

import { createToken, digestToken, type TokenMakers, type TokenRequest } from "@lockstep/api";
import { bootstrapActor, type TokenStore } from "@lockstep/model";

import { type DataDirectory, writePrivateFile } from "./data-directory.ts";

/** Makes sure that the token in the data directory opens this database; makes a new one at the first start. */
export async function ensureAdminToken(
  tokens: TokenStore,
  { adminTokenFile }: DataDirectory,
  makers: TokenMakers,
): Promise<void> {
  const request = { name: "admin", role: "admin", environments: null, expiresAt: null } as const;
  await ensureToken(tokens, adminTokenFile, { request, makers });
}

/** Makes sure that the token in a file opens this database, and returns its secret; makes it when there is none. */
export async function ensureToken(
  tokens: TokenStore,
  file: string,
  { request, makers }: { readonly request: TokenRequest; readonly makers: TokenMakers },
): Promise<string> {
  const secret = (await readFile(file, "utf8").catch(() => "")).trim();
  if (secret !== "" && (await tokens.loadByDigest(digestToken(makers.serverKey, secret))) !== null)
    return secret;
  const made = createToken(makers, request);
  await writePrivateFile(file, `${made.secret}\n`);
  await tokens.insert(made.token, bootstrapActor);
  return made.secret;
}
