import { isIPv6 } from 'node:net';
import type { AddressBook } from '#electron/drivers/line/addressBook.ts';
import { LineFault, toLineFault } from '#electron/drivers/line/byteLine.ts';
import { ippOperations, parseIppAnswer, toIppRequest, type IppAnswer, type IppAttribute, type IppGroup } from './ippMessage.ts';

/** Where a queue is: CUPS has them at `/printers/NAME`, printers of their own mostly at `/ipp/print`. */
export type IppTarget = { readonly host: string; readonly port: number; readonly path: string };

/** A job as the queue tells it. */
export type IppJob = {
  readonly id: number;
  readonly name: string;
  /** 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed (RFC 8011, 5.3.7). */
  readonly state: number;
  /** Sheets the printer itself has counted; null where it counts none. */
  readonly sheets: number | null;
};

/** The four questions this station asks a queue. Rejections are LineFaults. */
export type IppClient = {
  printer(timeoutMs: number): Promise<{ readonly state: number; readonly reasons: readonly string[]; readonly isAccepting: boolean }>;
  /** Hands a document over; `isTaken` false where the queue refuses it: then it has none of it. */
  printJob(name: string, document: Uint8Array, timeoutMs: number): Promise<{ readonly isTaken: boolean; readonly id: number | null }>;
  job(id: number, timeoutMs: number): Promise<IppJob | null>;
  /** The newest job of this name, done or not. */
  jobNamed(name: string, timeoutMs: number): Promise<IppJob | null>;
};

const userName: IppAttribute = { tag: 'name', name: 'requesting-user-name', values: ['halfhour'] };
const jobWords = ['job-id', 'job-name', 'job-state', 'job-media-sheets-completed', 'job-impressions-completed'];
const jobGroup = 0x02;
const printerGroup = 0x04;
/** Status codes below this mean success (RFC 8011, B.1). */
const firstErrorCode = 0x0100;
const maxJobsAsked = 100;
/** Answers are some kilobytes. */
const maxAnswerBytes = 1_000_000;

/** Talks IPP 1.1 over HTTP (RFC 8010, 8011), as CUPS and network printers do. */
export function createIppClient(target: IppTarget, addresses: AddressBook): IppClient {
  const printerUri: IppAttribute = { tag: 'uri', name: 'printer-uri', values: [`ipp://${target.host}:${target.port}${target.path}`] };
  let requestId = 0;
  const ask = async (
    operation: number,
    attributes: readonly IppAttribute[],
    timeoutMs: number,
    document?: Uint8Array,
  ): Promise<IppAnswer> => {
    const address = await addresses.addressOf(target.host);
    const url = `http://${isIPv6(address) ? `[${address}]` : address}:${target.port}${target.path}`;
    requestId += 1;
    return await post(url, toIppRequest(operation, requestId, [printerUri, userName, ...attributes], document), timeoutMs);
  };
  const wanted: IppAttribute = { tag: 'keyword', name: 'requested-attributes', values: jobWords };
  return {
    printer: async (timeoutMs) => {
      const words = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs'];
      const asked: IppAttribute = { tag: 'keyword', name: 'requested-attributes', values: words };
      const answer = await ask(ippOperations.getPrinterAttributes, [asked], timeoutMs);
      if (answer.statusCode >= firstErrorCode) throw new LineFault('device.notFound', `the queue answers ${answer.statusCode}`);
      const told = answer.groups.find((group) => group.tag === printerGroup)?.attributes;
      const reasons = (told?.get('printer-state-reasons') ?? []).map(String);
      return {
        state: Number(told?.get('printer-state')?.[0] ?? 0),
        reasons,
        isAccepting: told?.get('printer-is-accepting-jobs')?.[0] !== 0,
      };
    },
    printJob: async (name, document, timeoutMs) => {
      const attributes: readonly IppAttribute[] = [
        { tag: 'name', name: 'job-name', values: [name] },
        { tag: 'mimeType', name: 'document-format', values: ['application/octet-stream'] },
      ];
      const answer = await ask(ippOperations.printJob, attributes, timeoutMs, document);
      const id = answer.groups.map((group) => toJob(group)?.id).find((one) => one !== undefined) ?? null;
      return { isTaken: answer.statusCode < firstErrorCode, id };
    },
    job: async (id, timeoutMs) => {
      const answer = await ask(ippOperations.getJobAttributes, [{ tag: 'integer', name: 'job-id', values: [id] }, wanted], timeoutMs);
      return answer.groups.map(toJob).find((job) => job !== null) ?? null;
    },
    jobNamed: async (name, timeoutMs) => {
      for (const which of ['not-completed', 'completed']) {
        const attributes: readonly IppAttribute[] = [
          { tag: 'integer', name: 'limit', values: [maxJobsAsked] },
          { tag: 'keyword', name: 'which-jobs', values: [which] },
          wanted,
        ];
        const answer = await ask(ippOperations.getJobs, attributes, timeoutMs);
        const found = answer.groups.map(toJob).filter((job) => job?.name === name);
        const newest = found.reduce((best, job) => ((job?.id ?? 0) > (best?.id ?? 0) ? job : best), found[0]);
        if (newest) return newest;
      }
      return null;
    },
  };
}

function toJob(group: IppGroup): IppJob | null {
  const { tag, attributes } = group;
  const id = attributes.get('job-id')?.[0];
  if (tag !== jobGroup || typeof id !== 'number') return null;
  const counts = ['job-media-sheets-completed', 'job-impressions-completed'].flatMap((name) => attributes.get(name) ?? []);
  const sheets = counts.filter((count) => typeof count === 'number');
  return {
    id,
    name: String(attributes.get('job-name')?.[0] ?? ''),
    state: Number(attributes.get('job-state')?.[0] ?? 0),
    sheets: sheets.length === 0 ? null : Math.max(...sheets),
  };
}

async function post(url: string, body: Uint8Array, timeoutMs: number): Promise<IppAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/ipp' },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
    });
    if (response.status === 404) throw new LineFault('device.notFound', `no queue at ${url}`);
    if (response.status === 401 || response.status === 403) throw new LineFault('device.noPermission', `${url} answers ${response.status}`);
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > maxAnswerBytes)
      throw new LineFault('device.ioFault', `${url} answers ${response.status}`);
    const answer = parseIppAnswer(new Uint8Array(await response.arrayBuffer()));
    if (answer === null) throw new LineFault('device.ioFault', `${url} does not answer in IPP`);
    return answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw new LineFault('device.refused', `${url} does not answer`);
    throw toLineFault(error instanceof Error && error.cause !== undefined ? error.cause : error);
  }
}
