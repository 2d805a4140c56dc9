import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";

import { createSealedSecrets } from "./sealed-secrets.ts";
import { createSecretSource, type SecretPlaces } from "./secret-source.ts";

const sealed = createSealedSecrets(Buffer.alloc(32, 7));
const rows = new Map([["staging/api", sealed.seal("staging", "api", "from the store")]]);
const directory = mkdtempSync(join(tmpdir(), "lockstep-secrets-"));

const places: SecretPlaces = {
  variables: new Map([["LOCKSTEP_SECRET__STAGING__CRM_TOKEN", "from a variable"]]),
  directory,
  store: { load: async (environment, name) => rows.get(`${environment}/${name}`) ?? null },
  sealed,
};

const resolve = (environment: string, ref: string) =>
  createSecretSource(places).resolve(environment, { ref, teams: null, hosts: null });

beforeAll(() => {
  mkdirSync(join(directory, "staging"));
  mkdirSync(join(directory, "production"));
  writeFileSync(join(directory, "staging", "key"), "from a file\n");
  writeFileSync(join(directory, "production", "key"), "not yours");
  symlinkSync(join(directory, "production", "key"), join(directory, "staging", "borrowed"));
});

describe("a secret reference", () => {
  test.each([
    ["env:CRM_TOKEN", "from a variable"],
    ["env:crm-token", "from a variable"],
    ["file:key", "from a file"],
    ["store:api", "from the store"],
  ])("%s resolves in its own environment", async (ref, value) => {
    expect(await resolve("staging", ref)).toBe(value);
  });

  test.each(["env:CRM_TOKEN", "store:api", "file:../staging/key"])(
    "%s does not reach another environment",
    async (ref) => {
      await expect(resolve("production", ref)).rejects.toMatchObject({ kind: "not-found" });
    },
  );

  test("that follows a link out of the environment's directory is refused", async () => {
    await expect(resolve("staging", "file:borrowed")).rejects.toThrow(/leaves the directory/);
  });

  test("sealed for one name cannot be opened under another", () => {
    const text = sealed.seal("staging", "api", "x");
    expect(() => sealed.open("staging", "other", text)).toThrow(/cannot be opened/);
    expect(() => sealed.open("production", "api", text)).toThrow(/cannot be opened/);
  });
});
