import { Failure } from "@lockstep/model";

import type { ChangeProposal } from "./change-proposal.ts";

type ProposedFile = ChangeProposal["files"][number];

/**
 * What to type in a clone, in a POSIX shell, to make and push the proposed branch by hand. Each entry is one command, some
 * of several lines; run in order they give the same files as the pull request would have.
 */
export function gitCommands(proposal: ChangeProposal): readonly string[] {
  const { branch, base, files, message } = proposal;
  if (files.some(({ path }) => isOutside(path)))
    throw new Failure("invalid-input", "A proposed file lies outside of the repository.");
  return [
    'cd "$(git rev-parse --show-toplevel)"',
    "git fetch origin",
    `git switch --no-track -c ${quoted(branch)} ${quoted(base.revision)}`,
    ...writing(proposal),
    ...removing(files),
    `git commit -m ${quoted(message.trim())}`,
    `git push -u origin ${quoted(branch)}`,
  ];
}

function writing({ files, heldBy }: ChangeProposal): readonly string[] {
  const kept = files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
  if (kept.length === 0) return [];
  const paths = kept.map(({ path }) => quoted(path)).join(" ");
  if (heldBy !== undefined) return [`git --literal-pathspecs checkout ${quoted(heldBy)} -- ${paths}`];
  return [...kept.flatMap(writeCommands), `git --literal-pathspecs add -- ${paths}`];
}

function writeCommands({ path, text }: { readonly path: string; readonly text: string }): readonly string[] {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  const target = quoted(`./${path}`);
  return [
    ...(folder === "" ? [] : [`mkdir -p ${quoted(`./${folder}`)}`]),
    text.endsWith("\n") && !hasLine(text, "END_OF_FILE")
      ? `cat > ${target} <<'END_OF_FILE'\n${text}END_OF_FILE`
      : `printf %s ${quoted(text)} > ${target}`,
  ];
}

function hasLine(text: string, line: string): boolean {
  return text.split("\n").includes(line);
}

function removing(files: readonly ProposedFile[]): readonly string[] {
  const gone = files.filter(({ text }) => text === null);
  if (gone.length === 0) return [];
  return [`git --literal-pathspecs rm -q -- ${gone.map(({ path }) => quoted(path)).join(" ")}`];
}

/** One word for a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return /^[\w./@][\w./@-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Pushes the commit that was just made to a branch; without a forge that is the merge. */
export function pushTo(branch: string): string {
  return `git push origin ${quoted(`HEAD:refs/heads/${branch}`)}`;
}

function isOutside(path: string): boolean {
  return (
    path === "" || path.startsWith("/") || path.split("/").some((part) => part === ".." || part === ".git")
  );
}
