import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { createRenewals } from "./renewals.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function listen() {
  const renewed: (readonly string[])[] = [];
  const renewals = createRenewals((topics) => renewed.push([...topics].toSorted()));
  const times = (topic: string) => renewed.filter((topics) => topics.includes(topic)).length;
  return { ...renewals, renewed, times };
}

test("a crowd of events renews once", () => {
  const { hear, renewed } = listen();
  for (let event = 0; event < 50; event += 1) hear("promotion.opened");
  vi.advanceTimersByTime(399);
  expect(renewed).toEqual([]);
  vi.advanceTimersByTime(5_000);
  expect(renewed).toEqual([["audit", "overview", "promotions"]]);
});

test("runs that never stop renew their list often and sums over them rarely, the last one included", () => {
  const { hear, times } = listen();
  for (let passed = 0; passed < 20_000; passed += 100) {
    hear("run.completed");
    vi.advanceTimersByTime(100);
  }
  expect(times("runs")).toBeGreaterThan(40);
  expect(times("pipelines")).toBe(4);
  vi.advanceTimersByTime(5_000);
  expect(times("pipelines")).toBe(5);
});

test.each(["deploy.applied", "run.waiting"])("%s does not wait for the runs before it", (name) => {
  const { hear, times } = listen();
  hear("run.completed");
  vi.advanceTimersByTime(400);
  hear("run.completed");
  hear(name);
  vi.advanceTimersByTime(400);
  expect(times("overview")).toBe(2);
});

test("nothing is renewed after the end", () => {
  const { hear, stop, renewed } = listen();
  hear("run.completed");
  stop();
  vi.advanceTimersByTime(10_000);
  expect(renewed).toEqual([]);
});
