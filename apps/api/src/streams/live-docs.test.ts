import { readFile } from "node:fs/promises";

import { eventNames, liveEventNames } from "@lockstep/model";
import { expect, test } from "vitest";

const text = await readFile(new URL("../../../../docs/dashboard.md", import.meta.url), "utf8");
const live = text.slice(text.indexOf("\n## Live"));

test.each([...eventNames, ...liveEventNames])("%s is described under Live of docs/dashboard.md", (name) => {
  expect(live).toContain(`\`${name}\``);
});
