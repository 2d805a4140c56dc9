import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { Button, buttonClasses } from "../../design/button.tsx";
import { Menu, MenuItem } from "../../design/menu.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { type Environment, holdEnvironment } from "../../environments/environment-queries.ts";
import { useRenew } from "../../live/use-renew.ts";
import { useMayAct } from "../../session/use-session.ts";
import { BreakGlassDialog } from "./break-glass-dialog.tsx";
import { LookNow } from "./look-now.tsx";
import { RetireDialog } from "./retire-dialog.tsx";

type Opened = "none" | "hold" | "break-glass" | "retire";

/** What one may do with an environment; what the server would refuse is not offered. */
export function EnvironmentActions({ environment }: { readonly environment: Environment }) {
  const { slug, removed, retiredAt, deploy, windows } = environment;
  const [opened, setOpened] = useState<Opened>("none");
  const navigate = useNavigate();
  const mayDeploy = useMayAct("deployer");
  const mayRetire = useMayAct("admin") && removed && retiredAt === null;
  const mayBreak = mayDeploy && deploy !== null && windows !== null;
  const close = () => setOpened("none");
  return (
    <>
      {mayDeploy && <LookNow env={slug} />}
      {mayDeploy && (
        <Button icon="pause" onClick={() => setOpened("hold")}>
          Hold
        </Button>
      )}
      {mayDeploy && (
        <Link to="/environments/$env/rollback" params={{ env: slug }} className={buttonClasses()}>
          Roll back
        </Link>
      )}
      <Menu
        trigger={
          <Button icon="more" aria-label="More">
            <span className="sr-only">More</span>
          </Button>
        }
      >
        <MenuItem onSelect={() => void navigate({ to: "/drift", search: { env: slug } })}>Drift</MenuItem>
        <MenuItem onSelect={() => void navigate({ to: "/environments/$env/preview", params: { env: slug } })}>
          Change preview
        </MenuItem>
        <MenuItem onSelect={() => void navigate({ to: "/compare", search: { from: slug } })}>
          Compare with another
        </MenuItem>
        <MenuItem onSelect={() => void navigate({ to: "/audit" })}>Audit</MenuItem>
        {mayBreak && <MenuItem onSelect={() => setOpened("break-glass")}>Break the glass…</MenuItem>}
        {mayRetire && <MenuItem onSelect={() => setOpened("retire")}>Take out of service…</MenuItem>}
      </Menu>
      <HoldDialog env={slug} isOpen={opened === "hold"} onClose={close} />
      {deploy !== null && opened === "break-glass" && (
        <BreakGlassDialog environment={environment} deploy={deploy} onClose={close} />
      )}
      <RetireDialog env={slug} isOpen={opened === "retire"} onClose={close} />
    </>
  );
}

interface HoldDialogProps {
  readonly env: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function HoldDialog({ env, isOpen, onClose }: HoldDialogProps) {
  const renew = useRenew("environment");
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Hold ${env}`}
      description="Plans wait and what is in force runs on: runs start, triggers fire. Until somebody resumes it."
      action="Hold"
      onConfirm={async (reason) => {
        await holdEnvironment(env, reason);
        await renew();
      }}
    />
  );
}
