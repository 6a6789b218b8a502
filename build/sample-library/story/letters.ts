/** A letter as it was typed: the printed head, then lines of at most 66 characters, page by page. */
export interface Letter {
  letterhead: readonly string[];
  pages: readonly string[];
  signature: string;
  /** What a clerk stamped on it on arrival. */
  stamp: readonly string[];
}

/** The optician's warning, in French: iron only, never zinc. */
export const vasseurLetter: Letter = {
  letterhead: ['VASSEUR & FILS', 'Opticiens-Constructeurs de Phares', 'Port-Aubrec  -  Maison fondée en 1839'],
  pages: [
    `Port-Aubrec, le 3 septembre 1931

Merrow Lights Board
à l'attention de M. H. W. Aldous, surintendant

Objet : phare de Hallow Ness, anneau de la cuve à mercure

Monsieur le Surintendant,

Nous avons bien reçu votre lettre du 31 août au sujet de l'anneau
flotteur de Hallow Ness, que le gardien Carrick a trouvé fendu.
L'appareil, de second ordre, fut construit par notre maison en
1874 et posé sur sa cuve à mercure en 1906.

Nous pouvons fournir un anneau neuf en fonte de fer, tourné et
poli, pour le prix de 49 livres 10 shillings, rendu au port de
Sellick. Le délai est de sept semaines.

Permettez-nous un avertissement. L'anneau doit être en fer et
en fer seulement. Le zinc, le laiton et l'étain se dissolvent
dans le mercure. Le bain devient alors une pâte grise, épaisse,
et l'optique, qui pèse 2850 kilogrammes, ne tourne plus. Par
temps froid, elle peut s'arrêter tout à fait. Nous avons vu ce
malheur au phare de Tarn Rock en 1912.

Si le mercure est déjà souillé, il faut le filtrer à travers une
peau de chamois et le laver à l'acide avant toute réparation.

Veuillez agréer, Monsieur le Surintendant, l'expression de nos
sentiments distingués.

                                   pour Vasseur & Fils,`,
  ],
  signature: 'Achille Vasseur',
  stamp: ['MERROW LIGHTS BOARD', 'RECEIVED', '7 SEP 1931'],
};

/** The superintendent's approval of the zinc ring, on a half sheet. */
export const aldousMemorandum: Letter = {
  letterhead: ['MERROW LIGHTS BOARD', 'Superintendent of Works  -  MEMORANDUM'],
  pages: [
    `To: The Accountant                          12th October 1931
Subject: HALLOW NESS - float ring for the mercury bath

The French firm asks £49 10s. and seven weeks for a ring of iron.
Sellick Foundry will cast one in ZINC for £11 4s. and can fit it
on the 19th of this month. The saving is £38 6s.

The makers' remarks about zinc I regard as salesmanship. The zinc
ring will serve. Approved. Charge it to Repairs, vote 14, and do
not trouble the full Board with it.`,
  ],
  signature: 'H. W. Aldous',
  stamp: ['PAID', 'VOTE 14', '23 OCT 1931'],
};

