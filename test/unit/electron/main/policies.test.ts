import { describe, expect, it } from 'vitest';
import { menuTemplate } from '#electron/main/menuTemplate.ts';
import { isOwnPage, openWindowPlan, pageUrl } from '#electron/main/navigationPolicy.ts';
import { isPermissionGranted } from '#electron/main/permissionPolicy.ts';
import { crashesBeforeTelling, createRestartPolicy, healthyAfterMs, longestRestartMs } from '#electron/main/restartPolicy.ts';
import { windowOptions } from '#electron/main/windowOptions.ts';

describe('navigation', () => {
  it('[EM1] a window stays within the page', () => {
    const urls = [
      pageUrl,
      'app://halfhour/picking#/x',
      'app://other/index.html',
      'http://halfhour/',
      'https://example.org',
      'file:///etc/passwd',
      'app://user@halfhour/',
      'javascript:alert(1)',
      '',
    ];
    expect(urls.map(isOwnPage)).toEqual([true, true, false, false, false, false, false, false, false]);
  });

  it('[EM1] only https leaves, for the browser', () => {
    const urls = [
      'https://example.org/a',
      'http://example.org',
      'file:///etc/passwd',
      'smb://host/share',
      'https://user:pw@example.org',
      'ms-msdt:/id',
      'no url',
    ];
    expect(urls.map(openWindowPlan)).toEqual(['browser', 'nowhere', 'nowhere', 'nowhere', 'nowhere', 'nowhere', 'nowhere']);
  });
});

describe('permissions', () => {
  it('[EM2] the page gets the camera and little else', () => {
    const asks: [string, string[]][] = [
      ['media', ['video']],
      ['media', ['video', 'audio']],
      ['media', []],
      ['fullscreen', []],
      ['clipboard-sanitized-write', []],
      ['geolocation', []],
      ['notifications', []],
      ['hid', []],
      ['serial', []],
      ['openExternal', []],
    ];
    expect(asks.map(([permission, types]) => isPermissionGranted(permission, pageUrl, types))).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('[EM2] no other page gets anything', () => {
    expect(['https://example.org', 'app://other/', ''].map((url) => isPermissionGranted('fullscreen', url))).toEqual([false, false, false]);
  });
});

describe('restart of the host', () => {
  it('[EM3] comes in doubling pauses up to a limit, and is never given up', () => {
    const policy = createRestartPolicy();
    const pauses = Array.from({ length: 12 }, () => policy.crashed(10).inMs);
    expect(pauses).toEqual([
      250,
      500,
      1000,
      2000,
      4000,
      8000,
      16_000,
      longestRestartMs,
      longestRestartMs,
      longestRestartMs,
      longestRestartMs,
      longestRestartMs,
    ]);
  });

  it('[EM3] begins anew after a host that lived well, and tells a person once in between', () => {
    const policy = createRestartPolicy();
    const told = Array.from({ length: 6 }, () => policy.crashed(10).isTold);
    expect([told.indexOf(true) + 1, told.filter(Boolean).length, policy.crashed(healthyAfterMs)]).toEqual([
      crashesBeforeTelling,
      1,
      { inMs: 250, isTold: false, crashes: 1 },
    ]);
  });
});

describe('window', () => {
  it('[EM4] the page has no Node, a sandbox and its own context', () => {
    expect(windowOptions('/preload.cjs', false).webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    });
  });

  it('[EM5] kiosk mode fills the screen and has no menu', () => {
    expect([windowOptions('/p', true).kiosk, menuTemplate('linux', true), menuTemplate('darwin', false)?.[0]]).toEqual([
      true,
      null,
      { role: 'appMenu' },
    ]);
  });
});
