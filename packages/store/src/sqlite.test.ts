import { afterAll, beforeAll, describe } from "vitest";

import { orgStoreContract } from "./contract/org-store-contract.fixture.ts";
import { openSqliteSubject, type OpenSubject } from "./open-subject.fixture.ts";

describe("the org store on SQLite", () => {
  let subject: OpenSubject;
  beforeAll(async () => {
    subject = await openSqliteSubject();
  });
  afterAll(() => subject.close());

  orgStoreContract(() => subject);
});
