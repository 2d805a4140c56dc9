import { Icon } from "../design/icon.tsx";
import { describeDistance } from "../design/time.tsx";
import { useNow } from "../design/use-now.ts";
import { useLiveState } from "../live/live.tsx";

/** Live, Reconnecting, or Stale since when: always in sight. */
export function Freshness() {
  const { state, since, heardAt } = useLiveState();
  const now = useNow();
  const isShort = now - since < 5_000;
  const last = heardAt ?? since;
  if (state === "live") {
    return (
      <span
        className="inline-flex items-center gap-1.5 text-xs text-muted"
        title="Changes are shown as they happen."
      >
        <Icon name="dot" className="size-3 text-good" />
        Live
      </span>
    );
  }
  const isOff = state === "stopped";
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-xs text-warn">
      <Icon name={isOff ? "cross" : "spinner"} className={isOff ? "size-3" : "size-3 animate-spin"} />
      {isOff ? "Logged out" : isShort ? "Reconnecting" : `Stale since ${describeDistance(last - now)}`}
    </span>
  );
}
