import type { CameraCode } from '#shared/wire/picture/cameraCode.ts';
import type { DecodeAnswer, DecodeAsk } from './decodeMessages.ts';

/** Why there is no picture; keys below `scanning`. */
export type CameraProblem = 'cameraNone' | 'cameraDenied' | 'cameraFailed' | 'cameraLost' | 'engineFailed';

/** A camera that reads codes until it is closed. */
export type Camera = { readonly hasTorch: boolean; setTorch(isOn: boolean): void; close(): void };

/** Part of the picture that is looked at, in the middle: the frame on the screen. Shares of width and height. */
export const frameShares = { width: 0.8, height: 0.6 };
/** Pixels across that are looked at; more are slower and read no more. */
const mostPixelsAcross = 960;
/** The same code again within this time is the same look at it. */
const sameCodeMs = 1_500;

/** Opens the camera into `video` and tells every code it sees. Rejects with a CameraProblem as message. */
export async function openCamera(
  video: HTMLVideoElement,
  onCode: (code: CameraCode) => void,
  onProblem: (problem: CameraProblem) => void,
): Promise<Camera> {
  const stream = await askForCamera();
  const [track] = stream.getVideoTracks();
  // Unplugged, or taken away by the system.
  track?.addEventListener('ended', () => onProblem('cameraLost'));
  video.srcObject = stream;
  await video.play();
  const worker = new Worker(new URL('./decodeWorker.ts', import.meta.url), { type: 'module' });
  const canvas = document.createElement('canvas');
  let pictureNo = 0;
  let isClosed = false;
  let last = { text: '', atMs: 0 };
  const next = (): void => {
    if (isClosed) return;
    requestAnimationFrame(() => {
      const picture = grabFrame(video, canvas);
      if (isClosed || picture === null) return next();
      pictureNo += 1;
      const ask: DecodeAsk = { pictureNo, picture };
      worker.postMessage(ask, [picture.luma.buffer]);
    });
  };
  worker.onmessage = ({ data }: MessageEvent<DecodeAnswer>) => {
    if (data.isBroken) return onProblem('engineFailed');
    for (const code of data.codes) {
      const atMs = performance.now();
      const isSame = code.text === last.text && atMs - last.atMs < sameCodeMs;
      last = { text: code.text, atMs };
      if (!isSame) onCode(code);
    }
    next();
  };
  worker.onerror = () => onProblem('engineFailed');
  next();
  return {
    hasTorch: track !== undefined && 'torch' in (track.getCapabilities?.() ?? {}),
    setTorch: (isOn) => void track?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] }).catch(() => undefined),
    close() {
      isClosed = true;
      worker.terminate();
      video.srcObject = null;
      for (const one of stream.getTracks()) one.stop();
    },
  };
}

async function askForCamera(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    const problem: CameraProblem =
      name === 'NotFoundError' || navigator.mediaDevices === undefined
        ? 'cameraNone'
        : name === 'NotAllowedError'
          ? 'cameraDenied'
          : 'cameraFailed';
    throw new Error(problem, { cause: error });
  }
}

/** The middle of the picture as brightness values; null while there is none. */
function grabFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): DecodeAsk['picture'] | null {
  const from = { width: Math.round(video.videoWidth * frameShares.width), height: Math.round(video.videoHeight * frameShares.height) };
  if (from.width === 0 || from.height === 0) return null;
  const scale = Math.min(1, mostPixelsAcross / from.width);
  const width = Math.round(from.width * scale);
  const height = Math.round(from.height * scale);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(
    video,
    (video.videoWidth - from.width) / 2,
    (video.videoHeight - from.height) / 2,
    from.width,
    from.height,
    0,
    0,
    width,
    height,
  );
  const { data: rgba } = context.getImageData(0, 0, width, height);
  const luma = new Uint8Array(width * height);
  for (let at = 0, index = 0; at < luma.length; at += 1, index += 4) {
    // ITU-R BT.601 in 1024ths.
    luma[at] = (306 * (rgba[index] ?? 0) + 601 * (rgba[index + 1] ?? 0) + 117 * (rgba[index + 2] ?? 0) + 512) >> 10;
  }
  return { width, height, luma };
}
