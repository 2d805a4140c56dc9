import { expect, test } from "vitest";

import { readRepositoryAddress } from "./repository-address.ts";

test.each([
  ["https://github.com/acme/flows", "https://api.github.com"],
  ["https://github.com/acme/flows.git/", "https://api.github.com"],
  ["ssh://git@github.com/acme/flows.git", "https://api.github.com"],
  ["git@github.com:acme/flows.git", "https://api.github.com"],
  ["git@ghes.example.com:acme/flows", "https://ghes.example.com/api/v3"],
  ["https://ghes.example.com:8443/acme/flows", "https://ghes.example.com:8443/api/v3"],
])("%s is asked for at %s", (url, apiUrl) => {
  expect(readRepositoryAddress(url, null)).toEqual({ owner: "acme", name: "flows", apiUrl });
});

test("a given API address wins", () => {
  expect(
    readRepositoryAddress("https://ghes.example.com/acme/flows", "http://10.0.0.1/api/v3/"),
  ).toMatchObject({
    apiUrl: "http://10.0.0.1/api/v3",
  });
});

test.each(["https://github.com/acme", "https://github.com/a/b/c", "/srv/flows.git", "flows", ""])(
  "%s names no repository",
  (url) => {
    expect(() => readRepositoryAddress(url, null)).toThrow(
      expect.objectContaining({ kind: "configuration-invalid" }),
    );
  },
);
