import { runStationCommand } from './runStationCommand.ts';

/** `node --import tsx electron/headless/main.ts`: the station without the command line program around it. */
process.exitCode = await runStationCommand(process.argv.slice(2));
