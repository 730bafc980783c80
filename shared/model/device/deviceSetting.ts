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
export const scaleProtocol = z.enum(['mtSics', 'toledo8217', 'toledoContinuous', 'cas', 'and', 'pattern']);
export type ScaleProtocol = z.infer<typeof scaleProtocol>;

const printerTraits = {
  language: printerLanguage.default('zpl'),
  dpi: z.number().int().min(100).max(1200).default(203),
  isFallback: z.boolean().default(false),
};
const scaleTraits = { protocol: scaleProtocol.default('mtSics'), maxGrams: z.number().int().positive().default(15_000) };

/** A device as it is set up on this station: what it is (`kind`) and how it is reached (`via`). */
export const deviceSetting = z.union([
  z.object({ kind: z.literal('scanner'), via: z.literal('serial'), ...named, ...serialLine }),
  z.object({ kind: z.literal('scanner'), via: z.literal('tcp'), ...named, ...tcpLine }),
  z.object({ kind: z.literal('scanner'), via: z.literal('hid'), ...named, path: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('printer'), via: z.literal('tcp'), ...named, ...tcpLine, ...printerTraits }),
  z.object({ kind: z.literal('printer'), via: z.literal('serial'), ...named, ...serialLine, ...printerTraits }),
  z.object({ kind: z.literal('scale'), via: z.literal('serial'), ...named, ...serialLine, ...scaleTraits }),
  z.object({ kind: z.literal('scale'), via: z.literal('tcp'), ...named, ...tcpLine, ...scaleTraits }),
]);
export type DeviceSetting = z.infer<typeof deviceSetting>;
