import { expect, test } from 'vitest';
import { createStationLeader, politeWaitMs, type LeaderPorts } from '#renderer/store/stationLeader.ts';
import { createManualScheduler } from '#test/support/manualScheduler.ts';

type Holder = { reject(reason: unknown): void; isStolen: boolean };

/** Web Locks and broadcast channels of one browser, as far as one exclusive lock goes (Web Locks API, steal and signal). */
function createBrowser() {
  let holder: Holder | null = null;
  const line: (() => void)[] = [];
  const channels = new Set<{ onmessage: ((event: MessageEvent) => void) | null }>();
  const time = createManualScheduler();
  const grant = (run: () => unknown, resolve: (value: unknown) => void, reject: (reason: unknown) => void) => {
    const mine: Holder = { reject, isStolen: false };
    holder = mine;
    Promise.resolve()
      .then(run)
      .then(resolve, reject)
      .finally(() => {
        if (mine.isStolen) return;
        holder = null;
        line.shift()?.();
      });
  };
  const request = (_name: string, options: LockOptions, run: () => unknown) =>
    new Promise((resolve, reject) => {
      if (options.steal && holder) {
        holder.isStolen = true;
        holder.reject(new DOMException('stolen', 'AbortError'));
        return grant(run, resolve, reject);
      }
      if (!holder) return grant(run, resolve, reject);
      const turn = () => grant(run, resolve, reject);
      line.push(turn);
      options.signal?.addEventListener('abort', () => {
        if (line.includes(turn)) line.splice(line.indexOf(turn), 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  const ports: LeaderPorts = {
    locks: { request } as unknown as LeaderPorts['locks'],
    openChannel() {
      const channel = {
        onmessage: null as ((event: MessageEvent) => void) | null,
        postMessage: (message: unknown) =>
          channels.forEach((other) => other !== channel && other.onmessage?.({ data: message } as MessageEvent)),
        close: () => void channels.delete(channel),
      };
      channels.add(channel);
      return channel;
    },
    after: time.scheduler.after,
  };
  return { ports, time, settle: () => new Promise((resolve) => setImmediate(resolve)) };
}

function openWindow(browser: ReturnType<typeof createBrowser>, isHung = false) {
  const states: string[] = [];
  const ports = isHung ? { ...browser.ports, openChannel: () => ({ onmessage: null, postMessage() {}, close() {} }) } : browser.ports;
  const lead = async () => {
    states.push('lead');
    return async () => void states.push('stop');
  };
  return { states, leader: createStationLeader('station', ports, lead, () => states.push('follow')) };
}

test('[ST11] one window leads; another takes over when asked, and hands it back when it closes', async () => {
  const browser = createBrowser();
  const first = openWindow(browser);
  await browser.settle();
  const second = openWindow(browser);
  await browser.settle();
  expect([first.states, second.states]).toEqual([['follow', 'lead'], ['follow']]);
  second.leader.takeOver();
  await browser.settle();
  expect([first.states, second.states]).toEqual([
    ['follow', 'lead', 'stop', 'follow'],
    ['follow', 'lead'],
  ]);
  browser.time.advance(politeWaitMs);
  second.leader.close();
  await browser.settle();
  expect([first.states.slice(-2), second.states]).toEqual([
    ['follow', 'lead'],
    ['follow', 'lead', 'stop'],
  ]);
});

test('[ST11] a window that hangs is not waited for', async () => {
  const browser = createBrowser();
  const first = openWindow(browser, true);
  await browser.settle();
  const second = openWindow(browser);
  await browser.settle();
  second.leader.takeOver();
  await browser.settle();
  expect(second.states).toEqual(['follow']);
  browser.time.advance(politeWaitMs);
  await browser.settle();
  expect([first.states, second.states]).toEqual([
    ['follow', 'lead', 'follow', 'stop'],
    ['follow', 'lead'],
  ]);
});
