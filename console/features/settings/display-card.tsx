import { Card } from "../../components/card.tsx";
import { Fact, Facts } from "../../components/section.tsx";
import { Segmented } from "../../components/segmented.tsx";
import { useDensity, useTimeZone } from "../../lib/preferences.ts";

const ZONES = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "Local" },
] as const;
const DENSITIES = [
  { value: "dense", label: "Dense, 36\u202Fpx" },
  { value: "comfortable", label: "Comfortable, 44\u202Fpx" },
] as const;

/** How this browser shows things; nobody else is affected. */
export function DisplayCard() {
  const [zone, setZone] = useTimeZone();
  const [density, setDensity] = useDensity();
  return (
    <Card title="Display" hint="in this browser" testId="settings-display" className="flex-1">
      <div className="px-4 pb-4">
        <Facts>
          <Fact name="Times">
            <Segmented label="Times" testId="settings-zone" value={zone} options={ZONES} onChange={setZone} />
          </Fact>
          <Fact name="Rows">
            <Segmented
              label="Height of rows"
              testId="settings-density"
              value={density}
              options={DENSITIES}
              onChange={setDensity}
            />
          </Fact>
        </Facts>
      </div>
    </Card>
  );
}