/** The clockmaker's opinion, in German: the machine is sound, the bath is not. */
export const rehbeinLetter: Letter = {
  letterhead: ['REHBEIN & SOHN', 'Turmuhren- und Leuchtfeuerwerke', 'Altenwerft, Werftstrasse 9'],
  pages: [
    `Altenwerft, den 8. Dezember 1931

An das Merrow Lights Board
Betrifft: Gutachten über das Uhrwerk Nr. 212 des Leuchtturms
Hallow Ness

Sehr geehrte Herren!

Auf Ihren Wunsch hat unser Meister Otto Rehbein das Uhrwerk am
1. und 2. Dezember an Ort und Stelle untersucht. Wir berichten:

1. Das Uhrwerk ist in tadellosem Zustand. Kein Zahn ist
   gebrochen, kein Lager trocken, die Bremse des Reglers greift.

2. Das Antriebsgewicht betrug 141 Kilogramm. Vorgeschrieben sind
   95 Kilogramm. Der Wärter hat also in zwei Stufen 46 Kilogramm
   zugelegt, damit sich die Optik überhaupt noch drehte.

3. Bei abgekuppelter Optik lief das Werk mit 95 Kilogramm zwei
   Stunden und vier Minuten ohne Stillstand.`,
    `                             - 2 -

4. Die Ursache des Stillstandes in der Nacht vom 14. auf den
   15. November liegt daher nicht im Uhrwerk. Sie liegt in der
   Quecksilberwanne. Die Optik liess sich am 2. Dezember bei
   3 Grad nur mit beiden Händen bewegen. Auf dem Quecksilber
   stand ein grauer Schlamm, dick wie Butter.

5. Wir haben gehört, dass am 19. Oktober ein Ring aus Zink
   eingesetzt worden ist. Wir empfehlen dringend, das Quecksilber
   untersuchen zu lassen und den Zinkring zu entfernen.

Dem Wärter Carrick ist nach unserer Meinung kein Vorwurf zu
machen. Ein Werk, das nicht aufgezogen ist, bleibt stehen; dieses
aber war voll aufgezogen, als wir es fanden.

Für die Untersuchung erlauben wir uns 14 Pfund 6 Shilling zu
berechnen.

                              Mit vorzüglicher Hochachtung`,
  ],
  signature: 'Otto Rehbein',
  stamp: ['MERROW LIGHTS BOARD', 'FILED UNREAD', '14 DEC 1931'],
};

/** The shipmaster's statement: he timed the flashes, which proves that somebody turned the lens. */
export const masterStatement: Letter = {
  letterhead: ['OFFICE OF THE RECEIVER OF WRECK', 'Port Sellick, Merrow Island'],
  pages: [
    `18th November 1931

STATEMENT of Gilbert Orme, master of the coaster ANNE TOLLIVER,
212 tons, of Port Sellick, laden with roofing slate, seven hands.

We came down from the north on the night of the 14th, wind light
at north-east, hard frost, very clear. At about half past two in
the morning I raised a white flashing light fine on the starboard
bow. I took the time of it with my own watch over ten flashes. It
gave one flash in twelve and a half seconds.

Hallow Ness gives one flash in five seconds. Tarn Rock, thirty
miles to the north of it, gives one in twelve. I therefore took
the light for Tarn Rock and held my course to pass a mile to the
east of it. There is deep water there. There is none off Hallow
Ness.

At ten minutes past four we struck on the Calf Ledges. The Sellick
lifeboat had all seven of us off by six. No life was lost. The
ship and 190 tons of slate were lost.

I say again that the light was not standing still and was not out.
It went round, slow but steady, like something turned by hand.

                              Sworn before me, J. Fenn, Receiver`,
  ],
  signature: 'Gilbert Orme',
  stamp: ['EXHIBIT 5', 'INQUIRY', '11 JAN 1932'],
};

/** The dismissal that the library's story turns on. */
export const dismissal: Letter = {
  letterhead: ['MERROW LIGHTS BOARD', 'Secretary’s Office, Port Sellick'],
  pages: [
    `17th February 1932

Mr. Tobias Carrick
Principal Keeper, Hallow Ness

Sir,

The Board has received the report of the inquiry into the loss of
the coaster ANNE TOLLIVER on the 15th of November last. It finds
that the machine was not wound and that the keeper of the watch
was asleep.

The log book bears this out, in that the page for the night of the
14th has been cut from it. The Board can only suppose that it was
cut out by the hand which had most reason to be rid of it.

You are accordingly dismissed from the service without pension
from the 1st of March 1932, and will quit the keeper's house by
Lady Day. Assistant Keeper Strang will take charge of the light.

                              I am, Sir, your obedient servant,`,
  ],
  signature: 'Edmund Loxley',
  stamp: ['COPY'],
};
