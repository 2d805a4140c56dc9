export interface RecordWords {
  /** Identity of who acted; `null` where the entry names nobody. */
  readonly actor: string | null;
  /** A person's reason, or else Lockstep's because; `null` without either. */
  readonly words: string | null;
}

/** Who acted and why, as an entry's body tells it. Bodies may hold anything. */
export function wordsOf(body: unknown): RecordWords {
  if (typeof body !== "object" || body === null) return { actor: null, words: null };
  const { actor, reason, because } = body as Readonly<Record<string, unknown>>;
  return { actor: idOf(actor), words: textOf(reason) ?? textOf(because) };
}

function idOf(actor: unknown): string | null {
  if (typeof actor === "string") return textOf(actor);
  return typeof actor === "object" && actor !== null && "id" in actor ? textOf(actor.id) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}
