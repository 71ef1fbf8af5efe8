import type { ReactElement } from "react";
import { UnreadCard } from "../../components/unread-card.tsx";
import { useSettings } from "../../lib/people.ts";
import { useMay, useMe } from "../../lib/session-context.tsx";
import type { Settings } from "../../lib/wire.ts";
import { AccountCard } from "./account-card.tsx";
import { ApiKeysCard } from "./api-keys-card.tsx";
import { AssetsCard } from "./assets-card.tsx";
import { CostsCard } from "./costs-card.tsx";
import { DisplayCard } from "./display-card.tsx";
import { NotificationsCard } from "./notifications-card.tsx";
import { ProcessCard } from "./process-card.tsx";
import { UsersCard } from "./users-card.tsx";
import { VenuesCard } from "./venues-card.tsx";

/** How this Tandem is set up, how the console looks, and who may do what. */
export function SettingsScreen(): ReactElement {
  const { data: settings, error } = useSettings();
  const isAdmin = useMay("admin");
  const { authentication, kind } = useMe();
  const half = "col-span-12 flex flex-col wide:col-span-6";
  return (
    <div data-testid="settings-screen" className="grid grid-cols-12 gap-3 md:gap-4">
      <title>Settings · Tandem</title>
      <h1 className="col-span-12 font-semibold text-[16px] tracking-tight">Settings</h1>
      {settings === undefined ? (
        <div className="col-span-12">
          <UnreadCard
            title="Configuration"
            what="The configuration"
            error={error}
            rows={8}
            testId="settings-unknown"
          />
        </div>
      ) : (
        <Configured settings={settings} half={half} />
      )}
      {settings !== undefined && (
        <div className={half}>
          <NotificationsCard settings={settings} />
        </div>
      )}
      <div className={half}>
        <DisplayCard />
      </div>
      {authentication === "on" && kind === "user" && (
        <div className={half}>
          <AccountCard />
        </div>
      )}
      {isAdmin && (
        <>
          <div className="col-span-12">
            <UsersCard />
          </div>
          <div className="col-span-12">
            <ApiKeysCard />
          </div>
        </>
      )}
    </div>
  );
}

function Configured({ settings, half }: { settings: Settings; half: string }) {
  return (
    <>
      <div className={half}>
        <VenuesCard settings={settings} />
      </div>
      <div className={half}>
        <ProcessCard settings={settings} />
      </div>
      <div className="col-span-12">
        <AssetsCard settings={settings} />
      </div>
      <div className="col-span-12">
        <CostsCard settings={settings} />
      </div>
    </>
  );
}
