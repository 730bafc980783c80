import { devicesContract } from './devices/devicesContract.ts';
import { labelsContract } from './labels/labelsContract.ts';
import { lanContract } from './lan/lanContract.ts';
import { platformLinkContract } from './platformLink/platformLinkContract.ts';
import { robotsContract } from './robots/robotsContract.ts';
import { sorterContract } from './sorter/sorterContract.ts';
import { stationContract } from './station/stationContract.ts';
import { wallboardContract } from './wallboard/wallboardContract.ts';

/** Everything a screen can ask of its host. */
export const bridgeContract = {
  station: stationContract,
  devices: devicesContract,
  platformLink: platformLinkContract,
  lan: lanContract,
  labels: labelsContract,
  robots: robotsContract,
  sorter: sorterContract,
  wallboard: wallboardContract,
};
