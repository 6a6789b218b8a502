import { figure, heading, type Prose, paragraph, table } from './prose.ts';

/** The Board's report: wrong, and wrong in ways that the other files show. */
export const inquiryReport: Prose = {
  title: 'Report of an Inquiry into the Loss of the Coaster Anne Tolliver',
  byline: 'Merrow Lights Board, Port Sellick, 30 January 1932 (reset in type by the Trust, 2020)',
  author: 'Merrow Lights Board',
  created: '2020-03-02T10:00:00Z',
  language: 'en',
  pieces: [
    heading('1. Appointment and sittings'),
    paragraph(`The inquiry was held in the Board Room at Port Sellick on 11 and 12 January 1932 before Mr. Edmund
      Loxley, Secretary, and Mr. H. W. Aldous, Superintendent of Works. Six witnesses were heard. Assistant Keeper
      Strang was not called, the Superintendent being satisfied that he had nothing to add.`),
    heading('2. The stranding'),
    paragraph(`The coaster Anne Tolliver, 212 tons, master Gilbert Orme, bound from Tarn Harbour to Port Sellick with
      roofing slate, struck upon the Calf Ledges at ten minutes past four in the morning of 15 November 1931. Her crew
      of seven was taken off by the Sellick lifeboat. The vessel became a total loss, valued at £6,400; her cargo was
      valued at £1,150.`),
    heading('3. The light'),
    paragraph(`Hallow Ness shows one white flash every five seconds. The lens is turned by a clockwork, which must be
      wound every two hours. The log of the station is complete up to noon on 14 November. The page for the following
      night has been cut out with a knife.`),
    table(
      ['Exhibit', 'Description', 'Finding of the inquiry'],
      ['1', 'Log book of Hallow Ness', 'One page cut out, by the keeper as is supposed'],
      ['2', 'Driving weight, 141 kilograms', 'Tampered with by the keeper'],
      ['3', 'Float ring, new October 1931', 'Sound; approved by the Superintendent'],
      ['4', 'Opinion of Rehbein & Sohn', 'In German; not read'],
      ['5', 'Statement of Gilbert Orme', 'Mistaken as to the interval of the flashes'],
    ),
    heading('4. The evidence of the master'),
    paragraph(`Captain Orme swore that he timed the flashes and found one in twelve and a half seconds, and that he
      therefore took the light for Tarn Rock. The inquiry cannot accept this. A light that is not wound stands still and
      does not flash at all. The witness was tired and is mistaken.`),
    heading('5. The evidence of the keeper'),
    paragraph(`Principal Keeper Tobias Carrick stated that the machine was fully wound at half past one and that the
      lens stuck in its bath. Asked to produce the entry in his log, he could not. He stated further that he had
      complained three times of the float ring. No such letters are on the file of the Superintendent.`),
    heading('6. Finding'),
    paragraph(`The inquiry finds that the loss of the Anne Tolliver was caused by the neglect of Tobias Carrick, who
      slept on his watch and failed to wind the machine, and who afterwards cut the page from the log. No blame attaches
      to any officer of the Board.`),
    paragraph(`Signed: Edmund Loxley, Secretary. H. W. Aldous, Superintendent of Works.`),
  ],
};

