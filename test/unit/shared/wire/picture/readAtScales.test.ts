import { describe, expect, test } from 'vitest';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';
import { readAtScales, type Sighting } from '#shared/wire/picture/readAtScales.ts';

const blank = (side: number): GrayPicture => ({ width: side, height: side, luma: new Uint8Array(side * side).fill(255) });

describe('readAtScales', () => {
  const sighting = (text: string, lineCount: number): Sighting => ({ code: { text, aim: ']E0', format: 'EAN13' }, lineCount });
  const readWith = async (answers: readonly (readonly Sighting[])[], edges: readonly string[] = []): Promise<readonly string[]> => {
    let at = 0;
    const codes = await readAtScales(
      blank(40),
      () => Promise.resolve(answers[at++] ?? []),
      () => edges,
    );
    return codes.map(({ text }) => text);
  };

  test.each([
    ['many lines are enough', [[sighting('A', 9)]], ['A']],
    ['a few lines of the only code in the picture itself are enough', [[sighting('A', 3)]], ['A']],
    ['a few lines in a made size are not', [[], [sighting('A', 3)]], []],
    ['two sizes agree', [[sighting('A', 3), sighting('B', 4)], [], [sighting('A', 2)]], ['A']],
    ['a strong one beats a weak one', [[sighting('B', 4), sighting('A', 5)], [sighting('A', 8)]], ['A']],
  ])('[CD3] %s', async (_, answers, texts) => {
    expect(await readWith(answers)).toEqual(texts);
  });

  test.each([
    ['what the edges say is enough where the engine saw nothing', [], ['A'], ['A']],
    ['they settle what the engine was not sure of', [[sighting('A', 3), sighting('B', 4)]], ['A'], ['A']],
    ['against the engine they are one more doubtful look', [[sighting('A', 3), sighting('B', 4)]], ['C'], []],
    ['and a made size may agree with them', [[sighting('A', 3), sighting('B', 4)], [sighting('C', 2)]], ['C'], ['C']],
  ])('[CD4] %s', async (_, answers, edges, texts) => {
    expect(await readWith(answers, edges)).toEqual(texts);
  });
});
