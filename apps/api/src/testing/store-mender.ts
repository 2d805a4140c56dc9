import { type DriftMender, Failure, type OrgStore } from "@lockstep/model";

/** Puts right what the database alone can, and proposes everything as the same command. */
export function storeMender({ drift }: Pick<OrgStore, "drift">): DriftMender {
  const find = async (environment: string, id: string) => {
    const found = await drift.load(environment, id);
    if (found === null) throw new Failure("not-found", `There is no drift ${id}.`);
    return found;
  };
  return {
    async revert({ environment, id, actor, reason }) {
      const found = await find(environment, id);
      await drift.revert({ environment, ids: [id], manifests: [], actor, reason });
      return found;
    },
    async adopt({ environment, id, actor, reason }) {
      await find(environment, id);
      await drift.noteAdoption(environment, id, { actor, reason, proposal: "branch" });
      return { kind: "commands", commands: ["git push"] };
    },
  };
}
