import { Card } from "../../components/card.tsx";
import { Copyable } from "../../components/copyable.tsx";
import { TableBox } from "../../components/table-box.tsx";
import type { Settings } from "../../lib/wire.ts";

/** What is traded, and the pool and mints that it is traded with. */
export function AssetsCard({ settings }: { settings: Settings }) {
  const head = "whitespace-nowrap px-3 text-left font-medium first:pl-4 last:pr-4";
  return (
    <Card title="Assets and pools" hint="from ASSET_LIST, in force after a restart" testId="settings-assets">
      <TableBox label="Table of assets and pools">
        <table data-testid="assets-table" className="w-full">
          <thead className="bg-raised text-[11px] text-muted">
            <tr className="h-8">
              {["Asset", "Gemini symbol", "Pool", "Mint", "Dollar mint"].map((name) => (
                <th key={name} scope="col" className={head}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {settings.assets.map((one) => (
              <tr key={one.asset} data-testid="asset-row" className="h-9 border-line border-t">
                <th scope="row" className="whitespace-nowrap px-3 pl-4 text-left font-medium">
                  {one.asset}
                </th>
                <td className="num px-3">{one.symbol}</td>
                <td className="px-2">
                  <Copyable value={one.pool} label={`pool of ${one.asset}`} testId="copy-pool" />
                </td>
                <td className="px-2">
                  <Copyable value={one.base_mint} label={`mint of ${one.asset}`} testId="copy-mint" />
                </td>
                <td className="px-2 pr-4">
                  <Copyable value={one.quote_mint} label="dollar mint" testId="copy-dollar-mint" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}
