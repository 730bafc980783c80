import { describe, expect, it, vi } from 'vitest';
import { runStationCommand } from '#electron/headless/runStationCommand.ts';

/** Runs the command and catches what it tells. */
async function run(words: readonly string[]) {
  let text = '';
  const keep = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  return { exitCode: await runStationCommand(words), text };
}

describe('station command', () => {
  it.each([
    [['--port', 'x'], 'A port is a number'],
    [['--platform', 'ftp://x'], 'An address begins with'],
    [['--device', 'kind=robot,path=/x'], 'not scanner, printer or scale'],
    [['--device', 'kind=scanner,path=/x,deviceId=a', '--device', 'kind=scanner,path=/y,deviceId=a'], 'Two devices are called a.'],
    [['--pair', 'short'], 'A pairing token is'],
    [['--log', 'loud'], 'Allowed choices'],
    [['--unknown'], 'unknown option'],
  ])('[HL11] %j is not understood: exit code 2 and a sentence', async (words, part) => {
    expect(await run(words)).toEqual({ exitCode: 2, text: expect.stringContaining(part) });
  });

  it('[HL11] --help tells the options', async () => {
    expect(await run(['--help'])).toEqual({
      exitCode: 0,
      text: expect.stringMatching(/--platform <url>[^]*--device <pairs>[^]*--port <number>/),
    });
  });
});
