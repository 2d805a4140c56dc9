/** One pipeline as the reference sees it: behaviour is a text. */
export interface Piece {
  /** The middle number of `1.N.0`. */
  readonly version: number;
  readonly text: string;
}

/** Pipelines by slug; `broken` when one of them cannot be read. */
export interface Wish {
  readonly pieces: ReadonlyMap<string, Piece>;
  readonly isBroken: boolean;
}

export interface ReferencePolicy {
  readonly approvals: 0 | 1;
  readonly hasWindows: boolean;
  readonly forcePush: "refuse" | "allow";
}

/** What was in force after one deploy. */
export interface ReferenceState {
  readonly deploy: string;
  readonly revision: string;
  readonly pieces: ReadonlyMap<string, Piece>;
}

export type Outcome = "applied" | "noted" | "waiting" | "held" | "refused";

interface Quarantined extends Piece {
  readonly slug: string;
  readonly hold: number;
}

/** The rules of one strict environment, written down once more as simply as they can be said. */
export class Reference {
  readonly policy: ReferencePolicy;
  readonly released = new Map<string, string>();
  readonly states: ReferenceState[] = [];
  readonly approved = new Set<string>();
  readonly rejected = new Set<string>();
  pieces: ReadonlyMap<string, Piece> = new Map();
  revision: string | null = null;
  sequence = 0;
  isPaused = false;
  /** What rollbacks left behind; it outlives holds that lift themselves. */
  quarantine: Quarantined[] = [];
  /** Rollbacks' holds in force, by number. */
  holds = new Set<number>();
  private rollbacks = 0;
  /** Pipelines whose rows somebody changed past the product. */
  readonly tampered = new Set<string>();
  /** The plan that was waiting when the controller last looked. */
  open: string | null = null;
  outcome: Outcome = "noted";

  constructor(policy: ReferencePolicy) {
    this.policy = policy;
  }

  /** What a look has to lead to; changes what is in force when that is an apply. */
  look(wish: Wish, head: { revision: string; isAhead: boolean }, time: Date): Outcome {
    this.liftHolds(wish);
    this.outcome = this.judge(wish, head.isAhead, time);
    this.open = ["waiting", "held"].includes(this.outcome) ? this.planKey(wish) : null;
    if (this.outcome === "applied") this.apply(wish.pieces);
    if (this.outcome === "applied" || this.outcome === "noted") this.revision = head.revision;
    return this.outcome;
  }

  /** A hold ends when nothing of what it took out is wanted any more; one that took nothing out waits for a person. */
  private liftHolds({ pieces, isBroken }: Wish): void {
    if (isBroken) return;
    for (const hold of this.holds) {
      const out = this.quarantine.filter((one) => one.hold === hold);
      if (out.length > 0 && !out.some(({ slug, text }) => pieces.get(slug)?.text === text))
        this.holds.delete(hold);
    }
  }

  private apply(pieces: ReadonlyMap<string, Piece>): void {
    for (const slug of this.changed(pieces)) this.tampered.delete(slug);
    for (const [slug, { version, text }] of pieces) this.released.set(`${slug}@${version}`, text);
    this.pieces = pieces;
    this.sequence += 1;
  }

  private judge(wish: Wish, isAhead: boolean, time: Date): Outcome {
    const { pieces, isBroken } = wish;
    if (isBroken || (!isAhead && this.policy.forcePush === "refuse")) return "refused";
    const changed = this.changed(pieces);
    if (changed.length === 0) return "noted";
    const key = this.planKey(wish);
    if (changed.some((slug) => this.breaksVersions(slug, pieces.get(slug)))) return "refused";
    if (this.rejected.has(key)) return "refused";
    const kept = this.quarantine.filter(({ slug, text }) => pieces.get(slug)?.text === text);
    if (
      kept.some(
        ({ slug, version }) => pieces.get(slug)?.version !== version && this.isOnlyUnder(slug, pieces),
      )
    )
      return "refused";
    const isEmptyHanded = [...this.holds].some((hold) => !this.quarantine.some((one) => one.hold === hold));
    if (this.isPaused || isEmptyHanded || kept.length > 0) return "held";
    const isFirst = this.sequence === 0;
    const needsPerson = (this.policy.approvals === 1 && !isFirst) || this.pullsBrake(pieces);
    if (needsPerson && !this.approved.has(key)) return "waiting";
    const hour = time.getUTCHours();
    return this.policy.hasWindows && !isFirst && (hour < 8 || hour >= 17) ? "waiting" : "applied";
  }

  /** Whether the content is wanted only under versions under which it was never taken out. */
  private isOnlyUnder(slug: string, pieces: ReadonlyMap<string, Piece>): boolean {
    const piece = pieces.get(slug);
    return !this.quarantine.some(
      (one) => one.slug === slug && one.text === piece?.text && one.version === piece.version,
    );
  }

  private breaksVersions(slug: string, piece: Piece | undefined): boolean {
    if (piece === undefined) return false;
    const claimed = this.released.get(`${slug}@${piece.version}`);
    if (claimed !== undefined && claimed !== piece.text) return true;
    const before = this.pieces.get(slug);
    if (before === undefined) return false;
    if (piece.version < before.version) return claimed === undefined;
    return piece.version === before.version && piece.text !== before.text;
  }

  private pullsBrake(pieces: ReadonlyMap<string, Piece>): boolean {
    const pruned = [...this.pieces.keys()].filter((slug) => !pieces.has(slug)).length;
    return pruned > 1 || (pruned > 0 && pruned === this.pieces.size);
  }

  changed(pieces: ReadonlyMap<string, Piece>): readonly string[] {
    const slugs = new Set([...this.pieces.keys(), ...pieces.keys()]);
    return [...slugs].filter((slug) => nameOf(this.pieces.get(slug)) !== nameOf(pieces.get(slug))).sort();
  }

  planKey({ pieces }: Wish): string {
    const changes = this.changed(pieces).map((slug) => `${slug} ${nameOf(pieces.get(slug))}`);
    return `${this.sequence} ${changes.join(", ")}`;
  }

  /** A word on the plan that was last seen waiting; the first rejection is the last word. */
  answer(words: Set<string>): boolean {
    if (this.open === null || this.rejected.has(this.open)) return false;
    words.add(this.open);
    return true;
  }

  /** Whether going back to a state is possible; does it when it is. */
  rollBack(to: ReferenceState): boolean {
    const changed = this.changed(to.pieces);
    const isKeptOut = changed.some((slug) =>
      this.quarantine.some((one) => one.slug === slug && one.text === to.pieces.get(slug)?.text),
    );
    if (changed.length === 0 || isKeptOut) return false;
    this.rollbacks += 1;
    const hold = this.rollbacks;
    this.holds.add(hold);
    for (const slug of changed) {
      const piece = this.pieces.get(slug);
      const isTakenOut = piece !== undefined && piece.text !== to.pieces.get(slug)?.text;
      if (isTakenOut) this.quarantine.push({ slug, ...piece, hold });
    }
    for (const slug of changed) this.tampered.delete(slug);
    this.pieces = to.pieces;
    this.revision = to.revision;
    this.sequence += 1;
    return true;
  }

  resume(): void {
    this.isPaused = false;
    this.quarantine = this.quarantine.filter(({ hold }) => !this.holds.has(hold));
    this.holds.clear();
  }
}

function nameOf(piece: Piece | undefined): string {
  return piece === undefined ? "gone" : `1.${piece.version}.0 ${piece.text}`;
}
