import { Badge } from "../../design/badge.tsx";
import { unknownVerdict, verdictLooks } from "./verdicts.ts";

/** What merging comes to in one environment. */
export function VerdictBadge({ verdict }: { readonly verdict: string }) {
  const { word, icon, tone } = verdictLooks[verdict] ?? unknownVerdict;
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
