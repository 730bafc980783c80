import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useStation } from '#renderer/bridge/StationContext.tsx';
import { openDispatcher, type Dispatcher } from './openDispatcher.ts';

const DispatchContext = createContext<Dispatcher | null>(null);

/** Keeps the station's plan for the screens below, and plans for the site when its turn comes, whatever screen is in front. */
export function DispatchProvider(props: { children: ReactNode }) {
  const station = useStation();
  const [dispatcher, setDispatcher] = useState<Dispatcher | null>(null);
  useEffect(() => {
    const opened = openDispatcher(station);
    setDispatcher(opened);
    return () => opened.close();
  }, [station]);
  return <DispatchContext value={dispatcher}>{props.children}</DispatchContext>;
}

/** The plan's keeper; null while it is being opened. The plan is kept fresh as long as the component is there. */
export function useDispatcher(): Dispatcher | null {
  const dispatcher = useContext(DispatchContext);
  useEffect(() => dispatcher?.watch(), [dispatcher]);
  return dispatcher;
}
