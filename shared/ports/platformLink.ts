import type {
  ChangesResponse,
  PushRequest,
  PushResponse,
  RelayRequest,
  RelayResponse,
  SnapshotManifest,
  SnapshotPage,
} from '#shared/wire/platform/syncMessages.ts';

/** Why the platform could not be asked. Not a refusal: the engine tries again with backoff. */
export class LinkFault extends Error {
  override readonly name = 'LinkFault';
  constructor(
    readonly kind: 'offline' | 'timeout' | 'unauthorized' | 'versionTooOld' | 'badAnswer',
    message: string,
  ) {
    super(message);
  }
}

/** The station's way to the central platform. Every call may throw LinkFault. */
export type PlatformLink = {
  push(request: PushRequest): Promise<PushResponse>;
  /** Commands of several outboxes at once; null from a platform that is older than that: they are pushed one outbox after the other then. */
  relay(request: RelayRequest): Promise<RelayResponse | null>;
  changes(afterSeq: number, limit: number): Promise<ChangesResponse>;
  snapshot(): Promise<SnapshotManifest>;
  snapshotPage(hash: string): Promise<SnapshotPage>;
  /** Calls `use` with the newest site sequence whenever the platform announces one; returns the unsubscribe. */
  onNews(use: (headSeq: number) => void): () => void;
};
