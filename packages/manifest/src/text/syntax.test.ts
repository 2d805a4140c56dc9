import { describe, expect, test } from "vitest";

import { readMarks } from "../../testing/marked-text.ts";
import { createLineIndex } from "./line-index.ts";
import { parseStrictText } from "./parse-strict.ts";

describe("a text that is not JSON", () => {
  test.each([
    '{"a": 1«,}',
    '{"a" «1}',
    '{"a": «tru}',
    '["\\«x"]',
    '{"a": 1}«}',
    "«",
    '{"a": 0«1}',
    '{"a": 1«',
    '"a«\nb"',
    "{«'a': 1}",
    "[1«,,2]".replace("«,,", ",«,"),
    "«\u00a0{}",
    "1.«",
    "{«",
    "[«",
    '{"a"«',
    "[1,«",
    '{"a": 1} «x',
    "«nul",
    "[1 «2]",
    "«+1",
    "«// x\n{}",
    '{\n  "a": [1, 2«,\n  ]\n}',
  ])("is blamed at the mark: %j", (marked) => {
    const { text, places } = readMarks(marked);
    const [finding] = parseStrictText(text).findings;
    const offset = finding?.spot.at === "text" ? finding.spot.offset : -1;
    expect(finding?.code).toBe("JSON_SYNTAX");
    expect(createLineIndex(text)(offset)).toEqual(places[0]);
  });
});
