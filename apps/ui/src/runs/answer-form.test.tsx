import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";

import { AnswerFields } from "./answer-fields.tsx";
import { type AnswerDraft, answerForm, answerOf } from "./answer-form.ts";

const form = {
  type: "object",
  required: ["pay", "amount"],
  properties: {
    pay: { type: "boolean", title: "Pay it <b>back</b>" },
    amount: { type: "integer", title: "Amount" },
    note: { type: "string", title: "a\u202Egpj.exe", description: "<img src=x onerror=alert(1)>" },
    way: { enum: ["card", "<script>"] },
  },
};

function Fields({ onDraft }: { readonly onDraft: (draft: AnswerDraft) => void }) {
  const [draft, setDraft] = useState<AnswerDraft>({});
  const shown = answerForm(form);
  if (shown.kind === "json") throw new Error("This form is fields.");
  const change = (next: AnswerDraft) => {
    setDraft(next);
    onDraft(next);
  };
  return (
    <AnswerFields fields={shown.fields} draft={draft} errors={{ amount: "is too much" }} onChange={change} />
  );
}

test("what a person fills in becomes the types that the schema wants", async () => {
  let draft: AnswerDraft = {};
  render(<Fields onDraft={(next) => (draft = next)} />);
  await userEvent.selectOptions(screen.getByLabelText("Pay it <b>back</b>"), "No");
  await userEvent.type(screen.getByLabelText("Amount"), "12");
  const shown = answerForm(form);
  expect(shown.kind === "fields" && answerOf(shown.fields, draft)).toEqual({ pay: false, amount: 12 });
});

test("a yes or no that has to be given has no answer until somebody chooses", () => {
  render(<Fields onDraft={() => {}} />);
  const pay = screen.getByLabelText<HTMLSelectElement>("Pay it <b>back</b>");
  expect(pay.value).toBe("");
  expect(pay.validity.valueMissing).toBe(true);
});

test("the form's words are text, and what is wrong stands at its field", () => {
  const { container } = render(<Fields onDraft={() => {}} />);
  expect(container.querySelector("img, b, script")).toBeNull();
  expect(container.textContent).toContain("a⟨U+202E⟩gpj.exe");
  expect(screen.getByLabelText("Amount").getAttribute("aria-invalid")).toBe("true");
});

test.each([null, "text", { type: "array" }, { type: "object", properties: { deep: { type: "object" } } }])(
  "what fields cannot say is written as JSON",
  (schema) => {
    expect(answerForm(schema)).toEqual({ kind: "json" });
  },
);
