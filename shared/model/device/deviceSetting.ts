import { z } from 'zod';

const named = { deviceId: z.string().min(1).max(80), name: z.string().min(1).max(80), isSimulated: z.boolean().default(false) };
const serialLine = {
  path: z.string().min(1).max(200),
  baudRate: z.number().int().min(300).max(921_600).default(9600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
};
const tcpLine = { host: z.string().min(1).max(200), port: z.number().int().min(1).max(65_535) };

export const printerLanguage = z.enum(['zpl', 'tspl', 'escpos']);
export type PrinterLanguage = z.infer<typeof printerLanguage>;
export const scaleProtocol = z.enum(['mtSics', 'toledo8217', 'toledoContinuous', 'cas', 'and', 'digi', 'aihua', 'pattern']);
export type ScaleProtocol = z.infer<typeof scaleProtocol>;

/** How the bytes of a scanner become scans. Control characters are written as they are ("\r", "\u0002"). */
const scannerTraits = {
  /** What the scanner sends before each code; frames without it are malformed. Empty: none. */
  prefix: z.string().max(8).default(''),
  /** Characters of which any one ends a code. Empty: only the idle gap ends it. */
  suffix: z.string().max(8).default('\r\n'),
  /** Silence that ends a code when no suffix came. */
  idleGapMs: z.number().int().min(5).max(5_000).default(100),
  /** The same code again within this time is a hardware bounce. */
  bounceMs: z.number().int().min(0).max(5_000).default(150),
};
const printerTraits = {
  language: printerLanguage.default('zpl'),
  dpi: z.number().int().min(100).max(1200).default(203),
  /** Used only while no other printer takes the job. */
  isFallback: z.boolean().default(false),
  /** Templates it prints (its stock fits no other); empty: all. */
  templates: z.array(z.string().max(40)).max(40).default([]),
  /** Other stations print here too: its counter proves nothing afterwards, and what it holds is not only ours. */
  isShared: z.boolean().default(false),
};
/** A print queue: CUPS has `/printers/NAME`, network printers mostly `/ipp/print`. */
const ippQueue = {
  host: z.string().min(1).max(200),
  port: z.number().int().min(1).max(65_535).default(631),
  path: z
    .string()
    .regex(/^\/[\w./-]*$/)
    .max(200)
    .default('/ipp/print'),
  /** Takes "completed" for paper although it only says that the bytes have left. */
  believesQueue: z.boolean().default(false),
};
/** A scale nobody has a manual of: described by a person, or learnt from recorded frames. */
export const scalePattern = z.object({
  /** Regular expression over one frame; the groups `weight`, and where there are any `unit`, `sign` and `stable`. */
  expression: z.string().min(1).max(300),
  /** The unit where the frame names none. */
  unit: z.enum(['g', 'kg', 'mg', 'lb', 'oz']).default('kg'),
  /** What the group `stable` says when the weight is stable; empty: every frame is. */
  stableWord: z.string().max(8).default(''),
  /** The character that ends a frame. */
  end: z.string().length(1).default('\n'),
  /** What asks for a weight; empty: it sends by itself. */
  askWeight: z.string().max(16).default(''),
});
export type ScalePattern = z.infer<typeof scalePattern>;

const scaleTraits = {
  protocol: scaleProtocol.default('mtSics'),
  /** For `pattern`: how its frames look. */
  pattern: scalePattern.nullable().default(null),
  /** More than this is overload. */
  maxGrams: z.number().int().positive().default(15_000),
  /** Up to this many grams the scale counts as empty. */
  zeroBandGrams: z.number().int().min(0).max(1_000).default(5),
  /** How often a scale that speaks only when asked is asked. */
  pollMs: z.number().int().min(50).max(2_000).default(200),
};

/**
 * A device as it is set up on this station: what it is (`kind`) and how it is reached (`via`). `port` is a byte stream handed over in
 * process, which is how simulated devices without a wire are connected.
 */
export const deviceSetting = z.union([
  z.object({ kind: z.literal('scanner'), via: z.literal('serial'), ...named, ...serialLine, ...scannerTraits }),
  z.object({ kind: z.literal('scanner'), via: z.literal('tcp'), ...named, ...tcpLine, ...scannerTraits }),
  z.object({ kind: z.literal('scanner'), via: z.literal('hid'), ...named, path: z.string().min(1).max(200), ...scannerTraits }),
  z.object({ kind: z.literal('scanner'), via: z.literal('port'), ...named, ...scannerTraits }),
  z.object({ kind: z.literal('printer'), via: z.literal('tcp'), ...named, ...tcpLine, ...printerTraits }),
  z.object({ kind: z.literal('printer'), via: z.literal('serial'), ...named, ...serialLine, ...printerTraits }),
  z.object({ kind: z.literal('printer'), via: z.literal('ipp'), ...named, ...ippQueue, ...printerTraits }),
  z.object({ kind: z.literal('scale'), via: z.literal('serial'), ...named, ...serialLine, ...scaleTraits }),
  z.object({ kind: z.literal('scale'), via: z.literal('tcp'), ...named, ...tcpLine, ...scaleTraits }),
  z.object({ kind: z.literal('scale'), via: z.literal('port'), ...named, ...scaleTraits }),
]);
export type DeviceSetting = z.infer<typeof deviceSetting>;
/** As a person or a test writes it, defaults left out. */
export type DeviceSettingInput = z.input<typeof deviceSetting>;
export type ScannerSetting = Extract<DeviceSetting, { kind: 'scanner' }>;
export type PrinterSetting = Extract<DeviceSetting, { kind: 'printer' }>;
export type ScaleSetting = Extract<DeviceSetting, { kind: 'scale' }>;

/** Most devices one station may have set up. */
export const maxDeviceSettings = 40;
export const deviceSettings = z.array(deviceSetting).max(maxDeviceSettings);
