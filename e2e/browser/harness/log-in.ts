import { expect } from "vitest";

import type { Installation } from "../../harness/installation.ts";
import { eventually } from "../../harness/lockstep-process.ts";
import type { Dashboard } from "./dashboard.ts";

/** The one-time link that `lockstep up` prints when it is ready. */
export async function printedLink({ process }: Pick<Installation, "process">): Promise<string> {
  const find = () => /http:\/\/\S+\/login#\S+/.exec(process().output())?.[0] ?? null;
  await eventually("a one-time link is printed", () => Promise.resolve(find() !== null));
  return find() ?? "";
}

/** Logs in by a fresh one-time link of the admin's. */
export async function logIn(dashboard: Dashboard, { call }: Pick<Installation, "call">): Promise<void> {
  const { status, body } = await call("POST", "/session/links", {});
  expect({ status, body }).toMatchObject({ status: 201 });
  const { pathname, hash } = new URL(body.url);
  await followLink(dashboard, pathname + hash);
}

/** Opens a one-time link and waits until it has led to the first screen. */
export async function followLink({ page }: Dashboard, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("banner").waitFor();
}

/** Logs in by typing a token. */
export async function logInWithToken({ page }: Dashboard, token: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Token").fill(token);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("banner").waitFor();
}
