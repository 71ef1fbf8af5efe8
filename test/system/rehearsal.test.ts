import { describe, expect, it } from "vitest";
import { RUNBOOK_CONFIG } from "#signal";
import { EngineHost } from "../../src/system/engine-host.ts";
import { rehearse } from "../../src/system/rehearsal.ts";

describe("the rehearsal", () => {
  it("really finds, trades and closes opportunities, in both directions", () => {
    const published: string[] = [];
    const subscribe = EngineHost.prototype.subscribe;
    EngineHost.prototype.subscribe = function (listener) {
      return subscribe.call(this, (frame) => {
        if (frame.type === "opportunity")
          published.push(`${frame.data.direction} ${frame.data.closed_at === null}`);
        if (frame.type === "trade") published.push(`${frame.data.direction} ${frame.data.status}`);
        listener(frame);
      });
    };
    try {
      rehearse(RUNBOOK_CONFIG);
    } finally {
      EngineHost.prototype.subscribe = subscribe;
    }
    for (const seen of ["cex_to_dex true", "cex_to_dex false", "dex_to_cex true", "dex_to_cex false"])
      expect(published.filter((one) => one === seen).length).toBeGreaterThan(40);
    for (const seen of ["cex_to_dex completed", "dex_to_cex completed"])
      expect(published.filter((one) => one === seen).length).toBeGreaterThan(40);
  });
});
