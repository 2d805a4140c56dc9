import type { SetupFinding } from "@lockstep/model";

import { appPermissions, type AppWishes } from "./app-permissions.ts";

/** A page of the set-up, complete. Everything that comes from outside is escaped. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} · Lockstep</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1c2024; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #d9dce0; }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; background: #1f6feb; color: #fff; cursor: pointer; }
.ok { color: #1a7f37; } .missing { color: #b3261e; } .unknown { color: #7a5c00; }
</style>
</head>
<body>
<h1>${escape(title)}</h1>
${body}
</body>
</html>
`;
}

interface StartPage extends AppWishes {
  /** Where the form goes, with the state. */
  readonly action: string;
  readonly manifest: object;
}

/** Asks the person to make the App; pressing the button posts the manifest to GitHub. */
export function startPage({ action, manifest, ...wishes }: StartPage): string {
  const rows = appPermissions(wishes).map(
    ({ name, access, reason }) => `<tr><td>${name}</td><td>${access}</td><td>${escape(reason)}</td></tr>`,
  );
  return page(
    "Make the GitHub App",
    `<p>GitHub shows the App before it makes it; its name can be changed there. It asks for:</p>
<table><tr><th>Permission</th><th>Access</th><th>Why</th></tr>${rows.join("")}</table>
<form action="${escape(action)}" method="post">
<input type="hidden" name="manifest" value="${escape(JSON.stringify(manifest))}">
<p><button>Make the App on GitHub</button></p>
</form>`,
  );
}

interface MissingPage {
  readonly installUrl: string;
  readonly savedIn: string;
  readonly doneAction: string;
  /** `null` where they cannot be known; `because` says why. */
  readonly findings: readonly SetupFinding[] | null;
  readonly because: string | null;
}

/** Tells what is there and what is missing. */
export function missingPage(shown: MissingPage): string {
  const { installUrl, savedIn, doneAction, findings, because } = shown;
  const rows = (findings ?? []).map(
    ({ subject, state, because: why, next }) =>
      `<tr><td>${escape(subject)}</td><td class="${state}">${state}</td><td>${escape(why)}</td><td>${escape(next ?? "")}</td></tr>`,
  );
  const found = `<table><tr><th>What</th><th>State</th><th>Why</th><th>What to do</th></tr>${rows.join("")}</table>`;
  return page(
    "What is missing",
    `<p>The App is made. Its credentials are in <code>${escape(savedIn)}</code>.</p>
<ol>
<li><a href="${escape(installUrl)}" target="_blank" rel="noreferrer">Install it</a> on the repository.</li>
<li>Start Lockstep, or start it again: it reads the credentials at start.</li>
</ol>
${because === null ? "" : `<p class="unknown">${escape(because)}</p>`}
${findings === null ? "" : found}
<p><a href="">Look again</a></p>
<form action="${escape(doneAction)}" method="post"><p><button>Done</button></p></form>`,
  );
}

/** Something went wrong; the message says what to do. */
export function failurePage(message: string): string {
  return page("That did not work", `<p class="missing">${escape(message)}</p>`);
}

/** The last page: the command has ended. */
export function donePage(): string {
  return page(
    "Done",
    "<p>This page can be closed. Later, <code>lockstep github status</code> tells the same.</p>",
  );
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
