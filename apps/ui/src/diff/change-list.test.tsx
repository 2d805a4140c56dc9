import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { ChangeList } from "./change-list.tsx";
import type { ShownChange } from "./change.ts";

const change = (count: number): ShownChange => ({
  kind: "update",
  slug: "hello",
  class: "content",
  from: null,
  to: null,
  contract: null,
  differences: Array.from({ length: count }, (_, at) => ({
    class: "content",
    operation: "changed",
    sentence: `step ${at} changed`,
  })),
});

test("says all of a few differences, and of many the first ones until somebody asks", async () => {
  const { unmount } = render(<ChangeList changes={[change(100)]} />);
  expect(screen.getAllByText(/^step \d+ changed$/)).toHaveLength(100);
  expect(screen.queryByRole("button")).toBeNull();
  unmount();

  render(<ChangeList changes={[change(120)]} />);
  expect(screen.getAllByText(/^step \d+ changed$/)).toHaveLength(100);
  await userEvent.click(screen.getByRole("button", { name: "Show all 120 differences" }));
  expect(screen.getAllByText(/^step \d+ changed$/)).toHaveLength(120);
});
