import type { CameraCode } from '#shared/wire/picture/cameraCode.ts';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';

/** A picture to the worker. */
export type DecodeAsk = { readonly pictureNo: number; readonly picture: GrayPicture };
/** What it holds; `isBroken` where the engine did not load. */
export type DecodeAnswer = { readonly pictureNo: number; readonly codes: readonly CameraCode[]; readonly isBroken: boolean };
