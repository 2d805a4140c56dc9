import type { Token } from "@lockstep/model";

/** A token in force. */
export const viewerToken: Token = {
  id: "token",
  name: "ada",
  role: "viewer",
  environments: null,
  digest: "token",
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
};
