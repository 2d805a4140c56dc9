import { generateKeyPairSync } from "node:crypto";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { makeTree } from "../testing/make-tree.ts";
import { readServerConfiguration } from "./read-server-configuration.ts";
import { writeSavedGitHubApp } from "./saved-github-app.ts";

const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

const repository = { LOCKSTEP_REPO: "https://github.com/acme/pipelines.git" };

const app = { LOCKSTEP_GITHUB_APP_ID: "42", LOCKSTEP_GITHUB_PRIVATE_KEY: pem };

const savedApp = {
  appId: "7",
  slug: "lockstep-acme",
  privateKey: pem,
  webhookSecret: "saved-secret",
  apiUrl: "https://github.acme.example/api/v3",
  url: "https://github.acme.example/apps/lockstep-acme",
};

function read(variables: Readonly<Record<string, string>>, cwd = "/nowhere") {
  return readServerConfiguration(variables, cwd).github;
}

describe("the settings of GitHub", () => {
  it("are none without credentials", () => {
    expect(read(repository)).toBeNull();
    expect(read({})).toBeNull();
  });

  it("are an App with its defaults", () => {
    expect(read({ ...repository, ...app })).toEqual({
      repositoryUrl: "https://github.com/acme/pipelines",
      apiUrl: "https://api.github.com",
      credentials: { kind: "app", appId: "42", privateKey: pem },
      webhookSecrets: [],
      hasComment: false,
      writesPerMinute: 70,
    });
  });

  it("are a token on an Enterprise Server, with secrets under rotation and the comment", () => {
    const settings = read({
      LOCKSTEP_REPO: "https://github.acme.example/acme/pipe.lines",
      LOCKSTEP_GITHUB_TOKEN: "ghp_x",
      LOCKSTEP_GITHUB_API_URL: "https://github.acme.example/api/v3/",
      LOCKSTEP_GITHUB_WEBHOOK_SECRET: "new, old",
      LOCKSTEP_GITHUB_COMMENT: "on",
      LOCKSTEP_GITHUB_WRITES_PER_MINUTE: "600",
    });
    expect(settings).toEqual({
      repositoryUrl: "https://github.acme.example/acme/pipe.lines",
      apiUrl: "https://github.acme.example/api/v3",
      credentials: { kind: "token", token: "ghp_x" },
      webhookSecrets: ["new", "old"],
      hasComment: true,
      writesPerMinute: 600,
    });
  });

  it("take the key from a file, or from text whose line breaks are written out", () => {
    const cwd = makeTree({ "keys/app.pem": pem });
    const expected = { credentials: { kind: "app", privateKey: pem } };
    expect(read({ ...repository, ...app, LOCKSTEP_GITHUB_PRIVATE_KEY: "keys/app.pem" }, cwd)).toMatchObject(
      expected,
    );
    const oneLine = pem.replaceAll("\n", "\\n");
    expect(read({ ...repository, ...app, LOCKSTEP_GITHUB_PRIVATE_KEY: oneLine })).toMatchObject(expected);
  });

  it("are the saved App unless variables give another, and only its owner may read it", async () => {
    const cwd = makeTree();
    const path = await writeSavedGitHubApp(join(cwd, ".lockstep"), savedApp);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const onServer = { LOCKSTEP_REPO: "https://github.acme.example/acme/pipelines" };
    expect(read(onServer, cwd)).toMatchObject({
      apiUrl: "https://github.acme.example/api/v3",
      credentials: { kind: "app", appId: "7" },
      webhookSecrets: ["saved-secret"],
    });
    expect(read({ ...onServer, LOCKSTEP_GITHUB_WEBHOOK_SECRET: "new,saved-secret" }, cwd)).toMatchObject({
      webhookSecrets: ["new", "saved-secret"],
    });
    expect(read({ ...repository, ...app }, cwd)).toMatchObject({
      apiUrl: "https://api.github.com",
      credentials: { appId: "42" },
      webhookSecrets: [],
    });
  });

  it("name every mistake at once, other settings included, and never a secret", () => {
    const secret = "no-key-but-secret";
    const readWrong = () =>
      read({
        LOCKSTEP_REPO: "https://gitlab.example/acme/pipelines",
        LOCKSTEP_POLL: "often",
        LOCKSTEP_GITHUB_APP_ID: "Iv1.x",
        LOCKSTEP_GITHUB_PRIVATE_KEY: secret,
        LOCKSTEP_GITHUB_TOKEN: "ghp_secret",
        LOCKSTEP_GITHUB_COMMENT: "yes",
      });
    expect(readWrong).toThrow(
      expect.objectContaining({
        kind: "configuration-invalid",
        message: expect.stringMatching(
          /LOCKSTEP_POLL: 'often'[\s\S]*LOCKSTEP_GITHUB_TOKEN: there is an App too[\s\S]*APP_ID: 'Iv1\.x'[\s\S]*PRIVATE_KEY: it is neither PEM[\s\S]*COMMENT: 'yes'[\s\S]*LOCKSTEP_REPO: .*https:\/\/github\.com\/owner\/name/,
        ),
      }),
    );
    expect(readWrong).not.toThrow(/secret/);
  });

  it.each([
    [{ LOCKSTEP_GITHUB_APP_ID: "42" }, /APP_ID needs LOCKSTEP_GITHUB_PRIVATE_KEY/],
    [{ LOCKSTEP_GITHUB_PRIVATE_KEY: pem }, /PRIVATE_KEY needs LOCKSTEP_GITHUB_APP_ID/],
    [{ LOCKSTEP_GITHUB_WEBHOOK_SECRET: "x" }, /WEBHOOK_SECRET needs credentials/],
    [{ LOCKSTEP_GITHUB_COMMENT: "on" }, /COMMENT needs credentials/],
    [{ LOCKSTEP_GITHUB_TOKEN: "x", LOCKSTEP_GITHUB_WRITES_PER_MINUTE: "5" }, /WRITES_PER_MINUTE: '5'/],
    [{ LOCKSTEP_GITHUB_TOKEN: "x", LOCKSTEP_GITHUB_API_URL: "github.com" }, /API_URL is not valid/],
    [{ LOCKSTEP_GITHUB_TOKEN: "x", LOCKSTEP_REPO: "/srv/acme" }, /LOCKSTEP_REPO: .*github\.com/],
    [{ LOCKSTEP_GITHUB_TOKEN: "x", LOCKSTEP_REPO: "" }, /LOCKSTEP_REPO: .*github\.com/],
    [{ LOCKSTEP_GITHUB_TOKEN: "x", LOCKSTEP_GITHUB_API_URL: "https://acme.example/api/v3" }, /LOCKSTEP_REPO/],
  ])("refuse %j", (variables, message) => {
    expect(() => read({ ...repository, ...variables })).toThrow(message);
  });

  it("refuse keys of another kind and damaged files of the saved App", () => {
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const text = elliptic.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => read({ ...repository, ...app, LOCKSTEP_GITHUB_PRIVATE_KEY: text })).toThrow(/RSA/);
    const cwd = makeTree({ ".lockstep/github-app.json": "{}" });
    expect(() => read(repository, cwd)).toThrow(/github-app\.json cannot be read/);
    writeFileSync(join(cwd, ".lockstep/github-app.json"), "{");
    expect(() => read(repository, cwd)).toThrow(/github-app\.json cannot be read/);
  });
});
