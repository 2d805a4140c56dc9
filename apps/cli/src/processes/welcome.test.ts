import { expect, test } from "vitest";

import { gitHubLines } from "./welcome.ts";

test("says as whom Lockstep speaks with GitHub, never with which secret, and nothing without GitHub", () => {
  const app = { kind: "app", appId: "1001", privateKey: "a secret" } as const;
  expect(gitHubLines({ credentials: app })).toEqual([
    "  GitHub          as App 1001; what is missing: npx lockstep github status",
  ]);
  const [line] = gitHubLines({ credentials: { kind: "token", token: "ghp_secret" } });
  expect(line).toContain("as the account of a token");
  expect(line).not.toContain("ghp_secret");
  expect(gitHubLines(null)).toEqual([]);
});
