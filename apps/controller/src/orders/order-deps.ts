import type { ControllerDeps } from "../controller-deps.ts";

/** What an order of a person needs: no git, no forge, no network. */
export type OrderDeps = Pick<ControllerDeps, "store" | "secrets" | "clock" | "ids">;
