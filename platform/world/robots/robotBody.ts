/** A place on the floor, millimetres. */
type FloorPlace = { readonly xMm: number; readonly yMm: number };

/** Battery: percent lost per second driving and standing, gained charging. */
const drivingDrain = 0.02;
const standingDrain = 0.002;
const chargingGain = 0.2;

/** Turning on the spot, radians per second; smaller bends are taken while driving. */
const turnRadPerS = Math.PI / 1.5;
const sharpBendRad = 0.3;

/** Where a robot is and how fast: drives straight from place to place, slows down for the end of what is released and for bends, turns on the spot. */
export class RobotBody {
  xMm: number;
  yMm: number;
  thetaRad = 0;
  speedMmPerS = 0;
  batteryPercent: number;
  isCharging = false;
  readonly maxSpeedMmPerS: number;
  readonly accelerationMmPerS2 = 800;

  constructor(start: FloorPlace, maxSpeedMmPerS: number, batteryPercent: number) {
    this.xMm = start.xMm;
    this.yMm = start.yMm;
    this.maxSpeedMmPerS = maxSpeedMmPerS;
    this.batteryPercent = batteryPercent;
  }

  /** Slows down where it is. */
  stand(stepMs: number): void {
    this.speedMmPerS = Math.max(0, this.speedMmPerS - (this.accelerationMmPerS2 * stepMs) / 1000);
    const change = this.isCharging ? chargingGain : -standingDrain;
    this.batteryPercent = Math.min(100, Math.max(0, this.batteryPercent + (change * stepMs) / 1000));
  }

  stopNow(): void {
    this.speedMmPerS = 0;
  }

  /** Drives towards the first of the released places; true when it is there. `pace` below 1 is a slow robot. */
  drive(base: readonly FloorPlace[], stepMs: number, pace: number): boolean {
    const target = base[0]!;
    this.batteryPercent = Math.max(0, this.batteryPercent - (drivingDrain * stepMs) / 1000);
    const restMm = Math.hypot(target.xMm - this.xMm, target.yMm - this.yMm);
    if (restMm > 1 && !this.turnTo(Math.atan2(target.yMm - this.yMm, target.xMm - this.xMm), stepMs)) return false;
    const brakingMm = restMm + this.straightBeyond(base);
    const allowed = Math.min(this.maxSpeedMmPerS * pace, Math.sqrt(2 * this.accelerationMmPerS2 * Math.max(1, brakingMm)));
    this.speedMmPerS = Math.min(allowed, this.speedMmPerS + (this.accelerationMmPerS2 * stepMs) / 1000);
    const stepMm = (this.speedMmPerS * stepMs) / 1000;
    if (stepMm < restMm - 1) {
      this.xMm += ((target.xMm - this.xMm) * stepMm) / restMm;
      this.yMm += ((target.yMm - this.yMm) * stepMm) / restMm;
      return false;
    }
    this.xMm = target.xMm;
    this.yMm = target.yMm;
    if (base.length === 1) this.speedMmPerS = 0;
    return true;
  }

  private turnTo(wantedRad: number, stepMs: number): boolean {
    const offRad = Math.atan2(Math.sin(wantedRad - this.thetaRad), Math.cos(wantedRad - this.thetaRad));
    if (Math.abs(offRad) <= sharpBendRad) {
      this.thetaRad = wantedRad;
      return true;
    }
    this.speedMmPerS = 0;
    const stepRad = Math.min(Math.abs(offRad), (turnRadPerS * stepMs) / 1000);
    const turned = this.thetaRad + Math.sign(offRad) * stepRad;
    this.thetaRad = Math.atan2(Math.sin(turned), Math.cos(turned));
    return false;
  }

  /** How far the released way goes straight on behind the next place. */
  private straightBeyond(base: readonly FloorPlace[]): number {
    let beyondMm = 0;
    for (let index = 1; index < base.length; index++) {
      const [from, to] = [base[index - 1]!, base[index]!];
      const bend = Math.atan2(to.yMm - from.yMm, to.xMm - from.xMm) - this.thetaRad;
      if (Math.abs(Math.atan2(Math.sin(bend), Math.cos(bend))) > sharpBendRad) break;
      beyondMm += Math.hypot(to.xMm - from.xMm, to.yMm - from.yMm);
    }
    return beyondMm;
  }
}
