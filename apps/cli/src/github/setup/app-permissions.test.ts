import { neededEvents, neededPermissions } from "@lockstep/forge";
import { expect, test } from "vitest";

import { appEvents, appPermissions } from "./app-permissions.ts";

const sorted = (lines: readonly string[]) => [...lines].sort();

test("the App is made with exactly what its inspection looks for", () => {
  const asked = appPermissions({ hasBump: true, hasComment: true });
  const needed = neededPermissions.map(({ name, level }) => `${name}: ${level}`);
  expect(sorted(asked.map(({ name, access }) => `${name}: ${access}`))).toEqual(sorted(needed));
  expect(sorted(appEvents.map(({ name }) => name))).toEqual(sorted(neededEvents.map(({ name }) => name)));
});

test("the button and the comment are what asks for writing contents and pull requests", () => {
  const asked = appPermissions({ hasBump: false, hasComment: false });
  const accessTo = new Map(asked.map(({ name, access }) => [name, access]));
  expect([accessTo.get("contents"), accessTo.get("pull_requests")]).toEqual(["read", "read"]);
});
