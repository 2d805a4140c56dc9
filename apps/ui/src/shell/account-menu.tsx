import { Button } from "../design/button.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { ShortText } from "../design/short-text.tsx";
import { useLogOut } from "../session/use-log-out.ts";
import { useSession } from "../session/use-session.ts";
import { chooseTheme, useTheme } from "./theme.ts";

/** Who one is, the theme, and the way out. */
export function AccountMenu() {
  const session = useSession();
  const theme = useTheme();
  const leave = useLogOut();
  return (
    <Menu
      trigger={
        <Button look="quiet" icon="person" className="max-w-44 px-2">
          <ShortText text={session.name} />
        </Button>
      }
    >
      <div className="px-2 py-1.5 text-xs text-muted">
        Role {session.role}
        {session.environments !== null && `, in ${session.environments.join(", ")}`}
        {session.team !== null && `, team ${session.team}`}
      </div>
      <MenuItem onSelect={() => chooseTheme(theme === "dark" ? "light" : "dark")}>
        {theme === "dark" ? "Light colours" : "Dark colours"}
      </MenuItem>
      <MenuItem onSelect={() => void leave()}>Log out</MenuItem>
    </Menu>
  );
}
