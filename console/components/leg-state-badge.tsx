import { CircleAlert, CircleCheck, CircleDashed, CircleDot, CircleSlash, HelpCircle } from "lucide-react";
import { LEG_STATE_WORDS } from "../lib/trade-text.ts";
import type { TradeLeg } from "../lib/wire.ts";
import { Badge } from "./badge.tsx";

const LOOKS = {
  planned: { icon: CircleDashed, tone: "neutral" },
  intent_durable: { icon: CircleDashed, tone: "neutral" },
  sent: { icon: CircleDot, tone: "lime" },
  acked: { icon: CircleDot, tone: "lime" },
  unknown: { icon: HelpCircle, tone: "danger" },
  partial: { icon: CircleAlert, tone: "warning" },
  filled: { icon: CircleCheck, tone: "success" },
  rejected: { icon: CircleSlash, tone: "warning" },
  expired: { icon: CircleSlash, tone: "warning" },
} as const;

/** Where an attempt stands: icon, word and colour. */
export function LegStateBadge({ state }: { state: TradeLeg["state"] }) {
  const { icon: Icon, tone } = LOOKS[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className="size-3" /> {LEG_STATE_WORDS[state]}
    </Badge>
  );
}
