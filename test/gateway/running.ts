import { afterEach } from "vitest";
import type { GatewayDeps } from "#gateway";
import { startGateway, type TestGateway } from "./start-gateway.ts";

/** For a file of tests: starts gateways, and ends them after each test. */
export function gatewaysOfThisFile(): (changes?: Partial<GatewayDeps>) => Promise<TestGateway> {
  const running: TestGateway[] = [];
  afterEach(async () => {
    for (const { gateway } of running.splice(0)) await gateway.close();
  });
  return async (changes = {}) => {
    const started = await startGateway(changes);
    running.push(started);
    return started;
  };
}
