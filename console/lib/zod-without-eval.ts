import { z } from "zod";

// The page's content security policy forbids compiling strings; without this zod probes for it once and
// the browser reports the refused attempt as an error. It must run before the first schema is made.
z.config({ jitless: true });
