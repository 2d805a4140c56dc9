import type { Clock } from "@lockstep/model";

import { connect } from "../org/connect.ts";
import { fetchItems } from "../org/fetch-items.ts";
import type { TokenView } from "../org/responses.ts";
import { describeAge } from "../printing/ages.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";

/** Lists tokens without their secrets. */
export async function listTokens(cli: Invocation): Promise<ExitCode> {
  const org = await connect(cli);
  const { items } = await fetchItems<TokenView>(org, "/tokens", { limit: 1_000 });
  cli.output.present({ tokens: items }, () => {
    const rows = items.map((token) => rowOf(token, cli.world.clock));
    return table(["TOKEN", "NAME", "ROLE", "ENVIRONMENTS", "LAST USED", "STATE"], rows);
  });
  return exitCodes.done;
}

function rowOf(
  { id, name, role, environments, lastUsedAt, ...token }: TokenView,
  clock: Clock,
): readonly Text[] {
  return [
    id,
    styled("bold", name),
    role,
    environments?.join(", ") ?? "all",
    describeAge(lastUsedAt, clock),
    describeLife(token, clock),
  ];
}

function describeLife(
  { revokedAt, expiresAt }: Pick<TokenView, "revokedAt" | "expiresAt">,
  clock: Clock,
): Text {
  if (revokedAt !== null) return styled("red", "revoked");
  if (expiresAt === null) return styled("green", "live");
  if (Date.parse(expiresAt) <= clock.now()) return styled("red", "expired");
  return [styled("green", "live"), ` until ${expiresAt}`];
}
