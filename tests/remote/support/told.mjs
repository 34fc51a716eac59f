// What a sampler told, from the file named first: an expression on `readings`, `last` (reading), `table` (by pid), `lines`, `end` is
// printed. Fails at a line that is no document, and where what is told does not fit together.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import vm from 'node:vm';

const [path, expression] = process.argv.slice(2);
const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
const lines = whole.filter((line) => line.startsWith('{'));
const readings = [];
let table = new Map();
let end = null;
let wholeCount = 0;
let isOpen = false;
const must = (isTrue, why) => {
  if (!isTrue) throw new Error(why);
};
for (const line of lines) {
  must(Buffer.byteLength(line) < 65_536, 'a line is too long');
  const item = JSON.parse(line);
  if (item.type === 'reading') readings.push(item.reading);
  if ('ok' in item) end = item;
  if (item.type !== 'processes') continue;
  must(table !== null && (item.isWhole || wholeCount > 0), 'changes came before the table');
  must(!(item.isWhole && isOpen), 'a table began in the middle of one');
  if (item.isWhole) {
    table = new Map();
    wholeCount += 1;
  }
  isOpen = item.isPartial === true;
  for (const pid of item.gone) must(table.delete(pid), `${pid} was never there and is gone`);
  for (const row of item.rows) table.set(row.pid, row);
  for (const [pid, state, cpuShare, memoryBytes, proportionalBytes] of item.updates) {
    must(table.has(pid), `${pid} changed and was never there`);
    table.set(pid, { ...table.get(pid), state, cpuShare, memoryBytes, proportionalBytes });
  }
}
/** Whether the row of a process is what its `stat` says now; memory within 5 %, and a page is 4 KiB on what runs tests. */
const agrees = (row) => {
  const stat = readFileSync(`/proc/${row.pid}/stat`, 'latin1');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const startedAtMs = Date.now() - (os.uptime() - fields[19] / 100) * 1000;
  must(row.startTicks === fields[19] && row.parentPid === fields[1], `${row.pid} is another one: ${stat}`);
  must(Math.abs(row.memoryBytes / (fields[21] * 4096) - 1) < 0.05, `${row.pid} takes ${fields[21]} pages`);
  must(Math.abs(row.startedAtMs - startedAtMs) < 1500, `${row.pid} was started at ${startedAtMs}`);
  return true;
};
const last = readings.at(-1);
const count = (type) => lines.filter((line) => JSON.parse(line).type === type).length;
const names = { os, agrees, readings, last, table, lines, end, wholeCount, count };
const value = vm.runInNewContext(expression, names);
console.log(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'));
