import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { loadLabelTemplates } from '#electron/drivers/printer/loadLabelTemplates.ts';
import { LabelInputError, renderLabel, type RenderArguments } from './renderLabel.ts';

/** `halfhour label render` and `halfhour label templates`. Resolves with the exit code: 1 where template or data do not do, 2 where the call was not understood. */
export async function runLabelCommand(argv: readonly string[]): Promise<number> {
  const program = new Command('halfhour label').description('Labels without a station: printer bytes, pictures, templates.').exitOverride();
  addRender(program);
  program
    .command('templates')
    .description('The templates that come with the product, with their fields.')
    .option('--json', 'JSON lines', false)
    .action((given: { json: boolean }) => listTemplates(given.json));
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2;
    if (!(error instanceof LabelInputError)) throw error;
    process.stderr.write(`halfhour label: ${error.message}.\n`);
    return 1;
  }
  return 0;
}

function addRender(program: Command): void {
  program
    .command('render')
    .description('Fills a template and writes what a printer gets, or a picture of it.')
    .argument('<template>', 'name of a template, or path of a template file')
    .option('--data <file>', 'JSON object of fields; - for standard input')
    .option('--sample', "the template's own sample data instead", false)
    .addOption(new Option('--as <form>', 'what to write').choices(['zpl', 'tspl', 'escpos', 'png']).default('zpl'))
    .addOption(new Option('--dpi <dpi>', 'resolution of the printer').choices(['203', '300']).default('203'))
    .option('--out <file>', 'where to write (default: standard output)')
    .option('--json', 'write a JSON object: codes, texts as fitted, bytes in base64 unless --out', false)
    .option('--copies <n>', 'how often it is printed', toCount(1, 99), 1)
    .option('--reprint <n>', 'mark as the n-th reprint', toCount(0, 99), 0)
    .option('--job <id>', 'id of the print job', 'render')
    .addOption(new Option('--language <language>', 'language of captions the data does not give').choices(['zh', 'en']).default('zh'))
    .addOption(new Option('--codes <how>', "the printer's own codes, or all as dots").choices(['native', 'picture']).default('native'))
    .action((template: string, given: Omit<RenderArguments, 'dpi'> & { dpi: string }) =>
      renderLabel(template, { ...given, dpi: given.dpi === '300' ? 300 : 203 }),
    );
}

function listTemplates(isJson: boolean): void {
  for (const { name, title, widthMm, heightMm, fields } of loadLabelTemplates().values()) {
    const names = fields.map((field) => (field.isRequired ? `${field.name}*` : field.name)).join(' ');
    process.stdout.write(
      isJson ? `${JSON.stringify({ name, title, widthMm, heightMm, fields })}\n` : `${name}  ${widthMm} x ${heightMm} mm  ${names}\n`,
    );
  }
}

function toCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (!Number.isInteger(count) || count < least || count > most)
      throw new InvalidArgumentError(`a whole number from ${least} to ${most}.`);
    return count;
  };
}
