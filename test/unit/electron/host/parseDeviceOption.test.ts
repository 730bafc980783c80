import { describe, expect, it } from 'vitest';
import { parseDeviceOption } from '#electron/host/parseDeviceOption.ts';

const parsed = (text: string) => {
  const result = parseDeviceOption(text, 1);
  return result.ok ? result.value : result.error;
};

describe('--device', () => {
  it('[HL10] reads scanners, printers and scales', () => {
    expect([
      parsed('kind=scanner,path=/dev/ttyACM0,baudRate=115200'),
      parsed('kind=serial,path=COM7'),
      parsed('kind=printer,host=10.0.0.9,port=9100,deviceId=labels,name=Label printer,isFallback=true'),
      parsed('kind=scale,path=/dev/ttyUSB0,protocol=toledo8217,dataBits=7,parity=even'),
    ]).toMatchObject([
      { kind: 'scanner', via: 'serial', deviceId: 'scanner-1', path: '/dev/ttyACM0', baudRate: 115_200 },
      { kind: 'scanner', via: 'serial', path: 'COM7', baudRate: 9600 },
      {
        kind: 'printer',
        via: 'tcp',
        deviceId: 'labels',
        name: 'Label printer',
        host: '10.0.0.9',
        port: 9100,
        isFallback: true,
        language: 'zpl',
      },
      { kind: 'scale', via: 'serial', protocol: 'toledo8217', dataBits: 7, parity: 'even' },
    ]);
  });

  it.each([
    ['', 'is not name=text'],
    ['kind=scanner,path', '"path" is not name=text'],
    ['path=/dev/x', 'kind= is missing'],
    ['kind=robot,path=/dev/x', 'not scanner, printer or scale'],
    ['kind=printer,host=h,port=0', 'port'],
    ['kind=scale,path=/dev/x,protocol=guess', 'protocol'],
    ['kind=scanner', 'path'],
  ])('[HL10] "%s" is answered with a sentence', (text, part) => {
    expect(parsed(text)).toEqual(expect.stringContaining(part));
  });
});
