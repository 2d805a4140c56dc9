import type { Checksum, Erasure } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { erasures } from "../schema/index.ts";

export type ErasureRow = InferSelectModel<typeof erasures>;

export function erasureOf({ actor, digest, ...row }: ErasureRow): Erasure {
  return { ...row, actor: JSON.parse(actor) as Erasure["actor"], digest: digest as Checksum };
}
