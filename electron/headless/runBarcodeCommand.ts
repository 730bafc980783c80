import { createInterface } from 'node:readline';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { codeReaders, decodeImages, type DecodeArguments } from './decodeImages.ts';
import { parseBarcodeLine } from './parseBarcodeLine.ts';

type ParseArguments = { readonly json: boolean; readonly alphas: boolean; readonly year: number };

/** `halfhour barcode parse` and `halfhour barcode decode`. Resolves with the exit code. */
export async function runBarcodeCommand(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('halfhour barcode')
    .description('Read barcodes without a station: what a code says, and what is in a picture.')
    .exitOverride();
  program
    .command('parse')
    .description('Lines {"scanData": "]C1..."}, {"elementString": "(01)..."} or {"uri": "https://..."} in, one answer a line out.')
    .option('--json', 'answers as JSON lines (the only form there is)', true)
    .option('--alphas', 'take the names of Digital Link 1.1 too, such as /gtin/', false)
    .option('--year <yyyy>', 'year the century of two-digit years is taken from', parseYear, new Date().getFullYear())
    .action(async (given: ParseArguments) => {
      exitCode = await parseLines(given);
    });
  program
    .command('decode')
    .description('Decodes PNG, JPEG and WebP files with the camera decoder of the station; one JSON line for each.')
    .argument('<image...>', 'files')
    .option('--engine <name>', 'combined (the camera), zxing-wasm, zxing-library, edges, or all in turn', parseEngine, 'combined')
    .option('--formats <list>', 'formats to look for, by comma (default: all the station reads)', parseList)
    .action(async (files: string[], given: DecodeArguments) => {
      exitCode = await decodeImages(files, given);
    });
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2;
  }
  return exitCode;
}

/** Answers the lines of standard input in their order; 1 where one of them was no question. */
async function parseLines({ alphas, year }: ParseArguments): Promise<number> {
  let hasNoise = false;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const { isInput, answer } = parseBarcodeLine(line, { thisYear: year, allowsAlphas: alphas });
    if (!isInput) hasNoise = true;
    if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return hasNoise ? 1 : 0;
}

function parseYear(text: string): number {
  if (!/^[12]\d{3}$/.test(text)) throw new InvalidArgumentError('a year has four digits.');
  return Number(text);
}

function parseEngine(text: string): string {
  const known = [...Object.keys(codeReaders), 'all'];
  if (!known.includes(text)) throw new InvalidArgumentError(`known are ${known.join(', ')}.`);
  return text;
}

function parseList(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}
