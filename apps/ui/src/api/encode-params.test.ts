import { describe, expect, test } from "vitest";

import { answerRequests } from "../test/answer-requests.ts";
import { ApiFailure } from "./api-failure.ts";
import { api, onlyOnce, read } from "./api.ts";

describe("what an address of the dashboard says", () => {
  test.each([
    ["staging", "/api/v1/environments/staging"],
    ["staging/retire#", "/api/v1/environments/staging%2Fretire%23"],
    ["../tokens?x=", "/api/v1/environments/..%2Ftokens%3Fx%3D"],
    ["a\\..\\b", "/api/v1/environments/a%5C..%5Cb"],
    ["%2e%2e", "/api/v1/environments/%252e%252e"],
    ["$&", "/api/v1/environments/%24%26"],
  ])("%j never makes a call go to another route", async (env, path) => {
    const asked = answerRequests({ [path]: () => ({ ok: true }) });
    await read(api.environments[":env"].$get({ param: { env } }));
    const param = { env };
    await api.environments[":env"].hold.$post({ param, json: { reason: "x" } }, onlyOnce()).catch(() => {});
    expect(asked.map(({ pathname, search, hash }) => pathname + search + hash)).toEqual([
      path,
      `${path}/hold`,
    ]);
  });

  test.each(["..", ".", ""])("%j is the name of nothing, and asked for nowhere", async (env) => {
    const asked = answerRequests({});
    const call = async () => api.environments[":env"].$get({ param: { env } });
    await expect(call()).rejects.toBeInstanceOf(ApiFailure);
    expect(asked).toEqual([]);
  });

  test("leaves calls without a part of it as they are", async () => {
    const asked = answerRequests({ "/api/v1/runs": () => ({ items: [] }) });
    await read(api.runs.$get({ query: { pipeline: "a/b" } }));
    expect(asked.map(({ pathname, search }) => pathname + search)).toEqual(["/api/v1/runs?pipeline=a%2Fb"]);
  });
});
