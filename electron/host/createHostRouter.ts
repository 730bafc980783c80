import { implement } from '@orpc/server';
import type { BridgeContext } from '#electron/bridge/createBridge.ts';
import type { LabelDrawer } from '#electron/drivers/printer/createLabelDrawer.ts';
import { createDeviceHandlers } from '#electron/features/devices/createDeviceHandlers.ts';
import { createLabelHandlers } from '#electron/features/labels/createLabelHandlers.ts';
import type { TemplateFolder } from '#electron/features/labels/openTemplateFolder.ts';
import type { FleetService } from '#electron/features/fleet/createFleetService.ts';
import { createRobotHandlers } from '#electron/features/fleet/createRobotHandlers.ts';
import { createSorterHandlers } from '#electron/features/sorter/createSorterHandlers.ts';
import type { SorterService } from '#electron/features/sorter/createSorterService.ts';
import { createLanHandlers } from '#electron/features/lan/createLanHandlers.ts';
import type { LanService } from '#electron/features/lan/createLanService.ts';
import { createPlatformLinkHandlers, type JournalPort } from '#electron/features/platformLink/createPlatformLinkHandlers.ts';
import type { PlatformLine } from '#electron/features/platformLink/createPlatformLine.ts';
import { createWallboardHandlers, type Wallboard } from '#electron/features/wallboard/createWallboard.ts';
import { createStationHandlers, type StationPorts } from '#electron/features/station/createStationHandlers.ts';
import type { Clock } from '#shared/base/clock.ts';
import { bridgeContract } from '#shared/features/bridgeContract.ts';
import type { DeviceHub } from '#shared/ports/deviceHub.ts';

export type HostPorts = StationPorts & {
  readonly hub: DeviceHub;
  readonly line: PlatformLine;
  readonly journal: JournalPort;
  readonly lan: LanService;
  readonly fleet: FleetService;
  readonly sorter: SorterService;
  readonly clock: Clock;
  readonly templateFolder: TemplateFolder;
  readonly labelDrawer: LabelDrawer;
  readonly wallboard: Wallboard;
};

/** All features of the host as one router; a missing or wrong handler does not compile. */
export function createHostRouter(ports: HostPorts) {
  return implement(bridgeContract)
    .$context<BridgeContext>()
    .router({
      station: createStationHandlers(ports),
      devices: createDeviceHandlers(ports),
      platformLink: createPlatformLinkHandlers(ports),
      lan: createLanHandlers(ports),
      labels: createLabelHandlers(ports),
      robots: createRobotHandlers(ports),
      sorter: createSorterHandlers(ports),
      wallboard: createWallboardHandlers(ports),
    });
}

export type HostRouter = ReturnType<typeof createHostRouter>;
