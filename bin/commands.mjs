/**
 * What `halfhour` can do. `module` is loaded when the command is called and exports `handler(argv, parts) => Promise<exit code>`, where
 * `parts` is the station's side (createHost, startHeadless, openInBrowser) for commands that `usesStations`;
 * `needsPage` says that the command serves the built page unless one of `pageless` is among its arguments.
 */
export const commands = [
  {
    name: 'demo',
    summary: 'platform, broker, simulated world and a station, in one command',
    module: '#platform/demo/runDemoCommand.ts',
    handler: 'runDemoCommand',
    usesStations: true,
    needsPage: true,
    pageless: ['--headless'],
  },
  {
    name: 'station',
    summary: 'one station: the host and its page on 127.0.0.1',
    module: '#electron/headless/runStationCommand.ts',
    handler: 'runStationCommand',
    usesStations: false,
    needsPage: true,
    pageless: ['--no-page'],
  },
  {
    name: 'platform',
    summary: 'the central platform: HTTP API, database, MQTT broker',
    module: '#platform/server/runPlatformCommand.ts',
    handler: 'runPlatformCommand',
    usesStations: false,
    needsPage: false,
    pageless: [],
  },
  {
    name: 'world',
    summary: 'shoppers, couriers, pickers and devices, simulated against a running platform',
    module: '#platform/world/runWorldCommand.ts',
    handler: 'runWorldCommand',
    usesStations: true,
    needsPage: false,
    pageless: [],
  },
  {
    name: 'simulate',
    summary: 'seeded days with faults on simulated stations, checked for anything lost or doubled',
    module: '#test/simulation/runSimulateCommand.ts',
    handler: 'runSimulateCommand',
    usesStations: false,
    needsPage: false,
    pageless: [],
  },
  {
    name: 'plan',
    summary: 'the planners on files: pick lists (route), walks (batch), deliveries (dispatch, check), routes (vrptw), robots (traffic)',
    module: '#platform/features/planning/runPlanCommand.ts',
    handler: 'runPlanCommand',
    usesStations: false,
    needsPage: false,
    pageless: [],
  },
  {
    name: 'barcode',
    summary: 'what a barcode says (parse), what is in a picture (decode)',
    module: '#electron/headless/runBarcodeCommand.ts',
    handler: 'runBarcodeCommand',
    usesStations: false,
    needsPage: false,
    pageless: [],
  },
  {
    name: 'label',
    summary: 'a label as printer bytes or a picture (render), the templates there are (templates)',
    module: '#electron/headless/runLabelCommand.ts',
    handler: 'runLabelCommand',
    usesStations: false,
    needsPage: false,
    pageless: [],
  },
];
