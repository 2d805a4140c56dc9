import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { escapeControls } from "./escape-controls.ts";
import { jsonText } from "./json-text.ts";
import { createOutput } from "./output.ts";
import { styled } from "./text.ts";

function printed(setup: { isTTY: boolean; env?: Record<string, string>; mayColor?: boolean }): string {
  let text = "";
  const sink = { isTTY: setup.isTTY, write: (more: string) => (text += more) };
  const world = { stdout: sink, stderr: sink, env: setup.env ?? {} } as never;
  const output = createOutput(world, { isJson: false, mayColor: setup.mayColor ?? true });
  output.lines([styled("red", "stop \u001b]0;owned\u0007"), " \u202ereversed"]);
  return text;
}

describe("output", () => {
  it("colours on a terminal only, and never against NO_COLOR or --no-color", () => {
    expect(printed({ isTTY: true })).toContain("\u001b[31m");
    expect(printed({ isTTY: false })).not.toContain("\u001b");
    expect(printed({ isTTY: true, env: { NO_COLOR: "1" } })).not.toContain("\u001b");
    expect(printed({ isTTY: true, mayColor: false })).not.toContain("\u001b");
  });

  it("shows what could steer a terminal escaped", () => {
    expect(printed({ isTTY: false })).toBe("stop \\u{1b}]0;owned\\u{7} \\u{202e}reversed\n");
  });

  it("leaves no control or direction character in any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeControls(text)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it("writes JSON that is safe to show and means the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, text) => {
        const document = { value, text };
        expect(JSON.parse(jsonText(document))).toEqual(JSON.parse(JSON.stringify(document)));
        expect(jsonText(document).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
