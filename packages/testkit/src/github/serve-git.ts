import type { IncomingMessage, ServerResponse } from "node:http";

import { answerWithGit } from "../git/http-backend.ts";
import { repositoryNamed } from "./answer-request.ts";
import { mayUseGit } from "./github-access.ts";
import type { FakeRepository, GitHubWorld } from "./github-state.ts";
import { syncRefs } from "./sync-refs.ts";

/** Smart HTTP for `/<owner>/<name>.git`; what was pushed is noticed when the push has ended. */
export function createGitDoor(
  world: GitHubWorld,
  directory: string,
  door: { readonly requiresToken: boolean },
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const found = /^\/([^/]+\/[^/]+?)(?:\.git)?(\/(?:info\/refs|git-[a-z-]+-pack|HEAD|objects\/).*)$/.exec(
      request.url ?? "",
    );
    const repository = found === null ? null : findByName(world, decodeURIComponent(found[1] ?? ""));
    if (found === null || repository === null) {
      response.writeHead(404).end("Not Found");
      return;
    }
    const isPush = (found[2] ?? "").includes("receive-pack");
    const needsToken = door.requiresToken || repository.isPrivate || isPush;
    if (needsToken && !mayUseGit(world, request.headers.authorization)) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="GitHub"' }).end("Unauthorized");
      return;
    }
    if (isPush && request.method === "POST") {
      response.on("close", () => void world.serially(repository, () => syncRefs(world, repository, "ada")));
    }
    request.url = `/${repository.id}.git${found[2] ?? ""}`;
    answerWithGit(directory, request, response, Infinity);
  };
}

/** Old names still lead to the repository. */
function findByName(world: GitHubWorld, name: string): FakeRepository | null {
  const moved = world.state.movedNames.get(name.toLowerCase());
  return (
    repositoryNamed(world, name) ??
    (moved === undefined ? null : (world.state.repositories.get(moved) ?? null))
  );
}
