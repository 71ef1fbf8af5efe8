import { FlaskConical } from "lucide-react";
import { Badge } from "./badge.tsx";

/** No real money moved: done on stand-ins or on paper. */
export function SimulatedBadge() {
  return (
    <Badge>
      <FlaskConical aria-hidden className="size-3" /> simulated
    </Badge>
  );
}
