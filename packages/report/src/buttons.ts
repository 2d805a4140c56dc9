import type { CheckButton } from "@lockstep/model";

/** Offered where looking again may say something else. */
export const revalidateButton: CheckButton = {
  label: "Re-validate",
  description: "Looks at this pull request again",
  action: "revalidate",
};

/** Offered where a changed pipeline's version is too small and the branch is ours. */
export const bumpButton: CheckButton = {
  label: "Bump version",
  description: "Commits the smallest allowed version",
  action: "bump-version",
};