/** The modern survey, with a table and a figure. */
export const conditionSurvey: Prose = {
  title: 'Hallow Ness Lighthouse: Condition Survey 2021',
  byline: 'Hartnoll Surveyors for the Hallow Ness Lighthouse Trust, 14 May 2021',
  author: 'Hartnoll Surveyors',
  created: '2021-05-14T15:00:00Z',
  language: 'en',
  pieces: [
    heading('Summary'),
    paragraph(`The tower is sound and dry above the second landing. The render has failed on the weather side. The
      optic is complete but cannot be turned. The mercury in the float bath is contaminated and is the first risk to
      deal with. We estimate the cost of all works at £492,000 over three seasons.`),
    heading('1. Tower and lantern'),
    paragraph(`The granite tower is 31.0 metres high from the ground to the top of the vane, with 148 steps. We found
      cracks in the lime render between the third and fifth windows on the south-west side, up to 4 mm wide, with salt
      behind them. Of the 48 lantern panes, 17 are cracked. The gallery railing has lost a third of its section at the
      feet and must not be leaned on.`),
    table(
      ['Element', 'Condition', 'Priority', 'Estimate'],
      ['Masonry and render', 'Poor on the south-west side', '1', '£98,000'],
      ['Gallery railing', 'Dangerous', '1', '£28,000'],
      ['Lantern glazing, 48 panes', '17 cracked', '2', '£35,000'],
      ['Optic, 8 panels', 'Complete, dirty, 11 prisms damaged', '2', '£92,000'],
      ['Mercury bath', 'Contaminated, thick grey sludge', '1', '£55,000'],
      ['Clockwork no. 212', 'Appears complete', '3', '£40,000'],
      ['Keeper’s house', 'Damp to 1.2 metres', '3', '£22,000'],
    ),
    heading('2. Optic and float'),
    paragraph(`The lens is of the second order, focal distance 700 mm, with eight panels. With its frame it weighs
      2,850 kilograms and floats on 310 kilograms of mercury in an annular trough of cast iron. We could not move it by
      hand at 3 degrees. A float ring that does not belong to the present assembly lies in the store under tarpaulins;
      it is not of iron and is deeply pitted. We recommend that both ring and mercury be analysed.`),
    figure('lens-section', 'Figure 1. Section through the lens, the float and the mercury bath.'),
    heading('3. Clockwork'),
    paragraph(`The clockwork by Rehbein & Sohn stands in the room below the lantern. The weight is stamped 95 kg; two
      additional iron discs of 23 kg each hang on it and are not by the maker. The brass maker’s plate is held by four
      screws, one of them crooked. We did not remove it.`),
    heading('4. Recommendations'),
    paragraph(`First, remove the mercury under controlled conditions and do not put it back: a dry slewing bearing of
      steel will carry the lens. Second, make the gallery safe. Third, render the south-west side before the winter of
      2022. Fourth, ask a clockmaker who knows Rehbein movements to open the clockwork.`),
  ],
};

/** The formal end of the story. */
export const trustMinutes: Prose = {
  title: 'Minutes of the Trustees, 9 March 2024',
  byline:
    'Hallow Ness Lighthouse Trust. Present: Priya Lathom (chair), Marcus Tyrell (treasurer), Ines Falk, Callum Strang, Ruth Amery',
  author: 'Hallow Ness Lighthouse Trust',
  created: '2024-03-11T09:00:00Z',
  language: 'en',
  pieces: [
    heading('1. Accounts'),
    paragraph(`Marcus Tyrell reported that the restoration would close at £486,320, which is £5,680 under the budget of
      £492,000 agreed on 6 February 2021. The largest single item was the masonry at £96,300.`),
    heading('2. The case of Tobias Carrick'),
    paragraph(`Ines Falk laid before the meeting the missing log page, the letters of Vasseur and Rehbein, the statement
      of Gilbert Orme, the tape of Ewan Strang and the laboratory report of 22 July 2022.`),
    paragraph(`Resolution 7, carried without dissent: The trustees record that Tobias Carrick, principal keeper from
      1919 to 1932, was not to blame for the loss of the Anne Tolliver. The light failed because a ring of zinc,
      approved by the Superintendent against the makers’ advice, dissolved into the mercury bath and held the lens fast.
      He and Ewan Strang turned it by hand for three hours and twenty-five minutes.`),
    heading('3. Relighting'),
    paragraph(`The light will be lit again on the evening of 21 June 2024. Ruth Amery, granddaughter of Nora Carrick,
      will start the lens. The character of the light stays as it was: one white flash every five seconds.`),
    table(
      ['Action', 'Who', 'Until'],
      ['Notice to mariners', 'Ines Falk', '1 May 2024'],
      ['Brass plate for Tobias Carrick, 240 × 160 mm', 'Callum Strang', '1 June 2024'],
      ['Invite the Sellick lifeboat crew', 'Priya Lathom', '15 May 2024'],
    ),
  ],
};
