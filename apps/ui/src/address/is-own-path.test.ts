import { describe, expect, test } from "vitest";

import { isOwnPath } from "./is-own-path.ts";

describe("where a login leads", () => {
  test.each([
    "/",
    "/runs?state=failed&q=a%2Fb",
    "/environments/staging/pipelines/hello?tab=dag#step",
    "/compare?from=http://a&to=//b",
    "/@evil.example",
    "/evil.example",
  ])("may be %j, which is on this server", (path) => {
    expect(isOwnPath(path)).toBe(true);
  });

  test.each([
    "",
    "runs",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\\evil.example",
    "\t//evil.example",
    " //evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2fevil.example",
    "/%5Cevil.example",
    "/%09/evil.example",
    "https://evil.example",
    "https:/evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "blob:x",
    "/\u0000/evil.example",
  ])("is never %j", (path) => {
    expect(isOwnPath(path)).toBe(false);
  });
});
