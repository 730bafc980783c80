import { IconBulb, IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CameraCode } from '#shared/wire/picture/cameraCode.ts';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { useText } from '#renderer/text/useText.ts';
import { BigButton } from '#renderer/ui/BigButton.tsx';
import { MessageBar } from '#renderer/ui/MessageBar.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { openCamera, type Camera, type CameraProblem } from './openCamera.ts';
import css from './ScanningScreen.module.css';

/** The camera as a scanner: continuous, with a frame to aim by; codes go the way of all scans. */
export function CameraPanel() {
  const { bridge } = useStation();
  const { t } = useText();
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<Camera | null>(null);
  const [isOn, setOn] = useState(false);
  const [hasTorch, setHasTorch] = useState(false);
  const [isLit, setLit] = useState(false);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [read, setRead] = useState<string | null>(null);
  const stop = useCallback(() => {
    camera.current?.close();
    camera.current = null;
    setOn(false);
    setLit(false);
  }, []);
  useEffect(() => stop, [stop]);
  const start = useCallback(async () => {
    if (video.current === null) return;
    setProblem(null);
    setOn(true);
    const onCode = ({ aim, text }: CameraCode): void => {
      setRead(text);
      void bridge.client.devices.submitWedgeScan({ text: `${aim ?? ''}${text}` }).catch(() => undefined);
    };
    try {
      camera.current = await openCamera(video.current, onCode, setProblem);
      setHasTorch(camera.current.hasTorch);
    } catch (error) {
      setOn(false);
      setProblem(error instanceof Error && isProblem(error.message) ? error.message : 'cameraFailed');
    }
  }, [bridge]);
  return (
    <Panel title={t('scanning.camera')}>
      <div className={css.stage}>
        <video ref={video} className={css.video} muted playsInline data-testid="camera" />
        {isOn ? <span className={css.frame} /> : null}
      </div>
      <p className={css.hint}>{t('scanning.cameraHint')}</p>
      {read === null ? null : <MessageBar tone="ok" text={t('scanning.cameraRead', { text: read })} />}
      {problem === null ? null : <MessageBar tone="soon" text={t(`scanning.${problem}`)} />}
      <div className={css.row}>
        {isOn ? (
          <BigButton icon={IconCameraOff} label={t('scanning.cameraStop')} onPress={stop} />
        ) : (
          <BigButton icon={IconCamera} label={t('scanning.cameraStart')} onPress={() => void start()} />
        )}
        {hasTorch && isOn ? (
          <BigButton
            icon={IconBulb}
            label={t('scanning.cameraTorch')}
            isPressed={isLit}
            onPress={() => {
              camera.current?.setTorch(!isLit);
              setLit(!isLit);
            }}
          />
        ) : null}
      </div>
    </Panel>
  );
}

function isProblem(text: string): text is CameraProblem {
  return ['cameraNone', 'cameraDenied', 'cameraFailed', 'engineFailed'].includes(text);
}
