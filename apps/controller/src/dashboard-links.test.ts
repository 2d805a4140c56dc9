import { expect, test } from "vitest";

import { previewLink } from "./dashboard-links.ts";

const url = "https://lockstep.example";

test("a pull request is named by its number, anything else by its base", () => {
  const revision = "a".repeat(40);
  expect(previewLink(url, { revision, base: "develop", pullRequest: 7, environment: "staging" })).toBe(
    `${url}/previews/${revision}?pullRequest=7&environment=staging`,
  );
  expect(previewLink(url, { revision: "feat/a&b", base: "rel/1", pullRequest: null })).toBe(
    `${url}/previews/feat%2Fa%26b?base=rel%2F1`,
  );
});
