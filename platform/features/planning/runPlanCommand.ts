import { Command, CommanderError } from 'commander';
import { addDispatchCommands } from './deliveryDays/addDispatchCommands.ts';
import { addPickingCommands } from './picking/addPickingCommands.ts';
import { addTrafficCommands } from './traffic/addTrafficCommands.ts';
import { addRoutingCommands } from './vehicleRouting/addRoutingCommands.ts';

/** Adds subcommands to `halfhour plan`; `done` is told the exit code. */
export type AddPlanCommands = (program: Command, done: (exitCode: number) => void) => void;

/** What `halfhour plan` can plan: one entry for each family of planners. */
const families: readonly AddPlanCommands[] = [addPickingCommands, addDispatchCommands, addRoutingCommands, addTrafficCommands];

/** `halfhour plan SUBCOMMAND`: the planners on files, without a site. Resolves with the exit code: 2 where something was not understood. */
export async function runPlanCommand(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('halfhour plan').description('Run the planners on files, without a site.').exitOverride();
  for (const addCommands of families) addCommands(program, (code) => (exitCode = code));
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}
