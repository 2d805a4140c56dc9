import { accessContract } from "./access-contract.fixture.ts";
import { appendOnlyContract } from "./append-only-contract.fixture.ts";
import { applyContract } from "./apply-contract.fixture.ts";
import { deployContract } from "./deploy-contract.fixture.ts";
import { driftContract } from "./drift-contract.fixture.ts";
import { environmentContract } from "./environment-contract.fixture.ts";
import { eventContract } from "./event-contract.fixture.ts";
import { invariantContract } from "./invariant-contract.fixture.ts";
import { journalContract } from "./journal-contract.fixture.ts";
import { leaseContract } from "./lease-contract.fixture.ts";
import { runContract } from "./run-contract.fixture.ts";
import { schemaContract } from "./schema-contract.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";
import { versionContract } from "./version-contract.fixture.ts";
import { workerContract } from "./worker-contract.fixture.ts";

/** Everything that the port promises, on whatever database. No part is skipped on either. */
export function orgStoreContract(subject: SubjectOf): void {
  environmentContract(subject);
  applyContract(subject);
  deployContract(subject);
  versionContract(subject);
  driftContract(subject);
  appendOnlyContract(subject);
  eventContract(subject);
  leaseContract(subject);
  runContract(subject);
  journalContract(subject);
  workerContract(subject);
  accessContract(subject);
  invariantContract(subject);
  schemaContract(subject);
}
