import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";

import { fieldOfSchema } from "./field-of-schema.ts";
import { readForm, startForm } from "./form-state.ts";
import type { FormError } from "./read-draft.ts";
import { SchemaForm } from "./schema-form.tsx";

const order = {
  type: "object",
  required: ["id", "lines"],
  properties: {
    id: { type: "string", title: "Order", description: "As the shop numbers it." },
    channel: { enum: ["web", "phone"], default: "web" },
    express: { type: "boolean" },
    lines: {
      type: "array",
      items: {
        type: "object",
        required: ["sku"],
        properties: { sku: { type: "string" }, n: { type: "integer" } },
      },
    },
    note: { oneOf: [{ type: "string" }, { type: "null" }] },
  },
};

interface FilledProps {
  readonly schema?: object;
  readonly errors?: readonly FormError[];
  readonly sample?: { readonly [name: string]: string };
}

function Filled({ schema = order, errors = [], sample }: FilledProps) {
  const field = fieldOfSchema(schema);
  const [state, setState] = useState(() => startForm(field));
  return (
    <>
      <SchemaForm field={field} state={state} onChange={setState} errors={errors} sample={sample ?? null} />
      <pre>{JSON.stringify(readForm(field, state).value)}</pre>
    </>
  );
}

const said = () => JSON.parse(document.querySelector("pre")?.textContent ?? "null") as unknown;

test("what is typed, chosen and added is what is said", async () => {
  render(<Filled />);
  await userEvent.type(screen.getByRole("textbox", { name: "Order · id" }), "O-1");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "channel (optional)" }), "phone");
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "express (optional)" }), "No");
  await userEvent.click(screen.getByRole("button", { name: "Add an item" }));
  await userEvent.type(screen.getByRole("textbox", { name: "sku" }), "A");
  await userEvent.type(screen.getByRole("textbox", { name: "n (optional)" }), "2");
  await userEvent.type(screen.getByRole("textbox", { name: "note (optional)" }), "null");
  expect(said()).toEqual({
    id: "O-1",
    channel: "phone",
    express: false,
    lines: [{ sku: "A", n: 2 }],
    note: null,
  });
  await userEvent.click(screen.getByRole("button", { name: "Remove item 1" }));
  expect(said()).toMatchObject({ lines: [] });
});

test("the form becomes JSON and back, and nothing is lost", async () => {
  render(<Filled />);
  await userEvent.type(screen.getByRole("textbox", { name: "Order · id" }), "O-1");
  await userEvent.click(screen.getByRole("button", { name: "JSON" }));
  const text = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Input as JSON" });
  expect(JSON.parse(text.value)).toEqual({ id: "O-1", channel: "web", lines: [] });
  await userEvent.clear(text);
  await userEvent.click(text);
  await userEvent.paste('{"id":"O-2","lines":[],"other":1}');
  await userEvent.click(screen.getByRole("button", { name: "Form" }));
  expect(screen.getByRole("status").textContent).toContain("stays JSON");
  expect(said()).toEqual({ id: "O-2", lines: [], other: 1 });
});

test("what the server refuses stands beside its field, and in JSON below it", async () => {
  const errors = [{ path: "/id", message: "must match pattern" }];
  render(<Filled errors={errors} />);
  const field = screen.getByRole("textbox", { name: "Order · id" });
  expect(field.getAttribute("aria-invalid")).toBe("true");
  const note = document.getElementById(field.getAttribute("aria-describedby") ?? "");
  expect(note?.textContent).toBe("must match pattern");
  await userEvent.click(screen.getByRole("button", { name: "JSON" }));
  expect(within(screen.getByRole("alert")).queryByText("/id")).not.toBeNull();
});

test("names and words full of markup, turned text and endless words are text", () => {
  const schema = {
    type: "object",
    properties: {
      "<img src=x onerror=alert(1)>": { type: "string", title: "a\u202egpj.exe", description: "<b>x</b>" },
      ["k".repeat(10_000)]: { enum: ["<script>", "\u202e"] },
    },
  };
  const { container } = render(<Filled schema={schema} />);
  expect(container.querySelector("img, b, script")).toBeNull();
  expect(screen.queryByText("a⟨U+202E⟩gpj.exe · <img src=x onerror=alert(1)> (optional)")).not.toBeNull();
  expect(container.textContent).not.toContain("k".repeat(200));
  expect(screen.queryByRole("option", { name: "⟨U+202E⟩" })).not.toBeNull();
});

test("a schema that no field can show is asked for as JSON, with its sample", async () => {
  render(<Filled schema={{ oneOf: [{ type: "string" }] }} sample={{ a: "b" }} />);
  await userEvent.click(screen.getByRole("button", { name: "Form" }));
  expect(screen.getByRole("status").textContent).toContain("more than a form");
  await userEvent.click(screen.getByRole("button", { name: "Fill in the sample" }));
  expect(said()).toEqual({ a: "b" });
});
