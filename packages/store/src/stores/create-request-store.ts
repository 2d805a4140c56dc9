import type { RequestStore } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { answerRequest } from "../queries/answer-request.ts";
import { claimRequest } from "../queries/claim-request.ts";
import { releaseRequest } from "../queries/release-request.ts";

export function createRequestStore(database: Database): RequestStore {
  return {
    claim: (request, staleMs) => database.transact(() => claimRequest(request, staleMs)),
    answer: (request, response) => database.transact(() => answerRequest(request, response)),
    release: (request) => database.transact(() => releaseRequest(request)),
  };
}
