/** Loaded before everything else (`node --import`): this process believes that it is another time. */
const offMs = Number(process.env.CLOCK_OFF_MS ?? 0);
const now = Date.now;
Date.now = () => now() + offMs;
