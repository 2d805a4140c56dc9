import type { Delivery, DeliveryHint } from "@lockstep/model";

/** Somebody pressed a button; `positions` are all deliveries that say so. */
export interface ButtonPress extends NonNullable<DeliveryHint["request"]> {
  readonly pullRequest: number | null;
  readonly headRevision: string | null;
  readonly positions: readonly number[];
  /** The most attempts that any of the deliveries had. */
  readonly attempts: number;
}

/** What a batch of deliveries comes down to, whatever their order and however often each came. */
export interface CoalescedDeliveries {
  /** Of repositories that are none of ours. */
  readonly foreign: readonly number[];
  /** What we told the forge ourselves, coming back: nothing to look at. */
  readonly echoes: readonly number[];
  /** Deliveries that only say where to look, by place: a branch, a pull request, a commit or the whole repository. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Each button of each check run on each head once. */
  readonly presses: readonly ButtonPress[];
}

/** Sorts deliveries by what is to be done about them. A delivery without a repository may concern ours. */
export function coalesceDeliveries(deliveries: readonly Delivery[], repository: string): CoalescedDeliveries {
  const foreign: number[] = [];
  const echoes: number[] = [];
  const places = new Map<string, number[]>();
  const presses = new Map<string, ButtonPress>();
  for (const delivery of deliveries) {
    const { position, hint } = delivery;
    if (delivery.repository !== null && delivery.repository !== repository) foreign.push(position);
    else if (isEcho(delivery)) echoes.push(position);
    else if (hint.request === null) {
      const place = placeOf(hint);
      places.set(place, [...(places.get(place) ?? []), position]);
    } else {
      const press = pressOf(delivery, hint.request);
      presses.set(press.key, joined(presses.get(press.key), press.press));
    }
  }
  return { foreign, echoes, places, presses: [...presses.values()] };
}

/** Events about checks, statuses, deployments and comments, where they ask for nothing. */
const reported: ReadonlySet<string> = new Set([
  "check_run",
  "check_suite",
  "status",
  "deployment",
  "deployment_status",
  "issue_comment",
]);

function isEcho({ event, hint }: Delivery): boolean {
  const { request, pullRequest, ref, headRevision } = hint;
  const saysNothing = request === null && pullRequest === null && ref === null && headRevision === null;
  return saysNothing && reported.has(event);
}

function placeOf({ pullRequest, ref, headRevision }: DeliveryHint): string {
  if (pullRequest !== null) return `pull/${pullRequest}`;
  return ref ?? headRevision ?? "repository";
}

function pressOf({ position, attempts, hint }: Delivery, request: NonNullable<DeliveryHint["request"]>) {
  const { pullRequest, headRevision } = hint;
  return {
    key: `${request.checkRun} ${headRevision ?? ""} ${request.action}`,
    press: { ...request, pullRequest, headRevision, positions: [position], attempts },
  };
}

/** The first who pressed is the one who is named. */
function joined(known: ButtonPress | undefined, press: ButtonPress): ButtonPress {
  if (known === undefined) return press;
  return {
    ...known,
    positions: [...known.positions, ...press.positions],
    attempts: Math.max(known.attempts, press.attempts),
  };
}
