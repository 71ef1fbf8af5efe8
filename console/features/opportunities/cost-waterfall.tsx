import { Section } from "../../components/section.tsx";
import { Waterfall } from "../../components/waterfall.tsx";
import { costWaterfall } from "../../lib/waterfall.ts";
import type { Opportunity } from "../../lib/wire.ts";

/** From the gross gain through each cost to what is predicted to remain. */
export function CostWaterfall({ row }: { row: Opportunity }) {
  return (
    <Section title="From gross to net">
      <Waterfall steps={costWaterfall(row)} testId="cost-waterfall" />
    </Section>
  );
}
