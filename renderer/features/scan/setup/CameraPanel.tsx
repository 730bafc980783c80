import { IconBulb, IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CameraCode } from '#shared/wire/picture/cameraCode.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { keepCamera } from './keepCamera.ts';
import { openCamera, type Camera, type CameraProblem } from './openCamera.ts';
import css from './ScanningScreen.module.css';

/** The camera as a scanner: continuous, with a frame to aim by; codes go the way of all scans. */
export function CameraPanel() {
  const { t } = useText();
  const { video, camera, isOn, problem, read, start, stop } = useCamera();
  const [isLit, setLit] = useState(false);
  // A camera that was opened anew has its light off.
  useEffect(() => setLit(false), [camera]);
  return (
    <Panel title={t('scanning.camera')}>
      <div className={css.stage}>
        <video ref={video} className={css.video} muted playsInline data-testid="camera" />
        {camera === null ? null : <span className={css.frame} />}
      </div>
      <p className={css.hint}>{t('scanning.cameraHint')}</p>
      {read === null ? null : <MessageBar tone="ok" text={t('scanning.cameraRead', { text: read })} />}
      {problem === null ? null : <MessageBar tone="soon" text={t(`scanning.${problem}`)} />}
      <div className={css.row}>
        {isOn ? (
          <BigButton icon={IconCameraOff} label={t('scanning.cameraStop')} onPress={stop} />
        ) : (
          <BigButton icon={IconCamera} label={t('scanning.cameraStart')} onPress={start} />
        )}
        {camera?.hasTorch === true ? (
          <BigButton
            icon={IconBulb}
            label={t('scanning.cameraTorch')}
            isPressed={isLit}
            onPress={() => {
              camera.setTorch(!isLit);
              setLit(!isLit);
            }}
          />
        ) : null}
      </div>
    </Panel>
  );
}

/** The camera, kept open while it is switched on, and what it read last. */
function useCamera() {
  const { bridge } = useStation();
  const video = useRef<HTMLVideoElement>(null);
  const kept = useRef<{ close(): void } | null>(null);
  const [isOn, setOn] = useState(false);
  const [camera, setCamera] = useState<Camera | null>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [read, setRead] = useState<string | null>(null);
  const stop = useCallback(() => {
    kept.current?.close();
    kept.current = null;
    setOn(false);
    setCamera(null);
    setProblem(null);
  }, []);
  useEffect(() => stop, [stop]);
  const start = useCallback(() => {
    const shown = video.current;
    if (shown === null) return;
    setProblem(null);
    setOn(true);
    const onCode = ({ aim, text }: CameraCode): void => {
      setRead(text);
      void bridge.client.devices.submitWedgeScan({ text: `${aim ?? ''}${text}` }).catch(() => undefined);
    };
    kept.current = keepCamera({
      open: (onProblem) => openCamera(shown, onCode, onProblem),
      onOpen: (opened) => {
        setProblem(null);
        setCamera(opened);
      },
      onProblem: (lost) => {
        setCamera(null);
        setProblem(lost);
      },
      later: (run, afterMs) => {
        const timer = setTimeout(run, afterMs);
        return () => clearTimeout(timer);
      },
    });
  }, [bridge]);
  return { video, camera, isOn, problem, read, start, stop };
}
