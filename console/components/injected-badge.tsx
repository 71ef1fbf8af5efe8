import { Syringe } from "lucide-react";
import { Badge } from "./badge.tsx";

/** Made by an operator's test, not by a market; stands wherever such an opportunity is shown. */
export function InjectedBadge() {
  return (
    <Badge tone="warning">
      <Syringe aria-hidden className="size-3" /> injected
    </Badge>
  );
}
