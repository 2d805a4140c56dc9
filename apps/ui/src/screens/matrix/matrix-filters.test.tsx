import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { MatrixFilters } from "./matrix-filters.tsx";

test("an address that comes late takes back nothing that was typed since", () => {
  const asked: string[] = [];
  const show = (q: string) => (
    <MatrixFilters
      search={q === "" ? {} : { q }}
      onChange={(change) => void asked.push(change.q ?? "")}
      environments={[]}
      teams={[]}
      total={0}
    />
  );
  const { rerender } = render(show(""));
  const field = screen.getByLabelText<HTMLInputElement>("Filter by name");
  const typeAt = (value: string, at: number) => {
    const event = new Event("input", { bubbles: true });
    Object.defineProperty(event, "timeStamp", { value: at });
    field.focus();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, value);
    fireEvent(field, event);
  };
  typeAt("a", 1_000);
  typeAt("ab", 2_000);
  expect(asked).toEqual(["a", "ab"]);
  rerender(show("a"));
  expect(field.value).toBe("ab");
  rerender(show("ab"));
  expect(field.value).toBe("ab");
  rerender(show("somewhere else"));
  expect(field.value).toBe("somewhere else");
});
