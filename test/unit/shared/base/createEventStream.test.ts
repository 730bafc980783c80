import { describe, expect, it } from 'vitest';
import { createEventStream, SlowReaderFault } from '#shared/base/createEventStream.ts';

const cut = (maxQueued = 3, onClose = () => {}) => createEventStream<number>({ maxQueued, whenFull: 'cut', onClose });

describe('event stream', () => {
  it('gives items in order, those that waited and those awaited', async () => {
    const stream = cut();
    stream.push(1);
    stream.push(2);
    const taken = [await stream.next(), await stream.next()];
    const awaited = stream.next();
    stream.push(3);
    expect([...taken, await awaited].map((step) => step.value)).toEqual([1, 2, 3]);
  });

  it('ends while someone waits, and takes nothing afterwards', async () => {
    const stream = cut();
    const awaited = stream.next();
    stream.end();
    expect([await awaited, stream.push(1), await stream.next()]).toEqual([
      { done: true, value: undefined },
      false,
      { done: true, value: undefined },
    ]);
  });

  it('gives what is queued before it ends', async () => {
    const stream = cut();
    stream.push(1);
    stream.end();
    expect([await stream.next(), await stream.next()]).toEqual([
      { done: false, value: 1 },
      { done: true, value: undefined },
    ]);
  });

  it('cuts a reader that leaves too much waiting, and says so once', async () => {
    const stream = cut(2);
    expect([stream.push(1), stream.push(2), stream.push(3), stream.waiting]).toEqual([true, true, false, 0]);
    await expect(stream.next()).rejects.toBeInstanceOf(SlowReaderFault);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('keeps the newest where only the newest counts', async () => {
    const stream = createEventStream<number>({ maxQueued: 1, whenFull: 'keepNewest' });
    for (const item of [1, 2, 3]) stream.push(item);
    expect([await stream.next(), stream.waiting]).toEqual([{ done: false, value: 3 }, 0]);
  });

  it('tells its end exactly once, whatever the way', async () => {
    let ends = 0;
    const stream = cut(3, () => (ends += 1));
    const awaited = stream.next();
    await stream.return();
    stream.end();
    stream.fail(new Error('late'));
    expect([ends, await awaited, await stream.next()]).toEqual([1, { done: true, value: undefined }, { done: true, value: undefined }]);
  });

  it('hands an error to one waiting reader', async () => {
    const stream = cut();
    const awaited = stream.next();
    stream.fail(new Error('broken'));
    await expect(awaited).rejects.toThrow('broken');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('ends when the loop over it is left', async () => {
    let ends = 0;
    const stream = cut(3, () => (ends += 1));
    stream.push(1);
    for await (const item of stream) if (item === 1) break;
    expect(ends).toBe(1);
  });
});
