import type { Timestamp } from "../identifiers.ts";

export interface LeaseStore {
  /** The token when the lease is free, expired or already ours; `null` when another holder has it. Tokens only grow. */
  acquire(name: string, holder: string, milliseconds: number): Promise<number | null>;
  release(name: string, holder: string): Promise<void>;
  /** When somebody holds it: who, and until when. */
  load(name: string): Promise<{ readonly holder: string; readonly expiresAt: Timestamp } | null>;
}
