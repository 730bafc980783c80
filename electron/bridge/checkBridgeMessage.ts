/** What a text from a client is, told from its envelope alone (oRPC peer messages); payloads are checked by the contracts. */
export type BridgeMessageKind = 'request' | 'event' | 'abort' | 'malformed';

/** Looks at the envelope of a message, so that a malformed one is counted and dropped before anything acts on it. */
export function checkBridgeMessage(text: string | null): BridgeMessageKind {
  if (text === null) return 'malformed';
  const envelope = parseEnvelope(text);
  if (!envelope || !isRequestId(envelope.i)) return 'malformed';
  if (envelope.t === 4) return 'abort';
  if (!isPlainObject(envelope.p)) return 'malformed';
  if (envelope.t === 3) return 'event';
  if (envelope.t !== undefined && envelope.t !== 1) return 'malformed';
  return isRequest(envelope.p) ? 'request' : 'malformed';
}

function parseEnvelope(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isPlainObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isRequestId(id: unknown): boolean {
  return typeof id === 'number' || (typeof id === 'string' && id.length > 0 && id.length <= 64);
}

function isRequest(payload: Record<string, unknown>): boolean {
  if (typeof payload.u !== 'string' || !payload.u.startsWith('/') || payload.u.length > 1000) return false;
  if (payload.m !== undefined && typeof payload.m !== 'string') return false;
  if (payload.h === undefined) return true;
  return isPlainObject(payload.h) && Object.values(payload.h).every((text) => typeof text === 'string' || isTextList(text));
}

function isTextList(list: unknown): boolean {
  return Array.isArray(list) && list.every((text) => typeof text === 'string');
}

function isPlainObject(thing: unknown): thing is Record<string, unknown> {
  return typeof thing === 'object' && thing !== null && !Array.isArray(thing);
}
