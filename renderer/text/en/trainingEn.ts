/** Sentences of training, in English. */
export const trainingEn = {
  training: {
    title: 'Training',
    hint: 'Nothing done here counts or leaves this screen',
    leave: 'End training',
    enter: 'Start training',
    right: 'Scan this next',
    wrong: 'Try a wrong one',
    scanIt: 'Scan it for me',
    print: 'Print practice codes',
    sheet: 'Practice codes',
    opening: 'Setting up the practice warehouse…',
    openingHint: 'Your real work is kept; end training to go back to it.',
    traineeName: 'Trainee',
  },
};
