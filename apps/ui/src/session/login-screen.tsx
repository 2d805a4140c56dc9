import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

import { Button } from "../design/button.tsx";
import { TextField } from "../design/field.tsx";
import { logIn, type Session, sessionQuery } from "./session.ts";

const route = getRouteApi("/login");

/** Lets people in: by the one-time link of a terminal, or by a token. */
export function LoginScreen() {
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [token, setToken] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const link = useRef(takeSecret());

  async function enter(secret: Parameters<typeof logIn>[0]) {
    setBusy(true);
    setError(null);
    try {
      const session: Session = await logIn(secret);
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, session);
      await navigate({ href: next ?? "/", replace: true });
    } catch (thrown) {
      // A field shows plain text: its marks around commands would stand there as they are.
      setError(thrown instanceof Error ? thrown.message.replaceAll("`", "") : "It did not work. Try again.");
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    document.title = "Log in · Lockstep";
    // Who comes here is somebody else now, or nobody. Nothing behind the login is shown any more that would miss it.
    queryClient.clear();
    const secret = link.current;
    link.current = null;
    if (secret !== null) void enter({ link: secret });
    // A link works once: it is tried when the page opens and never again.
  }, []);

  return (
    <main className="mx-auto flex min-h-screen max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <div>
        <h1 className="text-xl">Log in to Lockstep</h1>
        <p className="mt-1 text-muted">What runs is what was reviewed, and anyone can prove it.</p>
      </div>
      <form
        className="space-y-3 rounded-lg border border-line bg-surface p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void enter({ token: token.trim() });
        }}
      >
        <TextField
          label="Token"
          type="password"
          autoComplete="current-password"
          placeholder="lsk_…"
          required
          autoFocus
          value={token}
          error={error}
          onChange={(event) => setToken(event.target.value)}
        />
        <Button type="submit" look="primary" isBusy={isBusy} className="w-full">
          Log in
        </Button>
      </form>
      <p className="text-sm text-muted">
        Or run <code className="font-mono text-text">lockstep dashboard</code> in a terminal and open the link
        that it prints: it logs you in once.
      </p>
    </main>
  );
}

/** Takes the secret out of the address, so that it stays in no history. */
function takeSecret(): string | null {
  const secret = window.location.hash.slice(1);
  if (secret === "") return null;
  window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return secret;
}
