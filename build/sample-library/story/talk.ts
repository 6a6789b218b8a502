/** A slide: its title, its lines, what the speaker says, and whether the drawing of the lens stands on it. */
export interface Slide {
  title: string;
  lines: readonly string[];
  notes: string;
  picture?: true;
}

export const talk: readonly Slide[] = [
  {
    title: 'What stopped the light?',
    lines: ['Hallow Ness, 15 November 1931', 'Ines Falk, Merrow Island Library, 12 October 2022'],
    notes: 'Welcome. Put the lantern on the table and let people turn the model lens with one finger before I begin.',
  },
  {
    title: 'One finger, three tons',
    lines: [
      'Lens: 2,850 kg, eight panels',
      'Floats on 310 kg of mercury',
      'One round in 40 seconds, one flash every 5',
    ],
    notes: 'The bath makes it almost without friction: 4 newtons at the rim, about the weight of four apples.',
    picture: true,
  },
  {
    title: 'A crack, and two offers',
    lines: [
      '28 August 1931: Carrick finds the iron ring cracked',
      'Vasseur: iron, £49 10s.',
      'Sellick Foundry: zinc, £11 4s.',
    ],
    notes: 'Aldous saved £38 6s. The ship and its cargo that were lost were worth £7,550. That is 197 times as much.',
  },
  {
    title: 'Zinc dissolves in mercury',
    lines: [
      'Up to about 2 % by mass',
      'Near that limit it is a paste',
      'Cold makes it stiffer',
      'Measured in 2022: 1.9 %',
    ],
    notes: 'Odile won her bottle of cider. Show the two photographs of the bath, before and after.',
  },
  {
    title: 'The clue of the ten flashes',
    lines: [
      'The master timed 12½ seconds',
      'By hand: 100 seconds a round',
      '100 ÷ 8 panels = 12½',
      'Tarn Rock: 12 seconds',
    ],
    notes: 'The inquiry called him mistaken. He was the best witness they had: only a turning lens flashes at all.',
  },
  {
    title: 'Who cut the page?',
    lines: [
      'Not Aldous',
      'Not Carrick',
      'Ewan Strang, with his own knife, to save it',
      'Found 8 June 2022 behind the maker’s plate',
    ],
    notes: 'Play the tape from 4 minutes 10 seconds. Wait for the laugh.',
  },
  {
    title: 'What we do now',
    lines: ['No mercury: a dry bearing of steel', 'A plate for Tobias Carrick', 'Light again in June 2024'],
    notes: 'Ask for volunteers for the gallery painting. Collect addresses at the door.',
  },
];
