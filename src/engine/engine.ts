import type { Engine, EngineOptions } from "./engine-contract.ts";
import { EventRouter } from "./event-router.ts";

/** A fresh engine: no book live, nothing counted. Pure but for its own state. */
export function createEngine(options: EngineOptions): Engine {
  return new EventRouter(options);
}
