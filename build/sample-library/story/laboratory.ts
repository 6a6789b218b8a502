import { heading, type Prose, paragraph, table } from './prose.ts';

/** The laboratory's report, in German. */
export const laboratoryReport: Prose = {
  title: 'Laborbericht: Quecksilber aus dem Leuchtturm Hallow Ness',
  byline: 'Institut für Werkstoffkunde Altenwerft, Dr. Hedda Brandis, 22. Juli 2022, Auftrag 2022-0518',
  author: 'Dr. Hedda Brandis',
  created: '2022-07-22T08:00:00Z',
  language: 'de',
  pieces: [
    heading('Ergebnis in einem Satz'),
    paragraph(`Das Quecksilber enthält 1,9 Massenprozent Zink und ist damit fast gesättigt; es ist bei Raumtemperatur
      zähflüssig und wird unter 5 Grad Celsius zur Paste.`),
    heading('Proben'),
    paragraph(`Drei Flaschen zu je 50 Millilitern, entnommen am 5. Mai 2022 von Odile Ferrand an der Oberfläche, in der
      Mitte und am Boden der Wanne, sowie ein Span des Schwimmerringes aus dem Lager.`),
    table(
      ['Probe', 'Zink, Massen-%', 'Eisen, mg/kg', 'Viskosität bei 20 °C', 'Viskosität bei 3 °C'],
      ['A Oberfläche', '2,3', '12', '38 mPa·s', 'fest'],
      ['B Mitte', '1,9', '9', '21 mPa·s', '890 mPa·s'],
      ['C Boden', '1,6', '41', '15 mPa·s', '410 mPa·s'],
      ['Reines Quecksilber', '0', '0', '1,6 mPa·s', '1,7 mPa·s'],
    ),
    heading('Der Schwimmerring'),
    paragraph(`Der Span besteht zu 98,7 Prozent aus Zink. Der Ring wiegt heute 8,3 Kilogramm; nach der Rechnung der
      Gießerei wog er 14,2 Kilogramm. Die fehlenden 5,9 Kilogramm entsprechen bei 310 Kilogramm Quecksilber genau
      1,9 Massenprozent. Das fehlende Zink ist also im Quecksilber.`),
    heading('Bewertung'),
    paragraph(`Zink löst sich in Quecksilber bis etwa 2 Massenprozent. Wir halten es für erwiesen, dass der Zinkring von
      Oktober 1931 an das Bad verdickt hat und dass die Optik in einer Frostnacht stehen bleiben musste. Ein Ring aus
      Gusseisen hätte sich nicht gelöst. Das Quecksilber ist als gefährlicher Abfall zu entsorgen.`),
  ],
};

/** The lens conservator's report, in French. */
export const opticsReport: Prose = {
  title: 'Rapport de restauration de l’optique de Hallow Ness',
  byline: 'Odile Ferrand, conservatrice d’optique, 4 août 2023',
  author: 'Odile Ferrand',
  created: '2023-08-04T12:00:00Z',
  language: 'fr',
  pieces: [
    heading('L’objet'),
    paragraph(`Optique de Fresnel de second ordre, focale 700 mm, huit panneaux, construite en 1874 par Vasseur & Fils.
      Masse avec l’armature : 2850 kg. Chaque panneau compte une lentille centrale et trente-deux prismes, soit 264
      pièces de verre pour l’ensemble.`),
    heading('Nettoyage'),
    paragraph(`Les panneaux ont été lavés à l’eau déminéralisée avec un savon neutre, puis à l’éthanol. Aucun abrasif n’a
      été employé. Le mastic d’origine, à la litharge, a été conservé partout où il tenait encore.`),
    table(
      ['Panneau', 'Prismes remplacés', 'Transmission avant', 'Transmission après'],
      ['1', '0', '61 %', '88 %'],
      ['2', '2', '54 %', '87 %'],
      ['3', '1', '58 %', '88 %'],
      ['4', '0', '63 %', '89 %'],
      ['5', '3', '49 %', '86 %'],
      ['6', '1', '57 %', '88 %'],
      ['7', '4', '44 %', '85 %'],
      ['8', '0', '62 %', '89 %'],
    ),
    heading('Pièces remplacées'),
    paragraph(`Onze prismes ont été retaillés par Aubrec Verre d’après les relevés de 1874, pour 16 500 livres. Le
      panneau 7, qui regarde le sud-ouest lorsque l’optique est à l’arrêt, avait le plus souffert : elle est restée dans
      cette position de 1961 à 2022.`),
    heading('Recommandation'),
    paragraph(`Ne jamais remettre de mercure. L’optique tourne désormais sur une couronne de billes à sec ; une goutte
      d’huile par an suffit.`),
  ],
};
