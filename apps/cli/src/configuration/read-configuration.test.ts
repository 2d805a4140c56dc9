import { describe, expect, test } from "vitest";

import { readConfiguration } from "./read-configuration.ts";

describe("the configuration", () => {
  test("has a default for everything", () => {
    expect(readConfiguration({}, "/srv")).toMatchObject({
      repository: null,
      dataDirectory: "/srv/.lockstep",
      databaseUrl: null,
      publicUrl: "http://127.0.0.1:4400",
      pollMs: 15_000,
    });
  });

  test("names every mistake at once and what was probably meant", () => {
    const read = () =>
      readConfiguration(
        {
          LOCKSTEP_PROT: "1",
          LOCKSTEP_PORT: "high",
          LOCKSTEP_POLL: "often",
          LOCKSTEP_UI: "no",
          DATABASE_URL: "mysql://x",
        },
        "/",
      );
    expect(read).toThrow(/LOCKSTEP_PROT is not a setting; did you mean LOCKSTEP_PORT/);
    expect(read).toThrow(/LOCKSTEP_PORT: 'high'[\s\S]*LOCKSTEP_POLL: 'often'[\s\S]*LOCKSTEP_UI: 'no'/);
    expect(read).toThrow(/DATABASE_URL: only postgres/);
  });

  test("blames the port alone when the port is wrong", () => {
    expect(() => readConfiguration({ LOCKSTEP_PORT: "99999" }, "/")).not.toThrow(/LOCKSTEP_PUBLIC_URL/);
  });

  test.each([
    [".", "/srv"],
    ["acme", "/srv/acme"],
    ["/git/acme", "/git/acme"],
    ["https://git.example/acme", "https://git.example/acme"],
  ])("takes the repository %s for %s", (written, repository) => {
    expect(readConfiguration({ LOCKSTEP_REPO: written }, "/srv")).toMatchObject({ repository });
  });

  test("serves the dashboard unless it is switched off", () => {
    const has = (variables: object) => readConfiguration({ ...variables }, "/").hasDashboard;
    expect([has({}), has({ LOCKSTEP_UI: "on" }), has({ LOCKSTEP_UI: "off" })]).toEqual([true, true, false]);
  });

  test("keeps secrets of environments apart from settings", () => {
    const { secretVariables } = readConfiguration({ LOCKSTEP_SECRET__STAGING__CRM_TOKEN: "x" }, "/");
    expect([...secretVariables.keys()]).toEqual(["LOCKSTEP_SECRET__STAGING__CRM_TOKEN"]);
  });
});
