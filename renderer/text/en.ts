import { courierEn } from './en/courierEn.ts';
import { deviceEn } from './en/deviceEn.ts';
import { dispatchEn } from './en/dispatchEn.ts';
import { handoverEn } from './en/handoverEn.ts';
import { labelEn } from './en/labelEn.ts';
import { robotsEn } from './en/robotsEn.ts';
import { labourEn } from './en/labourEn.ts';
import { labelPickEn } from './en/labelPickEn.ts';
import { linkEn } from './en/linkEn.ts';
import { packingEn } from './en/packingEn.ts';
import { pickingEn } from './en/pickingEn.ts';
import { policiesEn } from './en/policiesEn.ts';
import { printEn } from './en/printEn.ts';
import { queueEn } from './en/queueEn.ts';
import { rideEn } from './en/rideEn.ts';
import { ruleReasonsEn } from './en/ruleReasonsEn.ts';
import { scanningEn } from './en/scanningEn.ts';
import { signInEn } from './en/signInEn.ts';
import { sorterEn } from './en/sorterEn.ts';
import { syncEn } from './en/syncEn.ts';
import { tradeEn } from './en/tradeEn.ts';
import { trainingEn } from './en/trainingEn.ts';
import { voiceEn } from './en/voiceEn.ts';
import type { TextTable } from './textTable.ts';

/** Every sentence a user reads, in English. */
export const en: TextTable = {
  ...courierEn,
  ...deviceEn,
  ...dispatchEn,
  ...handoverEn,
  ...labelEn,
  ...robotsEn,
  ...labourEn,
  ...labelPickEn,
  ...linkEn,
  ...packingEn,
  ...pickingEn,
  ...policiesEn,
  ...printEn,
  ...queueEn,
  ...rideEn,
  ...ruleReasonsEn,
  ...signInEn,
  ...sorterEn,
  ...syncEn,
  ...tradeEn,
  ...trainingEn,
  ...voiceEn,
  app: {
    name: 'Halfhour',
    language: 'Switch to Chinese',
    languageShort: '中',
    toDark: 'Switch to dark',
    toLight: 'Switch to light',
    opening: 'Opening the station…',
    openingHint: 'Connecting to this station’s host. Usually under three seconds.',
    hostAway: 'The station’s host does not answer',
    hostAwayHint: 'Check that the host is running. This page reconnects by itself; every scan is kept.',
    notPaired: 'This browser is not paired',
    notPairedHint: 'Open the full address shown when the station started; it carries the pairing code.',
    versionMismatch: 'The station was updated',
    versionMismatchHint: 'Reload this page. All finished work is saved.',
    reload: 'Reload',
    loading: 'Fetching this site’s data {{percent}}%',
    loadingHint: 'Once goods, bins and orders are stored here, work goes on without a network.',
    otherWindow: 'The station is open in another window',
    otherWindowHint: 'One window works at a time. Go on here and the other one stops; the order in hand stays.',
    takeOver: 'Go on here',
    storeFailed: 'The database here cannot be opened',
    retry: 'Try again',
  },
  bug: {
    title: 'This page failed',
    hint: 'Every scan that sounded is saved; nothing is lost. “Continue” takes you back to where you were.',
    proceed: 'Continue',
    detail: 'For the technician: {{detail}}',
  },
  key: { space: 'Space', enter: 'Enter', escape: 'Esc' },
  scanning: scanningEn,
  nav: {
    queue: 'Work',
    picking: 'Pick',
    packing: 'Pack',
    handover: 'Handover',
    board: 'Board',
    devices: 'Devices',
    sync: 'Sync',
    labels: 'Labels',
    dispatch: 'Dispatch',
    robots: 'Robots',
    sorter: 'Sorter',
    main: 'Main navigation',
  },
  age: { seconds: '{{n}} s', minutes: '{{n}} min', hours: '{{n}} h', days: '{{n}} d' },
  time: {
    left: 'Left',
    soon: 'Hurry',
    late: 'Late',
    willBeLate: 'At risk',
    promise: 'Promised {{clock}}',
    budgetLeft: 'Left for this stage',
  },
  stop: {
    title: 'Stop',
    scanned: 'You scanned',
    expected: 'Expected',
    lead: 'Scan the CONFIRM code, or press',
    tail: 'to go on. Enter does nothing.',
    touch: 'Touch to go on',
    held: '{{count}} more scans came meanwhile. They do not count: scan them again.',
  },
  scan: {
    notUsedHere: 'Nothing to scan here.',
    empty: 'An empty code came. Scan again.',
    unknownCode: 'Unknown barcode: {{scanned}}.',
    badCheckCharacter: 'The code is incomplete. Scan again or replace the label.',
    badCheckDigit: 'The item’s barcode does not check. Scan again.',
    badValueVerifier: 'The price in the label does not check. Print the label again.',
    conflictingElements: 'The barcode contradicts itself. Take it to the supervisor.',
    impossibleDate: 'The date in the barcode is impossible. Take it to the supervisor.',
    malformedElement: 'The barcode is incomplete. Scan again.',
    missingElement: 'The barcode leaves out something it must say. Take it to the supervisor.',
    notSiteCode: 'This is not a code of this site.',
    unknownAi: 'The barcode holds something unknown. Take it to the supervisor.',
    unknownBadge: 'This badge is unknown.',
    unknownBin: 'This bin is unknown.',
    unknownCommand: 'This command code is unknown.',
    unknownCourier: 'This courier is unknown.',
    unknownGoods: 'No item here has this barcode.',
    unknownOrder: 'This order is unknown; it may not have arrived yet.',
    unknownPallet: 'A pallet code does nothing here.',
    unknownParcel: 'This bag is unknown.',
    unknownPlu: 'No item here has this number.',
    unknownShelf: 'This shelf place is unknown.',
    isDevice: 'This is the code of a printer’s test label. To exchange printers, go to Devices.',
  },
  common: {
    accepted: 'Right, go on.',
    helpCalled: 'The supervisor was called.',
    nothingToUndo: 'There is nothing to undo.',
    signedIn: '{{name}} signed in.',
    unknownMessage: 'Ask the supervisor ({{key}}).',
  },
  /** The reason of a fault in the strip's few letters; the sentence is in `device` and `spool`. */
};
