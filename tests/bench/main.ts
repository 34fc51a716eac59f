import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { call } from './call.ts';
import { coldStart } from './cold-start.ts';
import { echo } from './echo.ts';
import type { Benchmark, Figure } from './figure.ts';
import { fleet } from './fleet.ts';
import { hostCost } from './host-cost.ts';
import { logsPage } from './logs-page.ts';
import { describeMachine, formatMachine } from './machine.ts';
import { memory } from './memory.ts';
import { page } from './page.ts';
import { processesPage } from './processes-page.ts';
import { formatTable } from './report.ts';
import { repositories } from './repositories.ts';
import { sampler } from './sampler.ts';
import { start } from './start.ts';
import { traffic } from './traffic.ts';
import { twoHours } from './two-hours.ts';

const benchmarks: readonly Benchmark[] = [
  call,
  echo,
  start,
  memory,
  traffic,
  hostCost,
  sampler,
  page,
  coldStart,
  processesPage,
  logsPage,
  twoHours,
  fleet,
  repositories,
];

function chosen(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  const known = benchmarks.map(({ name }) => name).join(', ');
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.join(', ')}; there are: ${known}`);
  return names.length === 0 ? benchmarks : benchmarks.filter(({ name }) => names.includes(name));
}

/** `node tests/bench/main.ts [name …] [--json FILE]`. Fails when something cannot be measured, never for being slow. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  const outcomes: { name: string; loadOneMinute: number; figures: readonly Figure[] }[] = [];
  for (const benchmark of chosen(positionals)) {
    const machine = describeMachine();
    console.log(`\n== ${benchmark.name} ==\n${formatMachine(machine)}`);
    try {
      const figures = await benchmark.run((line) => console.error(`  ${line}`));
      outcomes.push({ name: benchmark.name, loadOneMinute: machine.loadOneMinute, figures });
      console.log(formatTable(figures));
    } catch (error) {
      console.error(`${benchmark.name} could not be measured:`, error);
      process.exitCode = 1;
    }
  }
  const verdicts = outcomes.flatMap(({ figures }) => figures.flatMap(({ verdict }) => verdict ?? []));
  console.log(`\n${verdicts.filter(({ isMet }) => isMet).length} of ${verdicts.length} promises met`);
  if (values.json !== undefined) {
    const report = { measuredAtMs: Date.now(), machine: describeMachine(), benchmarks: outcomes };
    writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

await main();
