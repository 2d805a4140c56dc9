import { expect, test } from "vitest";

import { labelTimes } from "./axes.ts";

test.each([0.05, 0.5, 1, 15, 60, 3_600, 86_400])("labels %s s apart differ from each other", (step) => {
  const labels = labelTimes([0, 1, 2, 3].map((n) => 1_795_765_391 + n * step));
  expect(new Set(labels).size).toBe(4);
});
