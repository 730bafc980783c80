import type { CreateStationHost, StationHostOptions } from '#platform/world/pickers/stationHost.ts';

/** A station that serves its page to browsers. */
export type ServedStation = {
  /** Page with the pairing token behind the hash. */
  readonly url: string;
  readonly port: number;
  /** A sentence when another port than the wanted one was taken, else null. */
  readonly portNote: string | null;
  close(): Promise<void>;
};

/** What stations are made of. They come from outside: the platform's side does not know the station's side. */
export type StationParts = {
  /** electron/host/createHost.ts */
  readonly createHost: CreateStationHost;
  /** electron/headless/startHeadless.ts */
  readonly startHeadless: (options: {
    readonly port: number;
    readonly rendererFolder: string;
    readonly hostOptions: StationHostOptions & {
      readonly demoHint: { readonly badgeCode: string; readonly pin: string; readonly operatorName: string };
    };
  }) => Promise<ServedStation>;
  /** electron/headless/openInBrowser.ts */
  readonly openInBrowser: (url: string) => void;
};
