import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import type { SiteId, StationId } from '#shared/base/ids.ts';
import { bridgeVersion, stationContract } from '#shared/features/station/stationContract.ts';
import { LinkFault } from '#shared/ports/platformLink.ts';
import type { ConnectionStates } from './createConnectionStates.ts';

/** Shown on the sign-in page of a demo. */
export type DemoHint = { readonly badgeCode: string; readonly pin: string; readonly operatorName: string };
export type Capability = 'serial' | 'print' | 'scale' | 'camera' | 'robots' | 'training';

/** What the station's handlers need of the host. `enrol` throws LinkFault, or an error named EnrolRefusal. */
export type StationPorts = {
  readonly hostRunId: string;
  readonly enrolment: () => { readonly stationId: StationId; readonly stationCode: string; readonly siteId: SiteId } | null;
  readonly enrol: (oneTimeCode: string, stationName: string) => Promise<{ readonly stationId: StationId; readonly siteId: SiteId }>;
  /** See stationContract.storeKey. */
  readonly storeKey: () => string;
  readonly capabilities: readonly Capability[];
  readonly demoHint: DemoHint | null;
  readonly states: ConnectionStates;
};

const os = implement(stationContract).$context<BridgeContext>();

/** Handlers of the station contract. A handshake with another version marks the connection: only handshakes are answered on it. */
export function createStationHandlers(ports: StationPorts) {
  return {
    handshake: os.handshake.handler(({ input, context }) => {
      context.connection.isCompatible = input.bridgeVersion === bridgeVersion;
      context.connection.client = input.client;
      const enrolment = ports.enrolment();
      return {
        bridgeVersion,
        hostRunId: ports.hostRunId,
        stationId: enrolment?.stationId ?? null,
        stationCode: enrolment?.stationCode ?? null,
        siteId: enrolment?.siteId ?? null,
        capabilities: [...ports.capabilities],
        demoHint: ports.demoHint,
      };
    }),
    storeKey: os.storeKey.handler(() => ({ keyText: ports.storeKey() })),
    connection: os.connection.handler(({ signal }) => ports.states.follow(signal)),
    enrol: os.enrol.handler(async ({ input, errors }) => {
      try {
        return await ports.enrol(input.oneTimeCode, input.stationName);
      } catch (error) {
        if (error instanceof LinkFault) throw errors.PLATFORM_UNREACHABLE();
        if (error instanceof Error && error.name === 'EnrolRefusal') throw errors.INVALID_CODE();
        throw error;
      }
    }),
  };
}
