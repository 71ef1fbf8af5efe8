import { fileURLToPath } from "node:url";

/** Where the launcher leaves the built console. */
export const CONSOLE_DIST = fileURLToPath(new URL("../../console/dist", import.meta.url));
