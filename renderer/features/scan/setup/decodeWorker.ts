import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
// Served beside the page, so that it works without a network.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { cameraFormats } from '#shared/wire/picture/cameraCode.ts';
import { toRgba, toSightings, toZxingOptions } from '#shared/wire/picture/fromZxing.ts';
import { readAtScales } from '#shared/wire/picture/readAtScales.ts';
import { readEanPicture } from '#shared/wire/picture/readEanPicture.ts';
import type { DecodeAnswer, DecodeAsk } from './decodeMessages.ts';

const page = self as unknown as {
  onmessage: ((event: MessageEvent<DecodeAsk>) => void) | null;
  postMessage(answer: DecodeAnswer): void;
};
const prepared = prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
const options = toZxingOptions(cameraFormats);

page.onmessage = ({ data }) => {
  const readOnce = async (picture: DecodeAsk['picture']) => {
    await prepared;
    return toSightings(await readBarcodes(toRgba(picture) as unknown as ImageData, options), cameraFormats);
  };
  readAtScales(data.picture, readOnce, readEanPicture).then(
    (codes) => page.postMessage({ pictureNo: data.pictureNo, codes, isBroken: false }),
    () => page.postMessage({ pictureNo: data.pictureNo, codes: [], isBroken: true }),
  );
};
