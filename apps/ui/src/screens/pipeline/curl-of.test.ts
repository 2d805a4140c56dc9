import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { curlOf } from "./curl-of.ts";

const input = { text: `it's "$(id)" \`x\` \\ $HOME\n!`, deep: ["'", "''"] };

test("a shell reads the input as it is", () => {
  const command = curlOf({
    origin: "http://localhost",
    env: "staging",
    slug: "hello",
    input,
    wait: "30s",
    key: "0f8b",
  });
  const shown = command.replace(/^curl/, `node -e 'console.log(JSON.stringify(process.argv.slice(1)))' --`);
  const env = { PATH: process.env.PATH, LOCKSTEP_TOKEN: "secret" };
  const words = JSON.parse(
    execFileSync("/bin/sh", ["-c", shown], { env, stdio: "pipe" }).toString(),
  ) as string[];
  expect(words.slice(0, 3)).toEqual([
    "-X",
    "POST",
    "http://localhost/api/v1/environments/staging/pipelines/hello/run?wait=30s",
  ]);
  expect(words).toContain("authorization: Bearer secret");
  expect(JSON.parse(words.at(-1) ?? "")).toEqual({ input });
});
