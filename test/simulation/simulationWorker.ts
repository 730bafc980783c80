import { doSimulationJob, type SimulationJob } from './simulationJob.ts';

/** A process that does one job after the other as it is told, and ends with the one that started it. */
process.on('message', (job: SimulationJob) => {
  void doSimulationJob(job).then(
    (answer) => process.send?.({ answer }),
    (fault: unknown) => process.send?.({ fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) }),
  );
});
process.on('disconnect', () => process.exit());
