import type { Clock } from '#shared/base/clock.ts';
import type { DeviceState } from '#shared/model/device/device.ts';
import type { DeviceSetting } from '#shared/model/device/deviceSetting.ts';

/** The states of all devices, and who wants to know. */
export type StateBoard = {
  states(): DeviceState[];
  get(deviceId: string): DeviceState | null;
  onState(use: (state: DeviceState) => void): () => void;
  /** Exactly these devices; one that is new or has changed is connecting, one that is gone is told as off. */
  setDevices(devices: readonly DeviceSetting[]): void;
  /** The device works. */
  ready(deviceId: string): void;
  /** A fault of the world; the same fault again keeps its `sinceMs`. */
  fault(deviceId: string, faultKey: string): void;
  off(deviceId: string): void;
  /** The device did something. Told to listeners only together with the next change: this comes with every scan. */
  touch(deviceId: string): void;
  malformed(deviceId: string, total: number): void;
};

/** Starts with every set-up device connecting. */
export function createStateBoard(devices: readonly DeviceSetting[], clock: Clock): StateBoard {
  const states = new Map<string, DeviceState>();
  const listeners = new Set<(state: DeviceState) => void>();
  const known = new Map<string, string>();
  const addDevice = (setting: DeviceSetting): DeviceState => {
    const state = newState(setting, clock.nowMs());
    known.set(setting.deviceId, JSON.stringify(setting));
    states.set(setting.deviceId, state);
    return state;
  };
  devices.forEach(addDevice);
  const tell = (state: DeviceState): void => {
    states.set(state.deviceId, state);
    for (const use of listeners) use(state);
  };
  const enter = (deviceId: string, status: DeviceState['status'], fault: string | null): void => {
    const state = states.get(deviceId);
    if (state === undefined || (state.status === status && state.fault === fault)) return;
    tell({ ...state, status, fault, sinceMs: clock.nowMs() });
  };
  return {
    states: () => [...states.values()],
    get: (deviceId) => states.get(deviceId) ?? null,
    onState: (use) => {
      listeners.add(use);
      return () => listeners.delete(use);
    },
    setDevices: (wanted) => {
      const ids = new Set(wanted.map((setting) => setting.deviceId));
      for (const state of states.values()) {
        if (ids.has(state.deviceId)) continue;
        states.delete(state.deviceId);
        known.delete(state.deviceId);
        for (const use of listeners) use({ ...state, status: 'off', fault: null, sinceMs: clock.nowMs() });
      }
      for (const setting of wanted) if (known.get(setting.deviceId) !== JSON.stringify(setting)) tell(addDevice(setting));
    },
    ready: (deviceId) => enter(deviceId, 'ready', null),
    fault: (deviceId, faultKey) => enter(deviceId, 'fault', faultKey),
    off: (deviceId) => enter(deviceId, 'off', null),
    touch: (deviceId) => {
      const state = states.get(deviceId);
      if (state !== undefined) states.set(deviceId, { ...state, lastEventAtMs: clock.nowMs() });
    },
    malformed: (deviceId, total) => {
      const state = states.get(deviceId);
      if (state !== undefined) tell({ ...state, malformedFrames: total, lastEventAtMs: clock.nowMs() });
    },
  };
}

function newState(setting: DeviceSetting, nowMs: number): DeviceState {
  return {
    deviceId: setting.deviceId,
    kind: setting.kind,
    name: setting.name,
    address: addressOf(setting),
    status: 'connecting',
    fault: null,
    sinceMs: nowMs,
    lastEventAtMs: null,
    isSimulated: setting.isSimulated,
    malformedFrames: 0,
  };
}

/** How a device is reached, for people. */
function addressOf(setting: DeviceSetting): string {
  if (setting.via === 'serial') return `serial ${setting.path} ${setting.baudRate}`.slice(0, 200);
  if (setting.via === 'tcp') return `tcp ${setting.host}:${setting.port}`.slice(0, 200);
  if (setting.via === 'ipp') return `ipp ${setting.host}:${setting.port}${setting.path}`.slice(0, 200);
  return setting.via === 'hid' ? `hid ${setting.path}`.slice(0, 200) : 'port';
}
