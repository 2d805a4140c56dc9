import { readFileSync } from "node:fs";

import { eventNames } from "@lockstep/model";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../../../../docs/notifications.md", import.meta.url), "utf8");

test.each(eventNames)("%s is in the table of docs/notifications.md", (name) => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `") && line.includes(`\`${name}\``));
  expect(rows).toHaveLength(1);
});
