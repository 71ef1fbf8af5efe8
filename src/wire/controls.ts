import { z } from "zod";
import { pageLimit } from "./page-limit.ts";
import { instant, operatorWords } from "./primitives.ts";

const operatorReason = operatorWords.optional();

/** Scope of a pause: "all", "venue:gemini", "asset:SOL-USD" or "pool:<address>". */
const pauseScope = z
  .string()
  .regex(/^(all|venue:(gemini|solana)|asset:[A-Z0-9]{2,10}-USD|pool:[1-9A-HJ-NP-Za-km-z]{32,44})$/);

/** Every field may be missing, and so may the body. */
export const pauseRequest = z
  .strictObject({ reason: operatorReason, scope: pauseScope.default("all") })
  .nullish()
  .meta({ id: "PauseRequest" });

export const paused = z
  .object({ status: z.literal("paused"), reason: z.string(), paused_by: z.string() })
  .meta({ id: "Paused" });
export type Paused = z.infer<typeof paused>;

export const resumeRequest = z
  .strictObject({ reason: operatorReason })
  .nullish()
  .meta({ id: "ResumeRequest" });

export const resumed = z
  .object({ status: z.literal("resumed"), resumed_by: z.string() })
  .meta({ id: "Resumed" });

/** Without a body observe-only is switched on; `{"enabled":false}` switches trading back on, in the demo only. */
export const observeOnlyRequest = z
  .strictObject({ enabled: z.boolean().default(true) })
  .nullish()
  .meta({ id: "ObserveOnlyRequest" });

export const observeOnly = z
  .object({ status: z.literal("observe_only"), observe_only_mode: z.boolean(), changed_by: z.string() })
  .meta({ id: "ObserveOnly" });

export const auditEntry = z
  .object({
    seq: z.number(),
    /** SHA-256 in hex over this entry as it is stored and over `prev_hash`, the hash of the one before. */
    hash: z.string(),
    prev_hash: z.string(),
    timestamp: instant,
    by: z.string(),
    action: z.string(),
    /** The value before and after, whatever it is. */
    before: z.unknown(),
    after: z.unknown(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = z.object({
  limit: pageLimit,
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

export const auditPage = z
  .object({ entries: z.array(auditEntry), next_cursor: z.string().nullable() })
  .meta({ id: "AuditPage" });
export type AuditPage = z.infer<typeof auditPage>;
