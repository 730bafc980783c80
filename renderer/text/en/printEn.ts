/** Sentences of printing and weighing, in English. */
export const printEn = {
  printStatus: { queued: 'Queued', sending: 'Sending', sent: 'Sent', confirmed: 'Printed', unknown: 'Unknown', failed: 'Failed' },
  spool: {
    full: 'Too many scans wait. Finish the work on the screen first.',
    diskFault: 'The disk takes nothing. Call a technician.',
  },
  print: {
    interrupted: 'The station stopped while printing. Look whether the label is there.',
    cancelled: 'Printing was cancelled.',
    noPrinter: 'No printer prints this kind of label. Add one under Devices.',
    noProof: 'The print queue only says that it has sent it. Look whether the label is there.',
    notCounted: 'The printer says that it did not print this one. Look, and print again if it is missing.',
    badFields: 'The label lacks something and cannot be printed.',
    unknownTemplate: 'There is no such label.',
    noSuchPrinter: 'There is no such printer.',
    queueFull: 'Too many labels wait. See to the printer first.',
    unknownJob: 'There is no such print job.',
    notUnknown: 'This print job needs no answer.',
  },
  scale: {
    unstable: 'The weight is not steady yet. Wait a moment.',
    empty: 'Nothing lies on the scale.',
    negative: 'The weight is below zero. Empty the pan and set it to zero.',
    overload: 'Too heavy. Weigh it in parts.',
    tooOld: 'The scale gives no new weight. Check it.',
    notEmptied: 'Empty the pan before the next item.',
    patternBroken: 'The expression is not right.',
    patternNoWeight: 'The expression has no (?<weight>…): nobody knows where the weight is.',
    recordNothing: 'The scale sent nothing. Check cable and baud rate.',
    recordTwoWeights: 'Record two different known weights, one after the other.',
    recordNoWeight: 'What was recorded does not hold this weight. Check the weight and record again.',
  },
};
