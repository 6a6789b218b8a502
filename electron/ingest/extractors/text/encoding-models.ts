/** A script of letters, and the encodings in which its texts are found. */
export interface Alphabet {
  /** By the WHATWG's names, each with what speaks for it before anything was read: those in wide use come first. */
  encodings: readonly (readonly [encoding: string, prior: number])[];
  /** What small letters weigh: up to 1 for the most frequent. */
  weights: ReadonlyMap<string, number>;
  /** Whether its letters stand in words with those of ASCII. */
  isLatin: boolean;
}

/** Signs beyond ASCII that texts of all languages have. */
export const signs = new Set('“”„‘’‚–—…«»°§€©®№·•\u00a0²³');

/** Letters by their frequency in running text, the most frequent first. */
const cyrillic = 'оаеинтсрвлкмдпуяыьгзбчйхжшюцщіэфъїёєґ';
const greek = 'αοιετσνηυρπκμλςωγάδίόθέήφχύβώξζψϊϋΐΰ';
const hebrew = 'יוהלאתרמבשנכדחעפקטםגזסןצךףץ';
const arabic = 'اليمنترودبةعسفكحقهجشأصطىخضذثزإغئءظآؤ';
const thai = 'านรอกเงวมลยทสตีปดัคบไ่้ะแขหพชจ์ำิถูใ็ุโซผื';
/**
 * Letters with accents, the others being ASCII's, of languages that are written with the same ones: what would be a
 * mixture of languages was read in a wrong encoding.
 */
const western = ['äüößé', 'éèàêçâîôûëïùœæü', 'óíáéñúü', 'ãçáéóêíõâúôàü', 'èàòùìé', 'åäöøæéü', 'éëïöüèêáó'];
const icelandic = 'áéíóúýþæðö';
const central = ['ęąłżśćńóź', 'íáěéřščžýůúťďňó', 'áíéúčšžľťýňôäĺŕóď', 'áéőöóüíűú', 'čšžćđ', 'ăţşâîșț'];
/** The small letter of İ is i with a dot above. */
const turkish = 'ışüğçöâîûi';
const baltic = ['šėžąųįčūę', 'āīēšņžļčūķģ', 'äõüöšž'];
const vietnamese = 'đươăâêôáàạ';

/** The first letter weighs 1, the last next to nothing. */
function weightsOf(letters: string): ReadonlyMap<string, number> {
  const all = [...letters];
  return new Map(all.map((letter, rank) => [letter, (1 - rank / all.length) ** 1.3]));
}

const script = (letters: string, encodings: Alphabet['encodings']): Alphabet => ({
  encodings,
  weights: weightsOf(letters),
  isLatin: false,
});
/** Which letters with accents are frequent differs from text to text, so that each weighs as much. */
const latin = (letters: string, encodings: Alphabet['encodings']): Alphabet => ({
  encodings,
  weights: new Map([...letters].map((letter) => [letter, 0.8])),
  isLatin: true,
});

export const alphabets: readonly Alphabet[] = [
  ...western.map((letters) =>
    latin(letters, [
      ['windows-1252', 0.1],
      ['iso-8859-15', 0.05],
      ['macintosh', -0.1],
    ]),
  ),
  latin(icelandic, [['windows-1252', -0.05]]),
  ...central.map((letters) =>
    latin(letters, [
      ['windows-1250', 0],
      ['iso-8859-2', -0.02],
    ]),
  ),
  latin(turkish, [['windows-1254', 0]]),
  ...baltic.map((letters) => latin(letters, [['windows-1257', -0.05]])),
  latin(vietnamese, [['windows-1258', -0.1]]),
  script(cyrillic, [
    ['windows-1251', 0.04],
    ['koi8-r', 0],
    ['ibm866', -0.02],
    ['koi8-u', -0.04],
    ['iso-8859-5', -0.04],
    ['x-mac-cyrillic', -0.04],
  ]),
  script(greek, [
    ['windows-1253', 0],
    ['iso-8859-7', -0.02],
  ]),
  script(hebrew, [['windows-1255', 0]]),
  script(arabic, [['windows-1256', 0]]),
  script(thai, [['windows-874', 0]]),
];

/** Characters of a script of syllables or words, from the most telling to the rest. */
export interface Characters {
  /** Those that most texts have. */
  frequent: ReadonlySet<string>;
  /** Syllables and punctuation, of which there are few. */
  usual: RegExp;
  /** Those of the first level of the standard: the ones in daily use. */
  common: ReadonlySet<string>;
}

const punctuation = '、。，．・：；？！（）「」『』【】《》“”‘’…—ー々〇　％～';
const chinese =
  '一不人有是在这我他们中上个大来为国和时地年以到说就要会出可生对也能成多过下子后作里用自发天方学现都经行前起而开道定等点好所看法电样公同';
const simplified =
  '的了这个们来为国时说会发对后里现经开过还动实与业员问题报记录号码话编东车书长门间见电头万无关广义务单';
const traditional =
  '的了這個們來為國時說會發對後裡現經開過還動實與業員問題報記錄號碼話編東車書長門間見電頭萬無關廣義務單';
const japanese =
  '日一人年大国本中東京会議事者社上下時間月前後出行見手入生学方立地都区市県町村業務金電話新自分目部長記録';
const korean =
  '이다는에의을가고하도로한지사를기은리대어아서자시인그나정수보제일해만라부동전구과장있스성주조유상원소안회록항세요';

/** Decodes all characters of two bytes whose first byte lies in a range. */
function charactersOf(encoding: string, firstLead: number, lastLead: number): ReadonlySet<string> {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let lead = firstLead; lead <= lastLead; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\uFFFD') found.add(text);
    }
  return found;
}

interface EastAsian {
  encoding: string;
  characters: () => Characters;
}

/** Sets of thousands of characters are made when the first text is met that needs them. */
function eastAsianOf(
  encoding: string,
  frequent: string,
  usual: RegExp,
  leads: readonly [first: number, last: number],
): EastAsian {
  let made: Characters | undefined;
  return {
    encoding,
    characters: () => {
      made ??= { frequent: new Set(frequent), usual, common: charactersOf(encoding, ...leads) };
      return made;
    },
  };
}

const usualSigns = `[${punctuation}\\uFF01-\\uFF20]`;
const usualInChinese = new RegExp(usualSigns, 'u');
const usualInJapanese = new RegExp(`${usualSigns}|[\\u3041-\\u3093\\u30A1-\\u30F6]`, 'u');

/** First bytes of the characters in daily use: JIS X 0208, GB 2312, Big5 and KS X 1001, level 1 of each. */
export const eastAsian: readonly EastAsian[] = [
  eastAsianOf('shift_jis', japanese, usualInJapanese, [0x88, 0x97]),
  eastAsianOf('euc-jp', japanese, usualInJapanese, [0xb0, 0xcf]),
  eastAsianOf('gb18030', chinese + simplified, usualInChinese, [0xb0, 0xd7]),
  eastAsianOf('big5', chinese + traditional, usualInChinese, [0xa4, 0xc6]),
  eastAsianOf('euc-kr', korean, usualInChinese, [0xb0, 0xc8]),
];
