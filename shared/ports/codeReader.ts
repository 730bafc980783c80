import type { CameraCode, CameraFormat } from '#shared/wire/picture/cameraCode.ts';
import type { GrayPicture } from '#shared/wire/picture/grayPicture.ts';

/** Reads codes out of pictures. The same picture gives the same codes; a picture without a code gives none. */
export type CodeReader = {
  readonly name: string;
  /** Codes in the picture, in no particular order, each once. Rejects only where the engine itself is broken. */
  read(picture: GrayPicture, formats: readonly CameraFormat[]): Promise<readonly CameraCode[]>;
};
