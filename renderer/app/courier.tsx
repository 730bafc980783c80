import { CourierPage } from '#renderer/features/courier/CourierPage.tsx';
import { openPlainPage } from './openPlainPage.tsx';

openPlainPage('light', <CourierPage siteId={new URLSearchParams(window.location.search).get('site')} />);
