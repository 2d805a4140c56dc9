import { expect, test } from "vitest";

import { readPreviewSearch } from "./preview-search.ts";

test("an address says only what can be meant", () => {
  expect(
    readPreviewSearch({ pullRequest: 12, show: "text", view: "sideways", side: "after", other: "x" }),
  ).toEqual({
    pullRequest: "12",
    show: "text",
    side: "after",
  });
});
