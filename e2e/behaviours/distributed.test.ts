import { inject } from "vitest";

import { startDistributed } from "../harness/behaviours/modes.ts";
import { describeBehaviours } from "./describe-behaviours.ts";

describeBehaviours("processes beside PostgreSQL", startDistributed(inject("postgresUrl")));
