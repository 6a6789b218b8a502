import type { Cell, Sheet } from '../office/xlsx.ts';

type Cost = readonly [invoiced: string, item: string, supplier: string, approvedBy: string, pounds: number];

const costs: readonly Cost[] = [
  ['2021-05-14', 'Condition survey and measured drawings', 'Hartnoll Surveyors', 'Ines Falk', 18_400],
  ['2021-09-30', 'Scaffold and roped access', 'Ness Access Ltd', 'Ines Falk', 41_750],
  ['2022-04-29', 'Tower masonry and lime render', 'Brothers Quayle, masons', 'Priya Lathom', 96_300],
  ['2022-06-30', 'Mercury removal and disposal (306 kg)', 'Quicksilver Safe', 'Priya Lathom', 52_480],
  ['2022-07-22', 'Laboratory analysis of the mercury', 'Institut für Werkstoffkunde', 'Ines Falk', 3_940],
  ['2022-11-18', 'Clockwork no. 212, conservation', 'Jonas Petersen', 'Ines Falk', 38_700],
  ['2023-02-10', 'Gallery railing and ironwork', 'Sellick Forge', 'Marcus Tyrell', 27_900],
  ['2023-05-26', 'Lantern glazing, 48 panes', 'Aubrec Verre', 'Priya Lathom', 33_600],
  ['2023-08-04', 'Lens dismantling and cleaning, 8 panels', 'Odile Ferrand', 'Priya Lathom', 74_250],
  ['2023-08-04', 'Eleven replacement prisms', 'Aubrec Verre', 'Odile Ferrand', 16_500],
  ['2023-10-20', 'Dry slewing bearing for the lens', 'Altenwerft Wälzlager', 'Priya Lathom', 28_350],
  ['2023-12-01', 'LED lamp and controls', 'Brightwater Marine', 'Marcus Tyrell', 9_800],
  ['2024-02-16', "Keeper's house, damp and windows", 'Brothers Quayle, masons', 'Marcus Tyrell', 22_150],
  ['2024-04-12', 'Exhibition and archive', 'Merrow Museum Services', 'Priya Lathom', 14_200],
  ['2024-06-14', 'Contingency drawn', 'various', 'Marcus Tyrell', 8_000],
];

const total = costs.reduce((sum, [, , , , pounds]) => sum + pounds, 0);

const costRows: readonly (readonly Cell[])[] = [
  ['Invoiced', 'Item', 'Supplier', 'Approved by', 'Net cost'],
  ...costs.map(([invoiced, item, supplier, approvedBy, pounds]) => [invoiced, item, supplier, approvedBy, { pounds }]),
  ['', 'Total of the restoration 2021-2024', '', '', { formula: `SUM(E2:E${costs.length + 1})`, pounds: total }],
  ['', 'Budget agreed on 6 February 2021', '', '', { pounds: 492_000 }],
  ['', 'Under budget by', '', '', { formula: `E${costs.length + 3}-E${costs.length + 2}`, pounds: 492_000 - total }],
];

/** Newtons at the rim of the lens, measured by Jonas Petersen with a spring balance. */
const measurementRows: readonly (readonly Cell[])[] = [
  [
    'Measured',
    'Bath',
    'Temperature °C',
    'Force to turn the lens, N',
    'Pull at 95 kg, N',
    'Pull at 141 kg, N',
    'Turns?',
  ],
  ['2022-05-06', 'contaminated mercury', 20, 14, 19, 28, 'yes, at either weight'],
  ['2022-05-09', 'contaminated mercury', 12, 22, 19, 28, 'only at 141 kg'],
  ['2022-05-10', 'contaminated mercury', 8, 27, 19, 28, 'only just, at 141 kg'],
  ['2022-05-11', 'contaminated mercury', 5, 64, 19, 28, 'no'],
  ['2022-05-13', 'contaminated mercury, chilled', -2, 610, 19, 28, 'no: needs two men'],
  ['2022-06-02', 'clean mercury, test tank', 8, 4, 19, 28, 'yes, at either weight'],
  ['2023-11-07', 'dry slewing bearing', 9, 6, 19, 28, 'yes, at either weight'],
];

export const restorationCosts: readonly Sheet[] = [
  { name: 'Costs', widths: [12, 42, 30, 16, 12], rows: costRows },
  { name: 'Measurements', widths: [12, 30, 15, 24, 17, 18, 24], rows: measurementRows },
];
