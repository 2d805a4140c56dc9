import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiFailure } from "../../api/api-failure.ts";
import { Button } from "../../design/button.tsx";
import { Dialog } from "../../design/dialog.tsx";
import { SelectField, TextField } from "../../design/field.tsx";
import { CopyButton } from "../../design/short-id.tsx";
import type { Role } from "../../session/session.ts";
import { createToken } from "./access-queries.ts";

const roles: readonly { readonly role: Role; readonly may: string }[] = [
  { role: "viewer", may: "sees everything" },
  { role: "runner", may: "starts and cancels runs" },
  { role: "deployer", may: "holds, rolls back, puts drift right" },
  { role: "approver", may: "answers deploys and approvals" },
  { role: "admin", may: "manages access, breaks glass" },
];

export interface NewTokenDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Environments that it may be limited to. */
  readonly environments: readonly string[];
}

/** Creates a token and shows its secret, once. */
export function NewTokenDialog({ isOpen, onClose, environments }: NewTokenDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  return secret === null ? (
    <TokenForm {...{ isOpen, environments }} onClose={close} onMade={setSecret} />
  ) : (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title="The token"
      description="It is shown this once. Keep it where secrets are kept."
      footer={
        <Button look="primary" onClick={close}>
          I have it
        </Button>
      }
    >
      <div className="flex items-center gap-2 rounded-md bg-sunken p-3">
        <code className="min-w-0 flex-1 font-mono text-sm break-all">{secret}</code>
        <CopyButton text={secret} what="the token" />
      </div>
    </Dialog>
  );
}

interface TokenFormProps extends NewTokenDialogProps {
  readonly onMade: (secret: string) => void;
}

function TokenForm({ isOpen, onClose, environments, onMade }: TokenFormProps) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [days, setDays] = useState("90");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const queryClient = useQueryClient();

  async function make() {
    setBusy(true);
    setError(null);
    try {
      const expiresAt = days === "" ? null : new Date(Date.now() + Number(days) * dayMs).toISOString();
      const environments = chosen.length === 0 ? null : [...chosen];
      const made = await createToken({ name, role, environments, expiresAt });
      await queryClient.invalidateQueries({ queryKey: ["access"] });
      onMade(made.secret);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="New token"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="token-form" look="primary" isBusy={isBusy}>
            Create token
          </Button>
        </>
      }
    >
      <form
        id="token-form"
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <TextField
          label="Name"
          required
          pattern="[a-z0-9][a-z0-9._\-]{0,62}"
          hint="Small letters, digits, dots and dashes. Teams refer to it as token:name."
          error={messageOf(error)}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField label="Role" value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {roles.map(({ role: one, may }) => (
            <option key={one} value={one}>
              {one}: {may}
            </option>
          ))}
        </SelectField>
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Environments</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {environments.map((slug) => (
              <label key={slug} className="flex min-h-6 items-center gap-2 text-sm">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={chosen.includes(slug)}
                  onChange={() =>
                    setChosen(
                      chosen.includes(slug) ? chosen.filter((one) => one !== slug) : [...chosen, slug],
                    )
                  }
                />
                {slug}
              </label>
            ))}
          </div>
          <p className="mt-1 text-xs text-muted">None chosen means all of them, later ones too.</p>
        </fieldset>
        <SelectField label="Expires" value={days} onChange={(event) => setDays(event.target.value)}>
          <option value="1">in a day</option>
          <option value="7">in a week</option>
          <option value="90">in 90 days</option>
          <option value="365">in a year</option>
          <option value="">never</option>
        </SelectField>
      </form>
    </Dialog>
  );
}

const dayMs = 86_400_000;

function messageOf(error: unknown): string | null {
  if (error === null) return null;
  if (!(error instanceof ApiFailure)) return "The server cannot be reached. Try again.";
  return error.errors.length === 0
    ? error.message
    : error.errors.map(({ path, message }) => `${path} ${message}`).join("; ");
}
