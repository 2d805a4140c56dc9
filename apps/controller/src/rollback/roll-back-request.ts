export type { RollBack, RolledBack, RollBackRequest } from "@lockstep/model";
