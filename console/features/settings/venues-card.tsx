import { CircleCheck, CircleDashed } from "lucide-react";
import { Badge } from "../../components/badge.tsx";
import { Card } from "../../components/card.tsx";
import { Fact, Facts, Section } from "../../components/section.tsx";
import type { Settings } from "../../lib/wire.ts";

const NAMES = { gemini: "Gemini", solana: "Solana" } as const;

const KEY_NOTES = {
  demo: "The demo's own, good for its stand-in venues alone; configured ones are not used.",
  observe: "Not needed to observe: no order is sent.",
  live: "Changed in the environment file and put to use by tandem keys reload, without a restart.",
} as const;

/** Which keys are there. What they are no screen shows, and no answer of the API holds. */
export function VenuesCard({ settings }: { settings: Settings }) {
  return (
    <Card
      title="Venues and keys"
      hint="present or missing, never shown"
      testId="settings-venues"
      className="flex-1"
    >
      <div className="flex flex-col gap-4 px-4 pb-4">
        {settings.venues.map(({ venue, addresses, secrets }) => (
          <Section key={venue} title={NAMES[venue]}>
            <Facts>
              <Fact name="Addresses">
                <span className="num">{addresses}</span>
              </Fact>
              {secrets.map(({ key, present }) => (
                <Fact key={key} name={key}>
                  <Presence present={present} testId={`secret-${key}`} />
                </Fact>
              ))}
            </Facts>
          </Section>
        ))}
        <p className="text-[12px] text-muted">{KEY_NOTES[settings.mode]}</p>
      </div>
    </Card>
  );
}

/** Icon and word; the colour only repeats them. */
export function Presence({ present, testId }: { present: boolean; testId: string }) {
  const Icon = present ? CircleCheck : CircleDashed;
  return (
    <span data-testid={testId}>
      <Badge tone={present ? "success" : "neutral"}>
        <Icon aria-hidden className="size-3.5" /> {present ? "Present" : "Missing"}
      </Badge>
    </span>
  );
}
