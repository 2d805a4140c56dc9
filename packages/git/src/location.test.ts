import { expect, test } from "vitest";

import { parseLocation } from "./location.ts";

test.each([
  ["https://example.com/a/b.git/", null, "https://example.com/a/b.git", null],
  ["https://example.com/a", "t", "https://example.com/a", { username: "x-access-token", password: "t" }],
  ["https://ada@example.com/a", "t", "https://example.com/a", { username: "ada", password: "t" }],
  ["https://ada:p%40ss@example.com/a", null, "https://example.com/a", { username: "ada", password: "p@ss" }],
  ["https://ada:old@example.com/a", "new", "https://example.com/a", { username: "ada", password: "new" }],
  ["http://example.com:8080/a?x=1#y", null, "http://example.com:8080/a", null],
])("takes %s with token %s apart", (text, token, url, credentials) => {
  expect(parseLocation(text, token)).toEqual({
    kind: "remote",
    url,
    origin: new URL(url).origin,
    credentials,
  });
});

test("takes the token that holds when it is asked for", () => {
  let token: string | null = null;
  const location = parseLocation("https://ada:old@example.com/a", () => token);
  const password = () => (location.kind === "remote" ? location.credentials?.password : undefined);
  expect(password()).toBe("old");
  token = "first";
  expect(password()).toBe("first");
  token = "second";
  expect(password()).toBe("second");
});

test.each([
  ["/srv/repo.git", "/srv/repo.git"],
  ["file:///srv/re%20po.git", "/srv/re po.git"],
])("takes %s for a path", (text, path) => {
  expect(parseLocation(text, null)).toEqual({ kind: "local", path });
});

test.each(["ssh://git@example.com/a", "git@example.com:a/b.git", "ftp://example.com", "https://"])(
  "refuses %s",
  (text) => {
    expect(() => parseLocation(text, "secret")).toThrow(
      expect.objectContaining({
        kind: "configuration-invalid",
        message: expect.not.stringContaining("secret"),
      }),
    );
  },
);
