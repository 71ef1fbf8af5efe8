import { defineConfig } from "vitest/config";

// Threads without isolation: the middle is pure, so tests share nothing but code.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "src/**/*.test.ts", "sim/**/*.test.ts", "console/**/*.test.{ts,tsx}"],
    pool: "threads",
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
