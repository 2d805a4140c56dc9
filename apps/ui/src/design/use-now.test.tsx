import { act, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useFromNow } from "./use-now.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("an age is rendered again when it says something else, not each second", () => {
  const began = Date.now() - 1_000;
  let renders = 0;
  function Minutes() {
    renders += 1;
    return <p>{useFromNow((now) => Math.floor((now - began) / 60_000))}</p>;
  }
  const { container } = render(<Minutes />);
  act(() => {
    vi.advanceTimersByTime(58_000);
  });
  expect([container.textContent, renders]).toEqual(["0", 1]);
  act(() => {
    vi.advanceTimersByTime(2_000);
  });
  expect([container.textContent, renders]).toEqual(["1", 2]);
});
