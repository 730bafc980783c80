import { describe, expect, test } from 'vitest';
import { createTextRasterizer } from '#electron/drivers/printer/createTextRasterizer.ts';
import { toDrawable } from '#electron/drivers/printer/fontSubsets.ts';
import { fitText } from '#shared/wire/label/fitText.ts';
import type { TextToDraw } from '#shared/wire/label/label.ts';

const room: TextToDraw = {
  ...{ text: '', widthDots: 200, heightDots: 60, fontDots: 40, minFontDots: 16, maxLines: 2 },
  ...{ weight: 'regular', align: 'left', verticalAlign: 'top' },
};
/** Chinese letters are as wide as high, others half of it. */
const measure = (letter: string): number => (letter > '\u2e80' || letter === '…' ? 1 : 0.5);
const fit = (text: string, change: Partial<TextToDraw> = {}) => fitText({ ...room, text, ...change }, measure);

describe('fitting text', () => {
  test('[LB8] text that fits keeps its size', () => {
    expect(fit('冷藏')).toEqual({ lines: ['冷藏'], fontDots: 40, isCut: false });
  });

  test('[LB8] long text shrinks until it fits its lines and height', () => {
    expect(fit('冷藏常温生鲜牛奶鸡蛋')).toEqual({ lines: ['冷藏常温生鲜牛奶', '鸡蛋'], fontDots: 25, isCut: false });
    expect(fit('冷藏常温生鲜', { maxLines: 1 })).toEqual({ lines: ['冷藏常温生鲜'], fontDots: 32, isCut: false });
  });

  test('[LB8] at the floor the last line is cut with an ellipsis', () => {
    const { lines, fontDots, isCut } = fit('龘'.repeat(60));
    expect([lines.map((line) => line.length), lines.at(-1)?.slice(-1), fontDots, isCut]).toEqual([[12, 12], '…', 16, true]);
  });

  test('[LB8] words stay whole where they fit a line, Chinese breaks anywhere, an endless word is broken', () => {
    const wide = { fontDots: 20, minFontDots: 20, maxLines: 9, heightDots: 400 };
    expect(fit('two words 和中文字 then', wide).lines).toEqual(['two words 和中文字', 'then']);
    expect(fit('W'.repeat(45), wide).lines.map((line) => line.length)).toEqual([20, 20, 5]);
  });
});

describe('drawing text', () => {
  const rasterizer = createTextRasterizer();
  const texts = [
    '冷藏 Chilled gjpqyÄÅ',
    'Ẫ̃g'.repeat(4),
    '龘'.repeat(80),
    '😀👨‍👩‍👧 ก็ الحليب',
    'Z̸̧͈̓a '.repeat(9),
    'gypsy',
    '𠮷野家',
    '—'.repeat(70),
  ];

  test('[LB8] the ink is always inside the box, and the same text gives the same dots', () => {
    for (const text of texts) {
      for (const align of ['left', 'center', 'right'] as const) {
        for (const heightDots of [20, 60]) {
          const request = { ...room, text, align, heightDots, verticalAlign: 'middle' as const };
          const { bitmap, x, y } = rasterizer.draw(request);
          expect([x >= 0, y >= 0, x + bitmap.widthDots <= 200, y + bitmap.heightDots <= heightDots, bitmap.widthDots > 0]).toEqual(
            Array(5).fill(true),
          );
          expect(createTextRasterizer().draw(request).bitmap).toEqual(bitmap);
        }
      }
    }
  }, 30_000);

  test('[LB8] characters the bundled font has no letter for are boxes, marks and joiners nothing', () => {
    const drawable = ['冷藏𠮷', 'A😀B', '👨‍👩‍👧', 'ก็', 'a\u202eb\ufeff', 'e\u0301'].map((text) => toDrawable(text, 'regular').text);
    expect(drawable).toEqual(['冷藏□', 'A□B', '□□□', '□', 'ab', 'é']);
  });
});
