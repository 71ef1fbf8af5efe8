import { Pause, Play } from "lucide-react";
import { useCallback, useState } from "react";
import { Button } from "../../components/button.tsx";
import { PauseDialog } from "../../components/pause-dialog.tsx";
import { useMay } from "../../lib/session-context.tsx";
import type { RiskOverview } from "../../lib/wire.ts";
import { ResumeDialog } from "./resume-dialog.tsx";

/** Pause is always at hand; resume only where there is something to resume and nothing that forbids it. */
export function PauseControls({ risk }: { risk: RiskOverview }) {
  const [asked, setAsked] = useState<"pause" | "resume" | null>(null);
  const close = useCallback(() => setAsked(null), []);
  const may = useMay("operator");
  const held = risk.lasting_causes.length > 0;
  if (!may) return null;
  return (
    <div className="flex gap-2">
      <Button data-testid="pause-button" onClick={() => setAsked("pause")}>
        <Pause aria-hidden className="size-4" /> Pause
      </Button>
      <Button
        data-testid="resume-button"
        disabled={risk.pauses.length === 0 || held}
        title={held ? risk.lasting_causes.join(" ") : undefined}
        aria-describedby={held ? "lasting-causes" : undefined}
        onClick={() => setAsked("resume")}
      >
        <Play aria-hidden className="size-4" /> Resume
      </Button>
      {asked === "pause" && <PauseDialog onClose={close} />}
      {asked === "resume" && <ResumeDialog risk={risk} onClose={close} />}
    </div>
  );
}
