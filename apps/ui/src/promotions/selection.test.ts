import { expect, test } from "vitest";

import { readSelection, toggleSelection } from "./selection.ts";

test("choosing and choosing again leaves nothing chosen", () => {
  const once = toggleSelection(undefined, "hello");
  expect(once).toBe("hello");
  expect(toggleSelection(toggleSelection(once, "orders"), "hello")).toBe("orders");
  expect(toggleSelection(once, "hello")).toBeUndefined();
});

test("an address that was typed by hand names each pipeline once", () => {
  expect(readSelection(",hello,,hello,orders,")).toEqual(["hello", "orders"]);
  expect(readSelection(undefined)).toEqual([]);
});
