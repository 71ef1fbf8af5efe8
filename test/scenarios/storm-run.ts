import { runStorm } from "../support/storm.ts";
import { ALL_FAULTS, planStorm } from "../support/storm-plan.ts";

/**
 * The long storm: every socket cut twenty times and every other fault twice, about ten minutes. Exit 1 on a
 * breach. Arguments: seed, drops, rounds, names of faults.
 */
const seed = Number(process.argv[2] ?? 1);
const drops = Number(process.argv[3] ?? 20);
const rounds = Number(process.argv[4] ?? 2);
const only = process.argv[5] === undefined ? ALL_FAULTS : process.argv[5].split(",");
const storm = planStorm(seed, drops, rounds, only);
process.stderr.write(
  `storm of ${storm.acts.length} acts, ${(storm.totalMs / 60_000).toFixed(1)} minutes, seed ${seed}\n`,
);
const report = await runStorm(seed, storm, (line) => process.stderr.write(`${line}\n`));
const slow = report.recoveries.filter(({ ms }) => ms === null || ms > 5_000);
const wrong = report.wrongBooks.length + report.wrongPools.length + report.wrongRates.length;
process.stdout.write(
  `${JSON.stringify({ ...report, recoveries: report.recoveries.length, slow }, null, 1)}\n`,
);
process.exit(wrong === 0 && slow.length === 0 && report.checkedBooks > 0 ? 0 : 1);
