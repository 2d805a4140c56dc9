import { startEmbedded } from "../harness/behaviours/modes.ts";
import { describeBehaviours } from "./describe-behaviours.ts";

describeBehaviours("one process with SQLite", startEmbedded);
