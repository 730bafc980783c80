import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';
import { toTable } from './toTable.mjs';

/**
 * `npm run bench -- NAME [--json] [--data DIR] [options of the bench]`: loads NAME.bench.ts beside this file and calls its
 * `run({ dataFolder, arguments }) -> { metrics, peers, rows }`. Metrics are numbers; rows are what people read.
 */
const folder = import.meta.dirname;
process.exit(await main(process.argv.slice(2)));

async function main(argv) {
  const { values, positionals } = readArguments(argv);
  const [name, ...rest] = positionals;
  if (values.help === true || name === undefined) {
    console.log(`Usage: npm run bench -- NAME [--json] [--data DIR]\n\n${listBenches()}`);
    return values.help === true ? 0 : 2;
  }
  const file = path.join(folder, `${name}.bench.ts`);
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) {
    console.error(`there is no bench '${name}'. ${listBenches()}`);
    return 2;
  }
  if (values.data !== undefined && !existsSync(values.data)) {
    console.error(`there is no folder '${values.data}'`);
    return 2;
  }
  register();
  const bench = await import(pathToFileURL(file).href);
  const { metrics, peers = {}, rows = [] } = await bench.run({ dataFolder: values.data ?? null, arguments: rest });
  const machine = describeMachine();
  console.log(`${name}, on ${machine.cpus} x ${machine.cpu}, ${machine.memoryGb} GB, ${machine.os}, Node ${machine.node}`);
  console.log(toTable(rows.length > 0 ? rows : Object.entries(metrics).map(([metric, figure]) => ({ metric, figure }))));
  if (values.json === true) console.log(JSON.stringify({ bench: name, metrics, peers, machine }));
  return 0;
}

function readArguments(argv) {
  try {
    const options = { json: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
    const nameAt = argv.findIndex((word) => !word.startsWith('-'));
    const { own, ofBench } = splitArguments(nameAt === -1 ? [] : argv.slice(nameAt + 1));
    const { values } = parseArgs({ args: [...(nameAt === -1 ? argv : argv.slice(0, nameAt)), ...own], options });
    return { values, positionals: nameAt === -1 ? [] : [argv[nameAt], ...ofBench] };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** What stands behind the bench's name: the runner's own words, and those the bench reads itself. */
function splitArguments(words) {
  const own = [];
  const ofBench = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (['--json', '--help', '-h'].includes(word) || word.startsWith('--data=')) own.push(word);
    else if (word === '--data') own.push(...words.slice(index, (index += 1) + 1));
    else ofBench.push(word);
  }
  return { own, ofBench };
}

function listBenches() {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.bench.ts') ? [file.slice(0, -'.bench.ts'.length)] : []));
  return names.length === 0 ? 'There are no benches yet.' : `Benches: ${names.toSorted().join(', ')}.`;
}

function describeMachine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown processor',
    cpus: cpus.length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()}`,
    node: process.versions.node,
  };
}
