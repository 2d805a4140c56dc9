import { afterAll, beforeAll, describe, inject } from "vitest";

import { orgStoreContract } from "./contract/org-store-contract.fixture.ts";
import { openPostgresSubject, type OpenSubject } from "./open-subject.fixture.ts";

describe("the org store on PostgreSQL", () => {
  let subject: OpenSubject;
  beforeAll(async () => {
    subject = await openPostgresSubject(inject("postgresUrl"));
  });
  afterAll(() => subject.close());

  orgStoreContract(() => subject);
});
