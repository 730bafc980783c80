import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { sendAtOnce } from '#shared/wire/mqtt/sendAtOnce.ts';

test('every new line of a client is told not to hold small messages back; one that is no socket is left alone', () => {
  const said: string[] = [];
  const client = Object.assign(new EventEmitter(), { stream: { setNoDelay: (isOn: boolean) => said.push(`first ${isOn}`) } as object });
  sendAtOnce(client);
  client.emit('connect');
  client.stream = { setNoDelay: (isOn: boolean) => said.push(`second ${isOn}`) };
  client.emit('connect');
  client.stream = {};
  client.emit('connect');
  expect(said).toEqual(['first true', 'second true']);
});
