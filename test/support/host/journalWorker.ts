import { createInterface } from 'node:readline';
import { openCommandJournal } from '#electron/host/openCommandJournal.ts';
import { silentLog } from '#shared/base/log.ts';
import { someCommands } from './someCommands.ts';

/**
 * A journal in a process of its own, for limits and rights that hold for a process. Each line of input is the number of commands to
 * append; each line of output says whether they were taken, or which fault was told, and how many the journal has then.
 */
const [dataFolder = ''] = process.argv.slice(2);
const journal = await openCommandJournal({ dataFolder, log: silentLog });
let nextSeq = 1;
process.stdout.write(`${JSON.stringify({ isOpen: true })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const commands = someCommands(Number(line), { fromSeq: nextSeq });
  const answer = await journal.append(commands).then(
    () => {
      nextSeq += commands.length;
      return 'taken';
    },
    (fault: Error) => fault.name,
  );
  process.stdout.write(`${JSON.stringify({ answer, left: journal.left() })}\n`);
}
