/** Plain English words: the vocabulary of the made embedder. */
export const commonWords: readonly string[] = `
  able above accept account across action active actor address adult advice afternoon agree air alarm album alone
  amount anchor angle animal answer apple april archive area argue arm army arrive art article ask august aunt author
  autumn award baby back bag baker bakery balance ball bank barn basket bath battery beach bean bear beautiful bed bee
  begin bell bench berry best bicycle bill bird birth bitter black blanket blood blue board boat body bone book border
  bottle bottom bowl box boy branch brave bread break breakfast brick bridge bright bring broken brother brown brush
  bucket budget build building burn bus bush business butter button buy cabin cable cake calendar call calm camera
  camp canal candle captain car card care carpet carry cart castle cat catalogue cattle cellar central century cereal
  certain chain chair chalk chance change chapter charge cheap cheese chemistry chest chicken chief child children
  choice church circle city clay clean clear clerk climb clock close cloth clothes cloud coal coast coat coffee coin
  cold collect collection college colour column comfort common company compare complete concert condition contract
  control cook copper copy corn corner cost cotton council count country couple course court cousin cover cow crane
  cream crew crop cross crowd crown cup current curtain custom customer dairy damage dance danger dark date daughter
  day dead deal debt december decide deep deer delay delivery depth desk detail diary dictionary difference dinner
  direct direction dirty discover disease dish distance district ditch doctor document dog door double drain draw
  drawing dream dredge dress drink drive driver drum dry duck dust early earth east easy economy edge editor education
  egg eight elder election electric empty end energy engine engineer english enter entrance envelope equal error
  evening event exact examine example exchange exercise expense experience expert eye fabric face factory fair fall
  family famous farm farmer fast father feather february feed fence ferry festival fever few field fifty fig figure
  film final find finger finish fire firm fish fisherman fishing five flag flat flight flood floor flour flower fly
  fold follow food foot forest forge fork form fortune forward four fox frame free fresh friday friend front frost
  fruit fuel full funeral furniture future garden gate general gift girl glass glove goat gold good government grain
  grammar granary grandfather grandmother grape grass gravel great green grey ground group grow guard guest guide gun
  hair half hall hammer hand handle harbour hard harvest hat hay head health heart heat heavy hedge height helmet help
  herb herring hill history hold hole holiday honey hook hope horn horse hospital hot hotel hour house human hundred
  hunger hunt ice idea illness image increase industry ink inn insect inspection instrument insurance interest invoice
  iron island jacket jam january jar job journal journey judge juice july june keel keeper key kind king kitchen knee
  knife knot knowledge label labour ladder lake lamb lamp land language large last late laugh laundry law lawyer lead
  leader leaf learn leather lecture left leg lemon length lesson letter level library licence lift light lighthouse
  lime limit line linen lion list little live loan local lock log long loss loud love low luck lunch machine magazine
  mail manual map march marine market marriage mask mast master match material meadow meal measure meat medicine
  meeting melon member memory mercury message metal meter method middle midnight mile milk mill mind mine minute
  mirror model modern monday money month monument moon morning mother motor mountain mouse mouth move mud museum music
  nail name narrow nation nature navy near neck needle neighbour nest net new news newspaper night nine noise north
  note novel november number nurse oak oar oats object ocean october office officer oil old olive onion open opera
  orange orchard order organ original oven owner ox oyster package page pain paint painter painting pair palace paper
  parcel parent parish park part partner party passage passenger past path patient payment peace pear pen pencil
  people pepper period person pet photo photograph phrase piano picture pier pig pilot pine pipe place plan plane
  plant plate play player pocket poem poet point police pond pool poor port position post postcard pot potato powder
  power practice prayer present president press pressure price priest prince print prison prize problem process
  produce product professor profit program project property protect public pump pupil purchase purple purpose quality
  quantity quarry quarter queen question quick quiet quilt rabbit radio rail railway rain raise range rare rat rate
  raw reach read ready reason receipt recipe record red reef refund region register regular release remember rent
  repair reply report rescue research reservoir rest restaurant result return rice rich ride right ring ripe river
  road rock roof room root rope rose rough round route row royal rubber rug ruin rule run rye saddle safe sail sailor
  salad salary sale salmon salt same sand saturday sauce save saw scale scene school science scissors screw sea seal
  season seat second secret see seed senior september series servant service seven shade shallow sharp shed sheep
  sheet shelf shell ship shirt shoe shop shore short shoulder shovel show sick side sign signal silence silk silver
  simple singer sister six size skin skirt sky sleep slow small smell smoke smooth snake snow soap society soft soil
  soldier solid song sound soup south space spade speech speed spice spider spoon spring square squirrel stable stage
  stair stamp standard star station statue steam steel step stick stone stool storage store storm story stove straight
  strange straw stream street strike string strong student study sugar suit summer sun sunday supper supply surface
  surgeon survey swan sweet swim system table tail tailor talk tall tank tape target tax taxi tea teacher team
  telegram telephone temper temperature ten tenant tent test text theatre thick thief thin thing thirty thousand
  thread three throat thunder thursday ticket tide timber time tin tired title toast tobacco today toe together tomato
  tomorrow tongue tool tooth top torch total touch tower town toy track trade traffic train transfer translation
  transport travel treasure treatment tree trial tribe trip trouble truck true trunk trust truth tuesday tunnel turn
  twelve twenty two uncle uniform union university upper useful valley value van vegetable vehicle vessel village
  vinegar violin visit voice volcano volume vote voyage wage wagon wait walk wall walnut war warehouse warm warning
  wash watch water wave wax weak wealth weather weaver wedding wednesday week weekend weight well west wet whale wharf
  wheat wheel whistle white wide wife wild wind window wine wing winter wire wolf woman wood wool word work worker
  workshop world wound wreck writer wrong yard year yellow yesterday young zebra zero zinc zone
`
  .trim()
  .split(/\s+/);
