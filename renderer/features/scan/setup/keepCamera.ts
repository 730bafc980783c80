import type { Camera, CameraProblem } from './openCamera.ts';

/** A camera is looked for again this long after it was lost. */
export const cameraRetryMs = 1_000;

export type CameraUse = {
  /** Opens a camera; rejects with a CameraProblem as message. `onProblem` tells what ended it later. */
  open(onProblem: (problem: CameraProblem) => void): Promise<Camera>;
  /** Reads again, or for the first time. */
  onOpen(camera: Camera): void;
  /** Why it does not read now; a key below `scanning`. */
  onProblem(problem: CameraProblem): void;
  later(run: () => void, afterMs: number): () => void;
};

/**
 * Keeps a camera open until it is closed: one that was unplugged, taken by another program or whose engine broke is opened anew, every
 * second. Where the person has not allowed it nobody asks again by itself.
 */
export function keepCamera(use: CameraUse): { close(): void } {
  let camera: Camera | null = null;
  let openingNo = 0;
  let isClosed = false;
  let cancelRetry = (): void => undefined;

  const lose = (no: number, problem: CameraProblem): void => {
    if (isClosed || no !== openingNo) return;
    // What the lost one still says is not heard any more.
    openingNo += 1;
    camera?.close();
    camera = null;
    use.onProblem(problem);
    if (problem !== 'cameraDenied') cancelRetry = use.later(() => void start(), cameraRetryMs);
  };
  const start = async (): Promise<void> => {
    openingNo += 1;
    const no = openingNo;
    try {
      const opened = await use.open((problem) => lose(no, problem));
      if (isClosed || no !== openingNo) return opened.close();
      camera = opened;
      use.onOpen(opened);
    } catch (error) {
      lose(no, problemOf(error));
    }
  };
  void start();
  return {
    close: () => {
      isClosed = true;
      cancelRetry();
      camera?.close();
      camera = null;
    },
  };
}

const problems: readonly CameraProblem[] = ['cameraNone', 'cameraDenied', 'cameraFailed', 'cameraLost', 'engineFailed'];

function problemOf(error: unknown): CameraProblem {
  const message = error instanceof Error ? error.message : '';
  return problems.find((problem) => problem === message) ?? 'cameraFailed';
}
