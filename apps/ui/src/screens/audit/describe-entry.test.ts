import { expect, test } from "vitest";

import { actorOf, becauseOf } from "./describe-entry.ts";

const people = { "person:1": { name: "Ada", email: "ada@example.com" } };

test("a deploy is its author's, not the controller's", () => {
  const body = { actor: { kind: "controller", id: "controller" }, commit: { author: "person:1" } };
  expect(actorOf({ body }, people)).toBe("Ada");
});

test("an act is who acted, though it is about somebody's commit", () => {
  const body = { actor: { kind: "token", id: "token:ci" }, commit: { author: "person:1" } };
  expect(actorOf({ body }, people)).toBe("token:ci");
});

test("who was erased has no name", () => {
  const body = { actor: { kind: "controller", id: "controller" }, commit: { author: "person:2" } };
  expect(actorOf({ body }, people)).toBe("somebody who was erased");
});

test("a person's reason comes first, then what changed", () => {
  const changes = [1, 2, 3, 4, 5].map((n) => ({ slug: `p${n}`, from: null, to: { version: "1.0.0" } }));
  expect(becauseOf({ body: { because: "Applied 5 changes.", changes } })).toBe(
    "p1 none → 1.0.0, p2 none → 1.0.0, p3 none → 1.0.0 and 2 more",
  );
  expect(becauseOf({ body: { reason: "wrong rate", changes } })).toBe("wrong rate");
});

test("an environment's own change is one of its settings", () => {
  const changes = [{ kind: "configure", slug: "production", from: null, to: null }];
  expect(becauseOf({ body: { changes } })).toBe("settings of production");
});

test.each([null, "text", 3, [], { changes: "x" }, { changes: [null, 1] }, { actor: null }])(
  "a body of another form is no fault: %j",
  (body) => {
    expect(typeof actorOf({ body: body as never }, people)).toBe("string");
    expect(typeof becauseOf({ body: body as never })).toBe("string");
  },
);
