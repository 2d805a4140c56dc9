import { executableStepTypes } from "@lockstep/engine";
import { stepTypes } from "@lockstep/model";
import { compileFixedSchema } from "@lockstep/schema";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";

interface StepTypeView {
  readonly type: string;
  readonly with: object;
  readonly output: object;
  readonly secrets: readonly string[];
  readonly isExecutable: boolean;
}

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
});
afterEach(() => org.close());

describe("the catalogue of step types", () => {
  test("has every step type of the format, with schemas that compile, in pages of at most 100 KB", async () => {
    const found: StepTypeView[] = [];
    let cursor = "";
    do {
      const text = await (await org.request(`/api/v1/steps?limit=100${cursor}`)).text();
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
      const page = JSON.parse(text) as { items: StepTypeView[]; next: string | null };
      found.push(...page.items);
      cursor = page.next === null ? "" : `&cursor=${page.next}`;
    } while (cursor !== "");
    expect(found.map(({ type }) => type)).toEqual([...stepTypes]);
    for (const { type, with: parameters, output, isExecutable } of found) {
      expect(() => compileFixedSchema(parameters)).not.toThrow();
      expect(() => compileFixedSchema(output)).not.toThrow();
      expect(isExecutable).toBe(executableStepTypes.has(type as never));
    }
  });

  test("shows one type, and names the nearest to a wrong one", async () => {
    const { stepType } = await bodyOf<{ stepType: StepTypeView }>(org.request("/api/v1/steps/http"));
    expect(stepType).toMatchObject({ type: "http", effects: { default: "write", floor: "read" } });
    expect(stepType.secrets).toContain("/headers/*");
    const wrong = await org.request("/api/v1/steps/htpp");
    expect(wrong.status).toBe(404);
    expect(await wrong.json()).toMatchObject({ detail: expect.stringContaining("Did you mean http?") });
  });

  test("is not sent again to who has it", async () => {
    const first = await org.request("/api/v1/steps");
    const tag = first.headers.get("ETag") ?? "";
    expect(tag).not.toBe("");
    const again = await org.request("/api/v1/steps", { headers: { "If-None-Match": tag } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(again.headers.get("X-Request-Id")).toMatch(/\S/);
    expect((await org.request("/api/v1/steps", { headers: { "If-None-Match": '"other"' } })).status).toBe(
      200,
    );
  });
});
