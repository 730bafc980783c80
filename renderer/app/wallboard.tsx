import { openPlainPage } from './openPlainPage.tsx';
import { WallboardPage } from '#renderer/features/wallboard/WallboardPage.tsx';

openPlainPage('dark', <WallboardPage address="./wallboard.json" />);
