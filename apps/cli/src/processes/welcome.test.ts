import { expect, test } from "vitest";

import { gitHubLines, welcome } from "./welcome.ts";

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

test("shows a way in where there is a dashboard, and none where there is not", () => {
  const installation = {
    configuration: { publicUrl: "https://lockstep.example", repository: "/srv/pipelines", github: null },
    data: { adminTokenFile: "/var/lib/lockstep/admin-token" },
  };
  const place = { isDemo: false, cwd: "/srv" };
  const loginLink = "https://lockstep.example/login#lsl_secret";
  expect(welcome(installation, { ...place, loginLink })).toMatch(
    /Dashboard +https:\/\/lockstep\.example\/login#lsl_secret\n.*once.*npx lockstep dashboard/,
  );
  expect(welcome(installation, { ...place, loginLink: null })).not.toContain("Dashboard");
});
