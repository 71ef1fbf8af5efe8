import { Card } from "../../components/card.tsx";
import { Fact, Facts } from "../../components/section.tsx";
import { formatCount } from "../../lib/format.ts";
import type { Settings } from "../../lib/wire.ts";
import { MODE_MEANING } from "../../lib/wording.ts";
import { Presence } from "./venues-card.tsx";

const STORES = { sqlite: "SQLite in DATA_DIR", mongodb: "MongoDB (journal in SQLite)" } as const;

/** The process itself: its mode, where it keeps things, who reaches it. */
export function ProcessCard({ settings }: { settings: Settings }) {
  const { mode, version, storage, api, without_effect: unread } = settings;
  return (
    <Card title="Process" hint={MODE_MEANING[mode]} testId="settings-process" className="flex-1">
      <div className="px-4 pb-4">
        <Facts>
          <Fact name="Mode">
            <span data-testid="settings-mode" className="font-medium">
              {mode}
            </span>
          </Fact>
          <Fact name="Version">
            <span className="num">{version}</span>
          </Fact>
          <Fact name="Storage">
            <span data-testid="settings-storage">{STORES[storage.kind]}</span>
          </Fact>
          <Fact name="MONGO_URL">
            <Presence present={storage.secret_set} testId="secret-MONGO_URL" />
          </Fact>
          <Fact name="JWT_SECRET_KEY">
            <Presence present={api.token_secret_set} testId="secret-JWT_SECRET_KEY" />
          </Fact>
          <Fact name="Rate limit">
            {api.rate_limit_per_min === 0 ? "none" : `${formatCount(api.rate_limit_per_min)} calls a minute`}
          </Fact>
          <Fact name="Web origins let in">
            {api.allowed_origins === 0 ? "this console only" : formatCount(api.allowed_origins)}
          </Fact>
          <Fact name="Address list">
            {api.ip_allowlist === 0
              ? "everybody who reaches the port"
              : `${formatCount(api.ip_allowlist)} entries`}
          </Fact>
          {unread.length > 0 && <Fact name="Set without effect">{unread.join(", ")}</Fact>}
        </Facts>
      </div>
    </Card>
  );
}
