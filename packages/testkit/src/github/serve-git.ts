import type { IncomingMessage, ServerResponse } from "node:http";

import { answerWithGit } from "../git/http-backend.ts";
import { repositoryNamed } from "./answer-request.ts";
import { mayUseGit } from "./github-access.ts";
import type { FakeRepository, GitHubWorld } from "./github-state.ts";
import { syncRefs } from "./sync-refs.ts";

interface GitDoor {
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Ends when everything that was pushed was noticed. */
  settled(): Promise<void>;
}

/** Smart HTTP for `/<owner>/<name>.git`; what was pushed is noticed when the push has ended. */
export function createGitDoor(
  world: GitHubWorld,
  directory: string,
  door: { readonly requiresToken: boolean },
): GitDoor {
  const underway = new Set<Promise<unknown>>();
  const notice = (repository: FakeRepository) => {
    const noticed = world.serially(repository, () => syncRefs(world, repository, "ada"));
    underway.add(noticed);
    void noticed.finally(() => underway.delete(noticed));
  };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
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
      response.on("close", () => notice(repository));
    }
    request.url = `/${repository.id}.git${found[2] ?? ""}`;
    answerWithGit(directory, request, response, Infinity);
  };
  return {
    serve,
    settled: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
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
