import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { ensureToken } from "../processes/admin-token.ts";
import type { Installation } from "../processes/installation.ts";
import { type DemoActor, demoActors } from "./demo-people.ts";

/** Makes sure that everybody who acts in the demo has a token, and returns the secrets; they lie in the data directory. */
export async function ensureDemoTokens({
  data,
  store,
  makers,
}: Pick<Installation, "data" | "store" | "makers">): Promise<ReadonlyMap<DemoActor, string>> {
  const folder = join(data.path, "demo-tokens");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const secrets = new Map<DemoActor, string>();
  for (const name of Object.keys(demoActors) as DemoActor[]) {
    const request = { name, role: demoActors[name], environments: null, expiresAt: null };
    const { secret } = await ensureToken(store.tokens, join(folder, name), { request, makers });
    secrets.set(name, secret);
  }
  return secrets;
}
