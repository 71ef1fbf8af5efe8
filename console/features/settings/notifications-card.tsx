import { BellOff, BellRing, TriangleAlert } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Fact, Facts } from "../../components/section.tsx";
import { formatCount } from "../../lib/format.ts";
import { useTimeZone } from "../../lib/preferences.ts";
import { formatInstant } from "../../lib/time.ts";
import type { Settings } from "../../lib/wire.ts";

type Channel = Settings["notifications"]["channels"][number];

const NAMES = { webhook: "Webhook", slack: "Slack", telegram: "Telegram", email: "E-mail" } as const;

const FROM = {
  info: "everything is told",
  warning: "told from a warning on",
  critical: "only what is critical is told",
} as const;

/** Who is told what happens while nobody looks, and whether it arrives. */
export function NotificationsCard({ settings }: { settings: Settings }) {
  const { min_severity: from, channels } = settings.notifications;
  const configured = channels.filter((channel) => channel.configured);
  const others = channels.filter((channel) => !channel.configured).map(({ channel }) => NAMES[channel]);
  return (
    <Card title="Notifications" hint={FROM[from]} testId="settings-notifications" className="flex-1">
      {configured.length === 0 ? (
        <Nobody />
      ) : (
        <div className="flex flex-col gap-3 px-4 pb-4">
          <Facts>
            {configured.map((channel) => (
              <ChannelFact key={channel.channel} channel={channel} />
            ))}
          </Facts>
          {others.length > 0 && (
            <p className="text-[12px] text-muted">Not configured: {others.join(", ")}.</p>
          )}
        </div>
      )}
    </Card>
  );
}

function Nobody() {
  return (
    <EmptyState icon={BellOff} title="Nobody is told" testId="notifications-empty">
      A pause or a stranded trade is seen only by whoever looks. Set <code>NOTIFY_WEBHOOK_URL</code>,{" "}
      <code>NOTIFY_SLACK_URL</code>, <code>NOTIFY_TELEGRAM_TOKEN</code> or <code>NOTIFY_SMTP_URL</code>, try
      it with <code>tandem notify test</code>, and restart.
    </EmptyState>
  );
}

function ChannelFact({
  channel: { channel, sent, failed, last_sent_at: lastSent, last_error: error },
}: {
  channel: Channel;
}) {
  const [zone] = useTimeZone();
  const Icon = error === null ? BellRing : TriangleAlert;
  const last =
    lastSent === null ? "nothing since the start" : `last ${formatInstant(Date.parse(lastSent), zone)}`;
  return (
    <Fact name={NAMES[channel]}>
      <span data-testid={`notify-${channel}`} className="flex flex-col items-end gap-0.5 py-1">
        <Badge tone={error === null ? "success" : "danger"}>
          <Icon aria-hidden className="size-3.5" /> {error === null ? "On" : "Does not arrive"}
        </Badge>
        <span className="num text-[12px] text-soft">
          {formatCount(sent)} sent, {formatCount(failed)} failed
        </span>
        <span className="num text-[12px] text-soft">{last}</span>
        {error !== null && <span className="break-words text-[12px] text-danger">{error}</span>}
      </span>
    </Fact>
  );
}
