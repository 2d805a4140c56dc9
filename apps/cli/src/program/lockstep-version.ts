import { readFileSync } from "node:fs";

/** Version of the installed `lockstep`, from its package.json. */
export function lockstepVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version;
}
