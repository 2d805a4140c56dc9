import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";

import { JsonTree } from "./json-tree.tsx";

describe("a JSON value", () => {
  test("is text, keys and values alike, whatever it holds", () => {
    const hostile = {
      '<img src=x onerror="alert(1)">': "<script>alert(1)</script>",
      "a\u202eb": "javascript:alert(1)",
      ["__proto__"]: { polluted: true },
    };
    const value: unknown = JSON.parse(`{"__proto__": {"polluted": true}}`);
    const { container } = render(<JsonTree value={{ ...hostile, parsed: value }} label="Output" />);
    expect(container.querySelector("img, script, a")).toBeNull();
    expect(container.textContent).toContain('<img src=x onerror="alert(1)">: "<script>alert(1)</script>"');
    expect(container.textContent).toContain("a⟨U+202E⟩b");
    expect(container.textContent).toContain("__proto__");
    expect({}).not.toHaveProperty("polluted");
  });

  test("tells texts from numbers, truths and nothing", () => {
    const { container } = render(<JsonTree value={["1", 1, true, null, {}, []]} label="Output" />);
    expect(container.textContent).toContain('0: "1"1: 12: true3: null4: {}5: []');
  });

  test("opens what is closed, a hundred entries at a time", async () => {
    const value = { rows: Array.from({ length: 150 }, (_, index) => ({ id: `row-${index}` })) };
    const { container } = render(<JsonTree value={value} label="Output" />);
    const closed = () => container.querySelectorAll('button[aria-expanded="false"]');
    const press = async (button: Element | undefined) => userEvent.click(button ?? document.body);
    expect(container.textContent).toContain("rows: [ 150 items ]");
    await press(closed()[0]);
    expect(closed()).toHaveLength(100);
    await press(screen.getByText("Show more of 150"));
    expect(closed()).toHaveLength(150);
    expect(container.textContent).not.toContain("row-149");
    await press(closed()[149]);
    expect(container.textContent).toContain("row-149");
  });

  test("of a word of 10 000 characters keeps to its box", () => {
    const { container } = render(
      <JsonTree value={{ ["k".repeat(10_000)]: "x".repeat(10_000) }} label="Output" />,
    );
    expect(container.textContent.length).toBeLessThan(1_500);
  });

  test("nested 5000 deep does not end the page", () => {
    const value: unknown = JSON.parse(`${"[".repeat(5_000)}1${"]".repeat(5_000)}`);
    const { container } = render(<JsonTree value={value} label="Output" />);
    expect(container.textContent).toContain("1 item");
  });
});
