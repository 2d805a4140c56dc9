import { readFile } from "node:fs/promises";

import { createToken, digestToken, type TokenMakers, type TokenRequest } from "@lockstep/api";
import { bootstrapActor, type Token, type TokenStore } from "@lockstep/model";

import { type DataDirectory, writePrivateFile } from "./data-directory.ts";

/** Makes sure that the token in the data directory opens this database; makes a new one at the first start. */
export async function ensureAdminToken(
  tokens: TokenStore,
  { adminTokenFile }: DataDirectory,
  makers: TokenMakers,
): Promise<Token> {
  const request = { name: "admin", role: "admin", environments: null, expiresAt: null } as const;
  return (await ensureToken(tokens, adminTokenFile, { request, makers })).token;
}

/** Makes sure that the secret in a file opens this database; makes a token and the file when it does not. */
export async function ensureToken(
  tokens: TokenStore,
  file: string,
  { request, makers }: { readonly request: TokenRequest; readonly makers: TokenMakers },
): Promise<{ readonly secret: string; readonly token: Token }> {
  const secret = (await readFile(file, "utf8").catch(() => "")).trim();
  const known = secret === "" ? null : await tokens.loadByDigest(digestToken(makers.serverKey, secret));
  if (known !== null) return { secret, token: known };
  const made = createToken(makers, request);
  await writePrivateFile(file, `${made.secret}\n`);
  await tokens.insert(made.token, bootstrapActor);
  return made;
}
